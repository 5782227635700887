"""Which words are in force once a context has been applied?

Spec: https://www.w3.org/TR/json-ld11-api/#context-processing-algorithm
"""

from dataclasses import dataclass, replace
from typing import Final

from openler.credentials.canonical.active_context import ActiveContext, Draft, TermDefinition
from openler.credentials.canonical.errors import JsonLdFault
from openler.credentials.canonical.inline_contexts import check_inline_context
from openler.credentials.canonical.iri_expansion import expand_iri
from openler.credentials.canonical.iris import is_absolute, is_iri_or_blank, resolve
from openler.credentials.canonical.places import Place, pointer_of
from openler.credentials.canonical.policy import Policy
from openler.credentials.canonical.states import StateCache
from openler.credentials.canonical.term_definitions import TermDefiner
from openler.foundation.json_types import JsonObject, JsonValue

# Contexts that refer to contexts; the bundled ones refer to none.
MAX_REMOTE_CONTEXTS: Final = 32


@dataclass(frozen=True, slots=True)
class _Circumstances:
    """How a local context is applied (4.1.1): from which address, on the way from which others, with what licence."""

    base_url: str | None
    remote: tuple[str, ...] = ()
    override_protected: bool = False
    propagate: bool = True
    validate_scoped: bool = True


@dataclass(frozen=True, slots=True)
class ContextProcessor:
    """Applies local contexts to active ones, under one policy; results that may be shared are kept in ``cache``."""

    policy: Policy
    cache: StateCache

    def initial(self) -> ActiveContext:
        """Return the context in which no word is defined."""
        key = ("initial", self.policy.base, self.policy.processing_mode)
        base = self.policy.base
        return self.cache.get(key) or self.cache.put(key, ActiveContext(base, base))

    def apply(self, active: ActiveContext, local: JsonValue, *, base_url: str | None, place: Place) -> ActiveContext:
        """Apply what stands under ``@context`` in a document.

        Raises:
            UnknownContext: it names a context that is not at hand.
            JsonLdFault: a context breaks the standard, or the policy refuses it.
        """
        # Each context of a list is taken by itself, so that a fault knows its place.
        steps: list[tuple[JsonValue, Place]] = [(local, place)]
        if isinstance(local, list):
            steps = [([context], (place, position)) for position, context in enumerate(local)]
        contexts = local if isinstance(local, list) else [local]
        key = None
        if active.shareable and all(isinstance(context, str) for context in contexts):
            key = ("document", active, base_url, *contexts)
            kept = self.cache.get(key)
            if kept is not None:
                return kept
        circumstances = _Circumstances(base_url)
        for context, (step, at) in zip(contexts, steps, strict=True):
            check_inline_context(active, context, allowed=self.policy.inline_contexts, place=at)
            active = self._process(active, step, circumstances, at)
        if key is not None:
            return self.cache.put(key, active)
        # What a record brings itself is never kept.
        return replace(active, shareable=False)

    def apply_scoped(
        self, active: ActiveContext, definition: TermDefinition, *, place: Place, of_type: bool = False
    ) -> ActiveContext:
        """Apply the context that a word brings along.

        Args:
            active: what is in force.
            definition: the word's.
            place: where the word stands.
            of_type: the word is a type; its context does not reach into nested objects and respects protection.
        """
        key = ("scoped", active, definition, of_type)
        kept = self.cache.get(key) if active.shareable else None
        if kept is not None:
            return kept
        circumstances = _Circumstances(definition.base_url, override_protected=not of_type, propagate=not of_type)
        state = self._process(active, definition.context, circumstances, place)
        return self.cache.put(key, state) if active.shareable else state

    def _process(self, active: ActiveContext, local: JsonValue, given: _Circumstances, place: Place) -> ActiveContext:
        # Step 2.
        if isinstance(local, dict) and "@propagate" in local:
            if not isinstance(local["@propagate"], bool):
                raise _fault("@propagate is not true or false", "invalid @propagate value", place)
            given = replace(given, propagate=local["@propagate"])
        # Step 3.
        result = active
        if not given.propagate and active.previous is None:
            result = replace(active, previous=active)
        # Step 5.
        for context in local if isinstance(local, list) else (local,):
            if context is None:
                result = _nullified(result, given, place)
            elif isinstance(context, str):
                result = self._apply_remote(result, context, given, place)
            elif isinstance(context, dict):
                result = self._apply_local(result, context, given, place)
            else:
                raise _fault("it is neither a URL nor an object", "invalid local context", place)
        return result

    def _apply_remote(self, active: ActiveContext, url: str, given: _Circumstances, place: Place) -> ActiveContext:
        # Step 5.2.1.
        absolute = resolve(given.base_url, url)
        # Steps 5.2.2 and 5.2.3.
        if not given.validate_scoped and absolute in given.remote:
            return active
        if len(given.remote) >= MAX_REMOTE_CONTEXTS:
            raise _fault("it refers to too many others", "context overflow", place)
        # Steps 5.2.4 and 5.2.5.
        local = self._load(absolute, place)
        # Step 5.2.6; what the context holds is not the record's, so the place stays.
        circumstances = _Circumstances(
            absolute, remote=(*given.remote, absolute), validate_scoped=given.validate_scoped
        )
        return self._process(active, local, circumstances, place)

    def _load(self, url: str, place: Place) -> JsonValue:
        document = self.policy.load(url, pointer_of(place))
        if not isinstance(document, dict) or "@context" not in document:
            raise _fault(f"the document {url[:200]} holds none", "invalid remote context", place)
        return document["@context"]

    def _apply_local(
        self, active: ActiveContext, context: JsonObject, given: _Circumstances, place: Place
    ) -> ActiveContext:
        # Step 5.5.
        if "@version" in context and (context["@version"] != 1.1 or isinstance(context["@version"], str)):
            raise _fault("its @version is not 1.1", "invalid @version value", place)
        if "@version" in context and self.policy.is_1_0:
            raise _fault("it is one of JSON-LD 1.1", "processing mode conflict", place)
        if self.policy.is_1_0 and any(name in context for name in ("@import", "@direction", "@propagate")):
            raise _fault("it needs JSON-LD 1.1", "invalid context entry", place)
        # Step 5.6.
        if "@import" in context:
            context = self._imported(context, given.base_url, place)
        draft = Draft.of(active)
        # Step 5.7: only a context of the document itself moves the base.
        if "@base" in context and not given.remote:
            draft.base = _read_base(draft, context["@base"], place)
        # Steps 5.8 to 5.11.
        if "@vocab" in context:
            draft.vocab = self._read_vocab(draft, context["@vocab"], place)
        if "@language" in context:
            draft.language = _read_language(context["@language"], place)
        if "@direction" in context:
            if context["@direction"] not in (None, "ltr", "rtl"):
                raise _fault("its @direction is neither ltr nor rtl", "invalid base direction", place)
            draft.direction = context["@direction"]
        if not isinstance(context.get("@propagate", True), bool):
            raise _fault("@propagate is not true or false", "invalid @propagate value", place)
        # Steps 5.12 and 5.13.
        self._definer(draft, context, given, place).define_all()
        return draft.finish()

    def _definer(self, draft: Draft, context: JsonObject, given: _Circumstances, place: Place) -> TermDefiner:
        scoped = replace(given, override_protected=True, propagate=True, validate_scoped=False)

        def try_scoped(words_so_far: Draft, local: JsonValue) -> None:
            self._process(words_so_far.finish(), local, scoped, place)

        return TermDefiner(
            draft,
            context,
            base_url=given.base_url,
            override_protected=given.override_protected,
            is_1_0=self.policy.is_1_0,
            try_scoped=try_scoped,
            place=place,
        )

    def _imported(self, context: JsonObject, base_url: str | None, place: Place) -> JsonObject:
        url = context["@import"]
        if not isinstance(url, str):
            raise _fault("its @import is no URL", "invalid @import value", place)
        imported = self._load(resolve(base_url, url), place)
        if not isinstance(imported, dict):
            raise _fault("its @import leads to more than one", "invalid remote context", place)
        if "@import" in imported:
            raise _fault("it imports one that imports", "invalid context entry", place)
        return {**imported, **{name: value for name, value in context.items() if name != "@import"}}

    def _read_vocab(self, draft: Draft, value: JsonValue, place: Place) -> str | None:
        if value is None:
            return None
        if isinstance(value, str) and (is_iri_or_blank(value) or not self.policy.is_1_0):
            expanded = expand_iri(draft, value, vocab=True, document_relative=True)
            if expanded is not None and (is_iri_or_blank(expanded) or draft.base is None):
                return expanded
        raise _fault("its @vocab is no IRI", "invalid vocab mapping", place)


def _nullified(active: ActiveContext, given: _Circumstances, place: Place) -> ActiveContext:
    # Step 5.1: an empty context may not take away protected words.
    if not given.override_protected and active.has_protected_terms:
        raise _fault("it takes away words that are protected", "invalid context nullification", place)
    return ActiveContext(
        active.original_base,
        active.original_base,
        previous=None if given.propagate else active,
        shareable=active.shareable,
    )


def _read_base(draft: Draft, value: JsonValue, place: Place) -> str | None:
    if value is None:
        return None
    if not isinstance(value, str) or not (is_absolute(value) or draft.base is not None):
        raise _fault("its @base is no IRI", "invalid base IRI", place)
    return value if is_absolute(value) else resolve(draft.base, value)


def _read_language(value: JsonValue, place: Place) -> str | None:
    if value is not None and not isinstance(value, str):
        raise _fault("its @language is not text", "invalid default language", place)
    return None if value is None else value.lower()


def _fault(words: str, json_ld_code: str, place: Place) -> JsonLdFault:
    return JsonLdFault(f"A context is wrong: {words}.", json_ld_code=json_ld_code, place=place)
