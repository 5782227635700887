"""Which object of a record is which in a part of it?

An object without an identifier is a blank node, and in another document it would be another one. The standard
therefore gives each such object an identifier ("skolemizing") before it selects, by expanding the record and compacting
it again. Here the objects carry a mark through the expansion instead, so that nothing is compacted, and that lists and
graphs, which have no place for an identifier in JSON, get theirs from the object that holds them.

Spec: https://www.w3.org/TR/vc-di-ecdsa/#skolemizecompactjsonld (sections 3.4.5 to 3.4.9)
"""

import hashlib
import json
from collections.abc import Iterable
from typing import Any, Final

from openler.credentials.canonical import JsonLdFault, Policy, Quad, expand, to_dataset
from openler.credentials.canonical.states import StateCache
from openler.credentials.contexts import ContextSet
from openler.credentials.proofs.errors import CannotSelect
from openler.foundation.json_types import JsonObject, JsonValue

# The property that carries the mark, and the beginning of the identifiers; neither leaves this module.
MARK: Final = "urn:openler:place"
_OWN: Final = "urn:openler:node:"
_RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
# What never becomes a node: values and lists in their written-out form, and maps of reversed words.
_NO_NODES: Final = frozenset(("@value", "@list", "@set"))

# Bundled contexts mean the same in every record, so what becomes of them is kept for all; see ``canonical.transform``.
_BUNDLED_STATES: Final = StateCache()


class MarkedRecord:
    """A record whose objects can be told apart in every part of it; ``document`` has the marks in it."""

    def __init__(self, document: JsonObject, contexts: ContextSet) -> None:
        """Mark every object of a document that is a node.

        Raises:
            CannotSelect: objects cannot be told apart in the way in which the document is written.
        """
        # The record itself is read strictly elsewhere; here the marks must be let through.
        self._policy = Policy(load=contexts.get, strict=False)
        self._cache = _BUNDLED_STATES if contexts.is_bundled_only else StateCache()
        text = json.dumps(document)
        if MARK in text or _OWN in text:
            raise CannotSelect(f"The record uses names that begin with {_OWN!r}, which are kept for its parts.")
        marked = _Marker().copy(document)
        found = set(_marks_of(self._expand(marked)))
        self.document: JsonObject = _keep(marked, found)

    def quads(self, part: JsonObject) -> list[Quad]:
        """Return the statements of a part of ``document``, with one label for each blank node in all parts."""
        identified = [_Identifier().node(item) for item in self._expand(part)]
        return [Quad(*map(_blank, quad)) for quad in to_dataset(identified, policy=self._policy)]

    def _expand(self, document: JsonObject) -> list[Any]:
        try:
            return expand(document, policy=self._policy, cache=self._cache)
        except JsonLdFault as fault:
            raise CannotSelect(f"The record is written in a way that cannot be parted. {fault.message}") from None


class _Marker:
    """Copies a document and puts a number into every object that may be a node, the outer before the inner."""

    def __init__(self) -> None:
        self._count = 0

    def copy(self, value: JsonValue) -> Any:
        if isinstance(value, list):
            return [self.copy(item) for item in value]
        if not isinstance(value, dict):
            return value
        marked: JsonObject = {}
        if _NO_NODES.isdisjoint(value):
            marked[MARK] = str(self._count)
            self._count += 1
        for name, member in value.items():
            marked[name] = member if name in ("@context", "@reverse") else self.copy(member)
        return marked


def _marks_of(items: Iterable[Any]) -> Iterable[str]:
    """Give the marks that have become properties of nodes; others stand in JSON literals or maps."""
    for item in items:
        if isinstance(item, dict) and "@value" not in item:
            yield from (mark["@value"] for mark in item.get(MARK, ()))
            for name, member in item.items():
                if name != MARK:
                    yield from _marks_of(_listed(member))


def _keep(value: JsonValue, found: set[str]) -> Any:
    if isinstance(value, list):
        return [_keep(item, found) for item in value]
    if not isinstance(value, dict):
        return value
    return {
        name: member if name == "@context" else _keep(member, found)
        for name, member in value.items()
        if name != MARK or member in found
    }


class _Identifier:
    """Gives every node of an expanded document an identifier: its own, or one that follows from its mark."""

    def __init__(self) -> None:
        self._seen: dict[str, int] = {}

    def node(self, item: JsonObject, owner: str = "") -> JsonObject:
        if "@value" in item:
            return item
        id_ = self._id_of(item, owner)
        node: JsonObject = {"@id": id_}
        cells: list[JsonObject] = []
        for name, member in item.items():
            if name == "@type":
                node[name] = [_named(type_) for type_ in member]
            elif name == "@reverse":
                node[name] = {
                    reverse: [self.node(value, f"{id_} {reverse}") for value in values]
                    for reverse, values in member.items()
                }
            elif isinstance(member, list) and name != MARK:
                node[name] = [self._object(value, f"{id_} {name}", cells) for value in member]
        # Cells of lists are nodes beside the one that holds the list, so that a long list does not nest deep.
        if cells:
            node["@included"] = [*node.get("@included", ()), *cells]
        return node

    def _id_of(self, item: JsonObject, owner: str) -> str:
        if "@id" in item:
            return _named(item["@id"])
        roots = item.get("@graph", ())
        marks = [int(mark["@value"]) for mark in item.get(MARK, ())]
        if marks:
            return f"{_OWN}{min(marks)}"
        # A graph without a name is known by the first object in it.
        inner = [int(mark["@value"]) for root in roots for mark in root.get(MARK, ())]
        if inner:
            return f"{_OWN}g{min(inner)}"
        if roots:
            return f"{_OWN}g{self._digest(owner, roots)}"
        raise CannotSelect("The record holds an object that cannot be told apart from others.")

    def _object(self, value: JsonObject, owner: str, cells: list[JsonObject]) -> JsonObject:
        return self._list(value["@list"], owner, cells) if "@list" in value else self.node(value, owner)

    def _list(self, items: list[Any], owner: str, cells: list[JsonObject]) -> JsonObject:
        """Write a list as its cells; the cells of equal lists of one owner are told apart by their order."""
        name = f"{_OWN}l{self._digest(owner, items)}"
        ids = [*(f"{name}-{position}" for position in range(len(items))), f"{_RDF}nil"]
        for position, item in enumerate(items):
            first = self._object(item, ids[position], cells)
            rest = {"@id": ids[position + 1]}
            cells.append({"@id": ids[position], f"{_RDF}first": [first], f"{_RDF}rest": [rest]})
        return {"@id": ids[0]}

    def _digest(self, owner: str, content: Any) -> str:
        text = json.dumps([owner, content], sort_keys=True)
        digest = hashlib.sha256(text.encode()).hexdigest()
        number = self._seen[digest] = self._seen.get(digest, -1) + 1
        return f"{digest}-{number}"


def _named(id_: str) -> str:
    # Section 3.4.7: a label that the record itself gives to a blank node stays the same in all parts.
    return f"{_OWN}b-{id_[2:]}" if id_.startswith("_:") else id_


def _blank(term: str) -> str:
    return f"_:{term[len(_OWN) + 1 : -1]}" if term.startswith(f"<{_OWN}") else term


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
