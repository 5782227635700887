"""Can the text at one place of a document decide whether it fits a schema?

Only a text that no keyword looks at is free; a keyword that is not known here counts as one that looks.

Spec: https://json-schema.org/draft/2019-09/json-schema-validation
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from openler.foundation import pointers
from openler.foundation.json_types import JsonObject, JsonValue

# Say nothing of a text, whatever it is; ``format`` is an annotation here (``validate_formats`` is off).
_NOTES: Final = frozenset(
    ("$comment", "$defs", "$id", "$schema", "default", "definitions", "deprecated", "description", "examples")
    + ("format", "readOnly", "title", "type", "writeOnly")
)
_OF_OBJECTS: Final = frozenset(
    ("additionalProperties", "dependentRequired", "maxProperties", "minProperties", "patternProperties", "properties")
    + ("propertyNames", "required", "unevaluatedProperties")
)
_OF_LISTS: Final = frozenset(
    ("additionalItems", "contains", "items", "maxContains", "maxItems", "minContains", "minItems", "prefixItems")
    + ("unevaluatedItems",)
)
_BRANCHES: Final = frozenset(("$ref", "allOf", "anyOf", "else", "if", "not", "oneOf", "then"))
_FREE: Final = _NOTES | _OF_OBJECTS | _OF_LISTS | _BRANCHES


def is_free_text(schema: JsonObject, path: Sequence[str | int]) -> bool:
    """Tell whether every text at this place leaves the answer of the schema as it is.

    Args:
        schema: a JSON Schema of draft 2019-09 that refers to nothing outside itself.
        path: names and positions from the document to the place.
    """
    reached = _all_branches([schema], schema)
    for step in path:
        if not all(_is_free(found) for found in reached):
            return False
        reached = _all_branches([inner for found in reached for inner in _inner(found, step)], schema)
    return all(_is_free(found) for found in reached)


def _is_free(schema: JsonValue) -> bool:
    return isinstance(schema, bool) or (isinstance(schema, dict) and schema.keys() <= _FREE)


def _all_branches(schemas: Iterable[JsonValue], root: JsonObject) -> list[JsonValue]:
    found: dict[int, JsonValue] = {}
    waiting = list(schemas)
    while waiting:
        schema = waiting.pop()
        if id(schema) not in found:
            found[id(schema)] = schema
            if isinstance(schema, dict):
                waiting += _branches(schema, root)
    return list(found.values())


def _branches(schema: JsonObject, root: JsonObject) -> Iterator[JsonValue]:
    for name in _BRANCHES & schema.keys():
        value = schema[name]
        if name == "$ref":
            # What cannot be found here looks at the text, for all that is known.
            target = pointers.resolve(root, value[1:]) if value.startswith("#") else None
            yield {"$ref to elsewhere": value} if target is None else target
        elif isinstance(value, list):
            yield from value
        else:
            yield value


def _inner(schema: JsonValue, step: str | int) -> Iterator[Any]:
    if not isinstance(schema, dict):
        return
    if isinstance(step, str):
        properties = schema.get("properties", {})
        if step in properties:
            yield properties[step]
        yield from schema.get("patternProperties", {}).values()
        names: tuple[str, ...] = ("additionalProperties", "unevaluatedProperties")
    else:
        names = ("additionalItems", "contains", "items", "prefixItems", "unevaluatedItems")
    for name in names:
        value = schema.get(name)
        yield from value if isinstance(value, list) else [] if value is None else [value]
