"""What happens to every request before and after its view: the time, limits, headers, faults told in words?

Spec: https://www.w3.org/TR/CSP3/ · https://www.rfc-editor.org/rfc/rfc9110#name-origin-and-server-confusion
"""

import logging
import time
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http.response import HttpResponseBase

from openler.foundation.errors import LerError
from openler.platform.base import acts, faults
from openler.platform.base.errors import BodyTooLarge

Handler = Callable[[HttpRequest], HttpResponseBase]

_log = logging.getLogger("openler.requests")

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; "
    "connect-src 'self'; worker-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
_HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    # Share links are capabilities: no other site learns from where its visitor came.
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": (
        "camera=(self), publickey-credentials-get=(self), publickey-credentials-create=(self), "
        "geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()"
    ),
    # For browsers older than frame-ancestors.
    "X-Frame-Options": "DENY",
}


class SecurityHeaders:
    """Put the headers that protect a reader on every answer; a view may set a stricter one of its own."""

    def __init__(self, get_response: Handler) -> None:
        self._get_response = get_response
        seconds = settings.SECURE_HSTS_SECONDS
        self._headers = _HEADERS | ({"Strict-Transport-Security": f"max-age={seconds}"} if seconds else {})

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, then add what the view did not set itself."""
        response = self._get_response(request)
        for name, value in self._headers.items():
            response.headers.setdefault(name, value)
        return response


class ActContext:
    """Take the time once and leave one line in the log, with the name of the route and never its address."""

    def __init__(self, get_response: Handler) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Set `request.at`, answer, write the line."""
        request.at = acts.now()  # type: ignore[attr-defined]
        started = time.perf_counter()
        response = self._get_response(request)
        if _log.isEnabledFor(logging.INFO):
            match = request.resolver_match
            _log.info(
                "request",
                extra={
                    "route": match.view_name if match else "none",
                    "method": request.method,
                    "status": response.status_code,
                    "milliseconds": round((time.perf_counter() - started) * 1000, 1),
                },
            )
        return response


class Faults:
    """Tell every fault in our own words: as a page to a person, as a problem (RFC 9457) to a program."""

    def __init__(self, get_response: Handler) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer; an answer that only says "method not allowed" gets its page."""
        response = self._get_response(request)
        if isinstance(response, HttpResponseNotAllowed):
            return faults.method_not_allowed(request, allowed=response.headers.get("Allow", ""))
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Turn an error that a view raised on purpose into its answer."""
        return faults.respond(request, exception) if isinstance(exception, LerError) else None


class BodyLimit:
    """Refuse a body by its announced length, before one byte of it is read."""

    def __init__(self, get_response: Handler) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, or say how much may be sent."""
        announced = request.META.get("CONTENT_LENGTH") or "0"
        limit = settings.OPENLER_MAX_BODY_BYTES
        if announced.isascii() and announced.isdigit() and int(announced[:18]) <= limit:
            return self._get_response(request)
        error = BodyTooLarge(f"More than {limit // 1024 // 1024} MiB was sent at once; that much is not read here.")
        return faults.respond(request, error)


class OwnOrigin:
    """Say a form's origin where the browser hides it: our Referrer-Policy makes `Origin` null in our own forms too.

    `Sec-Fetch-Site: same-origin` is set by the browser and by no page, so it may stand in for the hidden origin.
    Spec: https://fetch.spec.whatwg.org/#append-a-request-origin-header
    """

    def __init__(self, get_response: Handler) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, with the origin restored where the browser vouches for it."""
        hidden = request.META.get("HTTP_ORIGIN") == "null"
        if hidden and request.META.get("HTTP_SEC_FETCH_SITE") == "same-origin":
            request.META["HTTP_ORIGIN"] = f"{request.scheme}://{request.get_host()}"
        return self._get_response(request)
