"""How is a statement written as one line of N-Quads, and read from it?

A quad is four texts, each a term as canonical N-Quads writes it: ``<iri>``, ``_:label`` or a quoted literal; the
graph of the default graph is the empty text. Two equal terms are thus two equal texts.

Spec: https://www.w3.org/TR/n-quads/ , https://www.w3.org/TR/rdf-canon/#canonical-quads
"""

import re
from collections.abc import Iterable
from typing import Final, TypeAlias

from openler.foundation.errors import MalformedInput

# Subject, predicate, object, graph.
Quad: TypeAlias = tuple[str, str, str, str]

XSD: Final = "http://www.w3.org/2001/XMLSchema#"
RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"

# Appendix A of RDFC-1.0: these, and nothing else, are escaped.
_TO_ESCAPE = re.compile('[\x00-\x1f"\\\\\x7f]')
_ESCAPES = {"\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r", '"': '\\"', "\\": "\\\\"}
_UNESCAPES = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f", '"': '"', "'": "'", "\\": "\\"}
_ESCAPED = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|([tbnrf\"'\\]))")

_IRI = r'<((?:[^\x00-\x20<>"{}|^`\\]|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})*)>'
_LITERAL = (
    r'"((?:[^"\\\n\r]|\\[tbnrf"\'\\]|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})*)"'
    rf"(?:\^\^{_IRI}|@([A-Za-z]+(?:-[A-Za-z0-9]+)*))?"
)
# Letters and digits as Python knows them are a little more than PN_CHARS allows; labels never reach the output.
_BLANK = r"(_:\w(?:[\w.\-·]*[\w\-·])?)"
_STATEMENT = re.compile(
    rf"[ \t]*(?:{_IRI}|{_BLANK})[ \t]*{_IRI}[ \t]*(?:{_IRI}|{_BLANK}|{_LITERAL})"
    rf"[ \t]*(?:(?:{_IRI}|{_BLANK})[ \t]*)?\.[ \t]*(?:#.*)?"
)
_NOTHING = re.compile(r"[ \t]*(?:#.*)?")


class MalformedNQuads(MalformedInput):
    """A line is no statement of N-Quads."""

    code = "bad_nquads"


def write_iri(iri: str) -> str:
    """Write an IRI as a term; its letters have been judged before."""
    return f"<{iri}>"


def write_literal(text: str, *, datatype: str = "", language: str = "") -> str:
    """Write a literal as a term; ``xsd:string`` is never written."""
    quoted = f'"{_TO_ESCAPE.sub(_escape, text)}"'
    if language:
        return f"{quoted}@{language}"
    return f"{quoted}^^<{datatype}>" if datatype and datatype != XSD + "string" else quoted


def write_line(quad: Quad) -> str:
    """Write a quad as one line with its end."""
    subject, predicate, object_, graph = quad
    return f"{subject} {predicate} {object_} {graph} .\n" if graph else f"{subject} {predicate} {object_} .\n"


def write_nquads(quads: Iterable[Quad]) -> str:
    """Write quads in the order of their lines, each once."""
    return "".join(sorted({write_line(quad) for quad in quads}))


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
        object_ = write_literal(_unescape(text), datatype=_unescape(datatype or ""), language=language or "")
    else:
        object_ = _resource(object_iri, object_blank)
    graph = "" if graph_iri is None and graph_blank is None else _resource(graph_iri, graph_blank)
    return _resource(iri, blank), write_iri(_unescape(predicate)), object_, graph


def _resource(iri: str | None, blank: str | None) -> str:
    return blank or write_iri(_unescape(iri or ""))


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
