"""Where does one step into the demonstration?"""

from django.urls import URLPattern, URLResolver, path

from openler.platform.demo import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("demo/", views.door, name="demo_door"),
    path("demo/continue/", views.continue_as, name="demo_continue"),
]
