"""How is a fault told over HTTP? The one bridge from errors to status codes, problems and pages.

Spec: https://www.rfc-editor.org/rfc/rfc9457
"""

import logging
import secrets
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from openler.foundation import errors
from openler.foundation.errors import LerError
from openler.foundation.problems import Problem
from openler.platform.base.errors import (
    BodyTooLarge,
    ForeignForm,
    MethodNotAllowed,
    NotAuthenticated,
    TooBusy,
    TooManyRequests,
    UnknownMember,
)

_log = logging.getLogger("openler.faults")

STATUS_OF_ERROR: dict[type[LerError], int] = {
    errors.MalformedInput: 400,
    errors.InvalidProof: 422,
    errors.NotAccepted: 422,
    errors.Undecided: 502,
    errors.ProtocolError: 400,
    errors.NotPermitted: 403,
    errors.NotFound: 404,
    errors.Conflict: 409,
    errors.Misuse: 400,
    TooManyRequests: 429,
    TooBusy: 503,
    BodyTooLarge: 413,
    MethodNotAllowed: 405,
    ForeignForm: 403,
    NotAuthenticated: 401,
    UnknownMember: 422,
}
# What programs call; people open everything else.
_PROGRAMS = ("/api/", "/vc-api/")
# Read aloud on a telephone: no letter that sounds or looks like another.
_REFERENCE_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
_REFERENCE_GROUP = 4


def status_of(error: LerError) -> int:
    """Give the HTTP status of an error: of its kind, or the kind above it; 500 for what only the operator can mend."""
    return next((STATUS_OF_ERROR[kind] for kind in type(error).__mro__ if kind in STATUS_OF_ERROR), 500)


def respond(request: HttpRequest, error: LerError) -> HttpResponse:
    """Tell an error: a problem to programs, a page to people."""
    response = _tell(request, status_of(error), Problem.from_error(error))
    if isinstance(error, (TooManyRequests, TooBusy)):
        response.headers["Retry-After"] = str(error.retry_after_seconds)
    if isinstance(error, NotAuthenticated):
        # RFC 9110, 11.6.1: whoever refuses says by which scheme one may try.
        response.headers["WWW-Authenticate"] = "Bearer"
    return response


def problem_response(problem: Problem, *, status: int, **members: Any) -> JsonResponse:
    """Give a problem as `application/problem+json`, with further members where a fault has them."""
    body = problem.to_json() | {"status": status} | members
    return JsonResponse(body, status=status, content_type="application/problem+json")


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer a request that cannot be read."""
    if isinstance(exception, RequestDataTooBig):
        return respond(request, BodyTooLarge(_("More was sent at once than is read here.")))
    detail = _("The request is not one that this installation can read.")
    return _tell(request, 400, _problem("bad_request", _("This request cannot be read"), detail))


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer a request that nobody of this right may make."""
    return _tell(request, 403, _problem("not_permitted", _("You may not do this"), _("This needs a right you lack.")))


def form_refused(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form whose token is missing or old."""
    detail = _("The form was too old, or came from another site.")
    step = _("Open the page again and send the form once more.")
    return _tell(request, 403, _problem("form_refused", _("This form was not taken"), detail, step))


def missing(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer for an address where nothing is."""
    detail = _("The address may have been cut short in a mail, or never was.")
    return _tell(request, 404, _problem("not_found", _("There is nothing at this address"), detail))


def method_not_allowed(request: HttpRequest, *, allowed: str) -> HttpResponse:
    """Answer a method that an address does not offer."""
    response = respond(request, MethodNotAllowed(_("This address cannot be used in this way.")))
    response.headers["Allow"] = allowed
    return response


def broken(request: HttpRequest) -> HttpResponse:
    """Answer for a fault of ours, with a reference that stands in the log as well."""
    reference = _new_reference()
    _log.error("fault", exc_info=True, extra={"reference": reference, "method": request.method})
    detail = _("What you did was not lost by you: the fault is ours, and it is written down.")
    step = _("Try again in a moment. If it stays, tell whoever runs this installation the reference.")
    problem = _problem("fault", _("Something broke on our side"), detail, step, mender="operator")
    return _tell(request, 500, problem, reference=reference)


def _problem(code: str, title: str, detail: str, next_step: str = "", *, mender: str = "sender") -> Problem:
    return Problem(code=code, title=title, detail=detail, next_step=next_step, mender=mender)


def _tell(request: HttpRequest, status: int, problem: Problem, *, reference: str = "") -> HttpResponse:
    if request.path.startswith(_PROGRAMS):
        return problem_response(problem, status=status, **({"reference": reference} if reference else {}))
    context = {"status": status, "problem": problem, "title": _titles().get(status, problem.title)}
    return render(request, "base/fault.html", context | {"reference": reference}, status=status)


def _titles() -> dict[int, str]:
    return {
        400: _("This request cannot be read"),
        403: _("You may not do this"),
        404: _("There is nothing at this address"),
        405: _("This page works in another way"),
        409: _("Somebody changed this in the meantime"),
        413: _("That is too much at once"),
        429: _("Too many tries"),
        500: _("Something broke on our side"),
        503: _("Too much is going on right now"),
    }


def _new_reference() -> str:
    letters = [secrets.choice(_REFERENCE_LETTERS) for _position in range(2 * _REFERENCE_GROUP)]
    return "".join(letters[:_REFERENCE_GROUP]) + "-" + "".join(letters[_REFERENCE_GROUP:])
