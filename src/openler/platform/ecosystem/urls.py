"""Where do the map and what is read beside it stand?"""

from django.urls import URLPattern, URLResolver, path

from openler.platform.ecosystem import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.living_map, name="map"),
    path("stakeholders/<slug:slug>/", views.stakeholder, name="stakeholder"),
    path("explained/", views.explained, name="explained"),
    path("glossary/", views.glossary, name="glossary"),
    path("story/<int:step>/", views.story, name="story"),
]
