"""Which work is offered in the demonstration? A night shift in the nursing home and an early one in the depot."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from openler.foundation.json_types import JsonObject
from openler.platform.achievements.models import Version
from openler.platform.achievements.queries import url_of
from openler.platform.base.acts import Act
from openler.platform.demo.people import BOARD, CARRIER, COLLEGE, HOME
from openler.platform.opportunities import services
from openler.platform.opportunities.models import Posting
from openler.platform.organizations.models import Membership, Organization


@dataclass(frozen=True, slots=True)
class _Work:
    """One posting.

    Attributes:
        skills: words of a framework's item, least level, whether preferred; asked where the installation knows it.
        credentials: organization, code of the achievement, whether preferred.
    """

    slug: str
    title: str
    description: str
    place: str
    hours: str
    pay: str
    contact: str
    skills: Sequence[tuple[str, int | None, bool]]
    credentials: Sequence[tuple[str, str, bool]]


_OFFERED = (
    _Work(
        HOME,
        "Nursing assistant, nights",
        "You care for 24 residents together with a nurse. Three nights a week, always in twos.",
        "Harbor View, Pier Street",
        "24 a week, three nights",
        "$21.50 to $25.00 an hour",
        "Petra Lindqvist (fictional), petra@harborview.example",
        (
            ("maintain healthcare user data confidentiality", 3, False),
            ("provide basic support to patients", 2, False),
        ),
        ((COLLEGE, "NUR-110", False), (HOME, "WBL-CARE", True), (BOARD, "LPN", True)),
    ),
    _Work(
        CARRIER,
        "Forklift driver, early shift",
        "You load and unload in the depot, with two colleagues who know it well.",
        "Northway depot, Gate 3",
        "36 a week, from 5 in the morning",
        "$23.00 an hour",
        "Aiko Sato (fictional), aiko@northway.example",
        (("operate forklift", None, False),),
        ((CARRIER, "FLT-1", False),),
    ),
)


def load_postings(act: Act) -> None:
    """Publish the fictional postings, once."""
    if Posting.objects.exists():
        return
    for work in _OFFERED:
        organization = Organization.objects.get(slug=work.slug)
        recruiter = _recruiter(act, organization)
        fields = services.PostingFields(
            title=work.title,
            description=work.description,
            place=work.place,
            law="us",
            hours=work.hours,
            pay=work.pay,
            accommodation_contact=work.contact,
            closes_at=act.at.date() + timedelta(days=45),
            access_ends_at=act.at.date() + timedelta(days=120),
        )
        services.make_posting(recruiter, fields, [*_skills(work), *_credentials(work)], publish=True)


def _recruiter(act: Act, organization: Organization) -> Act:
    for membership in Membership.objects.filter(organization=organization).order_by("pk"):
        if membership.may("recruiter"):
            return Act(membership.user_id, organization.pk, act.at, purpose=act.purpose)
    raise LookupError(f"nobody at {organization.slug} recruits")


def _skills(work: _Work) -> list[JsonObject]:
    known: dict[str, JsonObject] = {}
    for version in Version.objects.filter(state=Version.State.PUBLISHED):
        known |= {one["label"]: one for one in version.alignments}
    return [
        {
            "uri": known[label]["uri"],
            "label": label.capitalize(),
            "framework": known[label].get("framework", ""),
            "level": level,
            "preferred": preferred,
        }
        for label, level, preferred in work.skills
        if label in known
    ]


def _credentials(work: _Work) -> list[JsonObject]:
    rows: list[JsonObject] = []
    for slug, code, preferred in work.credentials:
        version = (
            Version.objects.select_related("achievement__organization")
            .filter(achievement__organization__slug=slug, achievement__code=code, state=Version.State.PUBLISHED)
            .first()
        )
        if version is not None:
            rows.append(
                {
                    "uri": url_of(version),
                    "label": version.name,
                    "framework": version.achievement.organization.name,
                    "kind": "achievement",
                    "preferred": preferred,
                }
            )
    return rows
