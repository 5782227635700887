"""Does a record have the shape that its JSON Schema asks for? Bundled schemas, exact bytes, and those a caller gave.

A schema is never fetched, and neither is anything it refers to. Patterns run in linear time.

Versions 2020-12, 2019-09 and draft-07 of JSON Schema are read; in schemas that a record names, formats count.

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

from openler.credentials.schemas.digests import DIGEST_MEMBERS, differs_from_digest, unreadable_digests
from openler.credentials.schemas.free_texts import is_free_text
from openler.foundation.documents import MAX_DOCUMENT_BYTES
from openler.foundation.errors import LerError, MalformedInput
from openler.foundation.json_types import JsonObject
from openler.foundation.pointers import join
from openler.foundation.problems import Problem
from openler.foundation.strict_json import parse_json_object

__all__ = [
    "BUNDLED_SCHEMAS",
    "DIALECTS",
    "DIGEST_MEMBERS",
    "MAX_TOLD",
    "BadSchema",
    "DamagedSchema",
    "bundled_schema",
    "check_bundled_digests",
    "differs_from_digest",
    "refuse_other_content",
    "unreadable_digests",
    "validate_bundled",
    "validate_given",
    "validate_parsed",
]

_FOLDER = files(__package__) / "files"
# More faults than this help nobody.
MAX_TOLD = 20
# VC JSON Schema, JSON Schema Specifications: the versions that exist for credentials; a schema of another is not to be processed.
DIALECTS = frozenset(
    {
        "https://json-schema.org/draft/2020-12/schema",
        "https://json-schema.org/draft/2019-09/schema",
        "http://json-schema.org/draft-07/schema",
    }
)


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


def _compile(schema: JsonObject, *, with_formats: bool = False) -> Any:
    try:
        return jsonschema_rs.validator_for(
            schema,
            retriever=_nothing_remote,
            pattern_options=jsonschema_rs.RegexOptions(),
            validate_formats=with_formats,
        )
    except (jsonschema_rs.ValidationError, jsonschema_rs.ReferencingError, ValueError, TypeError) as error:
        reason = str(error).splitlines()[0][:200]
        raise BadSchema(f"The JSON Schema cannot be used: {reason}") from None


@cache
def _bundled(url: str) -> Any:
    return _compile(parse_json_object(bundled_schema(url)))


def bundled_schema(url: str) -> bytes:
    """Return the bytes of a bundled schema.

    Raises:
        DamagedSchema: the file is not the published one.
        KeyError: no schema of this URL is bundled.
    """
    name, digest = BUNDLED_SCHEMAS[url]
    data = (_FOLDER / name).read_bytes()
    if hashlib.sha256(data).hexdigest() != digest:
        raise DamagedSchema(f"The bundled schema {name} was changed after it was published.")
    return data


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
    if reference is not None:
        refuse_other_content(schema, reference)
    try:
        parsed = parse_json_object(schema, max_bytes=MAX_DOCUMENT_BYTES)
    except MalformedInput as error:
        raise BadSchema(f"The JSON Schema cannot be read. {error.message}") from None
    return validate_parsed(document, parsed, url)


def validate_parsed(document: JsonObject, schema: JsonObject, url: str) -> tuple[Problem, ...]:
    """Validate a document by a schema that was read already.

    Raises:
        BadSchema: the schema cannot be used, or is of a version that is not read.
    """
    # VC JSON Schema, Reserved Keywords: both names must be there.
    dialect = schema.get("$schema")
    if not isinstance(dialect, str) or dialect.removesuffix("#") not in DIALECTS:
        told = f"is of the version {dialect[:100]!r}" if isinstance(dialect, str) else "does not name its version"
        raise BadSchema(
            f"The JSON Schema {told}; 2020-12, 2019-09 and draft-07 are read.",
            advice="Write the schema in one of these versions, and name it with $schema.",
        )
    if not isinstance(schema.get("$id"), str):
        raise BadSchema("The JSON Schema does not say its own name: $id.", advice="Give the schema an $id.")
    return tuple(_problems(_compile(schema, with_formats=True), document, url))


def refuse_other_content(content: bytes, reference: JsonObject) -> None:
    """Refuse a schema that is not the one that a record names by a digest.

    Raises:
        BadSchema: its digest is another.
    """
    if differs_from_digest(content, reference):
        raise BadSchema(
            "The JSON Schema at hand is not the one that the record names: its digest is another.",
            mender="verifier",
            advice="Give the schema with the digest that the record names.",
        )


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
