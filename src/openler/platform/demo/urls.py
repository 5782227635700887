"""Where does one step into the demonstration?"""

from django.urls import URLPattern, URLResolver, path

from openler.platform.demo import records, views

urlpatterns: list[URLPattern | URLResolver] = [
    path("demo/", views.door, name="demo_door"),
    path("demo/continue/", views.continue_as, name="demo_continue"),
    path("demo/records/<slug:name>/", records.record, name="demo_record"),
    path("demo/records/<slug:name>/record.json", records.record_file, name="demo_record_file"),
]
