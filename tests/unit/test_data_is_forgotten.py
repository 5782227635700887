"""Is each class of data forgotten when its time is over, by the period of its own organization, and nothing else?"""

from datetime import datetime, timedelta
from importlib import import_module

import pytest
from django.contrib.sessions.models import Session

from openler.platform.audit.models import AuditEntry
from openler.platform.base.acts import Act
from openler.platform.issuing.models import Batch, ClaimLink, Copy, Row, Seat, StatusList
from openler.platform.jobs.models import Job
from openler.platform.jobs.services import run_all
from openler.platform.jobs.tasks import forget_ended
from openler.platform.jobs.worker import SWEEPS, enqueue_sweeps
from openler.platform.mail.models import BouncedAddress, SentMail
from openler.platform.mail.services import record_bounce
from openler.platform.organizations import memberships
from openler.platform.organizations.errors import BadPeriod
from openler.platform.organizations.keeping import CLASSES, days_kept, set_days
from openler.platform.organizations.models import Invitation, KeptFor, Organization
from openler.platform.sharing.models import Opening, PresentationRequest, Share
from openler.platform.sharing.requests import ask_for_presentation
from openler.platform.sharing.services import open_share, stop_share
from web.issuing import College
from web.people import AT, act, make_organization, make_user
from web.sharing import badge, presentation, shared

pytestmark = pytest.mark.django_db

CLASS = """\
name,email,student_id,awarded_on,exam,points
Inés Valdés,ines@people.example,00417,2026-05-04,Proficient,"87,5"
Cy,cy@,00419,2026-02-30,Expert,101
"""


def sweep(at: datetime) -> None:
    """Do all that a worker does at this time."""
    Job.objects.all().delete()
    enqueue_sweeps(at)
    run_all(at)
    assert not Job.objects.filter(last_fault__gt="").exists()


def after(days: float) -> datetime:
    """Give the time so many days later, and a second."""
    return AT + timedelta(days=days, seconds=1)


def keep(organization: Organization, data_class: str, days: int) -> None:
    """Set a period."""
    set_days(act(organization=organization), organization, data_class, days)


def test_every_sweep_is_a_task_that_exists() -> None:
    """A misspelt line would be tried for ever and forget nothing."""
    for task, seconds in SWEEPS:
        room, _dot, name = task.partition(".")
        assert callable(getattr(import_module(f"openler.platform.{room}.tasks"), name))
        assert seconds > 0


@pytest.mark.parametrize(("data_class", "state"), [("upload", Row.State.ISSUED), ("reject", Row.State.BAD)])
def test_what_a_class_list_said_goes_by_the_period_of_its_organization(data_class: str, state: str) -> None:
    """After 30 days the rows are gone, a neighbour's stay as long as it set, and the register stays whole."""
    college, neighbour = College(), College("neighbour")
    keep(neighbour.organization, data_class, 60)
    for one in (college, neighbour):
        one.issue(CLASS, token=str(one.organization.pk))
    rows = Row.objects.filter(state=state)
    sweep(after(29))
    assert rows.count() == 2
    sweep(after(30))
    assert [row.batch.organization for row in rows] == [neighbour.organization]
    sweep(after(60))
    assert not Row.objects.exists()
    assert (Batch.objects.count(), Seat.objects.count(), Copy.objects.count()) == (2, 2, 2)
    assert StatusList.objects.count() == 2


def test_a_batch_that_nobody_released_is_closed_with_its_list() -> None:
    """Nothing of it can be signed any more, and whoever opens it reads why."""
    college = College(achievement_type="Degree")
    college.issue(CLASS)
    Batch.objects.update(state=Batch.State.WAITING)
    sweep(after(30))
    batch = Batch.objects.get()
    assert (batch.state, batch.refusal) == (Batch.State.REFUSED, "Nobody released it before its list was deleted.")
    assert AuditEntry.objects.filter(verb="batch.lapsed", object_id=batch.pk).exists()


def test_a_batch_that_is_being_signed_keeps_its_rows() -> None:
    """However old it is, a paused batch can go on."""
    College().issue(CLASS)
    Batch.objects.update(state=Batch.State.PAUSED)
    sweep(after(60))
    assert list(Row.objects.values_list("state", flat=True)) == [Row.State.ISSUED]


def test_claim_links_that_nobody_used_go_on_their_day() -> None:
    """After 180 days, or on the day that the organization's own period gave them; the record stays claimable."""
    college, neighbour = College(), College("neighbour")
    keep(neighbour.organization, "claim", 366)
    for one in (college, neighbour):
        one.issue(CLASS, token=str(one.organization.pk))
    # A link that was sent keeps the day that its mail names.
    keep(college.organization, "claim", 14)
    sweep(after(179))
    assert ClaimLink.objects.count() == 2
    sweep(after(180))
    assert ClaimLink.objects.get().seat.organization == neighbour.organization
    sweep(after(366))
    assert not ClaimLink.objects.exists()
    assert Seat.objects.filter(claimed_at=None, state=Seat.State.IN_FORCE).count() == 2


