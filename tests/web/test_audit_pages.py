"""Does an owner find what was done, a person who looked, and a student the log that a school owes; and nobody more?"""

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from openler.cli.entry import main
from openler.foundation.tables import read_table
from openler.platform.audit.models import AuditEntry
from openler.platform.audit.queries import judge_whole_chain
from openler.platform.base.acts import now
from openler.platform.issuing.models import Seat
from openler.platform.opportunities import services
from openler.platform.opportunities.services.keeping import name_keeper, open_sealed_copy
from web.applying import PRIVACY, act_in, apply, make_home
from web.applying import record as signed_record
from web.issuing import College
from web.people import make_user, signed_client

pytestmark = pytest.mark.django_db
CLASS = (
    "Name,Email,Student ID,Awarded on\n"
    "Ada Fictional,ada@people.example,S-1,2026-08-01\n"
    "Bo Fictional,bo@people.example,S-2,2026-08-01\n"
    "Cy Fictional,cy@people.example,S-3,2026-08-01\n"
    "Di Fictional,di@people.example,S-4,2026-08-01\n"
)
LOG = "/o/college/audit/"


@pytest.fixture(autouse=True)
def _offline(settings: Any) -> None:
    """No test of these pages fetches anything."""
    settings.OPENLER_ONLINE = False


@pytest.fixture
def college() -> College:
    """An organization that issued four records."""
    made = College()
    made.issue(CLASS)
    # Two of a family share a mailbox.
    Seat.objects.filter(roster_id__in=("S-3", "S-4")).update(email="family@people.example")
    return made


@pytest.fixture
def owner(college: College) -> Client:
    """A client of its owner."""
    return signed_client(college.issuer)


def cells(data: bytes) -> list[dict[str, str]]:
    """Read a CSV file as rows by column."""
    table = read_table(data, max_rows=1000, max_columns=20, max_cell_characters=500, max_bytes=1 << 20)
    return [dict(zip(table.header, row.cells, strict=True)) for row in table.rows]


def seat_of(name: str) -> Seat:
    """Give the record that was issued to somebody."""
    return Seat.objects.get(name=name)


def test_the_log_says_who_did_what_on_which_thing_and_why(college: College, owner: Client) -> None:
    """A member by name, the record by its number with a link, purpose and right in words."""
    ada = seat_of("Ada Fictional")
    signed_client(college.reviewer).get(f"/o/college/records/{ada.pk}/")
    page = owner.get(LOG).content.decode()
    assert "Opened a record of the register" in page
    assert f'href="/o/college/records/{ada.pk}/"' in page and ada.award_number in page
    assert "College-Reviewer" in page and "to keep the register" in page and "legitimate interest" in page
    assert "The system" in page
    assert 'aria-current="page">Audit log' in page


def test_looking_at_the_log_is_a_line_itself(owner: Client, college: College) -> None:
    """Whoever audits is audited, on the page and in the file."""
    owner.get(LOG)
    owner.get(f"{LOG}export.csv")
    verbs = AuditEntry.objects.filter(actor_id=college.issuer.pk).order_by("-number").values_list("verb", flat=True)
    assert list(verbs[:2]) == ["audit.exported", "audit.viewed"]
    assert judge_whole_chain().broken_at is None


@pytest.mark.parametrize(
    ("query", "seen", "unseen"),
    [
        ("group=looks", "Opened a record of the register", "Made a signing key"),
        ("group=house", "Made a signing key", "Opened a record of the register"),
        ("actor=system", "Made the organization", "Opened a record of the register"),
        ("person=S-1", "Opened a record of the register", "Made a signing key"),
        ("person=ada@people.example", "Opened a record of the register", "Made a signing key"),
        ("since=2026-01-01&until=9999-12-31", "Made a signing key", "No line matches"),
        ("until=2000-01-01", "No line matches", "Made a signing key"),
        ("actor=outside", "No line matches", "Made a signing key"),
        ("group=nonsense", "Made a signing key", "No line matches"),
    ],
)
def test_each_filter_narrows(owner: Client, query: str, seen: str, unseen: str) -> None:
    """Person, doer, group and days each leave only what they name; what is unknown hides nothing."""
    owner.get(f"/o/college/records/{seat_of('Ada Fictional').pk}/")
    page = owner.get(f"{LOG}?{query}").content.decode()
    assert seen in page and unseen not in page


