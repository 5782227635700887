"""What is an RDF dataset, and how is it written line by line?

A term is its N-Quads text in canonical form, so that terms compare and join as text: ``<iri>``, ``_:label`` or a
quoted literal with its datatype or language.

Spec: https://www.w3.org/TR/rdf-canon/#canonical-quads , https://www.w3.org/TR/n-quads/
"""

import re
from collections.abc import Iterable
from typing import NamedTuple

from openler.credentials.canonical.errors import JsonLdFault

XSD = "http://www.w3.org/2001/XMLSchema#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
XSD_STRING = XSD + "string"

_ESCAPES = {"\t": "\\t", "\b": "\\b", "\n": "\\n", "\r": "\\r", "\f": "\\f", '"': '\\"', "\\": "\\\\"}
_TO_ESCAPE = re.compile('[\x00-\x1f"\\\\\x7f]')
_TERM = (
    r'(<[^\x00-\x20<>"{}|^`\\]*(?:\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8}|[^\x00-\x20<>"{}|^`\\])*>'
    r"|_:[^\s<>\"]+"
    r'|"(?:[^"\\\n\r]|\\.)*"(?:\^\^<[^<>"\s]*>|@[A-Za-z]+(?:-[A-Za-z0-9]+)*)?)'
)
_LINE = re.compile(rf"\s*{_TERM}\s*{_TERM}\s*{_TERM}\s*(?:{_TERM}\s*)?\.\s*(?:#.*)?\Z")
_LITERAL = re.compile(r'"((?:[^"\\\n\r]|\\.)*)"(?:\^\^<([^<>"\s]*)>|@([A-Za-z]+(?:-[A-Za-z0-9]+)*))?\Z')
_UNESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL)
_UNESCAPED = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f", '"': '"', "'": "'", "\\": "\\"}


class Quad(NamedTuple):
    """One statement; ``graph`` is empty for the default graph."""

    subject: str
    predicate: str
    object: str
    graph: str = ""

    def line(self) -> str:
        """Write the statement as one canonical N-Quads line."""
        graph = self.graph + " " if self.graph else ""
        return f"{self.subject} {self.predicate} {self.object} {graph}.\n"


def iri_term(iri: str) -> str:
    """Write an IRI or blank node identifier as a term."""
    return iri if iri.startswith("_:") else f"<{iri}>"


def literal_term(value: str, *, datatype: str = XSD_STRING, language: str | None = None) -> str:
    """Write a literal as a term, escaped as canonical N-Quads asks."""
    quoted = f'"{_TO_ESCAPE.sub(_escape, value)}"'
    if language is not None:
        return f"{quoted}@{language}"
    return quoted if datatype == XSD_STRING else f"{quoted}^^<{datatype}>"


def _escape(match: re.Match[str]) -> str:
    letter = match[0]
    return _ESCAPES.get(letter) or f"\\u{ord(letter):04X}"


def parse_nquads(text: str) -> list[Quad]:
    """Read N-Quads; the terms come back in canonical form.

    Raises:
        JsonLdFault: a line is not N-Quads.
    """
    quads = []
    for number, line in enumerate(re.split(r"[\r\n]+", text), 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        match = _LINE.match(line)
        if match is None:
            raise JsonLdFault(f"Line {number} is not N-Quads.")
        subject, predicate, object_, graph = (_canonical(term) if term else "" for term in match.groups())
        quads.append(Quad(subject, predicate, object_, graph))
    return quads


def _canonical(term: str) -> str:
    if term.startswith("_:"):
        return term
    if term.startswith("<"):
        return _UNESCAPE.sub(_letter, term)
    match = _LITERAL.match(term)
    assert match is not None  # _LINE has matched the same form
    value = _UNESCAPE.sub(_letter, match[1])
    return literal_term(value, datatype=_UNESCAPE.sub(_letter, match[2]) if match[2] else XSD_STRING, language=match[3])


def _letter(match: re.Match[str]) -> str:
    code = match[1] or match[2]
    return chr(int(code, 16)) if code else _UNESCAPED.get(match[3], match[3])


def is_blank_term(term: str) -> bool:
    """Tell whether a term is a blank node."""
    return term.startswith("_:")


def blank_nodes(quad: Quad) -> Iterable[str]:
    """Give the blank nodes of a statement, each as often as it stands there."""
    return (term for term in (quad.subject, quad.object, quad.graph) if term.startswith("_:"))