def test_the_mail_log_goes_by_the_period_of_whoever_wrote() -> None:
    """After 90 days, a neighbour's later; what the installation wrote itself goes with the common period."""
    college, neighbour = make_organization("college"), make_organization("neighbour")
    keep(neighbour, "mail", 120)
    for tenant in (college, neighbour, None):
        SentMail.objects.create(
            address="ada@people.example", kind="claim", tenant_id=tenant.pk if tenant else None, at=AT, outcome="sent"
        )
    record_bounce("gone@people.example", at=AT)
    sweep(after(89))
    assert SentMail.objects.count() == 3
    sweep(after(90))
    assert SentMail.objects.get().tenant_id == neighbour.pk
    sweep(after(120))
    assert not SentMail.objects.exists()
    assert BouncedAddress.objects.exists()
    sweep(after(365))
    assert not BouncedAddress.objects.exists()


def test_invitations_go_some_weeks_after_their_end() -> None:
    """Two weeks open, a month kept; one that was taken back goes sooner, a neighbour's later."""
    college, neighbour = make_organization("college"), make_organization("neighbour")
    keep(neighbour, "invitation", 90)
    for organization in (college, neighbour):
        memberships.invite(act(), organization=organization, address="bea@people.example", roles=["viewer"])
    ended = memberships.invite(act(), organization=college, address="cy@people.example", roles=["viewer"])
    memberships.take_back(act(), organization=college, invitation_id=ended.pk)
    sweep(after(30))
    assert sorted(Invitation.objects.values_list("address", flat=True)) == ["bea@people.example"] * 2
    sweep(after(44))
    assert Invitation.objects.get().organization == neighbour
    sweep(after(104))
    assert not Invitation.objects.exists()


def test_a_share_loses_its_content_at_its_end_and_its_trace_a_month_later() -> None:
    """The owner still sees who looked; one that was stopped counts from there, one that is open stays."""
    owner = make_user("ines")
    content = presentation([badge("Wound Care", at=AT)], at=AT)
    token, ending = shared(owner, content, at=AT, ends_at=AT + timedelta(days=2))
    open_share(act(), token, visitor="127.0.0.1")
    _token, stopped = shared(owner, content, at=AT, ends_at=AT + timedelta(days=300))
    stop_share(act(owner), owner_id=owner.pk, share_id=stopped.pk)
    _token, lasting = shared(owner, content, at=AT, ends_at=AT + timedelta(days=300))
    ask_for_presentation(Act(None, None, AT), asker="Board", purpose="To see")
    sweep(after(2))
    ending.refresh_from_db()
    assert (bytes(ending.sealed), ending.openings.count()) == (b"", 1)
    assert not PresentationRequest.objects.exists()
    sweep(after(31))
    assert set(Share.objects.all()) == {ending, lasting}
    sweep(after(32))
    assert list(Share.objects.all()) == [lasting]
    assert bytes(lasting.sealed)
    assert not Opening.objects.exists()
    assert AuditEntry.objects.filter(verb="share.deleted", person_id=owner.pk).count() == 2


def test_sessions_go_when_they_have_ended() -> None:
    """Those that have not ended stay."""
    for name, days in (("old", 1), ("new", 3)):
        Session.objects.create(session_key=name, session_data="x", expire_date=AT + timedelta(days=days))
    sweep(after(2))
    assert Session.objects.get().session_key == "new"


def test_work_that_ended_is_forgotten_after_a_month() -> None:
    """What still waits stays, however old."""
    for state, ended_at in ((Job.State.DONE, AT), (Job.State.FAILED, AT), (Job.State.WAITING, None)):
        Job.objects.create(
            task="jobs.forget_ended", state=state, run_after=after(100), created_at=AT, ended_at=ended_at
        )
    forget_ended({}, after(29))
    assert Job.objects.count() == 3
    forget_ended({}, after(30))
    assert Job.objects.get().state == Job.State.WAITING


def test_the_register_and_the_audit_never_go() -> None:
    """A hundred years of sweeps take no line of either, and nobody can set a period for them."""
    college = College()
    college.issue(CLASS)
    before = AuditEntry.objects.count()
    sweep(after(36_525))
    assert (Seat.objects.count(), Copy.objects.count(), StatusList.objects.count()) == (1, 1, 1)
    assert AuditEntry.objects.count() >= before
    for kept in ("register", "audit", "share", "nothing"):
        with pytest.raises(BadPeriod):
            keep(college.organization, kept, 30)


@pytest.mark.parametrize("data_class", [key for key, one in CLASSES.items() if one.is_set_by_organizations])
def test_a_period_stays_within_its_bounds_and_is_written_down(data_class: str) -> None:
    """One day less or more than allowed is refused with the reason, and changes nothing."""
    college = make_organization("college")
    known = CLASSES[data_class]
    assert known.least <= known.days <= known.most
    for days in (known.least - 1, known.most + 1):
        with pytest.raises(BadPeriod) as refused:
            keep(college, data_class, days)
        assert refused.value.advice == str(known.why)
    assert not KeptFor.objects.exists()
    keep(college, data_class, known.most)
    keep(college, data_class, known.least)
    assert days_kept(college.pk, data_class) == known.least
    assert days_kept(make_organization("other").pk, data_class) == known.days
    details = AuditEntry.objects.filter(verb="period.set").values_list("detail", flat=True)
    assert {"data_class": data_class, "days": known.least} in details
