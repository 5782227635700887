"""Where does anybody read frameworks and their terms: as pages, and as JSON at the same address?"""

from collections.abc import Iterable
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from openler.foundation.json_types import JsonObject
from openler.platform.frameworks import queries
from openler.platform.frameworks.models import Framework, FrameworkItem
from openler.platform.organizations.access import open_to_all
from openler.platform.portals.data_standards_bodies.documents import write_associations, write_framework, write_item

# A page of a list; a reader who wants more searches.
ITEMS_A_PAGE = 100
# Of one search, as many as are read.
MAX_HITS = 30
# Of the terms beside one, as many as are looked over; the rest is one step up.
MAX_BESIDE = 12
# Longest search; longer than any label.
MAX_SEARCH = 300
# The main way that these pages belong to.
_WAY = "frameworks"


@require_safe
@open_to_all
def frameworks(request: HttpRequest) -> HttpResponse:
    """List the frameworks, and search all of them."""
    query = _query(request)
    found, hits = queries.list_frameworks(), _hits(query, None)
    if _wants_json(request):
        told: JsonObject = {"CFDocuments": [write_framework(one) for one in found]}
        return _json(told | ({"CFItems": [write_item(one) for one in hits]} if query else {}))
    context = {"nav_current": _WAY, "frameworks": found, "query": query, "hits": hits, "is_cut": len(hits) == MAX_HITS}
    return _vary(render(request, "data_standards_bodies/frameworks.html", context))


@require_safe
@open_to_all
def framework(request: HttpRequest, framework: UUID) -> HttpResponse:
    """Show a framework from its top, and search it; a program gets all terms, page by page."""
    found, query = queries.find_framework(framework), _query(request)
    if _wants_json(request):
        page = _page(request, found.items.select_related("framework").order_by("position"))
        told = {"CFDocument": write_framework(found), "CFItems": [write_item(one) for one in page]}
        following = {"next": f"{found.uri}?format=json&page={page.next_page_number()}"} if page.has_next() else {}
        return _json(told | following)
    hits = _hits(query, found)
    context = {
        "nav_current": _WAY,
        "framework": found,
        "page": _page(request, queries.top_items(found)),
        "query": query,
        "hits": hits,
        "is_cut": len(hits) == MAX_HITS,
    }
    return _vary(render(request, "data_standards_bodies/framework.html", context))


@require_safe
@open_to_all
def item(request: HttpRequest, item: UUID) -> HttpResponse:
    """Show one term: what it says, its address, what stands above, under and beside it."""
    found = queries.get_item(item)
    parents, relations = queries.parents_of(found), queries.relations_of(found)
    children = queries.children_of(found)
    if _wants_json(request):
        associations = write_associations(found, parents, children.select_related("framework"), relations)
        return _json(write_item(found) | {"CFAssociations": associations})
    around = queries.children_of(parents[0]) if parents else FrameworkItem.objects.none()
    context = {
        "item": found,
        "nav_current": _WAY,
        "framework": found.framework,
        "parents": parents,
        "page": _page(request, children),
        "relations": relations,
        "around": list(around.exclude(pk=found.pk)[:MAX_BESIDE]),
    }
    return _vary(render(request, "data_standards_bodies/item.html", context))


def _query(request: HttpRequest) -> str:
    return request.GET.get("q", "").strip()[:MAX_SEARCH]


def _hits(query: str, framework: Framework | None) -> list[FrameworkItem]:
    return queries.search_items(query, framework, MAX_HITS) if query else []


def _page(request: HttpRequest, items: Iterable[FrameworkItem]) -> Page[FrameworkItem]:
    return Paginator(items, ITEMS_A_PAGE).get_page(request.GET.get("page"))  # type: ignore[arg-type]


def _wants_json(request: HttpRequest) -> bool:
    return request.get_preferred_type(["text/html", "application/json"]) == "application/json" or (
        request.GET.get("format") == "json"
    )


def _json(told: JsonObject) -> HttpResponse:
    response = JsonResponse(told, json_dumps_params={"ensure_ascii": False, "indent": 1})
    # Public data, which other sites' programs may read.
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return _vary(response)


def _vary(response: HttpResponse) -> HttpResponse:
    patch_vary_headers(response, ["Accept"])
    return response
