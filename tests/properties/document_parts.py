"""What stands in a generated document? The parts by which a known defect of another implementation is told."""

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from properties.generated_features import GIVEN_CONTEXTS
from properties.generated_from_contexts import terms_of

_LABEL = re.compile(r"_:c14n\d+")


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


def maps(document: Any, *words: str) -> list[dict[str, Any]]:
    """Give the maps that stand under these words."""
    found = [value[word] for value in objects(document) for word in words if word in value]
    return [value for value in found if isinstance(value, dict)]


def types(value: dict[str, Any]) -> list[str]:
    """Give the types of an object, by whatever word they are told."""
    told = [value[word] for word in ("type", "@type", "a") if word in value]
    flat = [type_ for one in told for type_ in (one if isinstance(one, list) else [one])]
    return [type_ for type_ in flat if isinstance(type_, str)]


def is_thing(value: dict[str, Any]) -> bool:
    """Tell whether an object has one of the types that bring a context along which ends with the object."""
    return not {"Thing", "Local", "Guarded"}.isdisjoint(types(value))


def _words_with_contexts(document: Any) -> set[str]:
    """Give the words that bring a context along, in whatever depth of the document's contexts."""
    urls = document["@context"] if isinstance(document["@context"], list) else [document["@context"]]
    pending = [GIVEN_CONTEXTS[url]["@context"] if url in GIVEN_CONTEXTS else url for url in urls]
    found: set[str] = set()
    while pending:
        terms = terms_of(pending.pop() or {})
        scoped = {
            name: value["@context"] for name, value in terms.items() if isinstance(value, dict) and "@context" in value
        }
        pending += scoped.values()
        found |= scoped.keys()
    return found


def has_several_scoped_types(document: Any) -> bool:
    """Tell whether some object has more than one type that brings a context along."""
    scoped = _words_with_contexts(document)
    return any(len(scoped.intersection(types(value))) > 1 for value in objects(document))


def has_property_scope_in_type_scope(document: Any) -> bool:
    """Tell whether a word that brings a context along stands inside an object whose type brings one along."""
    scoped = _words_with_contexts(document)
    outer = [value for value in objects(document) if not scoped.isdisjoint(types(value))]
    outer += [value["sealed"] for value in objects(document) if "sealed" in value]
    return any(not scoped.isdisjoint(value) for scope in outer for value in objects(scope))


def has_index_of_identifiers(document: Any) -> bool:
    """Tell whether a map by a property has identifiers for names."""
    return any(value.keys() - {"@none", "nobody"} for value in maps(document, "byLink"))


def has_crowded_type_map(document: Any) -> bool:
    """Tell whether a map by type has more than one type."""
    return any(len(value) > 1 for value in maps(document, "byKind"))


def inside_ending_scopes(document: Any, words: Iterable[str]) -> bool:
    """Tell whether a word stands, at any depth, in an object around which a context ends with the object."""
    outer = [value["sealed"] for value in objects(document) if "sealed" in value]
    outer += [value for value in objects(document) if is_thing(value)]
    return any(not set(words).isdisjoint(value) for scope in outer for value in objects(scope))


def has_empty_named_graph(document: Any) -> bool:
    """Tell whether a graph in a map has nothing in it."""
    return any({} in value.values() for value in maps(document, "namedGraph", "graphsByName"))


GRAPHS = ("graph", "graphs", "verifiableCredential")


def has_empty_graph(document: Any) -> bool:
    """Tell whether any graph has nothing in it, named or not."""
    return has_empty_named_graph(document) or any(
        {} in (graph if isinstance(graph, list) else [graph])
        for graph in (value.get(word) for value in objects(document) for word in GRAPHS)
    )


def only_names(document: dict[str, Any]) -> bool:
    """Tell whether a document names a thing and says nothing about it."""
    said = {name for name, value in document.items() if (name, value) != ("details", {})}
    return said == {"@context", "id"}


def holds(document: Any, around: Iterable[str], inside: Iterable[str]) -> bool:
    """Tell whether an object of one of the types has one of the members, itself or at any depth."""
    return any(
        not set(around).isdisjoint(map(str, types(outer)))
        and any(not set(inside).isdisjoint(value) for value in objects(outer))
        for outer in objects(document)
    )


def has_two_ways_of_one_literal(document: Any) -> bool:
    """Tell whether a list has a value twice, once as what it is and once as its text, or an empty list stands twice."""
    if sum(value == [] for value in everything(document)) > 1:
        return True
    for value in everything(document):
        if isinstance(value, list):
            bare = [item.get("@value", item.get("value")) if isinstance(item, dict) else item for item in value]
            written = [json.dumps(item).strip('"') for item in bare if isinstance(item, (bool, str, int, float))]
            if len(set(written)) < len(written) and len({json.dumps(item) for item in value}) > len(set(written)):
                return True
    return False


def has_self_reference(canonical: str) -> bool:
    """Tell whether a blank node stands twice in one statement."""
    return any(line.count(line[: line.index(" ")]) > 1 for line in canonical.split("\n") if line.startswith("_:"))


def has_alike_nodes(canonical: str, *, in_graphs: bool = False) -> bool:
    """Tell whether two blank nodes, if asked in graphs without names, are not told apart by their own statements."""
    told: dict[str, list[str]] = {}
    for line in canonical.split("\n"):
        if not in_graphs or re.search(r" _:\w+ \.$", line):
            for label in set(_LABEL.findall(line)):
                masked = _LABEL.sub(lambda found, own=label: "a" if found[0] == own else "z", line)
                told.setdefault(label, []).append(masked)
    alike = [tuple(sorted(lines)) for lines in told.values()]
    return len(set(alike)) < len(alike)


def has_two_directions(document: Any) -> bool:
    """Tell whether a text with a direction stands in a list with another way of writing it."""
    for value in everything(document):
        items = value if isinstance(value, list) else []
        directed = [
            item for item in items if isinstance(item, dict) and not {"@direction", "direction"}.isdisjoint(item)
        ]
        words = [item.get("@value", item.get("value")) for item in directed]
        if any(list(everything(items)).count(text) > 1 for text in words):
            return True
    return False


def says_twice_by_nesting(document: Any) -> bool:
    """Tell whether an object says the same in itself and in what is nested in it."""
    nests = [(value, value[word]) for value in objects(document) for word in ("details", "more") if word in value]
    return any(isinstance(nest, dict) and not outer.keys().isdisjoint(nest) for outer, nest in nests)


def has_twins(document: Any) -> bool:
    """Tell whether some object stands twice in the document, word for word."""
    written = [json.dumps(value, sort_keys=True) for value in objects(document) if value]
    return len(set(written)) < len(written)