def test_a_member_is_chosen_by_name(owner: Client, college: College) -> None:
    """Only what that member did is shown; the number of a stranger's account shows nothing."""
    signed_client(college.reviewer).get(f"/o/college/records/{seat_of('Bo Fictional').pk}/")
    page = owner.get(f"{LOG}?actor={college.reviewer.pk}").content.decode()
    assert "Opened a record of the register" in page and "Made a signing key" not in page
    stranger = make_user("stranger")
    assert "No line matches" in owner.get(f"{LOG}?actor={stranger.pk}").content.decode()


@pytest.mark.parametrize("query", ["since=yesterday", "person=nobody@people.example", "person=family@people.example"])
def test_what_cannot_be_read_is_told_beside_its_field(owner: Client, query: str) -> None:
    """The fault says what to give instead, and what was typed stays."""
    answer = owner.get(f"{LOG}?{query}")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'class="fault"' in page and f'value="{query.partition("=")[2]}"' in page


def test_the_page_says_whether_the_chain_holds(owner: Client) -> None:
    """What was judged and when; a changed line is named, also one that lies before the end of the chain."""
    page = owner.get(LOG).content.decode()
    assert "The chain is whole" in page or "chain is whole where it was checked" in page
    assert f"Checked on {now():%Y-%m-%d}" in page and "openler audit verify" in page
    broken = AuditEntry.objects.filter(verb="key.created").get()
    AuditEntry.objects.filter(pk=broken.pk).update(outcome="refused")
    page = owner.get(LOG).content.decode()
    assert f"The chain breaks at line {broken.number}" in page
    assert f"Line {broken.number} on this page is not as it was written" in page
    assert "chain is whole" not in page


def test_the_file_holds_no_formula_and_pages_go_on(owner: Client, college: College) -> None:
    """A member's name that a spreadsheet would run is put to sleep; more than a page is on the next."""
    college.issuer.name = "=1+1"
    college.issuer.save()
    for _look in range(60):
        owner.get(f"/o/college/records/{seat_of('Ada Fictional').pk}/")
    data = owner.get(f"{LOG}export.csv?group=looks").content
    assert b",'=1+1," in data and b",=1+1," not in data
    rows = cells(data)
    assert {row["who"] for row in rows} == {"=1+1"} and len(rows) == 60
    assert "Older" in owner.get(LOG).content.decode()
    assert "Newer" in owner.get(f"{LOG}?page=2").content.decode()


def test_lines_of_another_tenant_are_not_reached(owner: Client, college: College) -> None:
    """Neither page nor file shows what another organization did, and a member with a lesser role sees nothing."""
    other = College("other")
    other.issue(CLASS, token="other")
    signed_client(other.issuer).get(f"/o/other/records/{Seat.objects.filter(organization=other.organization)[0].pk}/")
    own = set(AuditEntry.objects.filter(tenant_id=college.organization.pk).values_list("number", flat=True))
    rows = cells(owner.get(f"{LOG}export.csv").content)
    assert {int(row["number"]) for row in rows} == own
    foreign = Seat.objects.filter(organization=other.organization)[0]
    assert owner.get(f"{LOG}person/{foreign.pk}/export.csv").status_code == 404
    assert signed_client(other.issuer).get(LOG).status_code == 404
    assert signed_client(college.reviewer).get(LOG).status_code == 403


