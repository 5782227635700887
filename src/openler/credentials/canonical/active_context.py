"""What does each word mean at one place of a document?

An ``ActiveContext`` never changes, so that it can be kept and shared; a ``Draft`` is one that is being made.

Spec: https://www.w3.org/TR/json-ld11-api/#active-context
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from functools import cached_property
from typing import Any, Final, Protocol

from openler.foundation.json_types import JsonValue

# "Not said" and "said to be null" are two things for languages, directions and scoped contexts.
UNSET: Final[Any] = type("Unset", (), {"__repr__": lambda self: "UNSET"})()


@dataclass(frozen=True, slots=True, eq=False)
class TermDefinition:
    """What one word means (section 4.1).

    Attributes:
        iri: the property or keyword, None for a word that means nothing.
        prefix: the word may stand before a colon.
        protected: later contexts may not change the word.
        reverse: the property points from the value to the object.
        base_url: address against which URLs of ``context`` are resolved.
        context: scoped context.
        container: shape of the values.
        direction, language: of texts.
        index: property that index maps fill.
        nest: word under which the property nests.
        type: "@id", "@vocab", "@json", "@none" or a datatype.
    """

    iri: str | None = None
    prefix: bool = False
    protected: bool = False
    reverse: bool = False
    base_url: str | None = None
    context: JsonValue = UNSET
    container: frozenset[str] = frozenset()
    direction: Any = UNSET
    index: str | None = None
    language: Any = UNSET
    nest: str | None = None
    type: str | None = None

    def means_the_same(self, other: "TermDefinition") -> bool:
        """Tell whether two definitions differ in nothing but being protected (4.2.2, step 27)."""
        told_apart = (entry.name for entry in fields(self) if entry.name not in ("protected", "base_url"))
        return all(getattr(self, name) == getattr(other, name) for name in told_apart)


NO_TERM: Final = TermDefinition()


class Vocabulary(Protocol):
    """What is needed to write a word out as an IRI."""

    @property
    def base(self) -> str | None:
        """Base IRI of relative references."""

    @property
    def vocab(self) -> str | None:
        """IRI before words that have no definition."""

    @property
    def terms(self) -> Mapping[str, TermDefinition]:
        """All defined words."""


@dataclass(frozen=True, eq=False)
class ActiveContext:
    """All words in force, with base, vocabulary, default language and direction.

    Attributes:
        base, original_base: base IRI now, and before any context.
        vocab: IRI before words that have no definition.
        language, direction: of texts whose word says nothing else.
        previous: the context to return to when an object is left.
        terms: the definitions.
        shareable: made of contexts with a URL only, so that it may be kept.
    """

    base: str | None = None
    original_base: str | None = None
    vocab: str | None = None
    language: str | None = None
    direction: str | None = None
    previous: "ActiveContext | None" = None
    terms: Mapping[str, TermDefinition] = field(default_factory=dict)
    shareable: bool = True

    @cached_property
    def named_iris(self) -> frozenset[str]:
        """IRIs and keywords for which there is a word."""
        return frozenset(term.iri for term in self.terms.values() if term.iri is not None and not term.reverse)

    @cached_property
    def has_protected_terms(self) -> bool:
        """Whether any word may not be taken away."""
        return any(term.protected for term in self.terms.values())


@dataclass(slots=True)
class Draft:
    """An active context in the making."""

    base: str | None
    original_base: str | None
    vocab: str | None
    language: str | None
    direction: str | None
    previous: ActiveContext | None
    terms: dict[str, TermDefinition]
    shareable: bool

    @classmethod
    def of(cls, active: ActiveContext) -> "Draft":
        """Begin with what is in force."""
        return cls(
            active.base,
            active.original_base,
            active.vocab,
            active.language,
            active.direction,
            active.previous,
            dict(active.terms),
            active.shareable,
        )

    def finish(self) -> ActiveContext:
        """Make the context that no longer changes."""
        return ActiveContext(
            self.base,
            self.original_base,
            self.vocab,
            self.language,
            self.direction,
            self.previous,
            dict(self.terms),
            self.shareable,
        )
