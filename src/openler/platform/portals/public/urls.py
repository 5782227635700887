"""Where do the public pages stand?"""

from django.urls import URLPattern, URLResolver, path

from openler.platform.portals.public import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("verify/", views.verify, name="verify"),
    path("api/", views.api_reference, name="api_reference"),
]
