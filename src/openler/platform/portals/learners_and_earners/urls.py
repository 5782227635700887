"""Where do the pages of learners and earners stand?"""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("openler.platform.portals.learners_and_earners.shares_urls")),
]
