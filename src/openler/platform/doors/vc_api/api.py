"""The VC API over HTTP: the addresses that W3C's conformance suites and VCALM tools call.

Spec: https://w3c.github.io/vcalm/ ; OpenAPI 3.1 at ``/vc-api/openapi.json``.
"""

import json
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.cache import add_never_cache_headers
from ninja import NinjaAPI

from openler.foundation.errors import LerError, MalformedInput, Undecided
from openler.foundation.json_types import JsonObject
from openler.foundation.problems import Problem
from openler.platform.base.acts import at_of
from openler.platform.base.errors import UnknownMember
from openler.platform.base.faults import problem_response, respond, status_of
from openler.platform.doors.vc_api import descriptions
from openler.platform.doors.vc_api.access import admit, visit
from openler.platform.doors.vc_api.answers import tell_check, tell_refusal
from openler.platform.doors.vc_api.errors import BadVcApiRequest, WrongKind
from openler.platform.doors.vc_api.models import MAX_CREDENTIAL_ID, Instance
from openler.platform.doors.vc_api.requests import (
    members_of,
    object_in,
    options_of,
    pointers_in,
    read_body,
    read_check,
    text_in,
)
from openler.platform.doors.vc_api.services import derive_credential, issue_credential, present
from openler.platform.doors.vc_api.status_lists import find_signed, set_status
from openler.platform.verifying.services import verify_on_conditions

# A verifier may keep a list as long as the list itself says.
_LIST_AGE_SECONDS = 300
# What is checked as a record and what as a presentation, by the kind that the engine found.
_NO_RECORDS = ("presentation", "bundle", "openbadges2", "openbadges2_address", "sd_jwt_vc")
_ENTRY_TYPES = ("BitstringStatusListEntry", "BitstringStatusList")

# Where the door stands, with and without the slash at the end that no call has.
ROOT = "/vc-api/"


class _Door(NinjaAPI):
    """An API whose root is no address of its own: nothing leads to it by a redirect."""

    def get_root_path(self, path_params: Any) -> str:
        return ROOT


api = _Door(
    title="OpenLER VC API",
    version="0.9",
    description="Issue, verify, derive and present as the W3C's VC API (VCALM) has it. Of what is checked nothing is kept.",
    docs_url=None,
    openapi_url="/openapi.json",
    urls_namespace="vc-api",
)


@api.post("/instances/{slug:slug}/credentials/issue", openapi_extra=descriptions.ISSUE, tags=["issuer"])
def issue(request: HttpRequest, slug: str) -> HttpResponse:
    """Sign a credential with the instance's key; a missing issuer is filled in, another one refused."""
    instance, act = admit(request, slug, scope="vc-api:issue", roles=("issuer",))
    body = members_of(read_body(request), "credential", "options")
    options = options_of(body, "mandatoryPointers", "credentialId")
    signed = issue_credential(
        act,
        instance,
        object_in(body, "credential"),
        mandatory=pointers_in(options, "mandatoryPointers"),
        credential_id=text_in(options, "credentialId", most=MAX_CREDENTIAL_ID),
    )
    return _made(instance, "verifiableCredential", signed)


@api.post("/instances/{slug:slug}/credentials/derive", openapi_extra=descriptions.DERIVE, tags=["holder"])
def derive(request: HttpRequest, slug: str) -> HttpResponse:
    """Give the part of a credential that is to be shown, with a proof of its own (ecdsa-sd-2023)."""
    instance, act = admit(request, slug, scope="vc-api:derive", roles=("issuer",))
    body = members_of(read_body(request), "verifiableCredential", "options")
    pointers = pointers_in(options_of(body, "selectivePointers"), "selectivePointers")
    if pointers is None:
        raise BadVcApiRequest("The options name nothing that is to be shown.", pointer="/options/selectivePointers")
    part = derive_credential(act, instance, object_in(body, "verifiableCredential"), selective=pointers)
    return _made(instance, "verifiableCredential", part)


@api.post("/instances/{slug:slug}/presentations", openapi_extra=descriptions.PRESENT, tags=["holder"])
def create_presentation(request: HttpRequest, slug: str) -> HttpResponse:
    """Sign a presentation with the instance's key as its holder."""
    instance, act = admit(request, slug, scope="vc-api:present", roles=("issuer",))
    body = members_of(read_body(request), "presentation", "options")
    options = options_of(body, "challenge", "domain")
    signed = present(
        act,
        instance,
        object_in(body, "presentation"),
        challenge=text_in(options, "challenge"),
        domain=text_in(options, "domain"),
    )
    return _made(instance, "verifiablePresentation", signed)


