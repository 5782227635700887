"""Which skills are in this plain table, once its columns were told?

Each row is one item. A parent is named by its code, its address or its label, whichever the table has; several are
separated by a bar (|). What a column is taken for is told by the caller, or guessed from its head and shown.
"""

from collections.abc import Iterator, Mapping

from openler.foundation.tables import Row, Table
from openler.skills.frameworks import (
    MAX_ALTERNATIVES,
    MAX_CODE_CHARACTERS,
    MAX_LABEL_CHARACTERS,
    MAX_URI_CHARACTERS,
    PARENT,
    FrameworkDraft,
    FrameworkHead,
    ImportFault,
    Item,
    Link,
    NotAFramework,
    fault_of_row,
    in_file_order,
    is_address,
    keep_without_cycles,
    one_line,
)

# What a column can hold, and the heads by which it is guessed.
FIELDS: Mapping[str, tuple[str, ...]] = {
    "label": ("label", "preferredlabel", "preferred label", "name", "title", "skill", "competency", "task"),
    "statement": ("statement", "description", "definition", "fullstatement", "full statement"),
    "code": ("code", "id", "number", "human coding scheme", "humancodingscheme", "task id", "notation"),
    "parent": ("parent", "parentcode", "parent code", "parent id", "broader", "ischildof"),
    "uri": ("uri", "url", "address", "concepturi", "identifier"),
    "kind": ("kind", "type", "cfitemtype", "item type"),
    "language": ("language", "lang"),
    "alternatives": ("alternatives", "altlabels", "alternative labels", "keywords", "synonyms"),
    "groups": ("groups", "group", "category", "categories", "area"),
}


def guess_columns(header: tuple[str, ...]) -> dict[str, str]:
    """Tell what each column seems to hold, from its head: field to column name."""
    heads = {" ".join(head.casefold().split()): head for head in reversed(header)}
    found = {}
    for name, words in FIELDS.items():
        head = next((heads[word] for word in words if word in heads), None)
        if head is not None:
            found[name] = head
    if "label" not in found and "statement" in found:
        found["label"] = found.pop("statement")
    return found


def read_csv(table: Table, *, columns: Mapping[str, str]) -> FrameworkDraft:
    """Read the rows of a table; what cannot be used is named in ``faults``.

    Args:
        columns: field (see ``FIELDS``) to column name; "label" is needed.

    Raises:
        NotAFramework: no column holds the label, or one that was told is not in the file.
    """
    places = _places(table.header, columns)
    faults = [fault_of_row(fault) for fault in table.problems]
    read = [item for row in table.rows if (item := _item(row, table.header, places, faults)) is not None]
    items = _single(read, columns, faults)
    links, cycles = keep_without_cycles(
        _parents(items, table, places, faults), "row", labels={item.key: item.label for item in items}
    )
    used = set(places.values())
    draft = FrameworkDraft(
        head=FrameworkHead(kind="csv"),
        items=tuple(items),
        links=tuple(links),
        faults=tuple(faults + cycles),
        counted=len(table.rows) + sum(fault.code != "duplicate_column" for fault in table.problems),
        unused_columns=tuple(name for place, name in enumerate(table.header) if name and place not in used),
        encoding=table.encoding,
        is_encoding_assumed=table.encoding_assumed,
        header=table.header,
        columns=dict(columns),
    )
    return in_file_order(draft)


def _places(header: tuple[str, ...], columns: Mapping[str, str]) -> dict[str, int]:
    found = ", ".join(filter(None, header)) or "none"
    if not columns.get("label"):
        raise NotAFramework(
            f"No column is known to hold the name of the skill; found were: {found}.",
            advice="Say which column holds it, or call it label.",
        )
    missing = [name for name in columns.values() if name and name not in header]
    if missing:
        raise NotAFramework(f"The file has no column {missing[0]!r}; found were: {found}.")
    return {field: header.index(name) for field, name in columns.items() if name and field in FIELDS}


