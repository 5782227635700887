"""Where does an organization find the records that it issued, and the keys that signed them?"""

from django.urls import URLPattern, URLResolver, path

from openler.platform.portals.credentialing_organizations import keys, records

urlpatterns: list[URLPattern | URLResolver] = [
    path("o/<slug:org>/records/", records.records_page, name="issued_records"),
    path("o/<slug:org>/records/export.csv", records.export, name="issued_records_export"),
    path("o/<slug:org>/records/change/", records.change, name="issued_records_change"),
    path("o/<slug:org>/records/<uuid:seat>/", records.record_page, name="issued_record"),
    path("o/<slug:org>/keys/", keys.keys_page, name="keys"),
    path("o/<slug:org>/keys/ask/", keys.ask, name="key_change_ask"),
    path("o/<slug:org>/keys/<uuid:change>/approve/", keys.approve, name="key_change_approve"),
    path("o/<slug:org>/keys/<uuid:change>/refuse/", keys.refuse, name="key_change_refuse"),
    path("o/<slug:org>/keys/<uuid:change>/withdraw/", keys.withdraw, name="key_change_withdraw"),
]