@api.post("/instances/{slug:slug}/credentials/status", openapi_extra=descriptions.STATUS, tags=["issuer"])
def update_status(request: HttpRequest, slug: str) -> HttpResponse:
    """Set or clear the status of a record that the instance issued with a status entry."""
    instance, act = admit(request, slug, scope="vc-api:status", roles=("issuer",))
    body = members_of(read_body(request), "credentialId", "credentialStatus", "status", "indexAllocator")
    entry = dict(object_in(body, "credentialStatus"))
    unknown = set(entry) - {"id", "type", "statusPurpose", "statusListIndex", "statusListCredential"}
    if unknown:
        raise UnknownMember(f"The status entry sets what it may not set: {min(unknown)[:200]}.")
    type_, purpose = entry.pop("type", None), entry.pop("statusPurpose", None)
    if type_ not in _ENTRY_TYPES or not isinstance(purpose, str):
        raise BadVcApiRequest(f"The status entry is no {_ENTRY_TYPES[0]} with a purpose.", pointer="/credentialStatus")
    status, name = body.get("status"), body["credentialId"]
    if not isinstance(status, bool) or not isinstance(name, str) or not name.isprintable():
        raise BadVcApiRequest(
            "The status is neither true nor false, or the credentialId is no text.", pointer="/status"
        )
    set_status(act, instance, name, purpose=purpose, status=status, entry=entry)
    return _answer({"credentialId": name, "statusPurpose": purpose, "status": status}, 200)


@api.get(
    "/instances/{slug:slug}/status-lists/{list_id}/{purpose}", openapi_extra=descriptions.STATUS_LIST, tags=["issuer"]
)
def status_list(request: HttpRequest, slug: str, list_id: UUID, purpose: str) -> HttpResponse:
    """Give a signed status list."""
    answer = HttpResponse(find_signed(slug, list_id, purpose), content_type="application/vc")
    answer["Cache-Control"] = f"public, max-age={_LIST_AGE_SECONDS}"
    answer["Access-Control-Allow-Origin"] = "*"
    answer["Cross-Origin-Resource-Policy"] = "cross-origin"
    return answer


@api.post("/instances/{slug:slug}/credentials/verify", openapi_extra=descriptions.VERIFY, tags=["verifier"])
def verify_credential_at(request: HttpRequest, slug: str) -> HttpResponse:
    """Check a credential; the answer has the shape that the instance is set to."""
    return _verify(request, slug, "verifiableCredential")


@api.post("/credentials/verify", openapi_extra=descriptions.VERIFY, tags=["verifier"])
def verify_credential(request: HttpRequest) -> HttpResponse:
    """Check a credential."""
    return _verify(request, "", "verifiableCredential")


@api.post(
    "/instances/{slug:slug}/presentations/verify", openapi_extra=descriptions.VERIFY_PRESENTATION, tags=["verifier"]
)
def verify_presentation_at(request: HttpRequest, slug: str) -> HttpResponse:
    """Check a presentation and each credential in it; the answer has the shape that the instance is set to."""
    return _verify(request, slug, "verifiablePresentation")


@api.post("/presentations/verify", openapi_extra=descriptions.VERIFY_PRESENTATION, tags=["verifier"])
def verify_presentation(request: HttpRequest) -> HttpResponse:
    """Check a presentation and each credential in it."""
    return _verify(request, "", "verifiablePresentation")


def _verify(request: HttpRequest, slug: str, member: str) -> HttpResponse:
    instance = visit(request, slug)
    is_presentation = member == "verifiablePresentation"
    try:
        body = read_body(request)
        asked = read_check(body, member, unsigned="presentation" if is_presentation else "")
        name = member if member in body else "presentation"
        data = asked.given if isinstance(asked.given, str) else json.dumps(asked.given)
        report = verify_on_conditions(data.encode(), at=at_of(request), conditions=asked.conditions)
        if report["kind"] != "unreadable" and (report["kind"] == "presentation") != is_presentation:
            raise WrongKind(f"What was sent as {name} is of the kind {report['kind']}.", pointer=f"/{name}")
        if report["kind"] in _NO_RECORDS and not is_presentation:
            raise WrongKind("What was sent is no verifiable credential.", pointer=f"/{name}")
        if is_presentation and name == member and _is_unsigned(asked.given):
            raise BadVcApiRequest("The presentation has no proof.", pointer=f"/{name}/proof")
    except (MalformedInput, UnknownMember) as error:
        return _answer(tell_refusal(error), status_of(error))
    answer = tell_check(report, asked, name)
    good = bool(answer["verified"])
    return _answer(answer, 200 if good else instance.failure_status if instance is not None else 400)


def _is_unsigned(given: JsonObject | str) -> bool:
    return isinstance(given, dict) and "proof" not in given and not str(given.get("id", "")).startswith("data:")


def _made(instance: Instance, name: str, signed: JsonObject) -> HttpResponse:
    return _answer({name: signed} if instance.is_wrapped else signed, 201)


def _answer(body: JsonObject, status: int) -> HttpResponse:
    answer = JsonResponse(body, status=status, json_dumps_params={"ensure_ascii": False})
    add_never_cache_headers(answer)
    return answer


@api.exception_handler(LerError)
def _tell(request: HttpRequest, error: LerError) -> HttpResponse:
    if isinstance(error, Undecided):
        # What is sent to be signed must be decidable by itself: an unknown context is a fault of the request.
        return problem_response(Problem.from_error(error), status=400)
    problems = getattr(error, "problems", None)
    if not isinstance(problems, tuple):
        return respond(request, error)
    told: list[Any] = [problem.to_json() for problem in problems]
    return problem_response(Problem.from_error(error), status=status_of(error), problemDetails=told)
