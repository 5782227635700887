"""Does what a record says fit its contexts and its schemas?"""

from collections.abc import Callable
from dataclasses import replace

from openler.credentials.canonical import JsonLdFault, canonicalize, find_inline_contexts
from openler.credentials.contexts import ContextSet
from openler.credentials.model import CredentialShape, Part
from openler.credentials.model.shape import id_of, listed
from openler.credentials.rules import published_schema, validate_published
from openler.credentials.schemas import (
    BUNDLED_SCHEMAS,
    DIGEST_MEMBERS,
    BadSchema,
    bundled_schema,
    refuse_other_content,
    validate_given,
    validate_parsed,
)
from openler.credentials.status import VerifiedList
from openler.credentials.verification.report import Check
from openler.credentials.verification.seals import Question
from openler.foundation.errors import ResolutionFailed, Undecided
from openler.foundation.json_types import JsonObject
from openler.foundation.problems import Problem

SCHEMA_SOURCE = "https://www.w3.org/TR/vc-data-model-2.0/#data-schemas"
# The schema of the kind and some of the issuer's own; each may cost a fetch and a compilation.
MAX_SCHEMAS = 16
SCHEMA_RECORD = "JsonSchemaCredential"
_SCHEMA_TYPES = ("1EdTechJsonSchemaValidator2019", "JsonSchema", SCHEMA_RECORD, "JsonSchemaValidator2018")


def check_words(shape: CredentialShape, contexts: ContextSet) -> list[Problem]:
    """Ask what the words mean, for seals that cover the text itself and so did not ask."""
    document = {name: value for name, value in shape.document.items() if name != "proof"}
    try:
        canonicalize(document, contexts=contexts, allow_inline_contexts=contexts.allows_inline)
    except JsonLdFault as fault:
        problem = Problem.from_error(fault, title="Word without meaning")
        # The seal covers the word all the same; a context that could redefine others is another matter.
        harmless = fault.code in ("undefined_term", "dropped_value", "relative_iri")
        return [replace(problem, severity="warning") if harmless else problem]
    except Undecided as error:
        return [Problem.from_error(error, title="Unknown context")]
    return []


def tell_inline_contexts(shape: CredentialShape) -> list[Problem]:
    """Warn of each context that the record brings itself; those of records inside are told with them."""
    inside = tuple(part.pointer for part in (*shape.members, *shape.endorsements))
    return [
        Problem(
            code="inline_context",
            title="A context of its own",
            detail="The record says itself what some of its words mean; no published context does.",
            pointer=pointer,
            next_step="Ask the issuer to publish the context and to name it by its URL.",
            severity="warning",
        )
        for pointer in find_inline_contexts(shape.document)
        if not any(pointer.startswith(f"{place}/") for place in inside)
    ]


def check_schema(shape: CredentialShape, question: Question, verify_record: Callable[[bytes], VerifiedList]) -> Check:
    """Ask whether a record fits the schema of its kind, and those that it names itself.

    Args:
        shape: the record.
        question: gives the schemas.
        verify_record: judges a record that holds a schema as a record of its own.
    """
    published = published_schema(shape)
    wanted = [published] if published else []
    problems: list[Problem] = []
    undetermined = False
    for part in shape.schemas[:MAX_SCHEMAS]:
        if not isinstance(part.value, dict):
            continue
        url, types = part.value.get("id"), listed(part.value.get("type"))
        if isinstance(url, str) and any(name in _SCHEMA_TYPES for name in types):
            if url not in wanted:
                wanted.append(url)
        else:
            undetermined = True
            told = str(part.value.get("type"))[:80]
            problems.append(_unknown_schema(part, f"Schemas of the type {told!r} are not read here."))
    if len(shape.schemas) > MAX_SCHEMAS:
        undetermined = True
        detail = f"It names {len(shape.schemas)} schemas; {MAX_SCHEMAS} were looked at."
        problems.append(_unknown_schema(Part("/credentialSchema", None), detail))
    for url in wanted:
        place = next(
            (part for part in shape.schemas if isinstance(part.value, dict) and part.value.get("id") == url), None
        )
        try:
            problems += _validate(shape, url, place, question, verify_record)
        except (ResolutionFailed, BadSchema) as error:
            undetermined = True
            problems.append(_unknown_schema(place or Part("", None), error.message))
    if any(problem.code == "schema_mismatch" for problem in problems):
        return Check("schema", "failed", SCHEMA_SOURCE, tuple(problems))
    if undetermined:
        return Check("schema", "undetermined", SCHEMA_SOURCE, tuple(problems))
    return Check("schema", "passed" if wanted else "not_applicable", SCHEMA_SOURCE, tuple(problems))


def _validate(
    shape: CredentialShape,
    url: str,
    place: Part | None,
    question: Question,
    verify_record: Callable[[bytes], VerifiedList],
) -> tuple[Problem, ...]:
    reference = place.value if place else {}
    if url in BUNDLED_SCHEMAS:
        if any(member in reference for member in DIGEST_MEMBERS):
            refuse_other_content(bundled_schema(url), reference)
        return validate_published(shape, url)
    schema = question.documents.get(url, purpose="schema")
    if SCHEMA_RECORD in listed(reference.get("type")):
        return _validate_by_record(shape, schema, url, reference, verify_record)
    return validate_given(shape.document, schema, url, reference=reference)


def _validate_by_record(
    shape: CredentialShape,
    data: bytes,
    url: str,
    reference: JsonObject,
    verify_record: Callable[[bytes], VerifiedList],
) -> tuple[Problem, ...]:
    # VC JSON Schema, JsonSchemaCredential: the schema stands in a record, which is judged before anything in it counts.
    if SCHEMA_RECORD in shape.types:
        raise BadSchema("A record that holds a schema names a schema inside another record, which is not followed.")
    refuse_other_content(data, reference)
    verified = verify_record(data)
    if verified.document is None:
        raise BadSchema(f"The record that holds the schema, {url[:200]}, cannot be relied on. {verified.reason}")
    if SCHEMA_RECORD not in listed(verified.document.get("type")):
        raise BadSchema(f"What stands at {url[:200]} is no {SCHEMA_RECORD}.")
    stated = verified.document.get("id")
    if isinstance(stated, str) and stated != url:
        raise BadSchema(f"The record found at {url[:200]} says that it is another one: {stated[:200]}.")
    subjects = listed(verified.document.get("credentialSubject"))
    schema = subjects[0].get("jsonSchema") if len(subjects) == 1 and isinstance(subjects[0], dict) else None
    if not isinstance(schema, dict):
        raise BadSchema(f"The record at {url[:200]} holds no single jsonSchema.")
    problems = validate_parsed(shape.document, schema, url)
    author = id_of(verified.document.get("issuer"))
    if author == shape.issuer_id or any(member in reference for member in DIGEST_MEMBERS):
        return problems
    detail = f"The schema was signed by {str(author)[:120]}, not by the record's issuer, and no digest binds it."
    return (*problems, Problem("schema_of_another", "Schema of another", detail, severity="warning"))


def _unknown_schema(part: Part, reason: str) -> Problem:
    return Problem(
        code="schema_unavailable",
        title="Schema not at hand",
        detail=f"The record asks to be checked by a schema that could not be used. {reason}",
        pointer=part.pointer,
        mender="verifier",
        next_step="Give the schema with --document URL=FILE, or check again with network access.",
    )
