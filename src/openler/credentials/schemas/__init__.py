"""Does a record have the shape that its JSON Schema asks for? Bundled schemas, exact bytes, and those a caller gave.

A schema is never fetched, and neither is anything it refers to. Patterns run in linear time.

Spec: https://www.w3.org/TR/vc-json-schema/ , https://www.imsglobal.org/spec/ob/v3p0/#json-schema
"""

import csv
import hashlib
import itertools
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

import jsonschema_rs

from openler.credentials.schemas.digests import differs_from_digest
from openler.credentials.schemas.free_texts import is_free_text
from openler.foundation.documents import MAX_DOCUMENT_BYTES
from openler.foundation.errors import LerError, MalformedInput
from openler.foundation.json_types import JsonObject
from openler.foundation.pointers import join
from openler.foundation.problems import Problem
from openler.foundation.strict_json import parse_json_object

_FOLDER = files(__package__) / "files"
# More faults than this help nobody.
MAX_TOLD = 20


class BadSchema(MalformedInput):
    """A JSON Schema cannot be used: not JSON, not a schema, or it refers to something outside itself."""

    code = "bad_schema"
    default_mender = "issuer"
    default_advice = "Give the schema with everything it refers to inside it."


class DamagedSchema(LerError):
    """A schema that came with the program is not the one that was published."""

    code = "damaged_schema"
    default_mender = "operator"
    default_advice = "Install the program again, and see 'openler doctor'."


def _read_table() -> dict[str, tuple[str, str]]:
    lines = (_FOLDER / "SOURCE.txt").read_text("utf-8").splitlines()
    start = next(number for number, line in enumerate(lines) if line.startswith("url\t"))
    return {row["url"]: (row["file"], row["sha256"]) for row in csv.DictReader(lines[start:], delimiter="\t")}


# File and SHA-256 of each bundled schema, by its URL.
BUNDLED_SCHEMAS = _read_table()


def _nothing_remote(uri: str) -> Any:
    raise ValueError(f"refers to {uri}")


def _compile(schema: JsonObject) -> Any:
    try:
        return jsonschema_rs.validator_for(
            schema, retriever=_nothing_remote, pattern_options=jsonschema_rs.RegexOptions(), validate_formats=False
        )
    except (jsonschema_rs.ValidationError, jsonschema_rs.ReferencingError, ValueError, TypeError) as error:
        reason = str(error).splitlines()[0][:200]
        raise BadSchema(f"The JSON Schema cannot be used: {reason}") from None


@cache
def _bundled(url: str) -> Any:
    name, digest = BUNDLED_SCHEMAS[url]
    data = (_FOLDER / name).read_bytes()
    if hashlib.sha256(data).hexdigest() != digest:
        raise DamagedSchema(f"The bundled schema {name} was changed after it was published.")
    return _compile(parse_json_object(data))


def check_bundled_digests() -> None:
    """Read every bundled schema.

    Raises:
        DamagedSchema: a file is not the published one.
    """
    for url in BUNDLED_SCHEMAS:
        _bundled(url)


def validate_bundled(document: JsonObject, url: str) -> tuple[Problem, ...]:
    """Validate a document by a bundled schema; no problems means that it fits.

    Raises:
        KeyError: no schema of this URL is bundled.
    """
    return tuple(_problems(_bundled(url), document, url))


@cache
def _text_of(url: str) -> JsonObject:
    _bundled(url)
    return parse_json_object((_FOLDER / BUNDLED_SCHEMAS[url][0]).read_bytes())


def is_free_in_bundled(path: Sequence[str | int], url: str) -> bool:
    """Tell whether every text at this place of a document leaves the answer of a bundled schema as it is.

    Raises:
        KeyError: no schema of this URL is bundled.
    """
    return is_free_text(_text_of(url), path)


def validate_given(
    document: JsonObject, schema: bytes, url: str, *, reference: JsonObject | None = None
) -> tuple[Problem, ...]:
    """Validate a document by a schema that was handed over.

    Args:
        document: the record.
        schema: the schema's bytes.
        url: its URL.
        reference: the ``credentialSchema`` that names it, and may bind it by a digest.

    Raises:
        BadSchema: the schema cannot be used, or is not the one that the reference names.
    """
    if reference is not None and differs_from_digest(schema, reference):
        raise BadSchema(
            "The JSON Schema at hand is not the one that the record names: its digest is another.",
            mender="verifier",
            advice="Give the schema with the digest that the record names.",
        )
    try:
        parsed = parse_json_object(schema, max_bytes=MAX_DOCUMENT_BYTES)
    except MalformedInput as error:
        raise BadSchema(f"The JSON Schema cannot be read. {error.message}") from None
    return tuple(_problems(_compile(parsed), document, url))


def _problems(validator: Any, document: JsonObject, url: str) -> Iterator[Problem]:
    for error in map(_closest, itertools.islice(validator.iter_errors(document), MAX_TOLD)):
        pointer = join("", *error.instance_path)
        yield Problem(
            code="schema_mismatch",
            title="Not as the schema asks",
            detail=_sentence(str(error.message), pointer),
            type=url,
            pointer=pointer,
            mender="issuer",
            next_step="Ask the issuer to mend this and to issue the record again.",
        )


def _closest(error: Any) -> Any:
    """Of several shapes that a value may have, take the one that fits furthest: it is the one that was meant."""
    while inner := [part for branch in getattr(error.kind, "context", ()) for part in branch]:
        error = max(inner, key=_nearness)
    return error


def _nearness(error: Any) -> tuple[int, int]:
    # Deeper inside is nearer; at one depth, a shape of the wrong type altogether was not meant.
    kind = 0 if error.kind.name == "type" else 1 if hasattr(error.kind, "context") else 2
    return len(error.instance_path), kind


def _sentence(message: str, pointer: str) -> str:
    # The validator repeats the whole value, which may be the whole record.
    words = message if len(message) <= 160 else "the value is not one of those that the schema allows"
    # A number in a list says little; the list's own name says more.
    name = next((part for part in reversed(pointer.split("/")) if part and not part.isdigit()), "The record")
    return f"{name}: {words}."
