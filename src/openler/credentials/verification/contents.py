"""Does what a record says fit its contexts and its schemas?"""

from dataclasses import replace

from openler.credentials.canonical import JsonLdFault, canonicalize, find_inline_contexts
from openler.credentials.contexts import ContextSet
from openler.credentials.model import CredentialShape, Part
from openler.credentials.model.shape import listed
from openler.credentials.rules import published_schema, validate_published
from openler.credentials.schemas import BUNDLED_SCHEMAS, BadSchema, validate_given
from openler.credentials.verification.report import Check
from openler.credentials.verification.seals import Question
from openler.foundation.errors import ResolutionFailed, Undecided
from openler.foundation.problems import Problem

SCHEMA_SOURCE = "https://www.w3.org/TR/vc-data-model-2.0/#data-schemas"
_SCHEMA_TYPES = ("1EdTechJsonSchemaValidator2019", "JsonSchema", "JsonSchemaValidator2018")


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


def check_schema(shape: CredentialShape, question: Question) -> Check:
    """Ask whether a record fits the schema of its kind, and those that it names itself."""
    published = published_schema(shape)
    wanted = [published] if published else []
    problems: list[Problem] = []
    undetermined = False
    for part in shape.schemas:
        if not isinstance(part.value, dict):
            continue
        url, type_ = part.value.get("id"), part.value.get("type")
        if isinstance(url, str) and any(name in _SCHEMA_TYPES for name in listed(type_)):
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
            problems += _validate(shape, url, place, question)
        except (ResolutionFailed, BadSchema) as error:
            undetermined = True
            problems.append(_unknown_schema(place or Part("", None), error.message))
    if any(problem.code == "schema_mismatch" for problem in problems):
        return Check("schema", "failed", SCHEMA_SOURCE, tuple(problems))
    if undetermined:
        return Check("schema", "undetermined", SCHEMA_SOURCE, tuple(problems))
    return Check("schema", "passed" if wanted else "not_applicable", SCHEMA_SOURCE, tuple(problems))


def _validate(shape: CredentialShape, url: str, place: Part | None, question: Question) -> tuple[Problem, ...]:
    if url in BUNDLED_SCHEMAS:
        return validate_published(shape, url)
    schema = question.documents.get(url, purpose="schema")
    return validate_given(shape.document, schema, url, reference=place.value if place else None)


def _unknown_schema(part: Part, reason: str) -> Problem:
    return Problem(
        code="schema_unavailable",
        title="Schema not at hand",
        detail=f"The record asks to be checked by a schema that could not be used. {reason}",
        pointer=part.pointer,
        mender="verifier",
        next_step="Give the schema with --document URL=FILE, or check again with network access.",
    )
