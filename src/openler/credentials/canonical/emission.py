"""Which statements does a plain document make, written in one walk?

A plain document names its contexts by URL and uses no blank node label, so every blank node is met once and pointed
at at most once: the nodes form trees. ``first_degree`` tells them apart and writes the text. What is not plain raises
``NotPlain``, and the reference reading takes the whole document: this module refuses nothing itself.

Spec: https://www.w3.org/TR/json-ld11-api/#deserialize-json-ld-to-rdf-algorithm
"""

from collections.abc import Hashable
from functools import lru_cache
from math import isfinite
from typing import Any, Final

from openler.credentials.canonical.compiled import (
    GRAPH,
    IDENTIFIER,
    LIST,
    LITERAL,
    REFERENCE,
    WORD,
    NotPlain,
    State,
    Word,
)
from openler.credentials.canonical.dataset import RDF, XSD, escape_text
from openler.credentials.canonical.expansion_values import MAX_SAFE_INTEGER
from openler.credentials.canonical.iris import ABSOLUTE
from openler.credentials.canonical.literals import write_value
from openler.foundation.language_tags import is_language_tag

_FIRST, _REST = f"<{RDF}first> ", f"<{RDF}rest> "
_NO_REST: Final = f"<{RDF}rest> <{RDF}nil>"
_NIL: Final = f"<{RDF}nil>"
# Half of what strict JSON allows, since a list counts there too; deeper documents are read by the reference.
_MAX_NODES_DEEP: Final = 60
_ABSOLUTE: Final = ABSOLUTE.match
# Longer ones are read each time, so that what is kept stays below some megabytes.
_MAX_KEPT_LETTERS: Final = 256
_VALUE_ENTRIES: Final = frozenset(("@value", "@language"))


class Node:
    """One node as far as it was met at one place.

    Attributes:
        subject: its IRI as text of N-Quads, None for a blank node.
        graph: the blank node that names its graph, None for the default graph.
        tails: what it says, predicate and object as text.
        links: what it says about blank nodes, predicate and node.
        origin: for a blank node, what points at it: the subject, z for another blank node, and the predicate; empty if
            nothing does.
        label: for a blank node, its canonical label once it is known.
    """

    # A node knows none that knows it, so that a walk is gone as soon as nobody needs it.
    __slots__ = ("graph", "label", "links", "origin", "subject", "tails")

    def __init__(self, subject: str | None, graph: "Node | None") -> None:
        self.subject = subject
        self.graph = graph
        self.tails: list[str] = []
        self.links: list[tuple[str, Node]] = []
        self.origin = self.label = ""


