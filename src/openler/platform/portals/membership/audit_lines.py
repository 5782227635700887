"""How is a line of the audit told: who, what, on which thing, why? To an organization, and to a person about their data.

An organization reads the names of its own members and nobody else's: whoever applied stays a number, and accounts of
people outside are not even numbered, because a number that comes back would join what was kept apart.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from openler.platform.audit.models import AuditEntry
from openler.platform.audit.words import BASES, BY_LINK, KINDS, OUTCOMES, PURPOSES, VERBS, Words
from openler.platform.issuing.models import Seat
from openler.platform.opportunities.models import Application, Posting
from openler.platform.organizations.models import Membership, Organization
from openler.platform.sharing.models import Share

HEAD = (
    "number",
    "time (UTC)",
    "who",
    "account of who",
    "what",
    "verb",
    "on what",
    "id of it",
    "purpose",
    "basis",
    "outcome",
)
_OUTSIDE: Mapping[str, str] = {"seat": "holder", "application": "applicant"}


@dataclass(frozen=True, slots=True)
class Thing:
    """What a line is about: its name, and where it is shown; empty where no page shows it."""

    name: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One line, ready for a page or a file.

    Attributes:
        actor_id: account of who did it, where the reader may know it.
        kind: word for the kind of thing; the thing itself may have no name.
    """

    number: int
    at: datetime
    who: str
    actor_id: int | None
    verb: str
    what: Words
    kind: Words
    thing: Thing
    object_id: str
    purpose: Words
    basis: Words
    outcome: Words

    def cells(self) -> tuple[str, ...]:
        """Give the line as cells under HEAD."""
        actor = str(self.actor_id) if self.actor_id is not None else ""
        thing = f"{self.kind} {self.thing.name}".strip()
        when = self.at.isoformat(timespec="seconds")
        told = (self.verb, thing, self.object_id, str(self.purpose), str(self.basis), str(self.outcome))
        return (str(self.number), when, self.who, actor, str(self.what), *told)


Names = Mapping[int, str]
Things = Mapping[tuple[str, str], Thing]


def lines_of(organization: Organization, entries: Sequence[AuditEntry]) -> list[Line]:
    """Tell lines to the organization whose they are."""
    names = member_names(organization)
    things = _things_of(organization, entries)
    return [
        _line(entry, _who(entry, names), entry.actor_id if entry.actor_id in names else None, things)
        for entry in entries
    ]


def lines_about(person_id: int, entries: Sequence[AuditEntry]) -> list[Line]:
    """Tell a person what others did with their data: the organization is named, its members are not."""
    found = {entry.tenant_id for entry in entries if entry.tenant_id}
    names = {one.pk: one.name for one in Organization.objects.filter(pk__in=found)}
    things = _own_things(person_id, entries)
    return [_line(entry, _whose(entry, names), None, things) for entry in entries]


def member_names(organization: Organization) -> dict[int, str]:
    """Give the names of an organization's members by account."""
    members = Membership.objects.select_related("user").filter(organization=organization)
    return {one.user_id: one.user.get_full_name() for one in members}


def _line(entry: AuditEntry, who: str, actor_id: int | None, things: Things) -> Line:
    if entry.detail.get("by") == "program":
        who = _("%(who)s, by a program") % {"who": who}
    return Line(
        number=entry.number,
        at=entry.at,
        who=who,
        actor_id=actor_id,
        verb=entry.verb,
        what=VERBS.get(entry.verb, entry.verb),
        kind=KINDS.get(entry.kind, entry.kind),
        thing=things.get((entry.kind, entry.object_id), Thing("")),
        object_id=entry.object_id,
        purpose=PURPOSES.get(entry.purpose, entry.purpose),
        basis=BASES.get(entry.basis, entry.basis),
        outcome=OUTCOMES.get(entry.outcome, entry.outcome),
    )


def _who(entry: AuditEntry, names: Names) -> str:
    if entry.actor_id is None:
        return _("Whoever had the link") if entry.verb in BY_LINK else _("The system")
    if entry.actor_id in names:
        return names[entry.actor_id]
    kind = _OUTSIDE.get(entry.kind) if entry.actor_id == entry.person_id else None
    if kind == "holder":
        return _("The holder of the record")
    if kind == "applicant":
        return _("The applicant")
    return _("Whoever had the link") if entry.verb in BY_LINK else _("Somebody who is no member now")


def _whose(entry: AuditEntry, names: Mapping[UUID, str]) -> str:
    if entry.verb in BY_LINK:
        return _("Whoever had the link")
    if entry.tenant_id is not None:
        return names.get(entry.tenant_id, _("An organization that is not here any more"))
    if entry.verb == "presentation.read":
        return _("Whoever asked you to show records")
    return _("This installation") if entry.actor_id is None else _("Somebody with an account here")


def _things_of(organization: Organization, entries: Sequence[AuditEntry]) -> dict[tuple[str, str], Thing]:
    slug, found = organization.slug, {("organization", str(organization.pk)): Thing(organization.name)}
    for seat in Seat.objects.filter(organization=organization, pk__in=_ids(entries, "seat")).only("award_number"):
        url = reverse("issued_record", args=(slug, seat.pk))
        found["seat", str(seat.pk)] = Thing(seat.award_number, url)
    kept = Application.objects.filter(tenant_id=organization.pk, pk__in=_ids(entries, "application"))
    for application in kept.select_related("posting").only("number", "posting__title"):
        name = _("%(number)d for %(posting)s") % {"number": application.number, "posting": application.posting.title}
        found["application", str(application.pk)] = Thing(name, reverse("applicant", args=(slug, application.pk)))
    for posting in Posting.objects.filter(tenant_id=organization.pk, pk__in=_ids(entries, "posting")).only("title"):
        found["posting", str(posting.pk)] = Thing(posting.title, reverse("posting_edit", args=(slug, posting.pk)))
    for member in Membership.objects.select_related("user").filter(organization=organization):
        found["membership", str(member.pk)] = Thing(
            member.user.get_full_name(), reverse("member", args=(slug, member.pk))
        )
    return found


def _own_things(person_id: int, entries: Sequence[AuditEntry]) -> dict[tuple[str, str], Thing]:
    found = {}
    held = Seat.objects.select_related("version").filter(holder_id=person_id, pk__in=_ids(entries, "seat"))
    for seat in held:
        found["seat", str(seat.pk)] = Thing(f"{seat.version.name} ({seat.award_number})")
    mine = Application.objects.select_related("posting").filter(
        applicant_id=person_id, pk__in=_ids(entries, "application")
    )
    for application in mine.only("posting__title"):
        found["application", str(application.pk)] = Thing(
            application.posting.title, reverse("application", args=(application.pk,))
        )
    for share in Share.objects.filter(owner_id=person_id, pk__in=_ids(entries, "share")).defer("sealed"):
        found["share", str(share.pk)] = Thing(share.audience, reverse("wallet_share", args=(share.pk,)))
    return found


def _ids(entries: Iterable[AuditEntry], kind: str) -> list[UUID]:
    return [UUID(text) for text in {entry.object_id for entry in entries if entry.kind == kind}]
