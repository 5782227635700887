"""Which lines of an organization's audit are about one student or employee? The log that a school owes on request.

A person is known by the records that were issued to them: by roster identifier, else by mail address. What they applied
for stands in the log only where a recruiter lifted the name, and nothing stands in it that a law forbids to tell.
Spec: https://www.ecfr.gov/current/title-34/subtitle-A/part-99/subpart-D/section-99.32
"""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from openler.foundation.errors import Conflict, NotFound
from openler.foundation.tables import write_table
from openler.platform.audit.models import AuditEntry
from openler.platform.audit.queries import entries_touching
from openler.platform.audit.services import record
from openler.platform.base.acts import Act
from openler.platform.issuing.models import Seat
from openler.platform.issuing.queries import find_seat
from openler.platform.opportunities.models import Application
from openler.platform.organizations.models import Organization
from openler.platform.portals.membership.audit_lines import HEAD, lines_of

# More lines than these do not go into one file; dates divide them.
MOST_LINES = 100_000
_AT_ONCE = 1000


class NoSuchPerson(NotFound):
    """No record of the organization was issued to this person."""

    code = "no_such_person"
    default_advice = "Give the roster identifier or the mail address as they stand with an issued record."


class SeveralPeople(Conflict):
    """The mail address stands with records of several people."""

    code = "several_people"
    default_advice = "Give the roster identifier of the one person, or the award number of one of their records."


@dataclass(frozen=True, slots=True)
class PersonFile:
    """One person as an organization knows them.

    Attributes:
        seats: records that were issued to them.
        holder_id: the account that claimed some of these, None where nobody did.
    """

    seats: tuple[Seat, ...]
    holder_id: int | None

    def entries(self, organization: Organization) -> QuerySet[AuditEntry]:
        """List the organization's lines about the person, newest first."""
        things: dict[str, list[UUID]] = {"seat": [seat.pk for seat in self.seats]}
        if self.holder_id is not None:
            lifted = Application.objects.filter(
                tenant_id=organization.pk, applicant_id=self.holder_id, names_lifted_at__isnull=False
            )
            things["application"] = list(lifted.values_list("pk", flat=True))
        return entries_touching(organization.pk, things, person_id=self.holder_id, besides=("application",))


def file_of(organization: Organization, seat_id: UUID) -> PersonFile:
    """Find the person to whom a record was issued.

    Raises: NoSuchRecord, SeveralPeople.
    """
    seat = find_seat(organization, seat_id)
    if seat.roster_id:
        same = Q(roster_id=seat.roster_id)
    else:
        # An address that several people share tells nobody apart; those with a number are others.
        same = Q(email__iexact=seat.email, roster_id="", name__iexact=seat.name) if seat.email else Q(pk=seat.pk)
    return _file(organization, list(Seat.objects.filter(same, organization=organization)))


def file_named(organization: Organization, name: str) -> PersonFile:
    """Find a person by roster identifier, mail address or award number.

    Raises: NoSuchPerson, SeveralPeople.
    """
    name = name.strip()
    seats = Seat.objects.filter(organization=organization)
    for known_as in (Q(roster_id=name), Q(email__iexact=name), Q(award_number__iexact=name)):
        found = list(seats.filter(known_as)) if name else []
        if found:
            return _file(organization, found)
    raise NoSuchPerson(_("No record was issued to %(name)s here.") % {"name": name or "–"})


def export_file(act: Act, organization: Organization, person: PersonFile) -> bytes:
    """Give the log about one person as CSV; that it was taken is written down for each of their records."""
    table = write_lines(organization, person.entries(organization))
    for seat in person.seats:
        record(act, "audit.person_exported", kind="seat", object_id=seat.pk, person_id=seat.holder_id)
    return table


def write_lines(organization: Organization, entries: QuerySet[AuditEntry]) -> bytes:
    """Write lines as CSV in which no cell is a formula, the newest MOST_LINES of them."""
    return write_table(HEAD, _cells(organization, entries))


def _cells(organization: Organization, entries: QuerySet[AuditEntry]) -> Iterator[tuple[str, ...]]:
    rest = entries
    for _part in range(MOST_LINES // _AT_ONCE):
        some = list(rest[:_AT_ONCE])
        yield from (line.cells() for line in lines_of(organization, some))
        if len(some) < _AT_ONCE:
            return
        # By number and not by place: lines that come in the meantime move no other.
        rest = entries.filter(number__lt=some[-1].number)


def _file(organization: Organization, known: list[Seat]) -> PersonFile:
    numbers = {seat.roster_id for seat in known if seat.roster_id}
    holders = {seat.holder_id for seat in known if seat.holder_id is not None}
    names = set() if numbers else {seat.name.casefold() for seat in known}
    if max(len(numbers), len(holders), len(names)) > 1:
        raise SeveralPeople(
            _("Records of several people match. Their roster identifiers: %(numbers)s.")
            % {"numbers": ", ".join(sorted(numbers)) or _("none")}
        )
    same = Q(pk__in=[seat.pk for seat in known]) | Q(roster_id__in=numbers) | Q(holder_id__in=holders)
    seats = tuple(Seat.objects.filter(same, organization=organization))
    return PersonFile(seats, next(iter(holders), None))
