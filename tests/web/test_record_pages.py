"""Does an organization find, export and change the records that it issued, and only its own?"""

import io
import zipfile
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from openler.foundation.tables import read_table
from openler.platform.audit.models import AuditEntry
from openler.platform.base.acts import now
from openler.platform.issuing import binding, changes
from openler.platform.issuing.models import Seat
from web.issuing import College, wallet_presentation
from web.people import act, make_user, signed_client

pytestmark = pytest.mark.django_db
CLASS = (
    "Name,Email,Awarded on\nAda Fictional,ada@people.example,2026-08-01\nBo Fictional,bo@people.example,2026-08-01\n"
)


@pytest.fixture
def college() -> College:
    """An organization that issued two records."""
    made = College()
    made.issue(CLASS)
    return made


@pytest.fixture
def client(college: College) -> Client:
    """A client of the member who issues."""
    return signed_client(college.issuer)


def test_the_list_is_searched_and_each_look_is_written_down(college: College, client: Client) -> None:
    """A search shows who matches and leaves an audit entry for each record shown."""
    page = client.get("/o/college/records/?q=Ada").content.decode()
    assert "Ada Fictional" in page and "Bo Fictional" not in page
    assert AuditEntry.objects.filter(verb="record.listed").count() == 1


def test_one_record_is_shown_with_its_copies(college: College, client: Client) -> None:
    """The register's view of a record is written down too."""
    seat = Seat.objects.get(name="Ada Fictional")
    assert "Not bound to a wallet" in client.get(f"/o/college/records/{seat.pk}/").content.decode()
    assert AuditEntry.objects.filter(verb="record.viewed", object_id=str(seat.pk)).exists()


def test_a_revocation_is_confirmed_first(college: College, client: Client) -> None:
    """The first press names effect and count and changes nothing; the second revokes what was chosen."""
    keys = [str(seat.pk) for seat in Seat.objects.all()]
    typed = {"seat": keys, "kind": "revoke", "reason": "Issued by mistake"}
    page = client.post("/o/college/records/change/", typed).content.decode()
    assert "Revoke: 2 records" in page and "never undone" in page
    assert not Seat.objects.filter(state="revoked").exists()
    assert client.post("/o/college/records/change/", typed | {"confirmed": "yes"}).status_code == 302
    assert Seat.objects.filter(state="revoked").count() == 2


def test_a_change_without_a_reason_is_refused(college: College, client: Client) -> None:
    """The holder is owed a reason."""
    seat = Seat.objects.first()
    assert seat is not None
    typed = {"seat": str(seat.pk), "kind": "revoke", "confirmed": "yes"}
    assert client.post("/o/college/records/change/", typed).status_code == 400
    assert not Seat.objects.filter(state="revoked").exists()


def test_records_of_others_are_not_reached(college: College) -> None:
    """Another organization's issuer can neither see nor change them, and a stranger finds nothing."""
    other = College("other")
    seat = Seat.objects.first()
    assert seat is not None
    client = signed_client(other.issuer)
    typed = {"seat": str(seat.pk), "kind": "revoke", "reason": "x", "confirmed": "yes"}
    assert client.get(f"/o/other/records/{seat.pk}/").status_code == 404
    assert client.post("/o/other/records/change/", typed).status_code == 404
    assert signed_client(make_user("stranger")).get("/o/college/records/").status_code == 404
    seat.refresh_from_db()
    assert seat.state == "in_force"


def test_no_cell_of_the_export_is_a_formula(college: College, client: Client) -> None:
    """A name that a spreadsheet would run is put to sleep, and comes back as written."""
    Seat.objects.filter(name="Ada Fictional").update(name="=1+1")
    data = client.get("/o/college/records/export.csv").content
    assert b",'=1+1," in data and b",=1+1" not in data
    table = read_table(data, max_rows=10, max_columns=20, max_cell_characters=500, max_bytes=10_000)
    assert "=1+1" in {row.cells[1] for row in table.rows}
    assert AuditEntry.objects.filter(verb="record.exported").count() == 2


