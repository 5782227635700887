"""Does what a record says fit its contexts and its schemas?"""

from dataclasses import replace

from openler.credentials.canonical import JsonLdFault, canonicalize
from openler.credentials.contexts import ContextSet
from openler.credentials.model import CredentialShape, Part
from openler.credentials.schemas import BUNDLED_SCHEMAS, BadSchema, validate_bundled, validate_given
from openler.credentials.verification.report import Check
from openler.credentials.verification.seals import Question
from openler.foundation.errors import ResolutionFailed, Undecided
from openler.foundation.json_types import JsonObject
from openler.foundation.problems import Problem

SCHEMA_SOURCE = "https://www.w3.org/TR/vc-data-model-2.0/#data-schemas"
_SCHEMA_BASE = "https://purl.imsglobal.org/spec/"
_SCHEMA_OF_KIND = {
    "achievement": _SCHEMA_BASE + "ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json",
    "endorsement": _SCHEMA_BASE + "ob/v3p0/schema/json/ob_v3p0_endorsementcredential_schema.json",
    "clr": _SCHEMA_BASE + "clr/v2p0/schema/json/clr_v2p0_clrcredential_schema.json",
}
# The published schema that also knows the 1.1 shape.
_ANY_ACHIEVEMENT = _SCHEMA_BASE + "ob/v3p0/schema/json/ob_v3p0_anyachievementcredential_schema.json"
_SCHEMA_TYPES = ("1EdTechJsonSchemaValidator2019", "JsonSchema", "JsonSchemaValidator2018")


def check_words(shape: CredentialShape, contexts: ContextSet) -> list[Problem]:
    """Ask what the words mean, for seals that cover the text itself and so did not ask."""
    document = {name: value for name, value in shape.document.items() if name != "proof"}
    try:
        canonicalize(document, contexts=contexts)
    except JsonLdFault as fault:
        problem = Problem.from_error(fault, title="Word without meaning")
        # The seal covers the word all the same; a context that could redefine others is another matter.
        harmless = fault.code in ("undefined_term", "dropped_value", "relative_iri")
        return [replace(problem, severity="warning") if harmless else problem]
    except Undecided as error:
        return [Problem.from_error(error, title="Unknown context")]
    return []


def check_schema(shape: CredentialShape, question: Question) -> Check:
    """Ask whether a record fits the schema of its kind, and those that it names itself."""
    wanted: list[str] = []
    if shape.version == "2.0" and shape.kind in _SCHEMA_OF_KIND:
        wanted.append(_SCHEMA_OF_KIND[shape.kind])
    problems: list[Problem] = []
    undetermined = False
    for part in shape.schemas:
        if not isinstance(part.value, dict):
            continue
        url, type_ = part.value.get("id"), part.value.get("type")
        if isinstance(url, str) and type_ in _SCHEMA_TYPES:
            if url not in wanted:
                wanted.append(url)
        else:
            undetermined = True
            problems.append(_unknown_schema(part, f"Schemas of the type {str(type_)[:80]!r} are not read here."))
    for url in wanted:
        place = next(
            (part for part in shape.schemas if isinstance(part.value, dict) and part.value.get("id") == url), None
        )
        try:
            problems += _validate(shape, url, question)
        except (ResolutionFailed, BadSchema) as error:
            undetermined = True
            problems.append(_unknown_schema(place or Part("", None), error.message))
    if any(problem.code == "schema_mismatch" for problem in problems):
        return Check("schema", "failed", SCHEMA_SOURCE, tuple(problems))
    if undetermined:
        return Check("schema", "undetermined", SCHEMA_SOURCE, tuple(problems))
    return Check("schema", "passed" if wanted else "not_applicable", SCHEMA_SOURCE, tuple(problems))


def _validate(shape: CredentialShape, url: str, question: Question) -> list[Problem]:
    if url in BUNDLED_SCHEMAS:
        document, notes = _as_schemas_know(shape.document)
        if shape.version != "2.0" and url != _ANY_ACHIEVEMENT:
            # The schemas now published at these addresses describe the 2.0 shape only.
            if shape.kind != "achievement":
                raise BadSchema("The schema published at its address describes records of data model 2.0 only.")
            url = _ANY_ACHIEVEMENT
        return [*notes, *validate_bundled(document, url)]
    return list(validate_given(shape.document, question.documents.get(url, purpose="schema"), url))


def _as_schemas_know(document: JsonObject) -> tuple[JsonObject, list[Problem]]:
    """Write a record the way the 1EdTech schemas know, where data model 2.0 allows more; each place is noted."""
    notes: list[Problem] = []
    known = dict(document)
    statuses = document.get("credentialStatus")
    if isinstance(statuses, list) and len(statuses) > 1:
        known["credentialStatus"] = statuses[0]
        detail = "The record has several status entries; the 1EdTech schema knows one, so each was asked by itself."
        notes.append(_wider("several_status_entries", detail, "/credentialStatus"))
    for name in ("name", "description"):
        value = document.get(name)
        if isinstance(value, dict) and isinstance(value.get("@value"), str):
            known[name] = value["@value"]
            detail = f"The {name} says its language, which data model 2.0 allows and the 1EdTech schema does not know."
            notes.append(_wider("text_with_language", detail, "/" + name))
    return known, notes


def _wider(code: str, detail: str, pointer: str) -> Problem:
    return Problem(code, "Wider than the schema", detail, pointer=pointer, severity="warning")


def _unknown_schema(part: Part, reason: str) -> Problem:
    return Problem(
        code="schema_unavailable",
        title="Schema not at hand",
        detail=f"The record asks to be checked by a schema that could not be used. {reason}",
        pointer=part.pointer,
        mender="verifier",
        next_step="Give the schema with --document URL=FILE, or check again with network access.",
    )
