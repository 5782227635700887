"""Is the demonstration made by the same services as everything else, and true to the field?"""

import pytest

from openler.platform.demo.ecosystem import load_ecosystem
from openler.platform.issuing.models import Batch, Copy, Seat
from openler.platform.issuing.signing import open_unbound
from openler.platform.keystore.models import IssuerKey
from openler.platform.mail.models import DemoLetter
from openler.platform.organizations import key_changes
from openler.platform.organizations.models import KeyChange, Organization
from web.issuing import verified
from web.people import AT, act

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _demonstration(settings: object) -> None:
    settings.OPENLER_DEMO = True  # type: ignore[attr-defined]
    settings.EMAIL_BACKEND = "openler.platform.mail.backend.LoggingBackend"  # type: ignore[attr-defined]


def test_every_record_of_the_demonstration_verifies() -> None:
    """Whatever the demonstration shows was signed by keys of its own, and holds."""
    load_ecosystem(act())
    seats = Seat.objects.select_related("organization")
    assert seats.count() == Copy.objects.count() > 50
    for seat in [*seats[:3], *(seats.filter(organization__slug=slug).first() for slug in ("state-board", "northway"))]:
        assert seat is not None
        assert verified(open_unbound(seat), seat.organization).verified, seat


def test_a_second_start_changes_nothing() -> None:
    """Started twice, nothing is there twice."""
    load_ecosystem(act())
    before = (Batch.objects.count(), Seat.objects.count(), DemoLetter.objects.count())
    load_ecosystem(act())
    assert (Batch.objects.count(), Seat.objects.count(), DemoLetter.objects.count()) == before


def test_it_is_true_to_the_field() -> None:
    """A course record does not expire, a licence does, and the board licenses, not the college."""
    load_ecosystem(act())
    assert not Seat.objects.filter(version__achievement_type="Course").exclude(valid_until=None).exists()
    licences = Seat.objects.filter(version__achievement_type="License")
    assert {seat.organization.slug for seat in licences.select_related("organization")} == {"state-board"}
    assert not licences.filter(valid_until=None).exists()
    assert all(seat.valid_until > AT for seat in licences if seat.valid_until)
    assert not Organization.objects.filter(is_fictional=False).exists()


def test_records_wait_for_the_student() -> None:
    """Three records wait in her mailbox: a mail with the link, and the code another way."""
    load_ecosystem(act())
    letters = DemoLetter.objects.filter(to="student@people.example")
    assert letters.filter(body__contains="/claim/").count() == 3
    assert letters.filter(body__contains="Your code").count() == 3


def test_every_key_was_asked_for_by_one_person_and_approved_by_another() -> None:
    """Where there are two with a say; nobody of the demonstration made a key in another way than everybody does."""
    load_ecosystem(act())
    changes = KeyChange.objects.select_related("organization")
    keys = sorted(IssuerKey.objects.values_list("tenant_id", flat=True))
    assert sorted(change.organization_id for change in changes) == keys
    for change in changes:
        assert change.state == KeyChange.State.DONE
        if key_changes.needs_second_person(change.organization):
            assert change.decided_by not in (None, change.asked_by)
    assert any(change.decided_by for change in changes)