def test_the_log_of_one_person_holds_their_records_and_no_others(owner: Client) -> None:
    """From the page that names the person; the file is itself a line about each of their records."""
    ada, bo = seat_of("Ada Fictional"), seat_of("Bo Fictional")
    for seat in (ada, bo):
        owner.get(f"/o/college/records/{seat.pk}/")
    page = owner.get(f"{LOG}?person=S-1").content.decode()
    link = f"{LOG}person/{ada.pk}/export.csv"
    assert link in page
    rows = cells(owner.get(link).content)
    assert {row["id of it"] for row in rows} == {str(ada.pk)}
    assert {"record.viewed", "claim.link_made"} <= {row["verb"] for row in rows}
    viewed = next(row for row in rows if row["verb"] == "record.viewed")
    assert viewed["who"] == "College-Issuer" and viewed["purpose"] and viewed["basis"] and viewed["outcome"] == "Done"
    assert AuditEntry.objects.filter(verb="audit.person_exported", object_id=str(ada.pk)).exists()
    assert not AuditEntry.objects.filter(verb="audit.person_exported", object_id=str(bo.pk)).exists()


def test_two_people_of_one_address_are_told_apart(owner: Client) -> None:
    """A family's mailbox names nobody: the roster identifier does."""
    cy = seat_of("Cy Fictional")
    rows = cells(owner.get(f"{LOG}person/{cy.pk}/export.csv").content)
    assert {row["id of it"] for row in rows} == {str(cy.pk)}
    Seat.objects.filter(name__in=["Cy Fictional", "Di Fictional"]).update(roster_id="")
    assert owner.get(f"{LOG}?person=family@people.example").status_code == 422
    assert cells(owner.get(f"{LOG}person/{cy.pk}/export.csv").content)[0]["id of it"] == str(cy.pk)
    page = owner.get(f"{LOG}?person={cy.award_number}").content.decode()
    assert f"{LOG}person/{cy.pk}/export.csv" in page


def test_a_terminal_writes_the_log_of_one_person(
    college: College, tmp_path: Path, capsys: Any, monkeypatch: Any
) -> None:
    """The same file by command, for its owner's eyes alone, and never over another file."""
    monkeypatch.setattr("openler.platform.base.installation.find_public_url", lambda: "https://ler.example")
    out = tmp_path / "log.csv"
    words = ["audit", "export", "--organization", "college", "--person", "S-1", "-o", str(out)]
    assert main(words) == 0
    assert {row["id of it"] for row in cells(out.read_bytes())} == {str(seat_of("Ada Fictional").pk)}
    assert out.stat().st_mode & 0o077 == 0
    assert AuditEntry.objects.filter(verb="audit.person_exported", actor_id=None).count() == 1
    assert main(words) == 64
    assert main([*words[:5], "family@people.example", "-o", str(tmp_path / "two.csv")]) == 1
    assert "S-3, S-4" in capsys.readouterr().err
    assert main([*words[:3], "nowhere", *words[4:]]) == 1
    assert main(["audit", "export"]) == 64
    assert main(["audit", "verify", "--person", "S-1"]) == 64
    assert main(["audit", "verify"]) == 0
    assert not (tmp_path / "two.csv").exists()


def claimed(name: str, holder: Any) -> Seat:
    """Let somebody hold a record."""
    seat = seat_of(name)
    seat.holder_id, seat.claimed_at = holder.pk, now()
    seat.save()
    return seat


def test_a_person_sees_who_looked_and_why(owner: Client, college: College) -> None:
    """The organization, not its member; looks from before the claim too; nothing of one's own doing."""
    ada, bo = make_user("ada"), make_user("bo")
    owner.get(f"/o/college/records/{seat_of('Ada Fictional').pk}/")
    seat = claimed("Ada Fictional", ada)
    claimed("Bo Fictional", bo)
    owner.get("/o/college/records/?q=Ada")
    client = signed_client(ada)
    page = client.get("/account/who-looked/").content.decode()
    assert "Opened a record of the register" in page and "Saw a record in a list" in page
    assert seat.award_number in page and ">College<" in page and "to keep the register" in page
    assert "College-Issuer" not in page
    rows = json.loads(client.get("/account/who-looked.json").content)
    assert {row["with what"] for row in rows} == {f"record {seat.version.name} ({seat.award_number})"}
    assert {row["who"] for row in rows} == {"College"}
    assert "Signed in" not in json.dumps(rows)
    table = cells(client.get("/account/who-looked.csv").content)
    assert table == rows
    assert 'href="/account/who-looked/"' in client.get("/home/").content.decode()


