"""Does an organization find, export and change the records that it issued, and only its own?"""

import pytest
from django.test import Client

from openler.foundation.tables import read_table
from openler.platform.audit.models import AuditEntry
from openler.platform.issuing.models import Seat
from web.issuing import College
from web.people import make_user, signed_client

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
