"""Where do people sign in, look after their account, and belong to organizations?"""

from django.urls import URLPattern, URLResolver, path

from openler.platform.portals.membership import (
    audit,
    domains,
    keeping,
    mailbox,
    members,
    organizations,
    providers,
    who_looked,
)
from openler.platform.portals.membership.access import account_patterns

urlpatterns: list[URLPattern | URLResolver] = [
    path("sign-in/organization/", providers.choose, name="sign_in_organization"),
    path("sign-in/organization/<slug:slug>/", providers.go, name="sign_in_provider"),
    *account_patterns(),
    path("account/who-looked/", who_looked.who_looked, name="who_looked"),
    path("account/who-looked.csv", who_looked.who_looked_file, {"form": "csv"}, name="who_looked_csv"),
    path("account/who-looked.json", who_looked.who_looked_file, {"form": "json"}, name="who_looked_json"),
    path("home/", organizations.home, name="home"),
    path("organizations/new/", organizations.new, name="organization_new"),
    path("o/<slug:org>/", organizations.organization_home, name="organization_home"),
    path("o/<slug:org>/members/", members.index, name="members"),
    path("o/<slug:org>/members/invite/", members.invite_one, name="member_invite"),
    path("o/<slug:org>/members/invitations/<uuid:invitation>/end/", members.end_invitation, name="invitation_end"),
    path("o/<slug:org>/members/<int:member>/", members.edit, name="member"),
    path("o/<slug:org>/members/<int:member>/remove/", members.remove_one, name="member_remove"),
    path("o/<slug:org>/leave/", members.leave, name="leave"),
    path("o/<slug:org>/domain/", domains.domain, name="domain"),
    path("o/<slug:org>/domain/check/", domains.check, name="domain_check"),
    path("o/<slug:org>/keeping/", keeping.periods, name="keeping"),
    path("o/<slug:org>/sign-in/", providers.edit, name="provider"),
    path("o/<slug:org>/audit/", audit.audit, name="organization_audit"),
    path("o/<slug:org>/audit/export.csv", audit.export, name="organization_audit_export"),
    path("o/<slug:org>/audit/person/<uuid:seat>/export.csv", audit.export_person, name="organization_audit_person"),
    path("invitation/<str:token>/", members.invitation, name="invitation"),
    path("demo/mailbox/", mailbox.index, name="demo_mailbox"),
    path("demo/mailbox/<int:number>/", mailbox.letter, name="demo_letter"),
]