def test_a_person_sees_no_line_about_anybody_else(owner: Client) -> None:
    """What was done with Bo's record stands on Bo's page alone."""
    ada, bo = make_user("ada"), make_user("bo")
    claimed("Ada Fictional", ada)
    seat = claimed("Bo Fictional", bo)
    owner.get(f"/o/college/records/{seat.pk}/")
    assert seat.award_number not in signed_client(ada).get("/account/who-looked/").content.decode()
    assert "Opened a record" not in signed_client(ada).get("/account/who-looked.json").content.decode()
    assert seat.award_number in signed_client(bo).get("/account/who-looked/").content.decode()
    assert "Nobody has looked yet" in signed_client(make_user("cy")).get("/account/who-looked/").content.decode()


def test_an_applicant_stays_a_number_in_the_log() -> None:
    """Neither name nor account of an applicant stands in page or file; what ends are seen is told to the applicant."""
    at = now()
    home, ines = make_home(at), make_user("ines")
    application = apply(home, ines, [signed_record(PRIVACY, at=at)], at=at)
    signed_client(home.recruiter).get(f"/o/harbor-view/applicants/{application.pk}/")
    owner = signed_client(home.owner)
    page = owner.get("/o/harbor-view/audit/").content.decode()
    assert "The applicant" in page and "1 for Nursing assistant, nights" in page and "Ines" not in page
    rows = cells(owner.get("/o/harbor-view/audit/export.csv").content)
    members = {str(user.pk) for user in (home.owner, home.recruiter, home.viewer)}
    assert {row["account of who"] for row in rows} <= members | {""}
    assert next(row for row in rows if row["verb"] == "application.received")["account of who"] == ""
    told = signed_client(ines).get("/account/who-looked/").content.decode()
    assert "Opened the records of an application" in told and "Harbor-View" in told


def test_what_a_law_forbids_to_tell_is_not_told() -> None:
    """A sealed copy that was opened under such a law stands in the organization's log, and not on the person's page."""
    at = now()
    home, ines = make_home(at), make_user("ines")
    application = apply(home, ines, [signed_record(PRIVACY, at=at)], at=at)
    keeper = act_in(home.owner, home.organization, at)
    name_keeper(keeper, home.owner.pk)
    open_sealed_copy(keeper, application, reason="A court asks", telling_forbidden_by="18 USC 2705")
    client = signed_client(ines)
    assert "sealed copy" not in client.get("/account/who-looked/").content.decode()
    assert "sealed" not in client.get("/account/who-looked.json").content.decode()
    assert "Opened the sealed copy" in signed_client(home.owner).get("/o/harbor-view/audit/").content.decode()
    open_sealed_copy(keeper, application, reason="A complaint")
    assert "Opened the sealed copy" in client.get("/account/who-looked/").content.decode()


def test_an_application_joins_the_log_of_a_person_only_with_its_name() -> None:
    """Whoever issues and hires at once cannot find out by the log which applicant holds its record."""
    at = now()
    home, ines = make_home(at), make_user("ines")
    application = apply(home, ines, [signed_record(PRIVACY, at=at)], at=at)
    college = College()
    college.issue(CLASS)
    claimed("Ada Fictional", ines)
    Seat.objects.update(organization=home.organization)
    services.list_applications(act_in(home.recruiter, home.organization, at), home.posting)
    owner = signed_client(home.owner)
    link = f"/o/harbor-view/audit/person/{seat_of('Ada Fictional').pk}/export.csv"
    assert str(application.pk) not in owner.get(link).content.decode()
    services.lift_names(act_in(home.recruiter, home.organization, at), application, "Interview")
    assert str(application.pk) in owner.get(link).content.decode()


def test_the_days_of_a_filter_are_whole(owner: Client) -> None:
    """Until today holds what was done today; from tomorrow on there is nothing."""
    owner.get(LOG)
    today: date = now().date()
    assert "Looked at the audit log" in owner.get(f"{LOG}?until={today}&since={today}").content.decode()
    assert "No line matches" in owner.get(f"{LOG}?since={today + timedelta(days=1)}").content.decode()
