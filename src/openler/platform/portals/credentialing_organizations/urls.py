"""Where do the pages of organizations that issue stand, and the addresses that their records name?"""

from django.urls import URLPattern, URLResolver, include, path

from openler.platform.portals.credentialing_organizations import addresses

urlpatterns: list[URLPattern | URLResolver] = [
    path("achievements/<uuid:version_id>/", addresses.achievement, name="achievement"),
    path("achievements/<uuid:version_id>/picture", addresses.picture, name="achievement_picture"),
    path("o/<slug:slug>/profile/", addresses.profile, name="issuer_profile"),
    path("o/<slug:slug>/did.json", addresses.did_document, name="did_document"),
    path("", include("openler.platform.portals.credentialing_organizations.issuing_urls")),
]
