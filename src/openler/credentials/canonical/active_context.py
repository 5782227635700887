"""What does each word mean at this place of a document? Context processing of JSON-LD 1.1.

An ``ActiveContext`` is never changed once it is finished, so that results can be kept and shared. Which results are
kept is bounded, and contexts given by a caller are kept apart for each verification.

Spec: https://www.w3.org/TR/json-ld11-api/#context-processing-algorithms
"""

from collections import OrderedDict
from dataclasses import dataclass, field, replace
from typing import Any

from openler.credentials.canonical.errors import InlineContext, JsonLdFault
from openler.credentials.canonical.iris import is_absolute, is_blank, resolve
from openler.credentials.canonical.policy import Policy
from openler.foundation import pointers
from openler.foundation.json_types import JsonObject, JsonValue

# "Not said" and "said to be null" are two things for languages, directions and scoped contexts.
UNSET: Any = type("Unset", (), {"__repr__": lambda self: "UNSET"})()
# Remote contexts of one document; the fullest record in use names five, each bundled one names none.
MAX_REMOTE_CONTEXTS = 32
# Compiled contexts kept: a few hundred serve all combinations of bundled contexts that records use.
MAX_KEPT_STATES = 1024


@dataclass(slots=True)
class TermDefinition:
    """What one word means (JSON-LD 1.1 API, section 4.1)."""

    iri: str | None = None
    prefix: bool = False
    protected: bool = False
    reverse: bool = False
    base_url: str | None = None
    context: Any = UNSET
    container: frozenset[str] = frozenset()
    direction: Any = UNSET
    index: str | None = None
    language: Any = UNSET
    nest: str | None = None
    type: str | None = None

    def same_but_protection(self, other: "TermDefinition") -> bool:
        """Tell whether two definitions differ in nothing but being protected."""
        return replace(self, protected=False, base_url=None) == replace(other, protected=False, base_url=None)


@dataclass(slots=True)
class ActiveContext:
    """All words in force, with base, vocabulary, default language and direction."""

    base: str | None
    original_base: str | None
    vocab: str | None = None
    language: str | None = None
    direction: str | None = None
    previous: "ActiveContext | None" = None
    terms: dict[str, TermDefinition] = field(default_factory=dict)

    def copy(self) -> "ActiveContext":
        """Return one that may be changed."""
        return replace(self, terms=dict(self.terms))


class StateCache:
    """Keeps compiled contexts by what they were made from, the least recently used go first."""

    def __init__(self, most: int = MAX_KEPT_STATES) -> None:
        self._most = most
        # The keys hold ids of objects; the values keep those objects alive, so that an id stays theirs.
        self._kept: OrderedDict[tuple[object, ...], tuple[ActiveContext, tuple[object, ...]]] = OrderedDict()

    def get(self, key: tuple[object, ...]) -> ActiveContext | None:
        """Return the state kept under this key."""
        found = self._kept.get(key)
        if found is None:
            return None
        self._kept.move_to_end(key)
        return found[0]

    def put(self, key: tuple[object, ...], state: ActiveContext, *, alive: tuple[object, ...]) -> None:
        """Keep a state, and keep alive what its key names by identity."""
        self._kept[key] = (state, alive)
        if len(self._kept) > self._most:
            self._kept.popitem(last=False)