class Walk:
    """Walks one document.

    Attributes:
        named, blank: the nodes that were met, with an IRI and without.
        graphs: the nodes in each graph, by the blank node that names it.
    """

    def __init__(self) -> None:
        self.named: list[Node] = []
        self.blank: list[Node] = []
        self.graphs: dict[Node, list[Node]] = {}
        self._depth = 0
        self._records: set[str] = set()

    def document(self, document: Any, root: State) -> None:
        """Walk a whole document.

        Raises:
            NotPlain: the reference reading must take it.
        """
        if type(document) is not dict or "@context" not in document:
            raise NotPlain
        node = self._node(document, root, None)
        if not (node.tails or node.links):
            raise NotPlain

    def _node(self, element: dict[str, Any], state: State, graph: Node | None) -> Node:
        self._depth += 1
        if self._depth > _MAX_NODES_DEEP:
            raise NotPlain
        if "@context" in element:
            state = _under(state, element["@context"])
        types, said = element.get(state.type_name), None
        if types is not None:
            key: Hashable = tuple(types) if type(types) is list else types
            try:
                state, said = state.types.get(key) or state.of_types(key, types)
            except TypeError:
                raise NotPlain from None
        id_ = element.get(state.id_name)
        if id_ is None:
            node = Node(None, graph)
            self.blank.append(node)
        else:
            node = Node(_reference(state, id_), graph)
            self.named.append(node)
        if graph is not None:
            self.graphs[graph].append(node)
        if said is not None:
            node.tails += said
        if self._members(node, element, state) and id_ is not None:
            # The reference compares what a record says in several places.
            if id_ in self._records:
                raise NotPlain
            self._records.add(id_)
        self._depth -= 1
        return node

    def _members(self, node: Node, element: dict[str, Any], state: State) -> bool:
        """Write what an object says, and tell whether it decides about a record."""
        words, tail, decides = state.words, node.tails.append, False
        for name, value in element.items():
            word = words.get(name)
            if word is None:
                if name == "@context":
                    continue
                word = state.word(name)
            if word.is_decisive:
                decides = True
            kind, type_ = word.kind, type(value)
            if type_ is str and kind == LITERAL:
                # By far the most members are a text.
                if value.isprintable() and '"' not in value and "\\" not in value:
                    tail(f'{word.predicate}"{value}"{word.suffix}')
                else:
                    tail(f'{word.predicate}"{escape_text(value)}"{word.suffix}')
            elif type_ is str and kind <= WORD:
                tail(word.predicate + _iri(word, value))
            elif kind >= IDENTIFIER:
                # They were read before the members, if this is how they are written.
                if value is None or (name != state.id_name and name != state.type_name):
                    raise NotPlain
            elif kind == LIST:
                self._list(node, word, value)
            elif type_ is list:
                for item in value:
                    if item is not None:
                        self._value(node, word, item)
            elif value is not None:
                self._value(node, word, value)
        return decides

    def _value(self, node: Node, word: Word, value: Any) -> None:
        if type(value) is not dict:
            if word.kind == GRAPH:
                raise NotPlain
            node.tails.append(word.predicate + _scalar(word, value))
        elif word.kind == GRAPH:
            name = Node(None, node.graph)
            self.blank.append(name)
            self.graphs[name] = []
            self._link(node, word.predicate, name)
            member = self._node(value, _inside(word, value), name)
            if not (member.tails or member.links):
                # It is in no statement, so it is no node of the dataset.
                raise NotPlain
        elif "@value" in value:
            node.tails.append(word.predicate + _spoken(word, value))
        else:
            self._object(node, word.predicate, word, value)

    def _object(self, node: Node, predicate: str, word: Word, value: dict[str, Any]) -> None:
        child = self._node(value, _inside(word, value), node.graph)
        if child.subject is None:
            self._link(node, predicate, child)
        else:
            node.tails.append(predicate + child.subject)

    def _link(self, node: Node, predicate: str, child: Node) -> None:
        node.links.append((predicate, child))
        child.origin = f"{node.subject or '_:z'} {predicate}"

    def _list(self, node: Node, word: Word, value: Any) -> None:
        if value is None:
            return
        items = [item for item in (value if type(value) is list else [value]) if item is not None]
        if not items:
            node.tails.append(word.predicate + _NIL)
            return
        before, predicate = node, word.predicate
        for item in items:
            cell = Node(None, node.graph)
            self.blank.append(cell)
            if node.graph is not None:
                self.graphs[node.graph].append(cell)
            self._link(before, predicate, cell)
            self._first(cell, word, item)
            before, predicate = cell, _REST
        before.tails.append(_NO_REST)

    def _first(self, cell: Node, word: Word, item: Any) -> None:
        if type(item) is list:
            raise NotPlain
        if type(item) is not dict:
            cell.tails.append(_FIRST + _scalar(word, item))
        elif "@value" in item:
            cell.tails.append(_FIRST + _spoken(word, item))
        else:
            self._object(cell, _FIRST, word, item)


def _inside(word: Word, value: dict[str, Any]) -> State:
    if len(value) == 1 and word.inside_reference.id_name in value:
        return word.inside_reference
    return word.inside


def _under(state: State, contexts: Any) -> State:
    key: Hashable = tuple(contexts) if type(contexts) is list else contexts
    try:
        found = state.contexts.get(key)
    except TypeError:
        raise NotPlain from None
    return found or state.under(key, contexts)


def _reference(state: State, text: Any) -> str:
    if type(text) is not str:
        raise NotPlain
    scheme, term = _term(text) if len(text) <= _MAX_KEPT_LETTERS else _read_iri(text)
    if scheme in state.prefixes:
        raise NotPlain
    return term


def _read_iri(text: str) -> tuple[str, str]:
    """Give the scheme of an absolute IRI, and the IRI as text of N-Quads."""
    if _ABSOLUTE(text) is None:
        raise NotPlain
    return text.partition(":")[0], f"<{text}>"


# Issuers, achievements and lists come back with each record of a class.
_term: Final = lru_cache(maxsize=4096)(_read_iri)


def _iri(word: Word, text: str) -> str:
    if word.coercion == REFERENCE:
        return _reference(word.inside_reference, text)
    return word.iri(text)


def _scalar(word: Word, value: Any) -> str:
    if type(value) is str:
        if word.coercion != LITERAL:
            return _iri(word, value)
        return f'"{escape_text(value)}"{word.suffix}'
    if type(value) not in (bool, int, float) or (type(value) is int and abs(value) > MAX_SAFE_INTEGER):
        raise NotPlain
    if word.datatype is None and type(value) is int:
        return f'"{value}"^^<{XSD}integer>'
    item = {"@value": value} if word.datatype is None else {"@value": value, "@type": word.datatype}
    if type(value) is float and not isfinite(value):
        raise NotPlain
    written = write_value(item)
    if written is None:
        raise NotPlain
    return written


def _spoken(word: Word, value: dict[str, Any]) -> str:
    """Write a text with its language; any other value object is not plain."""
    text, language = value["@value"], value.get("@language")
    if word.inside_reference.has_value_words or not value.keys() <= _VALUE_ENTRIES or type(text) is not str:
        raise NotPlain
    if "@language" not in value:
        return f'"{escape_text(text)}"'
    if type(language) is not str or not is_language_tag(language):
        raise NotPlain
    return f'"{escape_text(text)}"@{language.lower()}'
