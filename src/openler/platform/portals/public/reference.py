"""What does the API offer, told to people? Read out of its own OpenAPI description, so that the two never differ."""

from dataclasses import dataclass
from typing import Any

from openler.platform.verifying.api import api

# In the order in which a reader meets them: the answer, who recognizes the issuer, its checks, their problems.
_SHAPES = ("ReportAnswer", "RecognitionAnswer", "CheckAnswer", "ProblemAnswer")


@dataclass(frozen=True, slots=True)
class Operation:
    """One thing that a program can ask: method, path, what it does, what it takes, what may come back."""

    method: str
    path: str
    words: str
    bodies: list[str]
    answers: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Shape:
    """One object of an answer: its name, what it is, and its members as name, type and words."""

    name: str
    words: str
    members: list[tuple[str, str, str]]


def list_operations() -> list[Operation]:
    """List the operations of the API, in the order of its description."""
    return [
        Operation(
            method=method.upper(),
            path=path,
            words=operation.get("description", ""),
            bodies=list(operation.get("requestBody", {}).get("content", {})),
            answers=[(str(status), answer["description"]) for status, answer in operation["responses"].items()],
        )
        for path, methods in api.get_openapi_schema()["paths"].items()
        for method, operation in methods.items()
    ]


def list_shapes() -> list[Shape]:
    """List the objects that answers are made of."""
    schemas = api.get_openapi_schema()["components"]["schemas"]
    return [
        Shape(
            name=name,
            words=schemas[name].get("description", ""),
            members=[
                (member, _type_words(schema), schema.get("description", ""))
                for member, schema in schemas[name]["properties"].items()
            ],
        )
        for name in _SHAPES
    ]


def _type_words(schema: dict[str, Any]) -> str:
    if "anyOf" in schema:
        return " | ".join(_type_words(one) for one in schema["anyOf"])
    if "$ref" in schema:
        return str(schema["$ref"]).rsplit("/", 1)[-1]
    if schema.get("type") == "array":
        return f"{_type_words(schema['items'])}[]"
    return str(schema.get("type", "any"))
