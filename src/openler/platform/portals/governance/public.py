"""Where does anybody read a registry: as a page, as JSON at the same address, and as a file to keep?"""

from dataclasses import replace
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from openler.platform.base.acts import at_of
from openler.platform.organizations.access import open_to_all
from openler.platform.portals.governance.rows import lay_out
from openler.platform.portals.governance.views import MAX_ROWS
from openler.platform.recognition.queries import find_registry, list_registries, next_update_of, read_own
from openler.trust import write_registry


@require_safe
@open_to_all
def registries(request: HttpRequest) -> HttpResponse:
    """List the registries of this installation."""
    return render(request, "governance/registries.html", {"registries": list_registries()})


@require_safe
@open_to_all
def registry(request: HttpRequest, registry: UUID) -> HttpResponse:
    """Show a registry to people, and give it to programs that ask for JSON."""
    if request.get_preferred_type(["text/html", "application/json"]) == "application/json":
        response = registry_json(request, registry)
    else:
        response = _page(request, registry)
    patch_vary_headers(response, ["Accept"])
    return response


@require_safe
@open_to_all
def registry_file(request: HttpRequest, registry: UUID) -> HttpResponse:
    """Give the file that `openler credential verify --require-recognition` reads."""
    response = registry_json(request, registry)
    response.headers["Content-Disposition"] = f'attachment; filename="registry-{registry}.json"'
    return response


def registry_json(request: HttpRequest, registry_id: UUID) -> HttpResponse:
    """Write a whole registry, those entries included that ended."""
    at = at_of(request)
    found = replace(read_own(find_registry(registry_id), at=at), next_update=next_update_of(at))
    return JsonResponse(write_registry(found), json_dumps_params={"ensure_ascii": False, "indent": 1})


def _page(request: HttpRequest, registry_id: UUID) -> HttpResponse:
    at, query = at_of(request), request.GET.get("q", "").strip()
    found = find_registry(registry_id)
    rows = lay_out(read_own(found, at=at).entries, at, query)
    context = {
        "registry": found,
        "rows": rows[:MAX_ROWS],
        "row_count": len(rows),
        "recognized_count": sum(row.standing == "recognized" for row in rows),
        "query": query,
    }
    return render(request, "governance/public_registry.html", context)
