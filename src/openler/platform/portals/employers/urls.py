"""Where do the pages of employers stand, and those of whoever applies?"""

from django.urls import URLPattern, URLResolver, path

from openler.platform.portals.employers.views import applicants, applying, postings, retention

urlpatterns: list[URLPattern | URLResolver] = [
    path("o/<slug:org>/postings/", postings.index, name="postings_of"),
    path("o/<slug:org>/postings/new/", postings.new, name="posting_new"),
    path("o/<slug:org>/postings/retention/", retention.table, name="retention"),
    path("o/<slug:org>/postings/retention/keepers/", retention.keepers, name="retention_keepers"),
    path("o/<slug:org>/postings/<uuid:posting>/", postings.edit, name="posting_edit"),
    path("o/<slug:org>/postings/<uuid:posting>/close/", postings.close, name="posting_close"),
    path("o/<slug:org>/postings/<uuid:posting>/applicants/", applicants.inbox, name="applicants"),
    path("o/<slug:org>/applicants/<uuid:application>/", applicants.one, name="applicant"),
    path("o/<slug:org>/applicants/<uuid:application>/raw/", applicants.raw, name="applicant_raw"),
    path("o/<slug:org>/applicants/<uuid:application>/files/<int:answer>/", applicants.file, name="applicant_file"),
    path("o/<slug:org>/applicants/<uuid:application>/names/", applicants.names, name="applicant_names"),
    path("o/<slug:org>/applicants/<uuid:application>/check/", applicants.check, name="applicant_check"),
    path("o/<slug:org>/applicants/<uuid:application>/move/", applicants.move, name="applicant_move"),
    path("o/<slug:org>/applicants/<uuid:application>/hold/", retention.hold_one, name="applicant_hold"),
    path("o/<slug:org>/applicants/<uuid:application>/sealed/", retention.sealed, name="applicant_sealed"),
    path("postings/", applying.openings, name="openings"),
    path("postings/<uuid:posting>/", applying.posting_page, name="posting"),
    path("postings/<uuid:posting>/apply/", applying.apply_page, name="apply"),
    path("applications/", applying.own, name="applications"),
    path("applications/<uuid:application>/", applying.own_one, name="application"),
    path("applications/<uuid:application>/withdraw/", applying.withdraw_one, name="application_withdraw"),
]