def test_a_claim_link_is_made_anew_moved_and_printed(college: College, client: Client) -> None:
    """The link before dies each time; a bad address changes nothing."""
    seat = Seat.objects.get(name="Ada Fictional")
    page = f"/o/college/records/{seat.pk}/"
    first = seat.links.get(ended_at=None)
    client.post(f"{page}claim/", {"act": "link"})
    second = seat.links.get(ended_at=None)
    assert second.pk != first.pk
    refused = client.post(f"{page}claim/", {"act": "address", "email": "ada@"})
    assert refused.status_code == 400
    assert "This is not one mail address." in refused.content.decode()
    client.post(f"{page}claim/", {"act": "address", "email": "ada@new.example"})
    third = seat.links.get(ended_at=None)
    assert (third.sent_to, third.pk != second.pk) == ("ada@new.example", True)
    letter = client.post(f"{page}claim/", {"act": "letter"}).content.decode()
    assert "Your code" in letter
    assert "/claim/" not in letter.partition('<section class="letter">')[2].partition("</section>")[0]


def test_an_error_is_corrected_at_once(college: College, client: Client) -> None:
    """The new record stands, the old one is replaced, its holder is told; a row's rules hold here too."""
    seat = Seat.objects.get(name="Ada Fictional")
    page = f"/o/college/records/{seat.pk}/correct/"
    assert 'value="Ada Fictional"' in client.get(page).content.decode()
    typed = {"name": "Ada Fictional-Lovelace", "email": seat.email, "earned_on": "2026-08-01", "reason": "The name."}
    refused = client.post(page, typed | {"earned_on": "2026-02-30"})
    assert refused.status_code == 422
    assert "This day does not exist." in refused.content.decode()
    assert "Ada Fictional-Lovelace" in refused.content.decode()
    assert client.post(page, typed | {"reason": ""}).status_code == 400
    answer = client.post(page, typed)
    seat.refresh_from_db()
    new = Seat.objects.get(corrects=seat)
    assert answer["Location"] == f"/o/college/records/{new.pk}/"
    assert (seat.state, new.state, new.name) == ("replaced", "in_force", "Ada Fictional-Lovelace")
    assert new.links.get().sent_to == seat.email
    assert client.get(page).status_code == 400


def test_a_change_of_name_waits_for_its_acceptance(college: College, client: Client) -> None:
    """Until then both count; after 60 days the old one ends anyway."""
    seat = Seat.objects.get(name="Ada Fictional")
    typed = {"name": "Ada Newname", "email": seat.email, "earned_on": "2026-08-01", "reason": "Married."}
    client.post(f"/o/college/records/{seat.pk}/correct/", typed | {"when": "accepted"})
    seat.refresh_from_db()
    assert seat.state == "in_force"
    assert seat.ends_at is not None
    assert "until the corrected record is accepted" in client.get(f"/o/college/records/{seat.pk}/").content.decode()
    assert changes.end_overdue(seat.ends_at - timedelta(days=1)) == 0
    assert changes.end_overdue(seat.ends_at) == 1
    seat.refresh_from_db()
    assert seat.state == "replaced"


def test_accepting_the_correction_ends_the_old_record(college: College, client: Client) -> None:
    """What the holder put into the wallet takes the place at once."""
    seat = Seat.objects.get(name="Ada Fictional")
    typed = {"name": "Ada Newname", "email": seat.email, "earned_on": "2026-08-01", "reason": "Married."}
    client.post(f"/o/college/records/{seat.pk}/correct/", typed | {"when": "accepted"})
    new, holder, at = Seat.objects.get(corrects=seat), make_user("ada"), now()
    presentation, _did = wallet_presentation("challenge", "here.example", at)
    binding.bind(
        act(holder, at=at),
        new.links.get(),
        presentation,
        passed_check=1,
        expected_challenge="challenge",
        expected_domain="here.example",
    )
    seat.refresh_from_db()
    assert seat.state == "replaced"
    assert not seat.copies.exclude(state="ended").exists()


def test_whoever_loses_a_record_is_told_why_and_nobody_else(college: College, client: Client, mailoutbox: Any) -> None:
    """The letter has the reason and names neither title nor result."""
    seat = Seat.objects.get(name="Ada Fictional")
    mailoutbox.clear()
    typed = {"seat": str(seat.pk), "kind": "revoke", "reason": "Issued by mistake", "confirmed": "yes"}
    client.post("/o/college/records/change/", typed)
    (letter,) = mailoutbox
    assert letter.to == [seat.email]
    assert "Issued by mistake" in letter.body
    assert seat.version.name not in letter.body + letter.subject


