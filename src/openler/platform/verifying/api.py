"""Our own HTTP API for checking records: the same words as the command line and the page.

Spec: OpenAPI 3.1 at ``/api/v1/openapi.json``; faults are RFC 9457 problems.
"""

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.cache import add_never_cache_headers
from ninja import File, NinjaAPI
from ninja.errors import ValidationError
from ninja.files import UploadedFile

from openler.foundation.errors import LerError, MalformedInput
from openler.foundation.strict_json import parse_json_object
from openler.platform.achievements.api import router as achievements_router
from openler.platform.base.acts import act_of, at_of, visitor_of
from openler.platform.base.errors import UnknownMember
from openler.platform.base.faults import respond
from openler.platform.base.rate_limits import count_request
from openler.platform.frameworks.api import router as frameworks_router
from openler.platform.issuing.api import router as issuing_router
from openler.platform.issuing.mending_api import router as mending_router
from openler.platform.recognition.api import router as recognition_router
from openler.platform.verifying.schemas import FAULTS, RECORD_OR_WRAPPER, ReportAnswer
from openler.platform.verifying.services import Verification, verify_file, verify_url
from openler.platform.verifying.shares import share_token_in, verify_share

# One visitor may check a class of badges a minute; more comes from programs that can run the command line.
CHECKS_PER_MINUTE = 120
_WINDOW_SECONDS = 60


class _ForgettingApi(NinjaAPI):
    """An API whose answers no cache keeps: they say what a record says."""

    def create_response(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = super().create_response(request, *args, **kwargs)
        if request.method != "GET":
            add_never_cache_headers(response)
        return response


api = _ForgettingApi(
    title="OpenLER",
    version="1",
    description="Check, issue and change records by program. Nothing of a checked record is kept longer than the answer.",
    docs_url=None,
    openapi_url="/openapi.json",
    urls_namespace="api",
)


api.add_router("", frameworks_router)
api.add_router("", achievements_router)
api.add_router("", issuing_router)
api.add_router("", mending_router)
api.add_router("", recognition_router)


class BadRequestBody(MalformedInput):
    """The body of a request is not what the API takes."""

    code = "bad_request_body"
    default_advice = "See the description of the API at /api/v1/openapi.json."


@api.post("/verifications", response=ReportAnswer, openapi_extra=RECORD_OR_WRAPPER, exclude_unset=True, by_alias=True)
def create_verification(request: HttpRequest) -> HttpResponse | dict[str, Any]:
    """Check a record and answer with its report; a bad record is an answer, not a fault."""
    count_visitor(request)
    return _verified(request).report


@api.post("/verifications/files", response=ReportAnswer, openapi_extra=FAULTS, exclude_unset=True)
def create_file_verification(request: HttpRequest, file: File[UploadedFile]) -> dict[str, Any]:
    """Check a file sent as a form: JSON, JWT, PNG, SVG or PDF."""
    count_visitor(request)
    return verify_file(file.read(), at=at_of(request)).report


def count_visitor(request: HttpRequest) -> None:
    """Count a check of this visitor.

    Raises:
        TooManyRequests: more than ``CHECKS_PER_MINUTE``.
    """
    count_request(
        "verify", visitor_of(request), at=at_of(request), limit=CHECKS_PER_MINUTE, window_seconds=_WINDOW_SECONDS
    )


def _verified(request: HttpRequest) -> Verification:
    at = at_of(request)
    if request.content_type == "multipart/form-data":
        files = request.FILES.getlist("file")
        if len(files) != 1:
            raise BadRequestBody("The form holds no part named 'file', or several.")
        return verify_file(files[0].read(), at=at)
    if request.content_type != "application/json":
        if not request.body:
            raise BadRequestBody("The request has no body.")
        return verify_file(request.body, at=at)
    body = parse_json_object(request.body)
    if set(body) == {"url"} and isinstance(body["url"], str):
        token = share_token_in(body["url"])
        if token is not None:
            return verify_share(act_of(request), token, visitor=visitor_of(request)).verification
        return verify_url(body["url"], at=at)
    asked: dict[str, str] = {name: body.pop(name) for name in ("challenge", "domain") if name in body}
    if set(body) != {"record"} or not isinstance(body["record"], (dict, str)):
        raise BadRequestBody("The body is neither {record} nor {url}.", pointer="")
    if not all(isinstance(text, str) and text for text in asked.values()) or set(asked) == {"domain"}:
        raise BadRequestBody("The challenge is no text, or a domain stands without one.", pointer="/challenge")
    data = body["record"] if isinstance(body["record"], str) else json.dumps(body["record"])
    return verify_file(data.encode(), at=at, asked=asked or None)


@api.exception_handler(LerError)
def _tell(request: HttpRequest, error: LerError) -> HttpResponse:
    return respond(request, error)


@api.exception_handler(ValidationError)
def _tell_invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    place = ".".join(str(step) for step in error.errors[0].get("loc", ())) if error.errors else ""
    if any(one.get("type") == "extra_forbidden" for one in error.errors):
        return respond(request, UnknownMember(f"The request sets what it may not set: {place[:200]}."))
    return respond(request, BadRequestBody(f"The request lacks what it needs, or it is not of that form: {place}."))
