"""How does a document become canonical N-Quads, from its words to its bytes?"""

from typing import Any

from openler.credentials.canonical.active_context import ActiveContext, ContextProcessor, StateCache
from openler.credentials.canonical.dataset import Quad
from openler.credentials.canonical.expansion import Expander
from openler.credentials.canonical.policy import Policy
from openler.credentials.canonical.rdfc import MAX_WORK, canonicalize_dataset
from openler.credentials.canonical.to_rdf import Emitter
from openler.credentials.contexts import ContextSet
from openler.foundation.json_types import JsonObject, JsonValue

# Bundled contexts mean the same in every record, so what they compile to is kept for all.
_BUNDLED_STATES = StateCache()


def policy_for(contexts: ContextSet, *, allow_inline_contexts: bool = False) -> Policy:
    """Return the product's policy: strict, no base, contexts from this set only."""
    return Policy(load=contexts.get, inline_contexts=allow_inline_contexts)


def canonicalize(
    document: JsonObject,
    *,
    contexts: ContextSet,
    hash_name: str = "sha256",
    allow_inline_contexts: bool = False,
    max_work: int = MAX_WORK,
) -> bytes:
    """Return the canonical N-Quads of a document (RDFC-1.0).

    Args:
        document: JSON-LD, as ``parse_json`` returned it.
        contexts: the contexts that may be used.
        hash_name: "sha256" or "sha384".
        allow_inline_contexts: allow contexts written into the document; never on the product's path.
        max_work: budget of the canonicalization.

    Raises:
        JsonLdFault: the document breaks JSON-LD, or holds what would not be signed.
        UnknownContext: it uses a context that is neither bundled nor given.
    """
    policy = policy_for(contexts, allow_inline_contexts=allow_inline_contexts)
    quads = to_dataset(document, policy=policy, cache=_cache_of(contexts))
    return canonicalize_dataset(quads, hash_name=hash_name, max_work=max_work).nquads.encode()


def to_dataset(
    document: JsonValue,
    *,
    policy: Policy,
    cache: StateCache | None = None,
    base_url: str | None = None,
    initial_context: JsonValue = None,
) -> list[Quad]:
    """Turn a JSON-LD document into RDF statements.

    Args:
        document: the document.
        policy: how strictly it is read.
        cache: keeps compiled contexts; a new one where none is given.
        base_url: address of the document, against which its context URLs are resolved.
        initial_context: a context that applies before those of the document.

    Raises:
        JsonLdFault: the document breaks JSON-LD, or the policy refuses what it holds.
    """
    processor = ContextProcessor(policy, cache or StateCache())
    expander = Expander(processor, base_url)
    active: ActiveContext = processor.initial()
    if initial_context is not None:
        given: Any = initial_context
        if isinstance(given, dict) and "@context" in given:
            given = given["@context"]
        active = processor.apply(active, given, base_url=base_url, pointer=None)
    emitter = Emitter(policy)
    emitter.document(expander.document_in(active, document))
    return list(emitter.quads)


def _cache_of(contexts: ContextSet) -> StateCache:
    if contexts.is_bundled_only:
        return _BUNDLED_STATES
    cache = contexts.states.get("canonical")
    if not isinstance(cache, StateCache):
        cache = contexts.states["canonical"] = StateCache()
    return cache