@dataclass(slots=True)
class ContextProcessor:
    """Applies local contexts to active ones, under one policy."""

    policy: Policy
    cache: StateCache

    def initial(self) -> ActiveContext:
        """Return the context in which no word is defined."""
        key = ("initial", self.policy.base)
        state = self.cache.get(key)
        if state is None:
            state = ActiveContext(self.policy.base, self.policy.base)
            self.cache.put(key, state, alive=())
        return state

    def apply(
        self,
        active: ActiveContext,
        local: JsonValue,
        *,
        base_url: str | None,
        pointer: str | None,
        override_protected: bool = False,
        propagate: bool = True,
    ) -> ActiveContext:
        """Apply a local context of the document (5.1); results by URL are kept."""
        contexts = local if isinstance(local, list) else [local]
        if all(isinstance(item, str) for item in contexts) and not override_protected and propagate:
            key: tuple[object, ...] = ("urls", id(active), base_url, *contexts)
            kept = self.cache.get(key)
            if kept is None:
                kept = self._process(active, contexts, base_url, [], override_protected, propagate, True, pointer)
                self.cache.put(key, kept, alive=(active,))
            return kept
        if not self.policy.inline_contexts and pointer is not None:
            for position, item in enumerate(contexts):
                if not isinstance(item, str):
                    place = pointers.join(pointer, position) if isinstance(local, list) else pointer
                    raise InlineContext(
                        "The record brings a context of its own, which could redefine its words.", pointer=place
                    )
        return self._process(active, contexts, base_url, [], override_protected, propagate, True, pointer)

    def apply_scoped(
        self, active: ActiveContext, definition: TermDefinition, *, propagate: bool, override_protected: bool
    ) -> ActiveContext:
        """Apply the context that a word's definition brings along."""
        key = ("scoped", id(active), id(definition.context), definition.base_url, propagate, override_protected)
        kept = self.cache.get(key)
        if kept is None:
            local = definition.context if isinstance(definition.context, list) else [definition.context]
            kept = self._process(active, local, definition.base_url, [], override_protected, propagate, True, None)
            self.cache.put(key, kept, alive=(active, definition.context))
        return kept

    def _process(
        self,
        active: ActiveContext,
        contexts: list[Any],
        base_url: str | None,
        remote: list[str],
        override_protected: bool,
        propagate: bool,
        validate_scoped: bool,
        pointer: str | None,
    ) -> ActiveContext:
        # Steps 1 to 3.
        result = active.copy()
        if len(contexts) == 1 and isinstance(contexts[0], dict) and "@propagate" in contexts[0]:
            propagate = contexts[0]["@propagate"]
            if not isinstance(propagate, bool):
                raise JsonLdFault("@propagate is not true or false.", json_ld_code="invalid @propagate value")
        if not propagate and result.previous is None:
            result.previous = active
        for position, context in enumerate(contexts):
            place = None if pointer is None else pointers.join(pointer, position) if len(contexts) > 1 else pointer
            if context is None:
                result = self._nullified(active, result, override_protected, propagate, place)
            elif isinstance(context, str):
                result = self._remote(result, context, base_url, remote, validate_scoped, place)
            elif isinstance(context, dict):
                result = self._local(
                    result, context, base_url, remote, override_protected, propagate, validate_scoped, place
                )
            else:
                raise JsonLdFault(
                    "A context is neither a URL nor an object.", json_ld_code="invalid local context", pointer=place
                )
        return result

    def _nullified(
        self,
        active: ActiveContext,
        result: ActiveContext,
        override_protected: bool,
        propagate: bool,
        place: str | None,
    ) -> ActiveContext:
        # Step 5.1: an empty context may not take away protected words.
        if not override_protected and any(term.protected for term in result.terms.values()):
            raise JsonLdFault(
                "An empty context takes away words that are protected.",
                json_ld_code="invalid context nullification",
                pointer=place,
            )
        fresh = ActiveContext(active.original_base, active.original_base)
        if not propagate:
            fresh.previous = result
        return fresh

    def _remote(
        self,
        result: ActiveContext,
        url: str,
        base_url: str | None,
        remote: list[str],
        validate_scoped: bool,
        place: str | None,
    ) -> ActiveContext:
        # Step 5.2.
        absolute = resolve(base_url, url)
        if not validate_scoped and absolute in remote:
            return result
        if len(remote) >= MAX_REMOTE_CONTEXTS:
            raise JsonLdFault("The contexts refer to too many others.", json_ld_code="context overflow", pointer=place)
        document = self.policy.load(absolute, place)
        if not isinstance(document, dict) or "@context" not in document:
            raise JsonLdFault(
                f"The document {absolute[:200]} holds no context.", json_ld_code="invalid remote context", pointer=place
            )
        local = document["@context"]
        contexts = local if isinstance(local, list) else [local]
        # The place stays that of the record's own line: what the context holds is not the record's.
        return self._process(result, contexts, absolute, [*remote, absolute], False, True, validate_scoped, place)

    def _local(
        self,
        result: ActiveContext,
        context: JsonObject,
        base_url: str | None,
        remote: list[str],
        override_protected: bool,
        propagate: bool,
        validate_scoped: bool,
        place: str | None,
    ) -> ActiveContext:
        from openler.credentials.canonical.terms import TermBuilder

        # Steps 5.5 and 5.6.
        if "@version" in context and context["@version"] != 1.1:
            raise JsonLdFault("@version is not 1.1.", json_ld_code="invalid @version value", pointer=place)
        if "@version" in context and self.policy.processing_mode == "json-ld-1.0":
            raise JsonLdFault("A JSON-LD 1.1 context.", json_ld_code="processing mode conflict", pointer=place)
        context = self._imported(context, base_url, place)
        result = result.copy()
        if "@base" in context and not remote:
            result.base = self._base(result, context["@base"], place)
        builder = TermBuilder(self, result, context, base_url, remote, override_protected, validate_scoped, place)
        # Steps 5.8 to 5.11.
        if "@vocab" in context:
            result.vocab = builder.vocabulary(context["@vocab"])
        if "@language" in context:
            result.language = _language(context["@language"], place)
        if "@direction" in context:
            self._only_1_1("@direction", place)
            result.direction = _direction(context["@direction"], place)
        if "@propagate" in context:
            self._only_1_1("@propagate", place)
            if not isinstance(context["@propagate"], bool):
                raise JsonLdFault("@propagate is not true or false.", json_ld_code="invalid @propagate value")
        # Steps 5.12 and 5.13.
        builder.build_all()
        return result

    def _imported(self, context: JsonObject, base_url: str | None, place: str | None) -> JsonObject:
        if "@import" not in context:
            return context
        self._only_1_1("@import", place)
        url = context["@import"]
        if not isinstance(url, str):
            raise JsonLdFault("@import is not a URL.", json_ld_code="invalid @import value", pointer=place)
        document = self.policy.load(resolve(base_url, url), place)
        imported = document.get("@context") if isinstance(document, dict) else None
        if not isinstance(imported, dict):
            raise JsonLdFault("@import leads to no context.", json_ld_code="invalid remote context", pointer=place)
        if "@import" in imported:
            raise JsonLdFault("An imported context imports.", json_ld_code="invalid context entry", pointer=place)
        return {**imported, **{key: value for key, value in context.items() if key != "@import"}}

    def _base(self, result: ActiveContext, value: JsonValue, place: str | None) -> str | None:
        if value is None:
            return None
        if not isinstance(value, str):
            raise JsonLdFault("@base is not text.", json_ld_code="invalid base IRI", pointer=place)
        if is_absolute(value):
            return value
        if result.base is None:
            raise JsonLdFault("@base is relative, and to nothing.", json_ld_code="invalid base IRI", pointer=place)
        return resolve(result.base, value)

    def _only_1_1(self, keyword: str, place: str | None) -> None:
        if self.policy.processing_mode == "json-ld-1.0":
            raise JsonLdFault(f"{keyword} needs JSON-LD 1.1.", json_ld_code="invalid context entry", pointer=place)


def _language(value: JsonValue, place: str | None) -> str | None:
    if value is None:
        return None
    if not isinstance(value, str):
        raise JsonLdFault("@language is not text.", json_ld_code="invalid default language", pointer=place)
    return value.lower()


def _direction(value: JsonValue, place: str | None) -> str | None:
    if value not in (None, "ltr", "rtl"):
        raise JsonLdFault("@direction is not ltr or rtl.", json_ld_code="invalid base direction", pointer=place)
    return value  # type: ignore[no-any-return]


def is_iri_or_blank(value: str | None) -> bool:
    """Tell whether a text is an absolute IRI or a blank node identifier."""
    return value is not None and (is_blank(value) or is_absolute(value))
