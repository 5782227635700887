"""Where does an organization find the records that it issued?"""

from django.urls import URLPattern, URLResolver, path

from openler.platform.portals.credentialing_organizations import achievements, records

urlpatterns: list[URLPattern | URLResolver] = [
    path("o/<slug:org>/achievements/", achievements.achievements_page, name="achievements"),
    path("o/<slug:org>/achievements/new/", achievements.new, name="achievement_new"),
    path("o/<slug:org>/achievements/pictures/<uuid:picture>/", achievements.own, name="achievement_own_picture"),
    path("o/<slug:org>/achievements/<uuid:version>/", achievements.version_page, name="achievement_version"),
    path("o/<slug:org>/achievements/<uuid:version>/judge/", achievements.judge, name="achievement_judge"),
    path("o/<slug:org>/achievements/<uuid:version>/renew/", achievements.renew, name="achievement_renew"),
    path("o/<slug:org>/records/", records.records_page, name="issued_records"),
    path("o/<slug:org>/records/export.csv", records.export, name="issued_records_export"),
    path("o/<slug:org>/records/change/", records.change, name="issued_records_change"),
    path("o/<slug:org>/records/<uuid:seat>/", records.record_page, name="issued_record"),
]
