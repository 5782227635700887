"""Where do the public pages stand?"""

from django.urls import URLPattern, URLResolver, path

from openler.platform.portals.public import views

urlpatterns: list[URLPattern | URLResolver] = [path("verify/", views.verify, name="verify")]
