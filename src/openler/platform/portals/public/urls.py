"""Where do the public pages stand?"""

from django.urls import URLPattern, URLResolver, path

from openler.platform.portals.public import asking, shares, views

urlpatterns: list[URLPattern | URLResolver] = [
    path("verify/", views.verify, name="verify"),
    path("verify/ask/", asking.ask, name="verify_ask"),
    path("verify/asked/<str:token>/", asking.asked, name="verify_asked"),
    path("present/<str:token>/", asking.present, name="present"),
    path("s/<str:token>/", shares.share, name="share"),
    path("api/", views.api_reference, name="api_reference"),
]
