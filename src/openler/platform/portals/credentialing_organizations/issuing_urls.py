"""Where does an organization find the records that it issued?"""

from django.urls import URLPattern, URLResolver, path

from openler.platform.portals.credentialing_organizations import records

urlpatterns: list[URLPattern | URLResolver] = [
    path("o/<slug:org>/records/", records.records_page, name="issued_records"),
    path("o/<slug:org>/records/export.csv", records.export, name="issued_records_export"),
    path("o/<slug:org>/records/change/", records.change, name="issued_records_change"),
    path("o/<slug:org>/records/<uuid:seat>/", records.record_page, name="issued_record"),
]
