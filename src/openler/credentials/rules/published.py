"""Does a record fit the JSON Schema that 1EdTech publishes for its kind?

The schemas are narrower than data model 2.0 in three places: one status entry only, no list around a single value, and
names without a language. A record that goes further there is judged without holding that against it, and each place is
noted.

Spec: https://www.imsglobal.org/spec/ob/v3p0/#json-schema , https://www.imsglobal.org/spec/clr/v2p0/#json-schema
"""

from openler.credentials.contexts import BUNDLED
from openler.credentials.model import CredentialShape
from openler.credentials.schemas import BadSchema, validate_bundled
from openler.foundation.json_types import JsonObject
from openler.foundation.problems import Problem

_BASE = "https://purl.imsglobal.org/spec/"
_SCHEMA_OF_KIND = {
    "achievement": _BASE + "ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json",
    "endorsement": _BASE + "ob/v3p0/schema/json/ob_v3p0_endorsementcredential_schema.json",
    "clr": _BASE + "clr/v2p0/schema/json/clr_v2p0_clrcredential_schema.json",
}
_OB_CONTEXTS = frozenset(url for url in BUNDLED if url.startswith(_BASE + "ob/v3p0/context"))
# Each costs one more validation of the whole record; the check of the status asks no more either.
MAX_STATUSES = 16
# The published schema that also knows the 1.1 shape.
_ANY_ACHIEVEMENT = _BASE + "ob/v3p0/schema/json/ob_v3p0_anyachievementcredential_schema.json"


def published_schema(shape: CredentialShape) -> str | None:
    """Return the URL of the schema that every record of this kind must fit; None where there is none."""
    if shape.version == "2.0":
        return _SCHEMA_OF_KIND.get(shape.kind)
    # Records of the 1.1 shape have a schema since context 3.0.0; drafts before it had other words.
    if shape.version == "1.1" and shape.kind == "achievement" and _has_published_context(shape):
        return _ANY_ACHIEVEMENT
    return None


def _has_published_context(shape: CredentialShape) -> bool:
    contexts = shape.document.get("@context")
    return isinstance(contexts, list) and any(isinstance(url, str) and url in _OB_CONTEXTS for url in contexts)


def validate_published(shape: CredentialShape, url: str) -> tuple[Problem, ...]:
    """Validate a record by a bundled schema; warnings note where it goes further than the schema knows.

    Raises:
        BadSchema: the schema describes records of another data model.
        KeyError: no schema of this URL is bundled.
    """
    if shape.version != "2.0" and url != _ANY_ACHIEVEMENT:
        # The schemas now published at these addresses describe the 2.0 shape only.
        if shape.kind != "achievement":
            raise BadSchema("The schema published at its address describes records of data model 2.0 only.")
        url = _ANY_ACHIEVEMENT
    found: dict[Problem, None] = {}
    notes: list[Problem] = []
    document = _without_lists_of_one(_without_languages(shape.document, notes), notes)
    statuses = document.get("credentialStatus")
    if isinstance(statuses, list) and len(statuses) > 1:
        detail = (
            "The record has several status entries; the 1EdTech schema knows one, so each was held to it by itself."
        )
        notes.append(_wider("several_status_entries", detail, "/credentialStatus"))
        for status in statuses[:MAX_STATUSES]:
            found.update(dict.fromkeys(validate_bundled({**document, "credentialStatus": status}, url)))
    else:
        found.update(dict.fromkeys(validate_bundled(document, url)))
    return (*notes, *found)


def _without_languages(document: JsonObject, notes: list[Problem]) -> JsonObject:
    known = dict(document)
    for name in ("name", "description"):
        value = document.get(name)
        # One language, or a list of several (VCDM 2.0, 11.1); the rules of the data model judge each of them.
        first = value[0] if isinstance(value, list) and value else value
        if isinstance(first, dict) and isinstance(first.get("@value"), str):
            known[name] = first["@value"]
            detail = f"The {name} says its language, which data model 2.0 allows and the 1EdTech schema does not know."
            notes.append(_wider("text_with_language", detail, "/" + name))
    return known


def _without_lists_of_one(document: JsonObject, notes: list[Problem]) -> JsonObject:
    # In JSON-LD a list of one value and the value are the same statement.
    known = dict(document)
    for name in ("credentialSubject", "credentialStatus", "refreshService"):
        value = document.get(name)
        if isinstance(value, list) and len(value) == 1:
            known[name] = value[0]
            detail = f"The {name} is written as a list of one, which says the same; the 1EdTech schema knows one value."
            notes.append(_wider("list_of_one", detail, "/" + name))
    return known


def _wider(code: str, detail: str, pointer: str) -> Problem:
    return Problem(code, "Wider than the schema", detail, pointer=pointer, severity="warning")
