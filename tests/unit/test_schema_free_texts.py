"""Which texts of a record can decide whether it fits a schema? A template asks the schema only for those."""

from typing import Any

import pytest

from openler.credentials.schemas import BUNDLED_SCHEMAS, is_free_in_bundled
from openler.credentials.schemas.free_texts import is_free_text

ACHIEVEMENT = next(url for url in BUNDLED_SCHEMAS if url.endswith("ob_v3p0_achievementcredential_schema.json"))
TEXT = {"type": "string", "format": "date-time", "description": "a time"}


def of(schema: dict[str, Any]) -> dict[str, Any]:
    """Give a schema for the member a."""
    return {"type": "object", "properties": {"a": schema}, "required": ["a"]}


@pytest.mark.parametrize(
    ("schema", "path"),
    [
        (of(TEXT), ("a",)),
        (of(TEXT), ("other",)),
        (of({"type": "array", "items": TEXT, "minItems": 1}), ("a", 0)),
        (of({"anyOf": [TEXT, {"type": "object", "properties": {"id": TEXT}}]}), ("a",)),
        ({**of({"$ref": "#/$defs/T"}), "$defs": {"T": TEXT}}, ("a",)),
        ({"properties": {"b": {"enum": ["x"]}}, "additionalProperties": True}, ("a",)),
    ],
)
def test_a_text_that_no_keyword_looks_at_is_free(schema: dict[str, Any], path: tuple[Any, ...]) -> None:
    """Types and formats say the same of every text."""
    assert is_free_text(schema, path)


@pytest.mark.parametrize(
    ("schema", "path"),
    [
        (of({"pattern": "^x"}), ("a",)),
        (of({"enum": ["x"]}), ("a",)),
        (of({"const": "x"}), ("a",)),
        (of({"maxLength": 3}), ("a",)),
        (of({"aKeywordOfTomorrow": 3}), ("a",)),
        (of({"anyOf": [TEXT, {"minLength": 1}]}), ("a",)),
        (of({"not": {"pattern": "x"}}), ("a",)),
        (of({"if": {"const": "x"}, "then": False}), ("a",)),
        (of({"type": "array", "uniqueItems": True, "items": TEXT}), ("a", 0)),
        (of({"type": "array", "items": [TEXT, {"pattern": "x"}]}), ("a", 0)),
        (of({"type": "array", "contains": {"const": "x"}}), ("a", 0)),
        (of({"$ref": "https://elsewhere.example/schema"}), ("a",)),
        (of({"$ref": "#/$defs/none"}), ("a",)),
        ({"patternProperties": {"^a": {"pattern": "x"}}}, ("a",)),
        ({"additionalProperties": {"pattern": "x"}}, ("a",)),
        ({"const": {"a": "x"}}, ("a",)),
    ],
)
def test_a_text_that_a_keyword_may_look_at_is_not(schema: dict[str, Any], path: tuple[Any, ...]) -> None:
    """At its place or around it, known or not."""
    assert not is_free_text(schema, path)


def test_a_schema_that_refers_to_itself_is_walked_once() -> None:
    """As those of endorsed endorsements do."""
    schema = {"properties": {"a": {"$ref": "#"}, "b": {"allOf": [{"$ref": "#/properties/b"}]}}}
    assert is_free_text(schema, ("a", "a", "b"))


def test_places_of_open_badges_are_told_apart() -> None:
    """A name is free; the type of an achievement and a language are not."""
    subject = ("credentialSubject",)
    for path in (("id",), ("validFrom",), ("name",), (*subject, "id"), (*subject, "achievement", "description")):
        assert is_free_in_bundled(path, ACHIEVEMENT), path
    for path in ((*subject, "achievement", "achievementType"), (*subject, "achievement", "inLanguage")):
        assert not is_free_in_bundled(path, ACHIEVEMENT), path
