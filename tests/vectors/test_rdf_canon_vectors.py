"""W3C RDF Dataset Canonicalization: all 86 cases."""

import json
from pathlib import Path
from time import process_time
from typing import Any

import pytest

from openler.credentials.canonical import MAX_CALLS, PoisonGraph, canonicalize_dataset, parse_nquads
from vectors.table import counted

FOLDER = Path(__file__).parent / "rdf-canon"
SOURCE = "W3C rdf-canon (RDFC-1.0)"
ENTRIES = json.loads((FOLDER / "manifest.jsonld").read_text("utf-8"))["entries"]
DEAR = [
    entry
    for entry in ENTRIES
    if entry.get("computationalComplexity") == "high" and entry["type"] == "rdfc:RDFC10EvalTest"
]
# What the dearest honest case of the suite may cost; a wall between "in the budget" and "in the time that pages allow".
MOST_SECONDS = 2.0


def of_type(name: str) -> list[Any]:
    """Pick the cases of one type, each named by its id."""
    return [pytest.param(entry, id=entry["id"]) for entry in ENTRIES if entry["type"] == f"rdfc:{name}"]


def run(entry: dict[str, Any]) -> Any:
    """Canonicalize the input of a case with its hash."""
    quads = parse_nquads((FOLDER / entry["action"]).read_text("utf-8"))
    return canonicalize_dataset(quads, hash_name=entry.get("hashAlgorithm", "SHA256").lower())


def test_the_suite_is_whole() -> None:
    """64 evaluations, 21 maps and one poison graph, as the suite's README counts them."""
    kinds = ("RDFC10EvalTest", "RDFC10MapTest", "RDFC10NegativeEvalTest")
    assert [len(of_type(kind)) for kind in kinds] == [64, 21, 1]


@pytest.mark.parametrize("entry", of_type("RDFC10EvalTest"))
def test_the_canonical_text_is_the_published_one(entry: dict[str, Any]) -> None:
    """Byte for byte, with the hash that the case names, inside the budget and quickly."""
    with counted(SOURCE):
        begin = process_time()
        result = run(entry)
        assert result.nquads.encode() == (FOLDER / entry["result"]).read_bytes()
        assert process_time() - begin < MOST_SECONDS


@pytest.mark.parametrize("entry", of_type("RDFC10MapTest"))
def test_the_labels_are_the_published_ones(entry: dict[str, Any]) -> None:
    """The map from the input's blank nodes to the canonical ones."""
    with counted(SOURCE):
        assert dict(run(entry).labels) == json.loads((FOLDER / entry["result"]).read_text("utf-8"))


@pytest.mark.parametrize("entry", of_type("RDFC10NegativeEvalTest"))
def test_the_poison_graph_is_refused(entry: dict[str, Any]) -> None:
    """The work budget stops it."""
    with counted(SOURCE), pytest.raises(PoisonGraph):
        run(entry)


@pytest.mark.parametrize("entry", DEAR, ids=[entry["id"] for entry in DEAR])
def test_the_dearest_cases_of_the_suite_leave_room_in_the_budget(entry: dict[str, Any]) -> None:
    """A third of it does for every graph that is dear without being poison."""
    quads = parse_nquads((FOLDER / entry["action"]).read_text("utf-8"))
    canonicalize_dataset(quads, max_calls=MAX_CALLS // 3)
