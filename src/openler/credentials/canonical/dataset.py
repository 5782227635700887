"""What is a statement, and how is it written as a line of N-Quads and read from one?

A term is its text in canonical N-Quads: ``<iri>``, ``_:label`` or a quoted literal with its datatype or language. Two
equal terms are thus two equal texts.

Spec: https://www.w3.org/TR/n-quads/ , https://www.w3.org/TR/rdf-canon/#canonical-quads
"""

import re
from typing import Final, NamedTuple

from openler.foundation.errors import MalformedInput

XSD: Final = "http://www.w3.org/2001/XMLSchema#"
RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
XSD_STRING: Final = XSD + "string"

# RDFC-1.0, appendix A: these, and nothing else, are escaped.
_TO_ESCAPE = re.compile('[\x00-\x1f"\\\\\x7f]')
_ESCAPES = {"\t": "\\t", "\b": "\\b", "\n": "\\n", "\r": "\\r", "\f": "\\f", '"': '\\"', "\\": "\\\\"}
_UNESCAPES = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f", '"': '"', "'": "'", "\\": "\\"}
_ESCAPED = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|([tbnrf\"'\\]))")

_UCHAR = r"\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8}"
_IRI = rf'<((?:[^\x00-\x20<>"{{}}|^`\\]|{_UCHAR})*)>'
# Python's letters are a few more than the grammar's; a label never reaches the canonical text.
_BLANK = r"(_:\w(?:[\w.\-·]*[\w\-·])?)"
_TEXT = rf'"((?:[^"\\\n\r]|\\[tbnrf"\'\\]|{_UCHAR})*)"'
_LITERAL = rf"{_TEXT}(?:\^\^{_IRI}|@([A-Za-z]+(?:-[A-Za-z0-9]+)*))?"
_STATEMENT = re.compile(
    rf"[ \t]*(?:{_IRI}|{_BLANK})[ \t]*{_IRI}[ \t]*(?:{_IRI}|{_BLANK}|{_LITERAL})"
    rf"[ \t]*(?:(?:{_IRI}|{_BLANK})[ \t]*)?\.[ \t]*(?:#.*)?"
)
_NOTHING = re.compile(r"[ \t]*(?:#.*)?")


class MalformedNQuads(MalformedInput):
    """A line is no statement of N-Quads."""

    code = "bad_nquads"


class Quad(NamedTuple):
    """One statement; ``graph`` is empty for the default graph."""

    subject: str
    predicate: str
    object: str
    graph: str = ""

    def line(self) -> str:
        """Write the statement as one line of canonical N-Quads."""
        subject, predicate, object_, graph = self
        return f"{subject} {predicate} {object_} {graph} .\n" if graph else f"{subject} {predicate} {object_} .\n"


def blank_nodes(quad: Quad) -> list[str]:
    """Give the blank nodes of a statement, each as often as it stands there."""
    return [term for term in (quad.subject, quad.object, quad.graph) if term.startswith("_:")]


def iri_term(iri: str) -> str:
    """Write an IRI as a term; its letters have been judged before."""
    return f"<{iri}>"


def literal_term(text: str, *, datatype: str = XSD_STRING, language: str | None = None) -> str:
    """Write a literal as a term; ``xsd:string`` is never written."""
    quoted = f'"{escape_text(text)}"'
    if language is not None:
        return f"{quoted}@{language}"
    return quoted if datatype == XSD_STRING else f"{quoted}^^<{datatype}>"


def escape_text(text: str) -> str:
    """Write a text as it stands between the quotes of a literal."""
    return _TO_ESCAPE.sub(_escape, text)


def parse_nquads(text: str) -> list[Quad]:
    """Read N-Quads; a statement that stands twice counts once, the order is kept.

    Raises:
        MalformedNQuads: with the number of the line.
    """
    quads: dict[Quad, None] = {}
    for number, line in enumerate(re.split(r"\r\n|\n|\r", text), start=1):
        if _NOTHING.fullmatch(line):
            continue
        match = _STATEMENT.fullmatch(line)
        if match is None:
            raise MalformedNQuads(f"Line {number} is no statement of N-Quads.")
        quads[_quad(match)] = None
    return list(quads)


def _quad(match: re.Match[str]) -> Quad:
    iri, blank, predicate, object_iri, object_blank, text, datatype, language, graph_iri, graph_blank = match.groups()
    if text is not None:
        object_ = literal_term(_unescape(text), datatype=_unescape(datatype or XSD_STRING), language=language)
    else:
        object_ = _resource(object_iri, object_blank)
    graph = "" if graph_iri is None and graph_blank is None else _resource(graph_iri, graph_blank)
    return Quad(_resource(iri, blank), iri_term(_unescape(predicate)), object_, graph)


def _resource(iri: str | None, blank: str | None) -> str:
    return blank or iri_term(_unescape(iri or ""))


def _escape(match: re.Match[str]) -> str:
    letter = match[0]
    return _ESCAPES.get(letter) or f"\\u{ord(letter):04X}"


def _unescape(text: str) -> str:
    return _ESCAPED.sub(_unescaped, text) if "\\" in text else text


def _unescaped(match: re.Match[str]) -> str:
    number = match[1] or match[2]
    if number is None:
        return _UNESCAPES[match[3]]
    value = int(number, 16)
    if value > 0x10FFFF or 0xD800 <= value <= 0xDFFF:
        raise MalformedNQuads(f"\\u{number} is no character.")
    return chr(value)
