"""On which real things of the demonstration does each step of the nursing student's story play?

A record belongs to its holder, so no installation shows one to everybody. Here the holders are fictional: what this
room issued itself, from an organization marked as fictional, may be shown, and nothing else, by whatever name.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from openler.platform.achievements.models import Version
from openler.platform.demo.errors import NoDemo
from openler.platform.demo.people import BOARD, CLASSMATES, COLLEGE, HOME, ORGANIZATIONS, PEOPLE, REGISTRY
from openler.platform.demo.services import require_demo
from openler.platform.ecosystem.demonstration import Standing
from openler.platform.frameworks.models import FrameworkItem
from openler.platform.issuing.models import Seat
from openler.platform.opportunities.models import Posting
from openler.platform.organizations.models import Membership, Organization
from openler.platform.recognition.models import Registry

_STUDENT = next(one.name for one in PEOPLE if one.key == "student")
_SKILL = "maintain healthcare user data confidentiality"
_POSTING = "Nursing assistant, nights"


@dataclass(frozen=True, slots=True)
class _Told:
    """A record of the story: who signed it, of which achievement, for whom."""

    organization: str
    code: str
    person: str


RECORDS: Mapping[str, _Told] = {
    "nursing": _Told(COLLEGE, "NUR-110", _STUDENT),
    "algebra": _Told(COLLEGE, "MAT-101", _STUDENT),
    "food-service": _Told(COLLEGE, "FSC-010", _STUDENT),
    # Of others, since the story has not come so far: records of the kind of which it tells.
    "work": _Told(HOME, "WBL-CARE", CLASSMATES[0]),
    "licence": _Told(BOARD, "LPN", CLASSMATES[12]),
}
# What each step plays on: names of records, and what is no record.
_STEPS: Mapping[int, Sequence[str]] = {
    1: ("skill", "nursing"),
    2: ("achievement", "nursing"),
    3: ("nursing", "algebra"),
    4: ("nursing", "food-service", "registry"),
    5: ("nursing", "algebra"),
    6: ("nursing", "posting"),
    7: ("nursing", "registry"),
    8: ("posting", "nursing", "work"),
    9: ("licence", "work"),
}


class StoryHere:
    """What the map asks a demonstration; see `ecosystem.demonstration.Demonstration`."""

    def standing_at(self, step: int, at: datetime) -> Sequence[Standing]:
        """List what a step plays on here."""
        return [one for name in _STEPS.get(step, ()) for one in _standing(name, at)]

    def people_for(self, kind: str, roles: Sequence[str]) -> Sequence[str]:
        """Name the people at the door who have a role in an organization of a kind."""
        slugs = {one.slug for one in ORGANIZATIONS if kind in one.kinds}
        door = {f"demo-{one.key}": one for one in PEOPLE if one.organization in slugs}
        found = Membership.objects.filter(user__username__in=door, organization__is_fictional=True).select_related(
            "user"
        )
        may = {one.user.username for one in found if one.organization.slug in slugs and one.may(*roles)}
        return [f"{one.name} ({one.does})" for name, one in door.items() if name in may]


def find_seat(name: str) -> Seat:
    """Find a record of the story.

    Raises: NoDemo, where this is no demonstration, and for whatever the demonstration did not issue itself.
    """
    require_demo()
    told = RECORDS.get(name)
    found = told and (
        Seat.objects.select_related("organization", "version__achievement")
        .filter(
            organization__slug=told.organization,
            organization__is_fictional=True,
            # The demonstration's own batches: a form's token holds no space, so no form makes such a one.
            batch__form_token__startswith=f"demo {told.organization} {told.code} ",
            name=told.person,
            corrects=None,
        )
        .first()
    )
    if not found:
        raise NoDemo("The demonstration has no such record.")
    return found


def standing_of(name: str, seat: Seat, at: datetime) -> Standing:
    """Say what a record is and whether it counts; third parties hear state and day, no reason."""
    day = date_format(seat.changed_at.date())
    state, outcome = {
        Seat.State.REVOKED: (_("Revoked by its issuer on %(day)s.") % {"day": day}, "failed"),
        Seat.State.SUSPENDED: (_("Suspended by its issuer since %(day)s.") % {"day": day}, "failed"),
        Seat.State.REPLACED: (_("Replaced on %(day)s. Ask the holder for the current one.") % {"day": day}, "failed"),
    }.get(Seat.State(seat.state), (_("In force."), "passed"))
    if outcome == "passed" and seat.valid_until is not None and seat.valid_until <= at:
        state, outcome = _("Ended on %(day)s.") % {"day": date_format(seat.valid_until.date())}, "failed"
    names = {"issuer": seat.organization.name, "person": seat.name}
    return Standing(
        words=seat.version.name,
        url=reverse("demo_record", args=[name]),
        detail=_("Signed by %(issuer)s for %(person)s.") % names,
        state=state,
        outcome=outcome,
    )


def _standing(name: str, at: datetime) -> Iterator[Standing]:
    if name in RECORDS:
        try:
            yield standing_of(name, find_seat(name), at)
        except NoDemo:
            return
    else:
        yield from _PLAIN[name]()


def _skill() -> Iterator[Standing]:
    registry = _authority()
    if registry is None:
        return
    item = FrameworkItem.objects.filter(label=_SKILL, framework__tenant_id=registry.organization_id).first()
    if item:
        words = _("The skill “%(name)s”") % {"name": item.label}
        yield Standing(words=words, url=reverse("framework_item", args=[item.pk]))


def _achievement() -> Iterator[Standing]:
    found = Version.objects.filter(
        achievement__organization__slug=COLLEGE,
        achievement__organization__is_fictional=True,
        achievement__code=RECORDS["nursing"].code,
        state=Version.State.PUBLISHED,
    ).first()
    if found:
        words = _("The achievement “%(name)s”") % {"name": found.name}
        yield Standing(words=words, url=reverse("achievement", args=[found.pk]))


def _posting() -> Iterator[Standing]:
    home = Organization.objects.filter(slug=HOME, is_fictional=True).first()
    if home is None:
        return
    offered = Posting.objects.filter(tenant_id=home.pk, title=_POSTING).exclude(published_at=None)
    found = offered.order_by("published_at").first()
    if found:
        words = _("The posting “%(name)s”") % {"name": found.title}
        yield Standing(words=words, url=reverse("posting", args=[found.pk]))


def _registry() -> Iterator[Standing]:
    found = _authority()
    if found:
        words = _("The registry of %(name)s") % {"name": found.organization.name}
        yield Standing(words=words, url=reverse("public_registry", args=[found.pk]))


def _authority() -> Registry | None:
    return (
        Registry.objects.select_related("organization")
        .filter(organization__slug=REGISTRY, organization__is_fictional=True)
        .first()
    )


_PLAIN = {"skill": _skill, "achievement": _achievement, "posting": _posting, "registry": _registry}
