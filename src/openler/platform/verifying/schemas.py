"""Which shapes do programs send and get? The words of the OpenAPI description.

Spec: https://spec.openapis.org/oas/v3.1.0.html , https://www.rfc-editor.org/rfc/rfc9457
"""

from typing import Any

from ninja import Schema
from pydantic import Field

_OUTCOMES = "passed, failed, undetermined (cannot tell, which is not no) or not_applicable."


class ProblemAnswer(Schema):
    """One thing that is wrong, or worth knowing (RFC 9457, with our members)."""

    type: str = Field(description="A URI for the kind of problem.")
    title: str = Field(description="The kind of problem, in few words.")
    detail: str = Field(description="What is wrong here, in one plain sentence.")
    code: str = Field(description="A code that stays.")
    severity: str = Field(description="error, or warning beside a pass.")
    mender: str = Field(description="Who can mend it: issuer, holder, sender, verifier or operator.")
    pointer: str | None = Field(None, description="Where in the record: a JSON pointer (RFC 6901).")
    stamp: str | None = Field(None, description="The date that decided, as written.")
    next_step: str | None = Field(None, description="What to do, in one plain sentence.")


class CheckAnswer(Schema):
    """One question asked of a record, and its answer."""

    id: str = Field(description="Which check.")
    outcome: str = Field(description=_OUTCOMES)
    source: str = Field(description="The section of the standard that asks.")
    problems: list[ProblemAnswer] = Field(description="Why; warnings may stand beside a pass.")
    checks: list["CheckAnswer"] | None = Field(None, description="Parts, such as each proof of a set.")
    members: list["ReportAnswer"] | None = Field(None, description="Reports of records inside this one.")


class RecognitionAnswer(Schema):
    """Who recognizes the issuer of a record: when it signed, by its own date, and now."""

    verdict: str = Field(
        description="recognized, recognized_in_past, recognized_since, refused, not_yet, other_scope, unknown, "
        "undetermined, issuer_unproved, no_registry; collection for records that were only put together."
    )
    outcome: str = Field(description="Of the third light. " + _OUTCOMES)
    light: str = Field(description="Why, in one short sentence.")
    sentence: str = Field(description="Who recognizes the issuer, when it signed and now.")
    at: str | None = Field(None, description="When it was asked.")
    issuer: str | None = Field(None, description="The issuer that was asked about.")
    signed: str | None = Field(None, description="When the issuer signed, by its own date.")
    registries: list[dict[str, Any]] | None = Field(
        None,
        description="What each chosen registry says: registry, name, list_of, when_signed, now, entry_when_signed, "
        "entry_now; an entry has id, from, until, policy, entered_at, is_backdated.",
    )
    unreachable: list[dict[str, str]] | None = Field(None, description="Chosen registries that could not be asked.")
    also_listed: list[dict[str, Any]] | None = Field(
        None, description="Registries that list the issuer and were not chosen; they light nothing."
    )


class ReportAnswer(Schema):
    """The whole answer about one record."""

    verified: bool = Field(description="True only if every check passed or does not apply.")
    outcome: str = Field(description="The gravest outcome: failed, else undetermined, else passed.")
    sentence: str = Field(description="The answer in one or two plain sentences.")
    kind: str = Field(description="What was read: achievement, clr, endorsement, presentation, bundle, ….")
    media_type: str = Field(description="The form it has.")
    carrier: str | None = Field(description="png, svg or pdf where it came out of a file.")
    pointer: str = Field(description="Where this record stands in the one around it; empty for the outermost.")
    at: str = Field(description="The time at which validity was judged.")
    proof_only: bool = Field(description="Whether only the proof was asked; always false here.")
    issuer: dict[str, str | None] = Field(
        description="Who signed, as far as the seal tells: id, proven_domain, key, cryptosuite, created; "
        "self_asserted_name is what the record says, and nobody has checked it."
    )
    given_documents: dict[str, str] = Field(description="SHA-256 of each context that the caller supplied, by URL.")
    recognition: RecognitionAnswer | None = Field(None, description="Who recognizes the issuer; no part of verified.")
    checks: list[CheckAnswer] = Field(
        description="Ten checks, always in the same order; presenter follows where a challenge is given."
    )


_PROBLEM = {
    "application/problem+json": {
        "schema": {
            "type": "object",
            "required": ["type", "title", "status", "detail", "code"],
            "properties": {
                "type": {"type": "string"},
                "title": {"type": "string"},
                "status": {"type": "integer"},
                "detail": {"type": "string"},
                "code": {"type": "string"},
                "mender": {"type": "string"},
                "pointer": {"type": "string"},
                "next_step": {"type": "string"},
            },
        }
    }
}
FAULTS: dict[str, Any] = {
    "responses": {
        "400": {"description": "The request cannot be read.", "content": _PROBLEM},
        "413": {"description": "More was sent than is read here.", "content": _PROBLEM},
        "429": {"description": "Too many requests; Retry-After says when to come again.", "content": _PROBLEM},
        "502": {"description": "The address of a record gave nothing.", "content": _PROBLEM},
        "503": {"description": "Too many files are being judged; Retry-After says when.", "content": _PROBLEM},
    }
}
_FORM = {
    "schema": {
        "type": "object",
        "required": ["file"],
        "properties": {"file": {"type": "string", "contentMediaType": "application/octet-stream"}},
    }
}
RECORD_OR_WRAPPER: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "description": "The record itself, in the form that its media type names; or an object or form that holds it.",
        "content": {
            "application/json": {
                "schema": {
                    "oneOf": [
                        {
                            "type": "object",
                            "required": ["record"],
                            "properties": {
                                "record": {"type": ["object", "string"]},
                                "challenge": {"type": "string", "minLength": 1},
                                "domain": {"type": "string", "minLength": 1},
                            },
                            "dependentRequired": {"domain": ["challenge"]},
                            "description": "A record as JSON, or a compact JWT or SD-JWT as text. With a challenge (and domain) "
                            "that its presenter was asked to sign, the report has the check presenter.",
                        },
                        {
                            "type": "object",
                            "required": ["url"],
                            "properties": {"url": {"type": "string", "format": "uri"}},
                            "description": "The https address of a record, or the link of a share of this installation.",
                        },
                    ]
                }
            },
            "multipart/form-data": _FORM,
            "application/vc": {"schema": {"type": "object"}},
            "application/vc+jwt": {"schema": {"type": "string"}},
            "application/vp+jwt": {"schema": {"type": "string"}},
            "application/dc+sd-jwt": {"schema": {"type": "string"}},
            "image/png": {"schema": {"type": "string", "contentMediaType": "image/png"}},
            "image/svg+xml": {"schema": {"type": "string"}},
            "application/pdf": {"schema": {"type": "string", "contentMediaType": "application/pdf"}},
        },
    },
    **FAULTS,
}