def test_an_objection_is_answered_once(college: College, client: Client) -> None:
    """The answer stands beside it; a second one is refused."""
    seat = Seat.objects.get(name="Ada Fictional")
    one = changes.object_to(act(make_user("ada")), seat, about="name", text="I am Ada B.")
    page = f"/o/college/records/{seat.pk}/"
    assert "I am Ada B." in client.get(page).content.decode()
    assert client.post(f"{page}objections/{one.pk}/", {"text": ""}).status_code == 400
    client.post(f"{page}objections/{one.pk}/", {"text": "It will be corrected."})
    assert "It will be corrected." in client.get(page).content.decode()
    assert client.post(f"{page}objections/{one.pk}/", {"text": "Again."}).status_code == 409


def test_a_claim_in_person_is_released_by_a_member(college: College, client: Client) -> None:
    """The button stands only where the check is made in person."""
    batch = college.issue("Name\nCy Fictional\n", token="person", claim_check=3)
    seat = batch.seats.get()
    page = f"/o/college/records/{seat.pk}/"
    assert "I have seen an ID" in client.get(page).content.decode()
    client.post(f"{page}claim/", {"act": "in_person"})
    assert seat.links.get().identity_seen_by == college.issuer.pk


def test_an_owner_takes_everything_along(college: College, client: Client) -> None:
    """The page says what is in the files; the files come to an owner who just proved who they are."""
    assert "never a private key" in client.get("/o/college/leaving/").content.decode()
    answer = client.post("/o/college/leaving/files.zip")
    assert answer["Content-Type"] == "application/zip"
    assert zipfile.ZipFile(io.BytesIO(answer.content)).testzip() is None
    assert signed_client(college.reviewer).post("/o/college/leaving/files.zip").status_code == 403


def test_the_same_thing_is_put_right_in_a_selection(college: College, client: Client) -> None:
    """One day for all of them, all or none; what is one person's own is not offered."""
    keys = [str(seat.pk) for seat in Seat.objects.all()]
    typed = {"seat": keys, "kind": "correct", "reason": "The day was wrong."}
    asked = client.post("/o/college/records/change/", typed).content.decode()
    assert "What is wrong in all of them" in asked
    assert 'value="name"' not in asked
    sure = typed | {"confirmed": "yes"}
    for wrong in ({"field": "earned_on", "value": "2026-02-30"}, {"field": "name", "value": "Somebody"}):
        refused = client.post("/o/college/records/change/", sure | wrong)
        assert refused.status_code == 400
        assert all(f'name="seat" value="{key}"' in refused.content.decode() for key in keys)
        assert "The day was wrong." in refused.content.decode()
    assert Seat.objects.count() == 2
    answer = client.post("/o/college/records/change/", sure | {"field": "earned_on", "value": "2026-07-31"})
    assert answer.status_code == 302
    new = Seat.objects.exclude(corrects=None)
    assert {seat.name for seat in new} == {"Ada Fictional", "Bo Fictional"}
    assert all("2026-07-31T00:00:00Z" in seat.content for seat in new)
    assert Seat.objects.filter(state="replaced").count() == 2


def test_an_end_that_was_wrong_is_put_right(college: College, client: Client) -> None:
    """The register knows the new end as the record does."""
    keys = [str(seat.pk) for seat in Seat.objects.all()]
    typed = {"seat": keys, "kind": "correct", "reason": "It ends.", "confirmed": "yes"}
    client.post("/o/college/records/change/", typed | {"field": "valid_until", "value": "2030-01-31"})
    for seat in Seat.objects.exclude(corrects=None):
        assert seat.valid_until is not None
        assert f"{seat.valid_until:%Y-%m-%d}" == "2030-01-31"


def test_no_letter_is_printed_where_the_mail_says_all(college: College, client: Client) -> None:
    """A claim in person asks no code, and whoever has mail gets the link by it; looks do not hide what happened."""
    batch = college.issue("Name,Email\nCy Fictional,cy@people.example\n", token="person", claim_check=3)
    page = f"/o/college/records/{batch.seats.get().pk}/"
    answer = client.post(f"{page}claim/", {"act": "letter"})
    assert answer.status_code == 400
    assert "There is no letter to print" in answer.content.decode()
    for _look in range(45):
        shown = client.get(page).content.decode()
    assert "Made a claim link" in shown
