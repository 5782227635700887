"""What does each word of a document come to, once its contexts are known?

The contexts of records are few and fixed. What the reference reading (``context_processing``, ``expansion``) finds out
about them is kept here in the form in which statements are written: predicates as finished text, and the words in
force inside an object as a pointer. Whatever is not plain has no entry here, and the reference reading takes the
whole document.

Spec: https://www.w3.org/TR/json-ld11-api/#expansion-algorithm
"""

from collections.abc import Hashable
from dataclasses import replace
from typing import Any, Final

from openler.credentials.canonical.active_context import NO_TERM, UNSET, ActiveContext, TermDefinition
from openler.credentials.canonical.context_processing import ContextProcessor
from openler.credentials.canonical.dataset import RDF, XSD_STRING, iri_term
from openler.credentials.canonical.iri_expansion import expand_iri
from openler.credentials.canonical.iris import KEYWORDS, is_absolute
from openler.credentials.canonical.written_form import DECISIVE

# Entries that strangers' documents may add before everything is forgotten: a CLR over all bundled contexts needs some
# two hundred, each a few words or one pointer.
MAX_KEPT: Final = 4096
_TYPE: Final = f"<{RDF}type> "
_PLAIN_CONTAINERS: Final = frozenset((frozenset(), frozenset(("@set",))))

LITERAL: Final = 0
REFERENCE: Final = 1
WORD: Final = 2
GRAPH: Final = 3
LIST: Final = 4
IDENTIFIER: Final = 5
TYPE: Final = 6
_SHAPES: Final = {
    frozenset(("@list",)): LIST,
    frozenset(("@list", "@set")): LIST,
    frozenset(("@graph",)): GRAPH,
    frozenset(("@graph", "@set")): GRAPH,
}


class NotPlain(Exception):
    """The document needs the reference reading; whether it is good or bad is not said."""


class Word:
    """What one name means in one state.

    Attributes:
        kind: what one value is: LITERAL, REFERENCE (an IRI), WORD (an IRI that may be written as a word) or GRAPH; or
            LIST, whose items have an order; or IDENTIFIER or TYPE of the object itself. The numbers are in this order.
        coercion: what a text is, in a list too: LITERAL, REFERENCE or WORD.
        predicate: the property as text of N-Quads, with the space behind it.
        suffix: what follows the quotes of a text: its datatype, or nothing.
        datatype: the same as an IRI, for numbers and truth values; None if the context says nothing.
        is_decisive: it decides about a record, so that it may stand in one place only.
        inside: the state within an object.
        inside_reference: the state within an object that only refers; it keeps the words of the types outside.
    """

    __slots__ = (
        "coercion",
        "datatype",
        "inside",
        "inside_reference",
        "iris",
        "is_decisive",
        "kind",
        "predicate",
        "scope",
        "suffix",
    )

    kind: int
    coercion: int
    predicate: str
    suffix: str
    datatype: str | None
    is_decisive: bool
    inside: "State"
    inside_reference: "State"
    scope: ActiveContext
    iris: dict[str, str]

    def iri(self, text: str) -> str:
        """Give the IRI behind a word, as text of N-Quads.

        Raises:
            NotPlain: it is no word of the context.
        """
        found = self.iris.get(text)
        if found is None:
            if text not in self.scope.terms:
                raise NotPlain
            expanded = expand_iri(self.scope, text, vocab=True, document_relative=True)
            if expanded is None or not is_absolute(expanded):
                raise NotPlain
            found = self.iris[text] = iri_term(expanded)
        return found


