"""Where do frameworks stand: for those who bring them, and for everybody?"""

from django.urls import URLPattern, URLResolver, path

from openler.platform.portals.data_standards_bodies import bringing, public

urlpatterns: list[URLPattern | URLResolver] = [
    path("o/<slug:org>/frameworks/", bringing.frameworks_of, name="frameworks_of"),
    path("o/<slug:org>/frameworks/import/", bringing.bring, name="framework_import"),
    path("o/<slug:org>/frameworks/<uuid:framework>/", bringing.outcome, name="framework_outcome"),
    path("o/<slug:org>/frameworks/<uuid:framework>/faults.csv", bringing.faults_file, name="framework_faults"),
    path("frameworks/", public.frameworks, name="frameworks"),
    path("frameworks/<uuid:framework>/", public.framework, name="framework"),
    path("frameworks/items/<uuid:item>/", public.item, name="framework_item"),
]
