"""Which skills are in this library of Rich Skill Descriptors?

Read: the CSV that OSMT writes and takes (export, upload, batch import; a head of each is known). An alignment says
nothing about how it relates, so it is kept as "isRelatedTo". Not read: occupation codes, employers, certifications.

Spec: https://rsd.openskillsnetwork.org/ ; columns of wgu-opensource/osmt, docs/csv-schema-*-v0.6.x.csvs
"""

from collections.abc import Iterator, Mapping

from openler.foundation.tables import Row, Table
from openler.skills.frameworks import (
    MAX_ALTERNATIVES,
    MAX_LABEL_CHARACTERS,
    FrameworkDraft,
    FrameworkHead,
    ImportFault,
    Item,
    Link,
    NotAFramework,
    fault_of_row,
    in_file_order,
    is_address,
    keep_single,
    one_line,
)

_NAMES: Mapping[str, tuple[str, ...]] = {
    "name": ("rsd name", "skill name"),
    "statement": ("skill statement", "contextualized skill statement"),
    "categories": ("categories", "skill categories", "category", "skill category"),
    "authors": ("authors", "author"),
    "keywords": ("keywords",),
    "uri": ("canonical url",),
    "collections": ("collections", "collection"),
    "alignment_title": ("alignment name", "alignment title"),
    "alignment": ("alignment url", "alignment"),
}


def find_columns(header: tuple[str, ...]) -> dict[str, int]:
    """Tell which column holds what, by the heads that OSMT writes; blanks and case do not matter."""
    heads = [" ".join(head.casefold().split()) for head in header]
    found = {}
    for part, names in _NAMES.items():
        place = next((heads.index(name) for name in names if name in heads), None)
        if place is not None:
            found[part] = place
    return found


def is_rsd(header: tuple[str, ...]) -> bool:
    """Say whether a table's head is that of a skill library."""
    return {"name", "statement"} <= find_columns(header).keys()


def read_rsd(table: Table) -> FrameworkDraft:
    """Read the rows of a skill library; what cannot be used is named in ``faults``.

    Raises:
        NotAFramework: the head lacks a name or statement column.
    """
    places = find_columns(table.header)
    if not {"name", "statement"} <= places.keys():
        found = ", ".join(filter(None, table.header)) or "none"
        raise NotAFramework(f"A skill library needs the columns RSD Name and Skill Statement; found were: {found}.")
    faults = [fault_of_row(fault) for fault in table.problems]
    read = list(_items(table.rows, table.header, places, faults))
    items, doubles = keep_single((item for item, _ in read), "row", column=table.header[places["name"]])
    kept = {id(item) for item in items}
    links = tuple(link for item, link in read if link is not None and id(item) in kept)
    authors = {_cell(row, places, "authors") for row in table.rows} - {""}
    used = set(places.values())
    draft = FrameworkDraft(
        head=FrameworkHead(kind="rsd", publisher=authors.pop() if len(authors) == 1 else ""),
        items=tuple(items),
        links=links,
        faults=tuple(faults + doubles),
        counted=len(table.rows) + sum(fault.code != "duplicate_column" for fault in table.problems),
        unused_columns=tuple(name for place, name in enumerate(table.header) if name and place not in used),
        encoding=table.encoding,
        is_encoding_assumed=table.encoding_assumed,
        header=table.header,
    )
    return in_file_order(draft)


def _cell(row: Row, places: Mapping[str, int], part: str) -> str:
    return row.cells[places[part]].strip() if part in places else ""


def _several(text: str) -> tuple[str, ...]:
    parts = (one_line(part)[:MAX_LABEL_CHARACTERS] for part in text.split(";"))
    return tuple(dict.fromkeys(filter(None, parts)))[:MAX_ALTERNATIVES]


def _items(
    rows: tuple[Row, ...], header: tuple[str, ...], places: Mapping[str, int], faults: list[ImportFault]
) -> Iterator[tuple[Item, Link | None]]:
    for row in rows:
        name, statement = one_line(_cell(row, places, "name")), _cell(row, places, "statement")
        missing = next((part for part, text in (("name", name), ("statement", statement)) if not text), "")
        if missing:
            told = (f"The skill has no {missing}, which every one needs.", "Fill the cell.")
            faults.append(_fault("empty_cell", row, header[places[missing]], "", told, True))
            continue
        if len(name) > MAX_LABEL_CHARACTERS:
            told = (
                f"The name has {len(name):,} letters; the limit is {MAX_LABEL_CHARACTERS}.",
                "Shorten it; the statement has room for the rest.",
            )
            faults.append(_fault("label_too_long", row, header[places["name"]], name, told, True))
            continue
        uri = _cell(row, places, "uri")
        if uri and not is_address(uri):
            told = ("The address does not start with http, so it is not taken over.", "Correct it; the skill is kept.")
            faults.append(_fault("bad_uri", row, header[places["uri"]], uri, told, False))
            uri = ""
        key = uri or f"{name.casefold()}: {one_line(statement).casefold()}"
        item = Item(
            key=key,
            number=row.number,
            label=name,
            statement=statement,
            kind="Skill",
            uri=uri,
            alternatives=_several(_cell(row, places, "keywords")),
            groups=_several(_cell(row, places, "categories")) or _several(_cell(row, places, "collections")),
        )
        yield item, _alignment(row, key, header, places, faults)


def _alignment(
    row: Row, key: str, header: tuple[str, ...], places: Mapping[str, int], faults: list[ImportFault]
) -> Link | None:
    address = _cell(row, places, "alignment")
    if not address:
        return None
    if not is_address(address):
        told = ("The alignment does not start with http, so it is left out.", "Correct it; the skill is kept.")
        faults.append(_fault("bad_alignment", row, header[places["alignment"]], address, told, False))
        return None
    title = one_line(_cell(row, places, "alignment_title"))[:MAX_LABEL_CHARACTERS]
    return Link(key, "isRelatedTo", address, row.number, target_label=title)


def _fault(code: str, row: Row, column: str, value: str, told: tuple[str, str], is_left_out: bool) -> ImportFault:
    return ImportFault(code, "row", row.number, column, one_line(value)[:80], told[0], told[1], is_left_out)
