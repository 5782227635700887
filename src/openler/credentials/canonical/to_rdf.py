"""Which RDF statements does an expanded document make?

Spec: https://www.w3.org/TR/json-ld11-api/#deserialize-json-ld-to-rdf-algorithm
"""

import re
from dataclasses import dataclass, field
from typing import Any

from openler.credentials.canonical.dataset import RDF, XSD, Quad, iri_term, literal_term
from openler.credentials.canonical.errors import DroppedValue, JsonLdFault, RelativeIri
from openler.credentials.canonical.expansion import is_list_object
from openler.credentials.canonical.iris import is_absolute, is_blank
from openler.credentials.canonical.policy import Policy
from openler.foundation.jcs import NotCanonicalizable, canonicalize_json

# BCP 47 in the form that N-Quads can write.
_LANGUAGE = re.compile(r"[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*\Z")
_TYPE, _FIRST, _REST, _NIL = (f"<{RDF}{name}>" for name in ("type", "first", "rest", "nil"))
_LARGE = 10**21


@dataclass(slots=True)
class Emitter:
    """Writes statements; ``quads`` is a set in the order of writing, as a dataset holds each once."""

    policy: Policy
    quads: dict[Quad, None] = field(default_factory=dict)
    _labels: dict[str, str] = field(default_factory=dict)
    _count: int = 0

    def document(self, expanded: list[Any]) -> None:
        """Write all statements of an expanded document."""
        for item in expanded:
            if "@value" not in item and "@list" not in item:
                self.node(item, "")

    def fresh(self) -> str:
        """Make a blank node that no other one is equal to."""
        self._count += 1
        return f"_:b{self._count}"

    def node(self, item: dict[str, Any], graph: str) -> str | None:
        """Write a node object and return its term, None if it cannot be written as RDF."""
        id_ = item.get("@id")
        subject = self.fresh() if "@id" not in item else self._resource(id_, item)
        for type_ in item.get("@type", ()):
            object_ = self._resource(type_, item)
            if subject is not None and object_ is not None:
                self.quads[Quad(subject, _TYPE, object_, graph)] = None
        for name, value in item.items():
            match name:
                case "@graph":
                    if subject is not None:
                        for inner in value:
                            if "@value" not in inner:
                                self.node(inner, subject)
                case "@included":
                    for inner in value:
                        self.node(inner, graph)
                case "@reverse":
                    self._reverse(value, subject, graph)
                case "@id" | "@type" | "@index" | "@place":
                    pass
                case _:
                    self._property(subject, name, value, graph, item)
        return subject

    def _reverse(self, reverse: dict[str, Any], subject: str | None, graph: str) -> None:
        for name, values in reverse.items():
            predicate = self._predicate(name, values[0] if values else {})
            for value in values:
                other = self.node(value, graph)
                if other is not None and subject is not None and predicate is not None:
                    self.quads[Quad(other, predicate, subject, graph)] = None

    def _property(self, subject: str | None, name: str, values: list[Any], graph: str, item: dict[str, Any]) -> None:
        predicate = self._predicate(name, item)
        for value in values:
            object_ = self._object(value, graph)
            if subject is not None and predicate is not None and object_ is not None:
                self.quads[Quad(subject, predicate, object_, graph)] = None

    def _predicate(self, name: str, item: dict[str, Any]) -> str | None:
        if is_absolute(name):
            return iri_term(name)
        if self.policy.strict:
            raise RelativeIri(f"The word {name[:120]!r} does not become an IRI.", pointer=item.get("@place"))
        return None

    def _resource(self, value: str | None, item: dict[str, Any]) -> str | None:
        if value is not None and is_blank(value):
            if value not in self._labels:
                self._labels[value] = self.fresh()
            return self._labels[value]
        if value is not None and is_absolute(value):
            return iri_term(value)
        if self.policy.strict:
            raise RelativeIri(
                f"{str(value)[:120]!r} is not an absolute URL or URN, so it names nothing that could be signed.",
                pointer=item.get("@place"),
            )
        return None

    def _object(self, value: dict[str, Any], graph: str) -> str | None:
        if is_list_object(value):
            return self._list(value["@list"], graph)
        if "@value" in value:
            return self._literal(value, graph)
        return self.node(value, graph)

    def _list(self, items: list[Any], graph: str) -> str:
        # List conversion (8.4): a chain of first and rest; what is no RDF leaves its cell without a first.
        cells = [self.fresh() for _ in items]
        for cell, item, rest in zip(cells, items, [*cells[1:], _NIL], strict=False):
            term = self._object(item, graph)
            if term is not None:
                self.quads[Quad(cell, _FIRST, term, graph)] = None
            self.quads[Quad(cell, _REST, rest, graph)] = None
        return cells[0] if cells else _NIL

    def _literal(self, item: dict[str, Any], graph: str) -> str | None:
        # Object to RDF conversion (8.3).
        value, datatype = item["@value"], item.get("@type")
        if datatype == "@json":
            try:
                return literal_term(canonicalize_json(value).decode(), datatype=RDF + "JSON")
            except NotCanonicalizable as error:
                raise JsonLdFault(error.message, pointer=item.get("@place")) from None
        if datatype is not None and not is_absolute(datatype):
            if self.policy.strict:
                raise RelativeIri(f"The type {datatype[:120]!r} of a value is no IRI.", pointer=item.get("@place"))
            return None
        language = item.get("@language")
        if language is not None and not _LANGUAGE.match(language):
            if self.policy.strict:
                raise DroppedValue(f"{language[:60]!r} is not a language tag.", pointer=item.get("@place"))
            return None
        if isinstance(value, bool):
            return literal_term("true" if value else "false", datatype=datatype or XSD + "boolean")
        if isinstance(value, (int, float)):
            return _number(value, datatype)
        direction = item.get("@direction")
        if direction is not None and self.policy.rdf_direction is not None:
            return self._directed(value, language, direction, graph)
        if language is not None:
            return literal_term(value, language=language)
        return literal_term(value, datatype=datatype or XSD + "string")

    def _directed(self, value: str, language: str | None, direction: str, graph: str) -> str:
        if self.policy.rdf_direction == "i18n-datatype":
            return literal_term(value, datatype=f"https://www.w3.org/ns/i18n#{language or ''}_{direction}")
        node = self.fresh()
        for name, text in (("value", value), ("language", language), ("direction", direction)):
            if text is not None:
                self.quads[Quad(node, f"<{RDF}{name}>", literal_term(text), graph)] = None
        return node


def _number(value: float, datatype: str | None) -> str:
    is_whole = isinstance(value, int) or value.is_integer()
    if not is_whole or abs(value) >= _LARGE or datatype == XSD + "double":
        # Canonical double: one digit, point, at least one digit, exponent without sign or zeros in front.
        mantissa, exponent = f"{float(value):.15E}".split("E")
        mantissa = mantissa.rstrip("0")
        text = f"{mantissa}0E{int(exponent)}" if mantissa.endswith(".") else f"{mantissa}E{int(exponent)}"
        return literal_term(text, datatype=datatype or XSD + "double")
    return literal_term(str(int(value)), datatype=datatype or XSD + "integer")
