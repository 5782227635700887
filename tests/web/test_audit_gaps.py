"""Does every look at somebody else's data leave a line that says whose, why and by what right?"""

import json
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from openler.platform.accounts.tokens import SCOPES, make_token
from openler.platform.audit.models import AuditEntry
from openler.platform.base.acts import Act, now
from openler.platform.issuing import claims
from openler.platform.issuing.leaving import export_organization
from openler.platform.issuing.models import Seat
from openler.platform.opportunities.services import withdraw
from openler.platform.organizations.memberships import invite
from web.applying import PRIVACY, act_in, apply, make_home
from web.applying import record as signed_record
from web.issuing import College
from web.people import make_user, signed_client

pytestmark = pytest.mark.django_db
CLASS = (
    "Name,Email,Awarded on\nAda Fictional,ada@people.example,2026-08-01\nBo Fictional,bo@people.example,2026-08-01\n"
)


@pytest.fixture(autouse=True)
def _offline(settings: Any) -> None:
    """No test of these looks fetches anything."""
    settings.OPENLER_ONLINE = False


@pytest.fixture
def college() -> College:
    """An organization that issued two records."""
    made = College()
    made.issue(CLASS)
    return made


def lines(verb: str) -> list[AuditEntry]:
    """Give the lines of a verb; each says who, for whom, why and by what right."""
    found = list(AuditEntry.objects.filter(verb=verb).order_by("number"))
    assert all(one.purpose and one.basis and one.outcome == "done" for one in found)
    return found


def called(college: College, path: str) -> Any:
    """Ask the API for something by a token of the issuer."""
    act = Act(college.issuer.pk, college.organization.pk, now())
    _token, text = make_token(act, name="test", scopes=SCOPES, days=30)
    answer = Client().get(f"/api/v1{path}", headers={"Authorization": f"Bearer {text}"})
    assert answer.status_code == 200
    return json.loads(answer.content)


def test_a_search_that_finds_nothing_is_written_down_without_its_words(college: College) -> None:
    """Somebody asked for a person who is not there: that they asked stays, whom they asked for does not."""
    signed_client(college.issuer).get("/o/college/records/?q=Zoe%20Fictional")
    (line,) = lines("records.searched")
    assert (line.actor_id, line.tenant_id, line.detail) == (college.issuer.pk, college.organization.pk, {"rows": 0})
    assert not lines("record.listed")
    assert "Zoe" not in json.dumps(list(AuditEntry.objects.values("detail", "object_id", "purpose")))


def test_a_list_by_program_names_each_record(college: College) -> None:
    """The API leaves the lines that the page leaves, and says that it was a program."""
    called(college, "/records?text=Ada")
    (line,) = lines("record.listed")
    assert line.object_id == str(Seat.objects.get(name="Ada Fictional").pk)
    assert line.detail == {"by": "program"}
    assert len(lines("records.searched")) == 1
    called(college, f"/batches/{Seat.objects.first().batch_id}")  # type: ignore[union-attr]
    assert len(lines("batch.viewed")) == 1


def test_the_page_before_a_change_shows_records_and_says_so(college: College) -> None:
    """Whoever is asked to confirm reads names; each is a look."""
    seats = [str(seat.pk) for seat in Seat.objects.all()]
    signed_client(college.issuer).post("/o/college/records/change/", {"seat": seats, "kind": "revoke", "reason": "x"})
    assert {line.object_id for line in lines("record.listed")} == set(seats)


@pytest.mark.parametrize("path", ["", "export.csv"])
def test_more_rows_take_no_more_queries(college: College, path: str) -> None:
    """A list and an export of many records cost as many queries as one of few, but for the insert of their lines."""
    client = signed_client(college.issuer)
    client.get(f"/o/college/records/{path}")
    with CaptureQueriesContext(connection) as few:
        client.get(f"/o/college/records/{path}")
    more = "".join(f"Eve {number},eve{number}@people.example,2026-08-01\n" for number in range(30))
    college.issue(f"Name,Email,Awarded on\n{more}", token="more")
    with CaptureQueriesContext(connection) as many:
        client.get(f"/o/college/records/{path}")
    assert len(lines("record.exported" if path else "record.listed")) == 2 + 2 + 32
    assert len(many) == len(few)


def test_members_and_invitations_are_looked_at(college: College) -> None:
    """The list of members tells names and addresses of others; oneself is nobody else."""
    act = act_in(college.issuer, college.organization, now())
    invite(act, organization=college.organization, address="bea@people.example", roles=["viewer"], title="")
    owner = signed_client(college.issuer)
    owner.get("/o/college/members/")
    seen = [(line.kind, line.person_id) for line in lines("membership.viewed")]
    assert seen == [("membership", college.reviewer.pk), ("invitation", None)]
    member = college.organization.memberships.get(user=college.reviewer)
    owner.get(f"/o/college/members/{member.pk}/")
    assert len(lines("membership.viewed")) == 3


def test_a_claim_leaves_its_lines_in_the_file_of_the_issuer(college: College) -> None:
    """Opening, wrong code and download are nobody's acts, and stand in the log of the organization."""
    link = Seat.objects.get(name="Ada Fictional").links.get(ended_at=None)
    path, client = f"/claim/{claims.token_of(link)}/", Client()
    client.post(f"{path}check/", {"code": "AAAA-AAAA"})
    client.post(f"{path}check/", {"code": claims.code_of(link)})
    assert client.post(f"{path}record/").status_code == 200
    for verb in ("claim.opened", "claim.code_wrong", "record.downloaded"):
        line = AuditEntry.objects.get(verb=verb)
        assert (line.tenant_id, line.actor_id, line.object_id) == (college.organization.pk, None, str(link.seat_id))
        assert line.purpose == "claim" and line.outcome == ("refused" if verb == "claim.code_wrong" else "done")


def test_an_export_of_the_organization_names_each_record(college: College) -> None:
    """The register leaves with it."""
    export_organization(college.act(college.issuer), college.organization)
    assert {line.object_id for line in lines("record.left")} == {str(seat.pk) for seat in Seat.objects.all()}


def test_lists_and_ends_of_applications_are_told_to_the_applicant() -> None:
    """Being listed is a look, and so is what is left after somebody withdrew; both name whose it is."""
    at = now()
    home, ines = make_home(at), make_user("ines")
    application = apply(home, ines, [signed_record(PRIVACY, at=at)], at=at)
    recruiter = signed_client(home.recruiter)
    recruiter.get(f"/o/harbor-view/postings/{home.posting.pk}/applicants/")
    withdraw(act_in(ines, None, at), application.pk)
    recruiter.get(f"/o/harbor-view/applicants/{application.pk}/")
    for verb in ("application.listed", "application.viewed"):
        (line,) = lines(verb)
        assert (line.person_id, line.tenant_id) == (ines.pk, home.organization.pk)
    for verb in ("application.received", "application.withdrawn"):
        assert lines(verb)[0].tenant_id == home.organization.pk
    assert signed_client(home.owner).get("/o/harbor-view/postings/retention/").status_code == 200
    assert {line.person_id for line in lines("membership.viewed")} == {home.recruiter.pk, home.viewer.pk}
