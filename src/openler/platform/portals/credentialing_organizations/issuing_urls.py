"""Where does an organization find the records that it issued, and the keys that signed them?"""

from django.urls import URLPattern, URLResolver, path

from openler.platform.portals.credentialing_organizations import (
    achievements,
    batch_pages,
    issue,
    keys,
    leaving,
    record_pages,
    records,
)

urlpatterns: list[URLPattern | URLResolver] = [
    path("o/<slug:org>/achievements/", achievements.achievements_page, name="achievements"),
    path("o/<slug:org>/achievements/new/", achievements.new, name="achievement_new"),
    path("o/<slug:org>/achievements/pictures/<uuid:picture>/", achievements.own, name="achievement_own_picture"),
    path("o/<slug:org>/achievements/<uuid:version>/", achievements.version_page, name="achievement_version"),
    path("o/<slug:org>/achievements/<uuid:version>/judge/", achievements.judge, name="achievement_judge"),
    path("o/<slug:org>/achievements/<uuid:version>/renew/", achievements.renew, name="achievement_renew"),
    path("o/<slug:org>/issue/", issue.issue_page, name="issue"),
    path("o/<slug:org>/issue/limit/", issue.set_limit, name="issue_limit"),
    path("o/<slug:org>/issue/work/", issue.issue_work, name="issue_work"),
    path("o/<slug:org>/issue/<uuid:version>/one/", issue.issue_one, name="issue_one"),
    path("o/<slug:org>/issue/<uuid:version>/class/", issue.issue_class, name="issue_class"),
    path("o/<slug:org>/issue/lists/<uuid:upload>/", issue.issue_columns, name="issue_columns"),
    path("o/<slug:org>/issue/batches/<uuid:batch>/", batch_pages.batch_page, name="batch"),
    path("o/<slug:org>/issue/batches/<uuid:batch>/act/", batch_pages.act_on_batch, name="batch_act"),
    path("o/<slug:org>/issue/batches/<uuid:batch>/progress/", batch_pages.progress, name="batch_progress"),
    path("o/<slug:org>/issue/batches/<uuid:batch>/rows/<int:number>/", batch_pages.mend, name="batch_row"),
    path("o/<slug:org>/issue/batches/<uuid:batch>/to-mend.csv", batch_pages.bad_rows, name="batch_bad_rows"),
    path("o/<slug:org>/issue/batches/<uuid:batch>/codes/", batch_pages.codes, name="batch_codes"),
    path("o/<slug:org>/records/", records.records_page, name="issued_records"),
    path("o/<slug:org>/records/export.csv", records.export, name="issued_records_export"),
    path("o/<slug:org>/records/change/", records.change, name="issued_records_change"),
    path("o/<slug:org>/records/<uuid:seat>/", record_pages.record_page, name="issued_record"),
    path("o/<slug:org>/records/<uuid:seat>/claim/", record_pages.claim_act, name="issued_record_claim"),
    path("o/<slug:org>/records/<uuid:seat>/correct/", record_pages.correct, name="issued_record_correct"),
    path("o/<slug:org>/records/<uuid:seat>/objections/<uuid:objection>/", record_pages.answer, name="objection_answer"),
    path("o/<slug:org>/leaving/", leaving.leaving_page, name="leaving"),
    path("o/<slug:org>/leaving/files.zip", leaving.files, name="leaving_files"),
    path("o/<slug:org>/keys/", keys.keys_page, name="keys"),
    path("o/<slug:org>/keys/host/", keys.own_host, name="own_host"),
    path("o/<slug:org>/keys/ask/", keys.ask, name="key_change_ask"),
    path("o/<slug:org>/keys/<uuid:change>/approve/", keys.approve, name="key_change_approve"),
    path("o/<slug:org>/keys/<uuid:change>/refuse/", keys.refuse, name="key_change_refuse"),
    path("o/<slug:org>/keys/<uuid:change>/withdraw/", keys.withdraw, name="key_change_withdraw"),
]
