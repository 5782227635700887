"""Where do registries stand: for those who keep them, for those who rely on them, and for everybody?"""

from django.urls import URLPattern, URLResolver, path

from openler.platform.portals.governance import public, reliance, views

urlpatterns: list[URLPattern | URLResolver] = [
    path("o/<slug:org>/registry/", views.registry_page, name="registry"),
    path("o/<slug:org>/registry/enter/", views.enter, name="registry_enter"),
    path("o/<slug:org>/registry/<uuid:entry>/", views.entry_page, name="registry_entry"),
    path("o/<slug:org>/registry/<uuid:entry>/change/", views.change, name="registry_change"),
    path("o/<slug:org>/registries/", reliance.chosen_page, name="registries_chosen"),
    path("o/<slug:org>/registries/choose/", reliance.choose, name="registries_choose"),
    path("registries/", public.registries, name="registries"),
    path("registries/<uuid:registry>/", public.registry, name="public_registry"),
    path("registries/<uuid:registry>/registry.json", public.registry_file, name="registry_file"),
]
