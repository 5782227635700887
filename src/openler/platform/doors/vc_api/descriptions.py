"""How is this door described to programs? The words of its OpenAPI document.

Spec: https://spec.openapis.org/oas/v3.1.0.html , https://www.rfc-editor.org/rfc/rfc9457
"""

from typing import Any

_TEXT: dict[str, Any] = {"type": "string", "minLength": 1}
_OBJECT: dict[str, Any] = {"type": "object"}
_POINTERS: dict[str, Any] = {"type": "array", "items": {"type": "string"}}
_FLAG: dict[str, Any] = {"type": "boolean"}


def _object(needed: list[str], **properties: Any) -> dict[str, Any]:
    return {"type": "object", "required": needed, "properties": properties, "additionalProperties": False}


def _json(schema: dict[str, Any]) -> dict[str, Any]:
    return {"application/json": {"schema": schema}}


_PROBLEM = {
    "type": "object",
    "required": ["type", "title", "detail"],
    "properties": {name: {"type": "string"} for name in ("type", "title", "detail", "code", "pointer", "next_step")},
}
_FAULT = {"application/problem+json": {"schema": _PROBLEM}}
_FAULTS: dict[str, Any] = {
    "404": {"description": "There is no such instance, or this door is closed.", "content": _FAULT},
    "413": {"description": "More was sent than is read here.", "content": _FAULT},
    "429": {"description": "Too many requests; Retry-After says when to come again.", "content": _FAULT},
}
_ACT_FAULTS: dict[str, Any] = {
    "400": {"description": "It cannot be signed; nothing was. The problem names every reason.", "content": _FAULT},
    "401": {"description": "The token is missing or not valid.", "content": _FAULT},
    "403": {
        "description": "The token has another scope, or an open instance was asked from elsewhere.",
        "content": _FAULT,
    },
    "409": {"description": "It was done already, or cannot be taken back.", "content": _FAULT},
    "422": {"description": "The request sets what it may not set.", "content": _FAULT},
    **_FAULTS,
}
_BEARER = [{"Bearer": list[str]()}]
_VERIFY_OPTIONS = {
    "checks": {"type": "array", "items": {"type": "string"}, "description": '["proof"] asks the proof alone.'},
    "domain": _TEXT,
    "challenge": _TEXT,
    "expectedProofPurpose": _TEXT,
    "returnResults": _FLAG,
    "returnProblemDetails": _FLAG,
}
_RESULT = {
    "type": "object",
    "required": ["verified", "checks", "warnings"],
    "properties": {
        "verified": _FLAG,
        "checks": {"type": "array", "items": {"type": "string"}},
        "errors": {"type": "array", "items": {"type": "string"}, "description": "Only where it is not verified."},
        "warnings": {"type": "array", "items": _PROBLEM},
        "problemDetails": {"type": "array", "items": _PROBLEM},
        "results": _OBJECT,
        "credential": {"type": ["object", "string"]},
        "verifiablePresentation": {"type": ["object", "string"]},
    },
}
_ANSWERS: dict[str, Any] = {
    "200": {
        "description": "It holds; or it does not, where the instance is set to say so by 200.",
        "content": _json(_RESULT),
    },
    "400": {"description": "It does not hold, cannot be decided on, or cannot be read.", "content": _json(_RESULT)},
    "422": {"description": "The request sets what it may not set.", "content": _json(_RESULT)},
    **_FAULTS,
    "503": {"description": "Too many records are being judged; Retry-After says when.", "content": _FAULT},
}


def _act(schema: dict[str, Any], status: str, description: str) -> dict[str, Any]:
    return {
        "security": _BEARER,
        "requestBody": {"required": True, "content": _json(schema)},
        "responses": {status: {"description": description, "content": _json(_OBJECT)}, **_ACT_FAULTS},
    }


def _check(*schemas: dict[str, Any]) -> dict[str, Any]:
    schema = schemas[0] if len(schemas) == 1 else {"oneOf": list(schemas)}
    return {"requestBody": {"required": True, "content": _json(schema)}, "responses": _ANSWERS}


_RECORD: dict[str, Any] = {"type": ["object", "string"], "description": "An object, an envelope, or a compact token."}
_PRESENTATION_OPTIONS = _object([], **_VERIFY_OPTIONS, returnPresentation=_FLAG)
ISSUE = _act(
    _object(["credential"], credential=_OBJECT, options=_object([], mandatoryPointers=_POINTERS, credentialId=_TEXT)),
    "201",
    "The signed credential, or {verifiableCredential} where the instance is set so.",
)
DERIVE = _act(
    _object(
        ["verifiableCredential"],
        verifiableCredential=_OBJECT,
        options=_object(["selectivePointers"], selectivePointers=_POINTERS),
    ),
    "201",
    "The derived credential, or {verifiableCredential} where the instance is set so.",
)
PRESENT = _act(
    _object(["presentation"], presentation=_OBJECT, options=_object([], challenge=_TEXT, domain=_TEXT)),
    "201",
    "The signed presentation, or {verifiablePresentation} where the instance is set so.",
)
STATUS = _act(
    _object(
        ["credentialId", "credentialStatus", "status"],
        credentialId=_TEXT,
        credentialStatus=_object(
            ["type", "statusPurpose"],
            id=_TEXT,
            type=_TEXT,
            statusPurpose=_TEXT,
            statusListIndex=_TEXT,
            statusListCredential=_TEXT,
        ),
        status=_FLAG,
        indexAllocator=_TEXT,
    ),
    "200",
    "The status is as asked.",
)
STATUS_LIST: dict[str, Any] = {
    "responses": {
        "200": {"description": "The signed list.", "content": {"application/vc": {"schema": _OBJECT}}},
        "404": _FAULTS["404"],
    }
}
VERIFY = _check(
    _object(
        ["verifiableCredential"],
        verifiableCredential=_RECORD,
        options=_object([], **_VERIFY_OPTIONS, returnCredential=_FLAG),
    )
)
VERIFY_PRESENTATION = _check(
    _object(["verifiablePresentation"], verifiablePresentation=_RECORD, options=_PRESENTATION_OPTIONS),
    _object(["presentation"], presentation=_OBJECT, options=_PRESENTATION_OPTIONS),
)
