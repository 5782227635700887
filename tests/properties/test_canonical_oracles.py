"""Two other implementations as oracles: on 2,000 generated and mutated documents the canonical form is theirs.

Where an oracle is known to be wrong, ``oracle-defects.csv`` names the defect, a predicate tells which documents it
touches, and a smallest example shows that the oracle still has it.
"""

import json
from collections import Counter
from typing import Any

import pytest

from openler.credentials.canonical import canonicalize
from openler.foundation.errors import LerError
from properties.generated_documents import FAMILIES, make_document
from properties.generated_features import FEATURES
from properties.oracles import (
    CONTEXTS,
    DEFECTS,
    ORACLES,
    SMALLEST,
    TOUCHED,
    ask_pyld,
    ask_pyoxigraph,
    explain,
    smallest,
)
from vectors.table import record

CHUNKS = 8
PER_CHUNK = 250
MANY_CHUNKS = 20
PER_MANY_CHUNK = 1_000


def ours(document: dict[str, Any]) -> str:
    """Canonicalize as the product does."""
    return canonicalize(document, contexts=CONTEXTS).decode()


def test_each_defect_is_told_and_shown() -> None:
    """The table, the predicates and the examples name the same defects."""
    assert set(DEFECTS) == set(TOUCHED) == set(SMALLEST)
    assert all(DEFECTS.values())


@pytest.mark.parametrize("defect", SMALLEST, ids=[" ".join(defect) for defect in SMALLEST])
def test_an_oracle_still_has_its_defect(defect: tuple[str, str]) -> None:
    """A defect that has been mended must leave the table; the other oracle is right about the example, or known not to be."""
    document = smallest(defect)
    canonical = ours(document)
    (other,) = set(ORACLES) - {defect[0]}
    assert TOUCHED[defect](document, canonical)
    assert ORACLES[defect[0]](document) != canonical
    assert ORACLES[other](document) == canonical or explain(other, document, canonical)


def test_a_whole_number_is_one_however_json_writes_it() -> None:
    """4.0 and 4 are one JSON number to readers in JavaScript, so they make one statement (JSON-LD 1.1 API, 8.3.2)."""
    whole = {"@context": FEATURES, "amount": 4}
    assert ours({"@context": FEATURES, "amount": 4.0}) == ours(whole) == ask_pyoxigraph(whole) == ask_pyld(whole)


def compare(first: int, most: int) -> None:
    """Compare documents from a number on; the first that no defect explains ends it."""
    compared: Counter[int] = Counter()
    refused: Counter[int] = Counter()
    explained: dict[str, Counter[str]] = {name: Counter() for name in ORACLES}
    unequal: Counter[str] = Counter()
    alone = 0
    number = first
    while compared.total() < most:
        document = make_document(number)
        family = number % len(FAMILIES)
        number += 1
        try:
            canonical = ours(document)
        except LerError:
            # What is refused has no canonical form; the families are made so that this stays rare.
            refused[family] += 1
            continue
        compared[family] += 1
        differing = [name for name, ask in ORACLES.items() if ask(document) != canonical]
        for name in differing:
            defects = explain(name, document, canonical)
            assert defects, f"document {number - 1} differs from {name}: {json.dumps(document)}"
            explained[name].update(defects)
        unequal.update(differing)
        alone += len(differing) == len(ORACLES)
    for name in ORACLES:
        reasons = {DEFECTS[name, defect]: count for defect, count in explained[name].items()}
        record(f"Generated documents against {name}", most, most - unequal[name], explained=reasons)
    assert len(compared) == len(FAMILIES) and all(refused[family] < compared[family] for family in compared), refused
    assert max(unequal.values()) < most * 0.3, (unequal, explained)
    assert alone < most * 0.05, alone


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_generated_documents_have_the_canonical_form_that_others_give_them(chunk: int) -> None:
    """Every difference is explained by a named defect, few documents need an explanation, and one oracle remains."""
    compare(first=chunk * 10_000, most=PER_CHUNK)


# Slow: minutes of processor time, nearly all of it the oracles'.
@pytest.mark.slow
@pytest.mark.parametrize("chunk", range(MANY_CHUNKS))
def test_twenty_thousand_more_documents_have_it_too(chunk: int) -> None:
    """Ten times as many, none of them among those that every run compares."""
    compare(first=1_000_000 + chunk * 10_000, most=PER_MANY_CHUNK)
