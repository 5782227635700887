"""What does this installation serve to verifiers, without asking who they are? Signed status lists."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from openler.platform.issuing.status_lists import find_signed
from openler.platform.organizations.access import open_to_all

# Shorter than the list's own time to live, so that a revocation is seen everywhere within minutes.
_MAX_AGE_SECONDS = 300


@open_to_all
@require_safe
def status_list(request: HttpRequest, list_id: UUID, purpose: str) -> HttpResponse:
    """Give a signed status list; nothing tells which record is asked about."""
    response = HttpResponse(find_signed(list_id, purpose), content_type="application/vc+json")
    response.headers["Cache-Control"] = f"public, max-age={_MAX_AGE_SECONDS}"
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response
