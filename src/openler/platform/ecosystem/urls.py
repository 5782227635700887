"""Where do the map and what is read beside it stand?"""

from django.urls import URLPattern, URLResolver, path

from openler.platform.ecosystem import doing, views
from openler.platform.organizations.access import open_to_all

urlpatterns: list[URLPattern | URLResolver] = [
    path("", open_to_all(views.living_map), name="map"),
    path("stakeholders/<slug:slug>/", open_to_all(views.stakeholder), name="stakeholder"),
    path("explained/", open_to_all(views.explained), name="explained"),
    path("glossary/", open_to_all(views.glossary), name="glossary"),
    path("do/<str:act_id>/", doing.do, name="do"),
    path("story/<int:step>/", open_to_all(views.story), name="story"),
]
