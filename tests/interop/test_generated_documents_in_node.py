"""jsonld.js and rdf-canonize as oracles: on 20,000 generated and altered documents the canonical form is theirs, and
of 5,000 more that were damaged and are accepted here, none holds what they refuse.

Where they are known to be wrong, ``defects.csv`` names the defect, a predicate tells which documents it touches, and a
smallest example shows that they still have it.
"""

import csv
import json
import re
from collections import Counter
from random import Random
from typing import Any

import pytest

from interop.libraries import HERE, Libraries
from openler.credentials.canonical import canonicalize
from openler.foundation.errors import LerError
from properties.document_parts import (
    floats,
    has_alike_nodes,
    has_crowded_type_map,
    has_empty_graph,
    has_twins,
    has_two_ways_of_one_literal,
    holds,
    inside_ending_scopes,
    maps,
    objects,
    says_twice_by_nesting,
    texts,
    types,
)
from properties.generated_documents import make_document
from properties.generated_features import ALIASES, FEATURES, GIVEN_CONTEXTS
from properties.mutations import damage
from properties.oracles import CONTEXTS, ID_MAPS, Touches
from vectors.table import record

# Slow: installs other software through npm, and is minutes of processor time.
pytestmark = pytest.mark.slow

CHUNKS = 20
DAMAGED_CHUNKS = 5
PER_CHUNK = 1_000
# Defects of single suites are tried where the suite is.
DEFECTS = {
    row["defect"]: row["reason"]
    for row in csv.DictReader((HERE / "defects.csv").open(encoding="utf-8"))
    if not row["standard"].startswith("vc-di-")
}
TOUCHED: dict[str, Touches] = {
    "tiny-fractions": lambda d, _: any("." not in repr(n) and "e-" in repr(n) for n in floats(d)),
    "minus-zero": lambda d, _: any(repr(n) == "-0.0" for n in floats(d)),
    "utf16-order": lambda d, _: all(
        re.search(f"[{part}]", texts(d)) for part in ("\ue000-\uffff", "\U00010000-\U0010ffff")
    ),
    "type-map-leak": lambda d, _: has_crowded_type_map(d),
    "id-map-type-scope": lambda d, _: inside_ending_scopes(d, ID_MAPS),
    "empty-graph": lambda d, _: has_empty_graph(d),
    "text-of-double": lambda _, canonical: re.search(r'"[^"E]*"\^\^<[^>]+#double>', canonical) is not None,
    "none-alias": lambda d, _: any("nobody" in value for value in maps(d, "byLink", "people", "peopleSets")),
    "default-direction-lost": lambda d, _: (
        holds(d, ["Local"], ["more"]) or any({"Local", "Thing"} <= {*map(str, types(value))} for value in objects(d))
    ),
    "nest-scope": lambda d, _: any("more" in value for value in objects(d)),
    "same-statement-twice": lambda d, canonical: (
        has_two_ways_of_one_literal(d)
        or ("rdf-syntax-ns#JSON>" in canonical and (has_twins(d) or says_twice_by_nesting(d)))
    ),
}
SMALLEST: dict[str, dict[str, Any]] = {
    "tiny-fractions": {"amount": 1e-7},
    "minus-zero": {"weight": -0.0},
    "utf16-order": {"tags": ["\uff01", "🎓"]},
    "type-map-leak": {"byKind": {"Thing": {}, "ex:Other": {"label": "a"}}},
    "id-map-type-scope": {"type": "Thing", "people": {"https://people.example/1": {"label": "a"}}},
    "empty-graph": {"label": "a", "graph": {}},
    "same-statement-twice": {"count": [12, "12"]},
    "text-of-double": {"weight": "1"},
    "none-alias": {"@context": [FEATURES, ALIASES], "byLink": {"nobody": {"label": "a"}}},
    "default-direction-lost": {"type": ["Local", "Thing"], "german": "a"},
    "nest-scope": {"more": {"label": "a"}},
}
# Their budget of work is smaller than ours; what it refuses is no difference of forms, and stays rare.
OUT_OF_BUDGET = "Maximum deep iterations"


def ours(document: dict[str, Any]) -> str:
    """Canonicalize as the product does."""
    return canonicalize(document, contexts=CONTEXTS).decode()


@pytest.fixture(scope="module")
def libraries(tmp_path_factory: pytest.TempPathFactory) -> Libraries:
    """Install their libraries once."""
    return Libraries.install(tmp_path_factory.mktemp("libraries"), contexts=GIVEN_CONTEXTS)


def test_each_of_their_defects_is_told_and_still_there(libraries: Libraries) -> None:
    """A defect that has been mended must leave the table."""
    assert set(DEFECTS) == set(TOUCHED) == set(SMALLEST)
    assert all(DEFECTS.values())
    documents = [{"@context": FEATURES, **SMALLEST[defect]} for defect in DEFECTS]
    for defect, document, theirs in zip(DEFECTS, documents, libraries.canonize(documents), strict=True):
        assert TOUCHED[defect](document, ours(document))
        assert theirs.get("nquads") != ours(document), defect


def documents_from(number: int, *, damaged: bool = False) -> list[tuple[dict[str, Any], str]]:
    """Make documents that say something that can be signed, from a number on; theirs refuses what says nothing."""
    made: list[tuple[dict[str, Any], str]] = []
    while len(made) < PER_CHUNK:
        document = make_document(number)
        if damaged:
            random = Random(f"damage in Node {number}")
            for _ in range(random.randrange(1, 4)):
                damage(document, random)
        number += 1
        try:
            canonical = ours(document)
        except LerError:
            continue
        if canonical:
            made.append((document, canonical))
    return made


def compare(compared: list[tuple[dict[str, Any], str]], libraries: Libraries, what: str) -> None:
    """See that every difference is explained by a named defect, and that few documents need an explanation."""
    explained: Counter[str] = Counter()
    unequal = beyond = 0
    for (document, canonical), theirs in zip(compared, libraries.canonize([d for d, _ in compared]), strict=True):
        if theirs.get("nquads") == canonical:
            continue
        if str(theirs.get("error")).startswith(OUT_OF_BUDGET) and has_alike_nodes(canonical):
            beyond += 1
            continue
        unequal += 1
        defects = [defect for defect, touches in TOUCHED.items() if touches(document, canonical)]
        assert defects, f"{theirs.get('error')}: {json.dumps(document)}"
        explained.update(DEFECTS[defect] for defect in defects)
    passed = PER_CHUNK - unequal - beyond
    record(f"{what} against jsonld.js and rdf-canonize", PER_CHUNK, passed, explained=explained)
    assert unequal < PER_CHUNK * 0.25, explained
    assert beyond < PER_CHUNK * 0.01


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_generated_documents_have_the_canonical_form_that_they_give_them(chunk: int, libraries: Libraries) -> None:
    """Documents as they were made."""
    compare(documents_from(2_000_000 + chunk * 10_000), libraries, "Generated documents")


@pytest.mark.parametrize("chunk", range(DAMAGED_CHUNKS))
def test_damaged_documents_that_are_accepted_are_accepted_by_them_too(chunk: int, libraries: Libraries) -> None:
    """Their safe mode refuses whatever would be left out of what is signed; nothing of that kind passes here."""
    compare(documents_from(7_000_000 + chunk * 100_000, damaged=True), libraries, "Damaged documents")
