"""Where does a member make tokens for programs?"""

from django.urls import URLPattern, URLResolver, path

from openler.platform.portals.ler_solution_providers import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("o/<slug:org>/tokens/", views.tokens, name="tokens"),
    path("o/<slug:org>/tokens/<int:token_id>/end/", views.end, name="token_end"),
]
