"""Where do the pages of organizations that issue stand?"""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("openler.platform.portals.credentialing_organizations.issuing_urls")),
]
