"""Which framework is in this CASE package?

Read: CFDocument, CFItems, CFAssociations of a CFPackage, versions 1.0 and 1.1. The hierarchy is made by isChildOf
alone, the child being the origin. Not read: rubrics, concepts, subjects.

Spec: https://www.imsglobal.org/spec/case/v1p1 (CFPackage)
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from openler.foundation.json_types import JsonObject
from openler.foundation.strict_json import TooLarge, parse_json_object
from openler.skills.frameworks import (
    MAX_ALTERNATIVES,
    MAX_CODE_CHARACTERS,
    MAX_ITEMS,
    MAX_LABEL_CHARACTERS,
    MAX_LINKS,
    MAX_STATEMENT_CHARACTERS,
    MAX_URI_CHARACTERS,
    PARENT,
    FrameworkDraft,
    FrameworkHead,
    ImportFault,
    Item,
    Link,
    NotAFramework,
    in_file_order,
    is_address,
    keep_single,
    keep_without_cycles,
    one_line,
)

# CASE 1.1, AssociationType; others begin with "ext:".
ASSOCIATION_TYPES = (
    PARENT,
    "isPeerOf",
    "isPartOf",
    "exactMatchOf",
    "precedes",
    "isRelatedTo",
    "replacedBy",
    "exemplar",
    "hasSkillLevel",
    "isTranslationOf",
)
_VERSIONS = ("", "1.0", "1.1")


@dataclass(slots=True)
class _Reading:
    """What one pass over the package has met so far."""

    faults: list[ImportFault] = field(default_factory=list)
    keys: dict[str, str] = field(default_factory=dict)
    document_names: frozenset[str] = frozenset()

    def note(
        self, code: str, place: tuple[str, int, str], value: object, told: tuple[str, str], left_out: bool
    ) -> None:
        """Note a fault; ``told`` is reason and remedy."""
        list_name, number, column = place
        text = "" if value is None else one_line(str(value))[:80]
        self.faults.append(ImportFault(code, list_name, number, column, text, told[0], told[1], left_out))


def read_case(data: bytes) -> FrameworkDraft:
    """Read a CFPackage; what cannot be used is named in ``faults``.

    Raises:
        NotAFramework: the JSON is no CFPackage.
        TooLarge: more items or associations than the limits; and whatever ``parse_json`` raises.
    """
    package = parse_json_object(data)
    document = package.get("CFDocument")
    if not isinstance(document, dict):
        raise NotAFramework("The JSON has no CFDocument, so it is no CASE package.", pointer="/CFDocument")
    written_items = _list(package, "CFItems", MAX_ITEMS)
    written_links = _list(package, "CFAssociations", MAX_LINKS)
    reading = _Reading()
    head = _head(document, package, reading)
    items, doubles = keep_single(_items(written_items, head, reading), "CFItems", column="identifier")
    for item in items:
        for name in (item.uri, item.key):
            reading.keys.setdefault(name, item.key)
    links, cycles = keep_without_cycles(
        _links(written_links, reading), "CFAssociations", labels={item.key: item.label for item in items}
    )
    faults = tuple(reading.faults + doubles + cycles)
    return in_file_order(FrameworkDraft(head, tuple(items), tuple(links), faults, len(written_items)))


def _list(package: JsonObject, name: str, limit: int) -> list[Any]:
    value = package.get(name) or []
    if not isinstance(value, list):
        raise NotAFramework(f"{name} is not a list.", pointer=f"/{name}")
    if len(value) > limit:
        raise TooLarge(
            f"{name} has {len(value):,} entries; the limit is {limit:,}.", advice="Send the framework in parts."
        )
    return value


def _text(holder: JsonObject, name: str, limit: int = MAX_LABEL_CHARACTERS) -> str:
    value = holder.get(name)
    return one_line(value)[:limit] if isinstance(value, str) else ""


def _head(document: JsonObject, package: JsonObject, reading: _Reading) -> FrameworkHead:
    names = {str(document[name]) for name in ("identifier", "uri") if isinstance(document.get(name), str)}
    reading.document_names = frozenset(names)
    version = document.get("caseVersion") or ""
    if version not in _VERSIONS:
        told = ("The package says a version of CASE that is not known here; it was read as 1.1.", "Compare the result.")
        reading.note("case_version", ("CFDocument", 0, "caseVersion"), version, told, False)
    title = _text(document, "title")
    if not title:
        told = ("The framework has no title.", "Give it a title when you import it.")
        reading.note("missing_title", ("CFDocument", 0, "title"), "", told, False)
    uri = _text(document, "uri", MAX_URI_CHARACTERS)
    return FrameworkHead(
        kind="case",
        title=title,
        publisher=_text(document, "publisher") or _text(document, "creator"),
        version=_text(document, "version", MAX_CODE_CHARACTERS),
        uri=uri if is_address(uri) else "",
        language=_text(document, "language", 35),
        licence=_licence(document, package),
        description=_text(document, "description", MAX_STATEMENT_CHARACTERS),
    )


def _licence(document: JsonObject, package: JsonObject) -> str:
    link = document.get("licenseURI")
    if isinstance(link, str):
        return one_line(link)[:MAX_LABEL_CHARACTERS]
    if isinstance(link, dict):
        return _text(link, "title") or _text(link, "uri")
    definitions = package.get("CFDefinitions")
    licences = definitions.get("CFLicenses") if isinstance(definitions, dict) else None
    first = licences[0] if isinstance(licences, list) and licences else None
    return _text(first, "title") if isinstance(first, dict) else ""


def _items(written: list[Any], head: FrameworkHead, reading: _Reading) -> Iterator[Item]:
    for number, entry in enumerate(written, start=1):
        if not isinstance(entry, dict):
            told = ("The entry is no object.", "Leave it out, or export the framework again.")
            reading.note("bad_item", ("CFItems", number, ""), entry, told, True)
            continue
        statement = entry.get("fullStatement")
        if not isinstance(statement, str) or not statement.strip():
            told = ("The item has no fullStatement, which says what it is.", "Add the sentence at the source.")
            reading.note("missing_statement", ("CFItems", number, "fullStatement"), statement, told, True)
            continue
        if len(statement) > MAX_STATEMENT_CHARACTERS:
            told = (
                f"The statement has {len(statement):,} letters; the limit is {MAX_STATEMENT_CHARACTERS:,}.",
                "Shorten it, or split the item.",
            )
            reading.note("statement_too_long", ("CFItems", number, "fullStatement"), statement, told, True)
            continue
        key = _key(entry, number, reading)
        if key:
            yield _item(entry, key, number, head)


def _key(entry: JsonObject, number: int, reading: _Reading) -> str:
    key = _text(entry, "identifier", MAX_CODE_CHARACTERS).lower() or _text(entry, "uri", MAX_URI_CHARACTERS)
    if not key:
        told = ("The item has neither identifier nor uri, so nothing can name it.", "Add a UUID at the source.")
        reading.note("missing_identifier", ("CFItems", number, "identifier"), "", told, True)
        return ""
    uri = entry.get("uri")
    if uri is not None and not (isinstance(uri, str) and is_address(uri) and len(uri) <= MAX_URI_CHARACTERS):
        told = (
            "The uri is no address (http, https or urn), so it is not taken over.",
            "Correct it at the source; the item is kept under its identifier.",
        )
        reading.note("bad_uri", ("CFItems", number, "uri"), uri, told, False)
    return key


def _item(entry: JsonObject, key: str, number: int, head: FrameworkHead) -> Item:
    statement = str(entry["fullStatement"]).strip()
    short = _text(entry, "abbreviatedStatement")
    label = short or one_line(statement)
    if len(label) > MAX_LABEL_CHARACTERS:
        label = label[: MAX_LABEL_CHARACTERS - 2].rsplit(" ", 1)[0] + " …"
    uri = _text(entry, "uri", MAX_URI_CHARACTERS + 1)
    return Item(
        key=key,
        number=number,
        label=label,
        statement="" if label == one_line(statement) else statement,
        code=_text(entry, "humanCodingScheme", MAX_CODE_CHARACTERS),
        kind=_text(entry, "CFItemType", MAX_CODE_CHARACTERS),
        language=_text(entry, "language", 35) or head.language,
        uri=uri if is_address(uri) and len(uri) <= MAX_URI_CHARACTERS else "",
        alternatives=tuple(_alternatives(entry)),
    )


def _alternatives(entry: JsonObject) -> list[str]:
    keywords = entry.get("conceptKeywords")
    given = [entry.get("alternativeLabel"), *(keywords if isinstance(keywords, list) else [])]
    return [one_line(text)[:MAX_LABEL_CHARACTERS] for text in given if isinstance(text, str)][:MAX_ALTERNATIVES]


def _links(written: list[Any], reading: _Reading) -> Iterator[Link]:
    for number, entry in enumerate(written, start=1):
        if not isinstance(entry, dict):
            told = ("The entry is no object.", "Leave it out, or export the framework again.")
            reading.note("bad_association", ("CFAssociations", number, ""), entry, told, False)
            continue
        relation = entry.get("associationType")
        if not isinstance(relation, str) or not (relation in ASSOCIATION_TYPES or relation.startswith("ext:")):
            told = (
                "CASE has no association of this type, so it was left out.",
                f"Use one of {', '.join(ASSOCIATION_TYPES)}, or begin it with ext:.",
            )
            reading.note("unknown_association", ("CFAssociations", number, "associationType"), relation, told, False)
            continue
        link = _link(entry, relation[:MAX_CODE_CHARACTERS], number, reading)
        if link is not None:
            yield link


def _ends(entry: JsonObject, name: str) -> list[str]:
    node = entry.get(name)
    if isinstance(node, str):
        return [node]
    if not isinstance(node, dict):
        return []
    found = [str(node[part]) for part in ("identifier", "uri") if isinstance(node.get(part), str) and node[part]]
    return [found[0].lower(), *found] if found else []


def _link(entry: JsonObject, relation: str, number: int, reading: _Reading) -> Link | None:
    origin, destination = _ends(entry, "originNodeURI"), _ends(entry, "destinationNodeURI")
    source = next((reading.keys[end] for end in origin if end in reading.keys), "")
    target = next((reading.keys[end] for end in destination if end in reading.keys), "")
    place = ("CFAssociations", number, "originNodeURI")
    if not source:
        # An association of the document itself says nothing about items.
        if not reading.document_names.intersection(origin):
            told = (
                "The package has no item of this origin, so the association was left out.",
                "Add the item, or leave it out.",
            )
            reading.note("missing_origin", place, origin[-1] if origin else "", told, False)
        return None
    node = entry.get("destinationNodeURI")
    order = entry.get("sequenceNumber")
    if not target and relation != PARENT:
        target = next((end for end in reversed(destination) if is_address(end)), "")[:MAX_URI_CHARACTERS]
    if target:
        label = _text(node, "title") if isinstance(node, dict) else ""
        place_among = order if isinstance(order, int) and 0 <= order < 2**31 else 0
        return Link(source, relation, target, number, place_among, label)
    if relation == PARENT and reading.document_names.intersection(destination):
        return None  # the item stands at the top
    told = (
        "The parent is not in the package, so the item stands at the top."
        if relation == PARENT
        else "The other end is neither in the package nor an address, so the association was left out.",
        "Add the missing item to the package, or name the right one.",
    )
    value = destination[-1] if destination else ""
    code = "missing_parent" if relation == PARENT else "missing_destination"
    reading.note(code, ("CFAssociations", number, "destinationNodeURI"), value, told, False)
    return None
