"""Which batches, records, claims and objections does an organization have, and which records does a person have?"""

from uuid import UUID

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from openler.platform.issuing.errors import NoSuchRecord
from openler.platform.issuing.models import Batch, Copy, Objection, Row, Seat
from openler.platform.organizations.models import Organization


def batches_of(organization: Organization) -> QuerySet[Batch]:
    """List the batches of an organization, newest first, with counts of rows by state and of records claimed."""
    claimed = Seat.objects.filter(batch=OuterRef("pk")).exclude(claimed_at=None).order_by().values("batch")
    return (
        Batch.objects.select_related("version")
        .filter(organization=organization)
        .annotate(
            good=Count("rows", filter=Q(rows__state=Row.State.GOOD)),
            bad=Count("rows", filter=Q(rows__state=Row.State.BAD)),
            issued=Count("rows", filter=Q(rows__state=Row.State.ISSUED)),
            # Beside rows, not joined with them: a join would count each record once for every row.
            claimed=Coalesce(Subquery(claimed.annotate(n=Count("pk")).values("n")), 0),
        )
    )


def running_of(organization: Organization) -> QuerySet[Batch]:
    """List the batches that are being signed, paused, or hold rows to mend, newest first."""
    is_open = Q(state__in=(Batch.State.SIGNING, Batch.State.PAUSED)) | Q(bad__gt=0, state=Batch.State.CHECKED)
    return batches_of(organization).filter(is_open | Q(bad__gt=0, state=Batch.State.DONE))


def find_batch(organization: Organization, batch_id: UUID) -> Batch:
    """Find a batch of an organization, with its counts.

    Raises: NoSuchRecord.
    """
    found = batches_of(organization).select_related("version__achievement__organization").filter(pk=batch_id).first()
    if found is None:
        raise NoSuchRecord(_("There is no such batch here."))
    return found


def seats_of(
    organization: Organization,
    *,
    text: str = "",
    state: str = "",
    achievement: UUID | None = None,
    batch: UUID | None = None,
) -> QuerySet[Seat]:
    """List issued records, newest first; searched by name, mail address, roster identifier or award number."""
    found = Seat.objects.select_related("version").filter(organization=organization)
    if text:
        found = found.filter(
            Q(name__icontains=text) | Q(email__iexact=text) | Q(roster_id=text) | Q(award_number__iexact=text)
        )
    if state == "unclaimed":
        found = found.filter(claimed_at=None, state=Seat.State.IN_FORCE)
    elif state:
        found = found.filter(state=state)
    if achievement:
        found = found.filter(version__achievement=achievement)
    if batch:
        found = found.filter(batch=batch)
    return found


def find_seat(organization: Organization, seat_id: UUID) -> Seat:
    """Find a record of an organization.

    Raises: NoSuchRecord.
    """
    found = (
        Seat.objects.select_related("organization", "version__achievement__organization", "batch")
        .filter(organization=organization, pk=seat_id)
        .first()
    )
    if found is None:
        raise NoSuchRecord(_("There is no such record here."))
    return found


def seats_held_by(user_id: int) -> QuerySet[Seat]:
    """List the records that a person claimed, newest first."""
    return Seat.objects.select_related("organization", "version").filter(holder_id=user_id)


def find_held_seat(user_id: int, seat_id: UUID) -> Seat:
    """Find a record that this person accepted.

    Raises: NoSuchRecord.
    """
    seat = seats_held_by(user_id).filter(pk=seat_id).first()
    if seat is None:
        raise NoSuchRecord(_("You have no such record."))
    return seat


def objections_of(seat: Seat, user_id: int) -> QuerySet[Objection]:
    """List what this person said is wrong with a record, the newest first."""
    return seat.objections.filter(made_by=user_id).order_by("-made_at")


def open_objections(organization: Organization) -> QuerySet[Objection]:
    """List what holders object to and nobody answered yet, the oldest first."""
    return Objection.objects.select_related("seat__version").filter(seat__organization=organization, answered_at=None)


def find_objection(organization: Organization, objection_id: UUID) -> Objection:
    """Find an objection to a record of an organization, answered or not.

    Raises: NoSuchRecord.
    """
    found = Objection.objects.filter(seat__organization=organization, pk=objection_id).first()
    if found is None:
        raise NoSuchRecord(_("There is no such objection here."))
    return found


def count_signed_by_key(organization: Organization) -> dict[int, int]:
    """Count the records that each key of an organization signed, by the key's number; each copy counts."""
    counted = Copy.objects.filter(seat__organization=organization).values_list("key_number").annotate(Count("pk"))
    return dict(counted.order_by())


def count_in_force() -> int:
    """Count the records in force, over all organizations; each counts once, however many copies it has."""
    return Seat.objects.filter(state=Seat.State.IN_FORCE).count()


def count_holders() -> int:
    """Count the people who hold a record that they claimed here."""
    return Seat.objects.exclude(holder_id=None).values("holder_id").distinct().count()