def _single(read: list[Item], columns: Mapping[str, str], faults: list[ImportFault]) -> list[Item]:
    """Keep the first of each address and code, and of each label where a row has neither; name the others."""
    taken: dict[tuple[str, str], Item] = {}
    kept = []
    for item in read:
        parts = [(part, value) for part, value in (("uri", item.uri), ("code", item.code)) if value]
        names = parts or [("label", item.label)]
        clash = next((name for name in names if name in taken), None)
        if clash is None and ("key", item.key) in taken:
            clash = ("key", item.key)
        if clash is None:
            taken |= dict.fromkeys([*names, ("key", item.key)], item)
            kept.append(item)
            continue
        part, value = clash
        first = taken[clash]
        told = (
            f"{value[:80]} is taken by row {first.number}, {first.label[:80]}.",
            "Give it one of its own, or leave the row out if it is the same.",
        )
        column = columns.get(part) or columns["label"]
        faults.append(_fault("duplicate_item", item.number, column, value, told, True))
    return kept


def _cell(row: Row, places: Mapping[str, int], field: str) -> str:
    return row.cells[places[field]].strip() if field in places else ""


def _several(text: str) -> tuple[str, ...]:
    mark = "|" if "|" in text else ";" if ";" in text else "\n"
    parts = (one_line(part)[:MAX_LABEL_CHARACTERS] for part in text.split(mark))
    return tuple(dict.fromkeys(filter(None, parts)))[:MAX_ALTERNATIVES]


def _fault(code: str, row: int, column: str, value: str, told: tuple[str, str], is_left_out: bool) -> ImportFault:
    return ImportFault(code, "row", row, column, one_line(value)[:80], told[0], told[1], is_left_out)


def _item(row: Row, header: tuple[str, ...], places: Mapping[str, int], faults: list[ImportFault]) -> Item | None:
    label, code = one_line(_cell(row, places, "label")), one_line(_cell(row, places, "code"))
    limits = (("label", label, MAX_LABEL_CHARACTERS), ("code", code, MAX_CODE_CHARACTERS))
    if not label:
        told = ("The row has no name of the skill.", "Fill the cell, or leave the row out.")
        faults.append(_fault("empty_cell", row.number, header[places["label"]], "", told, True))
        return None
    for field, text, limit in limits:
        if len(text) > limit:
            told = (f"The {field} has {len(text):,} letters; the limit is {limit}.", "Shorten it.")
            faults.append(_fault(f"{field}_too_long", row.number, header[places[field]], text, told, True))
            return None
    uri = _cell(row, places, "uri")
    if uri and not (is_address(uri) and len(uri) <= MAX_URI_CHARACTERS):
        told = ("This is no address (http, https or urn), so it is not taken over.", "Correct it; the row is kept.")
        faults.append(_fault("bad_uri", row.number, header[places["uri"]], uri, told, False))
        uri = ""
    return Item(
        key=uri or code or label,
        number=row.number,
        label=label,
        statement=_cell(row, places, "statement"),
        code=code,
        kind=one_line(_cell(row, places, "kind"))[:MAX_CODE_CHARACTERS],
        language=one_line(_cell(row, places, "language"))[:35],
        uri=uri,
        alternatives=_several(_cell(row, places, "alternatives")),
        groups=_several(_cell(row, places, "groups")),
    )


def _parents(items: list[Item], table: Table, places: Mapping[str, int], faults: list[ImportFault]) -> Iterator[Link]:
    if "parent" not in places:
        return
    names: dict[str, str] = {}
    for part in ("uri", "code", "label"):
        for item in items:
            names.setdefault(getattr(item, part), item.key)
    rows = {row.number: row for row in table.rows}
    column = table.header[places["parent"]]
    before = ""
    for item in items:
        written = _cell(rows[item.number], places, "parent")
        for name in filter(None, map(one_line, written.split("|"))):
            if name in names:
                yield Link(item.key, PARENT, names[name], item.number)
                before = name
                continue
            around = f" The rows before it stand under {before[:80]}." if before else ""
            told = (
                f"There is no item {name[:80]}.{around}",
                "Correct the parent; until then the item stands at the top.",
            )
            faults.append(_fault("missing_parent", item.number, column, name, told, False))
