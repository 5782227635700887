"""Where does the API for checking records stand?"""

from django.urls import URLPattern, URLResolver, path

from openler.platform.verifying.api import api

urlpatterns: list[URLPattern | URLResolver] = [path("", api.urls)]
