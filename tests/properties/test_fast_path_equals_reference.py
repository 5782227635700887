"""The way that is taken for speed and the way that follows the standard step by step: one answer to every document.

The same canonical form, and the same refusal: its class, its code and the place that it names.
"""

import json
from collections import Counter
from random import Random
from typing import Any, TypeAlias

import pytest

from openler.credentials.canonical import JsonLdFault, canonicalize, canonicalize_dataset, to_nquads
from openler.credentials.canonical.n_degree import HashName
from openler.credentials.contexts import ContextSet
from openler.foundation.errors import LerError
from properties.generated_documents import FAMILIES, make_document
from properties.generated_features import ALIASES, FEATURES
from properties.mutations import damage
from properties.oracles import CONTEXTS
from vectors.table import record

BUNDLED_ALONE = ContextSet()
CHUNKS = 4
PER_CHUNK = 500
MANY_CHUNKS = 20
PER_MANY_CHUNK = 2_500
Answer: TypeAlias = bytes | tuple[str, str, str | None, str]


def by_reference(document: dict[str, Any], *, contexts: ContextSet, hash_name: HashName, inline: bool) -> bytes:
    """Canonicalize by expansion, statements and RDFC-1.0, one after the other."""
    quads = to_nquads(document, contexts=contexts, allow_inline_contexts=inline)
    try:
        return canonicalize_dataset(quads, hash_name=hash_name).nquads.encode()
    except UnicodeEncodeError:
        raise JsonLdFault("A text holds half a surrogate pair.") from None


def by_product(document: dict[str, Any], *, contexts: ContextSet, hash_name: HashName, inline: bool) -> bytes:
    """Canonicalize as every proof does."""
    return canonicalize(document, contexts=contexts, hash_name=hash_name, allow_inline_contexts=inline)


def answer(ask: Any, document: dict[str, Any], **how: Any) -> Answer:
    """Give the canonical form, or what is told of a refusal."""
    try:
        form: bytes = ask(document, **how)
    except LerError as error:
        code = error.json_ld_code if isinstance(error, JsonLdFault) else ""
        return type(error).__name__, error.code, error.pointer, code
    return form


def compare(first: int, most: int) -> Counter[str]:
    """Compare documents from a number on, each as it was made and damaged; count the answers by their kind."""
    kinds: Counter[str] = Counter()
    for number in range(first, first + most):
        random = Random(f"damage {number}")
        document = make_document(number)
        own_contexts = not {FEATURES, ALIASES}.isdisjoint(document["@context"])
        how = {
            "contexts": CONTEXTS if own_contexts or document["@context"] == FEATURES else BUNDLED_ALONE,
            "hash_name": random.choice(("sha256", "sha384")),
            "inline": random.randrange(5) == 0,
        }
        for _ in range(3):
            expected = answer(by_reference, document, **how)
            got = answer(by_product, document, **how)
            assert got == expected, f"{number}: {json.dumps(document)}"
            kinds["canonical forms" if isinstance(expected, bytes) else expected[0]] += 1
            damage(document, random)
    return kinds


def check(first: int, most: int) -> None:
    """Compare, and see that neither canonical forms nor refusals are rare among the answers."""
    kinds = compare(first, most)
    record("Generated and damaged documents by the fast path and by the reference", kinds.total(), kinds.total())
    assert kinds["canonical forms"] > most
    assert kinds.total() - kinds["canonical forms"] > most // 2
    assert len(kinds) > len(FAMILIES), kinds


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_the_fast_path_answers_as_the_reference_does(chunk: int) -> None:
    """Six thousand documents, a third of them as they were made, the others once and twice damaged."""
    check(first=3_000_000 + chunk * 10_000, most=PER_CHUNK)


# Slow: minutes of processor time.
@pytest.mark.slow
@pytest.mark.parametrize("chunk", range(MANY_CHUNKS))
def test_it_does_so_for_a_hundred_and_fifty_thousand_more(chunk: int) -> None:
    """Twenty-five times as many, none of them among those that every run compares."""
    check(first=4_000_000 + chunk * 10_000, most=PER_MANY_CHUNK)
