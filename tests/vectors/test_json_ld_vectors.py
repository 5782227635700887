"""W3C JSON-LD 1.1: expansion and to-RDF, with the product's own code under a lenient policy.

Left out are only cases that the suite itself marks as meant for other processors; ``json-ld-exclusions.csv`` names each
with its reason.
"""

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from openler.credentials.canonical import JsonLdFault, Policy, canonicalize_dataset, expand, parse_nquads, to_dataset
from openler.foundation.json_types import JsonObject
from vectors.table import counted, record

ROOT = Path(__file__).parent
FOLDER = ROOT / "json-ld"
BASE = "https://w3c.github.io/json-ld-api/tests/"
EXCLUDED = {
    (row["manifest"], row["case"]): row["reason"] for row in csv.DictReader((ROOT / "json-ld-exclusions.csv").open())
}
SOURCES = {"toRdf": "W3C JSON-LD 1.1 to-RDF", "expand": "W3C JSON-LD 1.1 expansion"}


def read_manifest(name: str) -> list[dict[str, Any]]:
    """Read all cases of a manifest."""
    entries: list[dict[str, Any]] = json.loads((FOLDER / f"{name}-manifest.jsonld").read_text("utf-8"))["sequence"]
    return entries


def cases(name: str, kind: str) -> list[Any]:
    """Pick the cases of one kind that are run."""
    return [
        pytest.param(entry, id=entry["@id"])
        for entry in read_manifest(name)
        if f"jld:{kind}" in entry["@type"] and (name, entry["@id"]) not in EXCLUDED
    ]


def load(url: str, pointer: str = "") -> JsonObject:
    """Serve the suite's address from the folder."""
    path = FOLDER / url.removeprefix(BASE)
    if not url.startswith(BASE) or not path.is_file():
        raise JsonLdFault(f"{url} is not served.", json_ld_code="loading remote context failed")
    value: JsonObject = json.loads(path.read_text("utf-8"))
    return value


def policy_of(entry: dict[str, Any]) -> Policy:
    """Give the policy that a case asks for."""
    option = entry.get("option", {})
    return Policy(
        load=load,
        strict=False,
        inline_contexts="any",
        base=option.get("base", BASE + entry["input"]),
        processing_mode=option.get("processingMode", "json-ld-1.1"),
        rdf_direction=option.get("rdfDirection"),
    )


def arguments_of(entry: dict[str, Any]) -> dict[str, Any]:
    """Give the arguments by which a case is run."""
    context = entry.get("option", {}).get("expandContext")
    return {
        "policy": policy_of(entry),
        "base_url": BASE + entry["input"],
        "initial_context": None if context is None else load(BASE + context)["@context"],
    }


def read_input(entry: dict[str, Any]) -> Any:
    """Read the document of a case."""
    return json.loads((FOLDER / entry["input"]).read_text("utf-8"))


def normal(value: Any) -> Any:
    """Sort whatever has no order: members everywhere, items everywhere but in lists and JSON literals."""
    if isinstance(value, dict):
        if value.get("@type") == "@json":
            return value
        return {
            name: [normal(item) for item in member] if name == "@list" and isinstance(member, list) else normal(member)
            for name, member in value.items()
        }
    if isinstance(value, list):
        return sorted((normal(item) for item in value), key=lambda item: json.dumps(item, sort_keys=True))
    return value


def test_only_what_the_suite_calls_optional_is_left_out() -> None:
    """JSON-LD 1.0 cases and generalized RDF; whatever else is excluded would hide a fault."""
    for name, source in SOURCES.items():
        optional = {
            entry["@id"]
            for entry in read_manifest(name)
            if entry.get("option", {}).get("specVersion") == "json-ld-1.0"
            or entry.get("option", {}).get("produceGeneralizedRdf")
        }
        excluded = {case: reason for (manifest, case), reason in EXCLUDED.items() if manifest == name}
        assert set(excluded) <= optional
        assert all(excluded.values())
        record(source, 0, 0, excluded)


@pytest.mark.parametrize("entry", cases("toRdf", "PositiveEvaluationTest"))
def test_a_document_makes_the_published_statements(entry: dict[str, Any]) -> None:
    """Datasets are compared in canonical form, so labels of blank nodes do not count."""
    with counted(SOURCES["toRdf"]):
        quads = to_dataset(read_input(entry), **arguments_of(entry))
        expected = parse_nquads((FOLDER / entry["expect"]).read_text("utf-8"))
        assert canonicalize_dataset(quads).nquads == canonicalize_dataset(expected).nquads


@pytest.mark.parametrize("entry", cases("toRdf", "PositiveSyntaxTest"))
def test_a_document_that_is_well_formed_makes_statements(entry: dict[str, Any]) -> None:
    """No fault is raised."""
    with counted(SOURCES["toRdf"]):
        to_dataset(read_input(entry), **arguments_of(entry))


@pytest.mark.parametrize("entry", cases("toRdf", "NegativeEvaluationTest"))
def test_a_broken_document_makes_no_statements(entry: dict[str, Any]) -> None:
    """The fault has the standard's own code."""
    with counted(SOURCES["toRdf"]):
        with pytest.raises(JsonLdFault) as caught:
            to_dataset(read_input(entry), **arguments_of(entry))
        assert caught.value.json_ld_code == entry["expectErrorCode"]


@pytest.mark.parametrize("entry", cases("expand", "PositiveEvaluationTest"))
def test_a_document_expands_as_published(entry: dict[str, Any]) -> None:
    """The JSON is equal; order counts only inside lists."""
    with counted(SOURCES["expand"]):
        expected = json.loads((FOLDER / entry["expect"]).read_text("utf-8"))
        assert normal(expand(read_input(entry), **arguments_of(entry))) == normal(expected)


@pytest.mark.parametrize("entry", cases("expand", "NegativeEvaluationTest"))
def test_a_broken_document_does_not_expand(entry: dict[str, Any]) -> None:
    """The fault has the standard's own code."""
    with counted(SOURCES["expand"]):
        with pytest.raises(JsonLdFault) as caught:
            expand(read_input(entry), **arguments_of(entry))
        assert caught.value.json_ld_code == entry["expectErrorCode"]
