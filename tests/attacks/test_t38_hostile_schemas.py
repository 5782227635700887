"""T38: a schema that a record names can reach nothing, and cannot hold the program up."""

import json

import pytest

from openler.credentials.schemas import BadSchema, validate_given

URL = "https://schemas.example/s.json"
DIALECT = "https://json-schema.org/draft/2020-12/schema"


def _schema(**members: object) -> bytes:
    return json.dumps({"$schema": DIALECT, "$id": URL, **members}).encode()


@pytest.mark.parametrize(
    "reference",
    ["https://elsewhere.example/s.json", "http://127.0.0.1/", "file:///etc/passwd", "//host/s.json", "other.json"],
)
def test_nothing_that_a_schema_refers_to_is_fetched(reference: str) -> None:
    """A reference outside the schema is refused, naming it; no retriever exists that could follow it."""
    with pytest.raises(BadSchema, match="cannot be used"):
        validate_given({"a": 1}, _schema(properties={"a": {"$ref": reference}}), URL)


def test_a_pattern_that_explodes_runs_in_linear_time() -> None:
    """Nested repetition over a text that almost fits: the engine does not backtrack, so the answer comes at once."""
    problems = validate_given({"a": "a" * 50_000 + "!"}, _schema(properties={"a": {"pattern": "^(a+)+$"}}), URL)
    assert [problem.pointer for problem in problems] == ["/a"]


@pytest.mark.parametrize("pattern", [r"(a)\1", "(?=a)b", "(?<!a)b", "[", "(" * 2000])
def test_a_pattern_outside_linear_time_is_refused(pattern: str) -> None:
    """Back-references and look-around need backtracking; such a schema cannot be used here."""
    with pytest.raises(BadSchema):
        validate_given({"a": "ab"}, _schema(properties={"a": {"pattern": pattern}}), URL)


def test_a_huge_list_of_values_is_read_and_not_repeated() -> None:
    """Fifty thousand allowed values: the fault names the place, and does not print them."""
    values = [f"value {number}" for number in range(50_000)]
    (problem,) = validate_given({"a": "x"}, _schema(properties={"a": {"enum": values}}), URL)
    assert problem.pointer == "/a"
    assert len(problem.detail) < 300


def test_a_schema_that_refers_to_itself_ends() -> None:
    """Recursion goes as deep as the record, and the record's depth is limited."""
    document: dict[str, object] = {}
    for _ in range(100):
        document = {"a": document}
    assert validate_given(document, _schema(properties={"a": {"$ref": "#"}}), URL) == ()


@pytest.mark.parametrize("schema", [b"", b"[]", b"7", b'{"type": 7}', b'{"$ref": "#/nowhere"}', b"<html>", b"{" * 500])
def test_what_is_no_schema_is_told_as_that(schema: bytes) -> None:
    """The record is undetermined, never rejected, for a schema that cannot be used."""
    with pytest.raises(BadSchema):
        validate_given({}, schema, URL)


def test_a_thousand_faults_are_not_all_told() -> None:
    """The list of faults is bounded."""
    problems = validate_given({"a": list(range(1000))}, _schema(properties={"a": {"items": {"type": "string"}}}), URL)
    assert 0 < len(problems) <= 20
