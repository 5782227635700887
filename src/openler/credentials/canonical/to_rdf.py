"""Which statements does an expanded document make?

Nodes are written as they are met instead of through a node map: a dataset is a set, so the order and the place in
which a node is described do not show in it.

Spec: https://www.w3.org/TR/json-ld11-api/#deserialize-json-ld-to-rdf-algorithm ,
https://www.w3.org/TR/json-ld11-api/#node-map-generation
"""

from typing import Any, Final

from openler.credentials.canonical.dataset import RDF, Quad, iri_term, literal_term
from openler.credentials.canonical.errors import JsonLdFault
from openler.credentials.canonical.iris import is_absolute, is_blank
from openler.credentials.canonical.literals import write_value
from openler.credentials.canonical.policy import RdfDirection

_TYPE, _FIRST, _REST, _NIL = (f"<{RDF}{name}>" for name in ("type", "first", "rest", "nil"))
_I18N: Final = "https://www.w3.org/ns/i18n#"
_NO_PROPERTY: Final = frozenset(
    ("@direction", "@graph", "@id", "@included", "@index", "@language", "@reverse", "@type")
)


class Emitter:
    """Writes statements; what is no RDF is left out, as the standard says. A strict expansion leaves no such thing."""

    def __init__(self, rdf_direction: RdfDirection | None) -> None:
        self._rdf_direction = rdf_direction
        # Used as a set that keeps the order of writing.
        self._quads: dict[Quad, None] = {}
        self._labels: dict[str, str] = {}
        self._indexes: dict[tuple[str, str], str] = {}
        self._count = 0

    def write_document(self, expanded: list[Any]) -> list[Quad]:
        """Write all statements of an expanded document."""
        self._write_graph(expanded, "")
        return list(self._quads)

    def _write_graph(self, items: list[Any], graph: str) -> None:
        for item in items:
            if "@value" not in item and "@list" not in item:
                self._write_node(item, graph)

    def _write_node(self, item: dict[str, Any], graph: str) -> str | None:
        """Write a node and return its term, None where it is no RDF."""
        subject = self._resource(item["@id"]) if "@id" in item else self._fresh()
        if "@index" in item and subject is not None:
            self._check_index(subject, item["@index"], graph)
        for type_ in item.get("@type", ()):
            self._add(subject, _TYPE, self._resource(type_), graph)
        for name, values in item.get("@reverse", {}).items():
            predicate = self._predicate(name)
            for value in values:
                self._add(self._write_node(value, graph), predicate, subject, graph)
        if "@graph" in item and subject is not None:
            self._write_graph(item["@graph"], subject)
        for node in item.get("@included", ()):
            self._write_node(node, graph)
        for name, values in item.items():
            if name not in _NO_PROPERTY:
                predicate = self._predicate(name)
                for value in values:
                    self._add(subject, predicate, self._write_object(value, graph), graph)
        return subject

    def _check_index(self, subject: str, index: str, graph: str) -> None:
        # Node map generation, step 6.8.
        if self._indexes.setdefault((graph, subject), index) != index:
            raise JsonLdFault("One object has two indexes.", json_ld_code="conflicting indexes")

    def _add(self, subject: str | None, predicate: str | None, object_: str | None, graph: str) -> None:
        if subject is not None and predicate is not None and object_ is not None:
            self._quads[Quad(subject, predicate, object_, graph)] = None

    def _fresh(self) -> str:
        self._count += 1
        return f"_:b{self._count}"

    def _predicate(self, name: str) -> str | None:
        # A blank node as predicate would be generalized RDF.
        return iri_term(name) if is_absolute(name) else None

    def _resource(self, value: str | None) -> str | None:
        if value is None:
            return None
        if is_blank(value):
            label = self._labels.get(value)
            if label is None:
                label = self._labels[value] = self._fresh()
            return label
        return iri_term(value) if is_absolute(value) else None

    def _write_object(self, value: dict[str, Any], graph: str) -> str | None:
        if "@value" in value:
            if "@direction" in value and self._rdf_direction is not None:
                return self._write_directed(value, graph)
            return write_value(value)
        if "@list" in value:
            return self._write_list(value["@list"], graph)
        return self._write_node(value, graph)

    def _write_list(self, items: list[Any], graph: str) -> str:
        # Section 8.4.2: a cell whose value is no RDF has no first.
        cells = [self._fresh() for _ in items]
        for cell, item, rest in zip(cells, items, [*cells[1:], _NIL], strict=False):
            self._add(cell, _FIRST, self._write_object(item, graph), graph)
            self._add(cell, _REST, rest, graph)
        return cells[0] if cells else _NIL

    def _write_directed(self, item: dict[str, Any], graph: str) -> str:
        # Section 8.3.2, step 13.
        text, language, direction = item["@value"], item.get("@language"), item["@direction"]
        if self._rdf_direction == "i18n-datatype":
            return literal_term(text, datatype=f"{_I18N}{language or ''}_{direction}")
        node = self._fresh()
        for name, part in (("value", text), ("language", language), ("direction", direction)):
            if part is not None:
                self._add(node, f"<{RDF}{name}>", literal_term(part), graph)
        return node