class State:
    """The words in force at one place of documents.

    Attributes:
        words: by name, those that were met and are plain.
        types: by the types of an object, the state inside it and what it says by them.
        contexts: by contexts that an object names, the state inside it.
        id_name, type_name: the names that stand for ``@id`` and ``@type``.
        prefixes: what, before a colon, may turn an identifier into something else.
        has_value_words: there are words for ``@value`` or ``@language``, so the keywords are not how to write them.
    """

    __slots__ = (
        "_active",
        "_compiler",
        "contexts",
        "has_value_words",
        "id_name",
        "prefixes",
        "type_name",
        "types",
        "words",
    )

    def __init__(self, compiler: "Compiler", active: ActiveContext) -> None:
        self._compiler = compiler
        self._active = active
        self.words: dict[str, Word] = {}
        self.types: dict[Hashable, tuple[State, list[str]]] = {}
        self.contexts: dict[Hashable, State] = {}
        self.id_name = _alias(active, "@id")
        self.type_name = _alias(active, "@type")
        self.prefixes = frozenset(
            name.partition(":")[0] for name, term in active.terms.items() if term.prefix or ":" in name
        )
        self.has_value_words = not active.named_iris.isdisjoint(("@value", "@language"))

    def word(self, name: str) -> Word:
        """Find out what a name means, and keep it.

        Raises:
            NotPlain: it means nothing, or something that only the reference reading writes.
        """
        term = self._active.terms.get(name)
        if term is None:
            term = self._written_out(name)
        if term.iri is None or term.reverse or term.nest is not None:
            raise NotPlain
        word = Word()
        word.is_decisive = term.iri in DECISIVE
        if term.iri in ("@id", "@type"):
            word.kind = IDENTIFIER if term.iri == "@id" else TYPE
        else:
            self._read(word, name, term)
        self._compiler.note()
        self.words[name] = word
        return word

    def _written_out(self, name: str) -> TermDefinition:
        iri = expand_iri(self._active, name, vocab=True)
        # A property for which there is a word is not written otherwise (see written_form).
        if iri is None or iri in KEYWORDS or iri in self._active.named_iris or iri in DECISIVE:
            raise NotPlain
        return replace(NO_TERM, iri=iri)

    def _read(self, word: Word, name: str, term: TermDefinition) -> None:
        assert term.iri is not None
        if term.iri in KEYWORDS or not is_absolute(term.iri) or term.type == "@json":
            raise NotPlain
        word.predicate = iri_term(term.iri) + " "
        compiler, outside = self._compiler, self._active
        around = outside if outside.previous is None else outside.previous
        # Expansion, step 8: the word's own context holds within its values.
        word.scope = compiler.scoped(outside, term)
        word.inside_reference = compiler.state(word.scope)
        word.inside = compiler.state(compiler.scoped(around, term))
        word.iris = {}
        _read_coercion(word, word.scope.terms.get(name, NO_TERM))
        if term.container in _SHAPES:
            word.kind = _SHAPES[term.container]
        elif term.container in _PLAIN_CONTAINERS:
            word.kind = word.coercion
        else:
            raise NotPlain

    def of_types(self, key: Hashable, types: Any) -> tuple["State", list[str]]:
        """Find out what the types of an object bring along, and keep it (steps 11 and 13.4.4).

        Raises:
            NotPlain: a type is no word of the contexts and no IRI.
        """
        active, said = self._active, []
        types = types if type(types) is list else [types]
        for type_ in types:
            if type(type_) is not str:
                raise NotPlain
            expanded = expand_iri(self._active, type_, vocab=True, document_relative=True)
            if expanded is None or not is_absolute(expanded):
                raise NotPlain
            if expanded in self._active.named_iris and type_ not in self._active.terms:
                raise NotPlain
            said.append(_TYPE + iri_term(expanded))
        for type_ in sorted(types):
            definition = self._active.terms.get(type_, NO_TERM)
            if definition.context is not UNSET:
                active = self._compiler.processor.apply_scoped(active, definition, place=None, of_type=True)
        state = self._compiler.state(active)
        if state.type_name != self.type_name:
            raise NotPlain
        self._compiler.note()
        found = self.types[key] = (state, said)
        return found

    def under(self, key: Hashable, contexts: Any) -> "State":
        """Apply the contexts that an object names, and keep the result.

        Raises:
            NotPlain: one of them stands in the document itself.
            LerError: whatever the reference reading raises.
        """
        if not (type(contexts) is str or (type(contexts) is list and all(type(item) is str for item in contexts))):
            raise NotPlain
        compiler = self._compiler
        active = compiler.processor.apply(self._active, contexts, base_url=None, place=None)
        compiler.note()
        found = self.contexts[key] = compiler.state(active)
        return found


class Compiler:
    """Keeps the states of one set of contexts; they all go when strangers' documents have made too many."""

    def __init__(self, processor: ContextProcessor) -> None:
        self.processor = processor
        self._states: dict[ActiveContext, State] = {}
        self._noted = 0

    def __len__(self) -> int:
        return self._noted

    def root(self) -> State:
        """Give the state in which no word is defined."""
        if self._noted > MAX_KEPT:
            # A document that is being read keeps the states that it has.
            self._states, self._noted = {}, 0
        return self.state(self.processor.initial())

    def note(self) -> None:
        """Count one more thing that is kept."""
        self._noted += 1

    def state(self, active: ActiveContext) -> State:
        """Give the state of an active context."""
        found = self._states.get(active)
        if found is None:
            self.note()
            found = self._states[active] = State(self, active)
        return found

    def scoped(self, active: ActiveContext, term: TermDefinition) -> ActiveContext:
        """Apply the context of a word, if it has one."""
        if term.context is UNSET:
            return active
        return self.processor.apply_scoped(active, term, place=None)


def _alias(active: ActiveContext, keyword: str) -> str:
    names = [name for name, term in active.terms.items() if term.iri == keyword]
    # Where there are several, or none, the keyword itself makes the reference reading take over.
    return names[0] if len(names) == 1 else keyword


def _read_coercion(word: Word, term: TermDefinition) -> None:
    # Value expansion, 5.3.2, and the literal that comes of it, 8.3.2.
    word.suffix, word.datatype = "", None
    if term.type in ("@id", "@vocab"):
        word.coercion = REFERENCE if term.type == "@id" else WORD
        return
    word.coercion = LITERAL
    if term.type not in (None, "@none"):
        if term.type is None or not is_absolute(term.type):
            raise NotPlain
        word.datatype = term.type
        word.suffix = "" if term.type == XSD_STRING else f"^^<{term.type}>"
    elif _speaks(word.scope, term):
        raise NotPlain


def _speaks(active: ActiveContext, term: TermDefinition) -> bool:
    language = active.language if term.language is UNSET else term.language
    direction = active.direction if term.direction is UNSET else term.direction
    return language is not None or direction is not None
