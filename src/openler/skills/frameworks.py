"""What is a framework once it was read from a file: its terms, how they hang together, and what could not be used?

Nothing here knows a file format; the importers give items and links, and this room tells doubles, missing ends and
cycles, so that all formats are judged alike. Nothing is fatal: what is good is kept, what is not is named.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from openler.foundation.errors import MalformedInput
from openler.foundation.tables import RowFault

Kind = Literal["case", "rsd", "csv"]

# The largest published frameworks (ESCO 13,500 skills, a state's standards of all subjects 10,000) fit.
MAX_ITEMS = 20_000
# Four parents or matches an item, which no published framework reaches.
MAX_LINKS = 80_000
# A label is read in a list; the statement has room for the long text.
MAX_LABEL_CHARACTERS = 300
MAX_STATEMENT_CHARACTERS = 10_000
MAX_CODE_CHARACTERS = 100
MAX_URI_CHARACTERS = 1_000
# As many other names as an item of ESCO has at most, twice.
MAX_ALTERNATIVES = 100
PARENT = "isChildOf"


class NotAFramework(MalformedInput):
    """The file holds no framework of a kind that is read here."""

    code = "not_a_framework"
    default_advice = "Give a CASE 1.1 package (JSON), an RSD library (CSV), or a CSV with one skill a row."


@dataclass(frozen=True, slots=True)
class ImportFault:
    """One thing in the file that cannot be used as it stands.

    Attributes:
        code: stable identifier of the kind of fault, snake case.
        list_name: "row" in a table; in a CASE package the list, such as "CFItems"; empty for the whole file.
        number: row as a spreadsheet shows it, or position in the list from 1; 0 for the whole file.
        column: column or member.
        value: what stands there, cut to 80 letters.
        reason: what is wrong, one or two plain sentences.
        remedy: what to do, one plain sentence.
        is_left_out: the whole row or item is left out; otherwise it is kept without this part.
    """

    code: str
    list_name: str
    number: int
    column: str
    value: str
    reason: str
    remedy: str
    is_left_out: bool


@dataclass(frozen=True, slots=True)
class Item:
    """One term of a framework.

    Attributes:
        key: what links inside the file call it; unique in the file.
        number: row or position, for faults.
        label: its short name.
        statement: the whole sentence, empty where the label says all.
        code: the human coding scheme.
        kind: such as "Skill" or "Task".
        language: BCP 47 tag, empty where not stated.
        uri: its address at the source, http, https or urn; may be empty.
        alternatives: other names and keywords.
        groups: categories that are no items themselves.
    """

    key: str
    number: int
    label: str
    statement: str = ""
    code: str = ""
    kind: str = ""
    language: str = ""
    uri: str = ""
    alternatives: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Link:
    """A published statement about two terms.

    Attributes:
        source: key of an item.
        relation: the published word, kept as it came; "isChildOf" makes the hierarchy, child first.
        target: key of an item, or an address elsewhere.
        number: row or position, for faults.
        order: place among its siblings.
        target_label: the name of a term elsewhere, where the file gives one.
    """

    source: str
    relation: str
    target: str
    number: int
    order: int = 0
    target_label: str = ""


@dataclass(frozen=True, slots=True)
class FrameworkHead:
    """What the file says about itself; everything may be empty but the kind."""

    kind: Kind
    title: str = ""
    publisher: str = ""
    version: str = ""
    uri: str = ""
    language: str = ""
    licence: str = ""
    description: str = ""


@dataclass(frozen=True, slots=True)
class FrameworkDraft:
    """A framework as read.

    Attributes:
        head: what the file says about itself.
        items: the good ones, in the order of the file.
        links: between good items, or to addresses elsewhere; without cycles of parents.
        faults: everything that is not as it should be, in the order of the file.
        counted: how many rows or items the file has.
        unused_columns: columns whose content is not taken over.
        encoding: of a table, as the page shows it.
        is_encoding_assumed: the file does not say its encoding.
        header: of a table.
        columns: which column was taken for what.
    """

    head: FrameworkHead
    items: tuple[Item, ...]
    links: tuple[Link, ...]
    faults: tuple[ImportFault, ...]
    counted: int
    unused_columns: tuple[str, ...] = ()
    encoding: str = ""
    is_encoding_assumed: bool = False
    header: tuple[str, ...] = ()
    columns: Mapping[str, str] | None = None

    @property
    def left_out(self) -> int:
        """Count the rows or items that are left out."""
        return self.counted - len(self.items)


def fault_of_row(fault: RowFault) -> ImportFault:
    """Tell the fault of a table's row as one of a framework's file; its row is left out."""
    is_left_out = fault.code != "duplicate_column"
    return ImportFault(fault.code, "row", fault.row, fault.column, fault.value, fault.reason, fault.remedy, is_left_out)


def is_address(text: str) -> bool:
    """Say whether a text can be the address of a term: http, https or urn, without blanks."""
    return text.lower().startswith(("http://", "https://", "urn:")) and not any(letter <= " " for letter in text)


def one_line(text: str) -> str:
    """Turn every run of blanks, line breaks and control characters into one blank."""
    return " ".join("".join(letter if letter >= " " and letter != "\x7f" else " " for letter in text).split())


def keep_single(items: Iterable[Item], list_name: str, *, column: str) -> tuple[list[Item], list[ImportFault]]:
    """Keep the first item of each key and name the others, with the place of the first."""
    kept: dict[str, Item] = {}
    faults: list[ImportFault] = []
    for item in items:
        first = kept.setdefault(item.key, item)
        if first is item:
            continue
        where = f"row {first.number}" if list_name == "row" else f"item {first.number}"
        faults.append(
            ImportFault(
                "duplicate_item",
                list_name,
                item.number,
                column,
                item.key[:80],
                f"{item.key[:80]} is taken by {where}, {first.label[:80]}.",
                "Give it an identifier of its own, or leave it out if it is the same.",
                True,
            )
        )
    return list(kept.values()), faults


def keep_without_cycles(
    links: Iterable[Link], list_name: str, *, labels: Mapping[str, str]
) -> tuple[list[Link], list[ImportFault]]:
    """Leave out each parent link that closes a cycle, and name it; of links that say the same the first is kept.

    Args:
        list_name: where the links stand in the file.
        labels: key to label, for the sentences.
    """
    given = list({(link.source, link.relation, link.target): link for link in reversed(list(links))}.values())[::-1]
    parents: dict[str, list[Link]] = {}
    for link in given:
        if link.relation == PARENT:
            parents.setdefault(link.source, []).append(link)
    closing = set(_closing_links(parents))
    faults = [
        ImportFault(
            "hierarchy_cycle",
            list_name,
            link.number,
            "parent" if list_name == "row" else PARENT,
            labels[link.target][:80],
            f"{labels[link.source][:80]} would stand under itself: {labels[link.target][:80]} is its parent and stands "
            "under it, directly or through others, which is a cycle.",
            "Say which of the two is the broader one. Until then this parent is left out and the item is kept.",
            False,
        )
        for link in given
        if link in closing
    ]
    return [link for link in given if link not in closing], faults


def _closing_links(parents: dict[str, list[Link]]) -> Iterator[Link]:
    # Depth first without recursion: a file may chain 20,000 items.
    done: set[str] = set()
    for start, first in parents.items():
        if start in done:
            continue
        on_path = {start}
        walk: list[tuple[str, Iterator[Link]]] = [(start, iter(first))]
        while walk:
            here, rest = walk[-1]
            link = next(rest, None)
            if link is None:
                walk.pop()
                on_path.discard(here)
                done.add(here)
            elif link.target in on_path:
                yield link
            elif link.target not in done:
                on_path.add(link.target)
                walk.append((link.target, iter(parents.get(link.target, ()))))


def in_file_order(draft: FrameworkDraft) -> FrameworkDraft:
    """Sort the faults by their place in the file, faults of the whole file first."""
    lists = {"": 0, "CFDocument": 1, "row": 2, "CFItems": 3, "CFAssociations": 4}
    order = sorted(draft.faults, key=lambda fault: (lists.get(fault.list_name, 9), fault.number))
    return replace(draft, faults=tuple(order))
