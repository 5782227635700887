"""How does a document become canonical N-Quads, from its words to its bytes?"""

from typing import Any, Final

from openler.credentials.canonical.compiled import Compiler, NotPlain
from openler.credentials.canonical.context_processing import ContextProcessor
from openler.credentials.canonical.dataset import Quad
from openler.credentials.canonical.emission import Walk
from openler.credentials.canonical.errors import JsonLdFault
from openler.credentials.canonical.expansion import Expander
from openler.credentials.canonical.first_degree import write_canonical
from openler.credentials.canonical.n_degree import HashName
from openler.credentials.canonical.policy import Policy
from openler.credentials.canonical.rdfc import MAX_CALLS, canonicalize_dataset
from openler.credentials.canonical.states import StateCache
from openler.credentials.canonical.to_rdf import Emitter
from openler.credentials.contexts import ContextSet
from openler.foundation.errors import LerError
from openler.foundation.json_types import JsonObject, JsonValue

# Bundled contexts mean the same in every record, so what becomes of them is kept for all.
_BUNDLED_STATES: Final = StateCache()
_BUNDLED_COMPILER: Final = Compiler(ContextProcessor(Policy(load=ContextSet().get), _BUNDLED_STATES))


def canonicalize(
    document: JsonObject,
    *,
    contexts: ContextSet,
    hash_name: HashName = "sha256",
    allow_inline_contexts: bool = False,
    max_calls: int = MAX_CALLS,
) -> bytes:
    """Return the canonical N-Quads of a document (RDFC-1.0).

    Args:
        document: JSON-LD, as ``parse_json`` returned it.
        contexts: the contexts that may be used.
        hash_name: "sha256" or "sha384".
        allow_inline_contexts: take contexts in the document that only add words; never on the product's path.
        max_calls: budget of the canonicalization.

    Raises:
        JsonLdFault: the document breaks JSON-LD, or holds what would not be signed.
        UnknownContext: it uses a context that is neither bundled nor given.
        TooDeep: it nests deeper than strict JSON may.
    """
    plain = _canonicalize_plain(document, contexts=contexts, hash_name=hash_name, max_calls=max_calls)
    if plain is not None:
        return plain
    return canonicalize_by_reference(
        document,
        contexts=contexts,
        hash_name=hash_name,
        allow_inline_contexts=allow_inline_contexts,
        max_calls=max_calls,
    )


def canonicalize_by_reference(
    document: JsonObject,
    *,
    contexts: ContextSet,
    hash_name: HashName = "sha256",
    allow_inline_contexts: bool = False,
    max_calls: int = MAX_CALLS,
) -> bytes:
    """Do the same step by step as the standards write it; arguments, answer and faults as of ``canonicalize``."""
    quads = to_nquads(document, contexts=contexts, allow_inline_contexts=allow_inline_contexts)
    try:
        return canonicalize_dataset(quads, hash_name=hash_name, max_calls=max_calls).nquads.encode()
    except UnicodeEncodeError:
        # Strict JSON lets none in; a document that was made otherwise may hold one.
        raise JsonLdFault("A text holds half a surrogate pair, which is no character.") from None


def _canonicalize_plain(
    document: JsonObject, *, contexts: ContextSet, hash_name: HashName, max_calls: int
) -> bytes | None:
    """Write a document in one walk, if it is plain; whatever is not, and every fault, is left to the reference."""
    walk = Walk()
    try:
        walk.document(document, _compiler_of(contexts).root())
    except (NotPlain, LerError):
        return None
    try:
        return write_canonical(walk, hash_name, max_calls).encode()
    except UnicodeEncodeError:
        return None


def to_nquads(document: JsonObject, *, contexts: ContextSet, allow_inline_contexts: bool = False) -> list[Quad]:
    """Return the statements of a document under the product's policy: strict, without a base; see ``canonicalize``."""
    policy = Policy(load=contexts.get, inline_contexts="additive" if allow_inline_contexts else "refuse")
    return to_dataset(document, policy=policy, cache=_cache_of(contexts))


def to_dataset(
    document: JsonValue,
    *,
    policy: Policy,
    cache: StateCache | None = None,
    base_url: str | None = None,
    initial_context: JsonValue = None,
) -> list[Quad]:
    """Turn a JSON-LD document into statements.

    Args:
        document: the document.
        policy: how strictly it is read.
        cache: keeps processed contexts; it must belong to exactly the contexts that ``policy`` loads.
        base_url: address of the document, against which its context URLs are resolved.
        initial_context: a context that applies before those of the document.

    Raises:
        JsonLdFault: the document breaks JSON-LD, or the policy refuses what it holds.
    """
    expanded = expand(document, policy=policy, cache=cache, base_url=base_url, initial_context=initial_context)
    return Emitter(policy.rdf_direction).write_document(expanded)


def expand(
    document: JsonValue,
    *,
    policy: Policy,
    cache: StateCache | None = None,
    base_url: str | None = None,
    initial_context: JsonValue = None,
) -> list[Any]:
    """Write out every word of a document (JSON-LD expansion); arguments and faults as of ``to_dataset``."""
    expander = Expander(ContextProcessor(policy, StateCache() if cache is None else cache), base_url)
    return expander.expand_document(document, initial_context)


def _cache_of(contexts: ContextSet) -> StateCache:
    if contexts.is_bundled_only:
        return _BUNDLED_STATES
    cache = contexts.states.get("canonical")
    if not isinstance(cache, StateCache):
        cache = contexts.states["canonical"] = StateCache()
    return cache


def _compiler_of(contexts: ContextSet) -> Compiler:
    if contexts.is_bundled_only:
        return _BUNDLED_COMPILER
    compiler = contexts.states.get("compiled")
    if not isinstance(compiler, Compiler):
        processor = ContextProcessor(Policy(load=contexts.get), _cache_of(contexts))
        compiler = contexts.states["compiled"] = Compiler(processor)
    return compiler
