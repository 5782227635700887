"""What does the world find under the addresses that records name? Achievements, their pictures, issuers, their keys.

Spec: https://purl.imsglobal.org/spec/ob/v3p0 · https://w3c-ccg.github.io/did-method-web/
"""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from openler.platform.achievements.errors import NoSuchAchievement
from openler.platform.achievements.models import Picture
from openler.platform.achievements.queries import achievement_json, find_picture, find_published, published_of
from openler.platform.achievements.terms import ACHIEVEMENT_TYPES
from openler.platform.keystore.services import keys_of
from openler.platform.organizations.access import open_to_all
from openler.platform.organizations.errors import NoSuchOrganization
from openler.platform.organizations.identity import did_document_of, did_of, profile_url_of
from openler.platform.organizations.models import Organization

_CONTEXTS = ("https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json")
# Drawn anew for every version, so a picture never changes under its address.
_PICTURE_AGE_SECONDS = 31_536_000
_KEYS_AGE_SECONDS = 300
_JSON = ("application/ld+json", "application/json")


@open_to_all
@require_safe
def achievement(request: HttpRequest, version_id: UUID) -> HttpResponse:
    """Show a published version: a page to people, Open Badges 3.0 JSON-LD to programs."""
    version = find_published(version_id)
    if _wants_json(request):
        return _json({"@context": list(_CONTEXTS), **achievement_json(version)}, "application/ld+json")
    organization = version.achievement.organization
    context = {
        "version": version,
        "issuer": organization,
        "kind": ACHIEVEMENT_TYPES.get(version.achievement_type, version.achievement_type),
        "profile": f"/o/{organization.slug}/profile/",
        "picture": f"/achievements/{version.pk}/picture" if version.picture_id else "",
    }
    return _varied(render(request, "credentialing_organizations/achievement.html", context))


@open_to_all
@require_safe
def picture(request: HttpRequest, version_id: UUID) -> HttpResponse:
    """Give the picture of a version, under a policy in which nothing runs and nothing is fetched."""
    found = find_picture(version_id)
    if found is None:
        raise NoSuchAchievement(_("There is no picture here."))
    return picture_response(found)


def picture_response(found: Picture) -> HttpResponse:
    """Give a picture under a policy in which nothing runs and nothing is fetched."""
    response = HttpResponse(bytes(found.content), content_type=found.media_type)
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'; style-src 'unsafe-inline'"
    response.headers["Cache-Control"] = f"public, max-age={_PICTURE_AGE_SECONDS}, immutable"
    return response


@open_to_all
@require_safe
def profile(request: HttpRequest, slug: str) -> HttpResponse:
    """Show who an issuer is: what was proven stands above what it says of itself."""
    organization = _find(slug)
    if _wants_json(request):
        document = {
            "@context": list(_CONTEXTS),
            "id": did_of(organization),
            "type": ["Profile"],
            "name": organization.name,
            "url": profile_url_of(organization),
        }
        return _json(document, "application/ld+json")
    context = {
        "issuer": organization,
        "did": did_of(organization),
        "keys": keys_of(organization.pk),
        "versions": published_of(organization),
    }
    return _varied(render(request, "credentialing_organizations/profile.html", context))


@open_to_all
@require_safe
def did_document(request: HttpRequest, slug: str) -> HttpResponse:
    """Give the DID document of an issuer; without a key there is none."""
    organization = _find(slug)
    if not keys_of(organization.pk):
        raise NoSuchOrganization(_("No keys are published at this address."))
    response = _json(did_document_of(organization), "application/did+json")
    response.headers["Cache-Control"] = f"public, max-age={_KEYS_AGE_SECONDS}"
    return response


def _find(slug: str) -> Organization:
    found = Organization.objects.filter(slug=slug).first()
    if found is None:
        raise NoSuchOrganization(_("There is no such organization."))
    return found


def _wants_json(request: HttpRequest) -> bool:
    if request.GET.get("format") == "json":
        return True
    return request.get_preferred_type(["text/html", *_JSON]) in _JSON


def _json(document: object, media_type: str) -> HttpResponse:
    response = JsonResponse(document, content_type=media_type, json_dumps_params={"ensure_ascii": False})
    # What verifiers of other sites read in a browser.
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return _varied(response)


def _varied(response: HttpResponse) -> HttpResponse:
    patch_vary_headers(response, ["Accept"])
    return response
