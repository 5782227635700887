"""What is served under a host that is an organization's own? Its keys, and nothing else of this platform."""

from collections.abc import Callable

from django.http import HttpRequest, JsonResponse
from django.http.response import HttpResponseBase

from openler.platform.organizations.own_host import PATH, document_at

_KEYS_AGE_SECONDS = 300


class OwnHosts:
    """Answer for the keys at hosts that lead here; whatever else is asked there is another host to the platform."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, or pass on."""
        if request.path == PATH and request.method in ("GET", "HEAD"):
            # Read bare: a host that the platform does not know is looked up here, and refused by whoever comes next.
            found = document_at(request.META.get("HTTP_HOST", "").partition(":")[0])
            if found is not None:
                answer = JsonResponse(found, content_type="application/did+json")
                answer["Cache-Control"] = f"public, max-age={_KEYS_AGE_SECONDS}"
                answer["Access-Control-Allow-Origin"] = "*"
                answer["Cross-Origin-Resource-Policy"] = "cross-origin"
                return answer
        return self._get_response(request)
