"""Where do the public pages stand?"""

from django.urls import URLPattern, URLResolver, path

from openler.platform.organizations.access import open_to_all
from openler.platform.portals.public import asking, claims, served, shares, views

urlpatterns: list[URLPattern | URLResolver] = [
    path("verify/", open_to_all(views.verify), name="verify"),
    path("verify/ask/", asking.ask, name="verify_ask"),
    path("verify/asked/<str:token>/", asking.asked, name="verify_asked"),
    path("present/<str:token>/", asking.present, name="present"),
    path("s/<str:token>/", shares.share, name="share"),
    path("claim/<str:token>/", claims.claim, name="claim"),
    path("claim/<str:token>/check/", claims.check, name="claim_check"),
    path("claim/<str:token>/bind/", claims.bind, name="claim_bind"),
    path("claim/<str:token>/record/", claims.download, name="claim_download"),
    path("claim/<str:token>/object/", claims.object_to, name="claim_object"),
    path("status/<uuid:list_id>/<slug:purpose>", served.status_list, name="status_list"),
    path("api/", open_to_all(views.api_reference), name="api_reference"),
]
