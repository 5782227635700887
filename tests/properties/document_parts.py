"""What stands in a generated document? The parts by which a known defect of another implementation is told."""

from collections.abc import Iterator
from typing import Any


def everything(value: Any) -> Iterator[Any]:
    """Give a value and all values in it."""
    yield value
    members = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for member in members:
        yield from everything(member)


def objects(document: Any) -> Iterator[dict[str, Any]]:
    """Give all objects of a document."""
    return (value for value in everything(document) if isinstance(value, dict))


def floats(document: Any) -> Iterator[float]:
    """Give all fractions of a document."""
    return (value for value in everything(document) if isinstance(value, float))


def texts(document: Any) -> str:
    """Give all texts of a document as one, names included."""
    parts = [value for value in everything(document) if isinstance(value, str)]
    return "".join([*parts, *(name for value in objects(document) for name in value)])


def is_thing(value: dict[str, Any]) -> bool:
    """Tell whether an object has the type that brings a context along."""
    type_ = value.get("type", [])
    return "Thing" in (type_ if isinstance(type_, list) else [type_])


def has_crowded_type_map(document: Any) -> bool:
    """Tell whether a map by type has more than one type."""
    return any(len(value.get("byKind", ())) > 1 for value in objects(document))


def has_scoped_id_map(document: Any) -> bool:
    """Tell whether a map by identifier stands in an object whose type brings a context along."""
    return any(is_thing(value) and ("people" in value or "namedGraph" in value) for value in objects(document))


def has_empty_named_graph(document: Any) -> bool:
    """Tell whether a named graph has nothing in it."""
    return any({} in value.get("namedGraph", {}).values() for value in objects(document))


def has_empty_graph(document: Any) -> bool:
    """Tell whether any graph has nothing in it, named or not."""
    return has_empty_named_graph(document) or any(
        {} in (graph if isinstance(graph, list) else [graph])
        for graph in (value.get("graph") for value in objects(document))
    )


def only_names(document: dict[str, Any]) -> bool:
    """Tell whether a document names a thing and says nothing about it."""
    said = {name for name, value in document.items() if (name, value) != ("details", {})}
    return said == {"@context", "id"}
