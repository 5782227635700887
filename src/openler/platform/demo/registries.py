"""Who recognizes whom in the demonstration? One authority; the nursing home itself is recognized by nobody."""

from openler.platform.base.acts import Act
from openler.platform.demo.people import BOARD, COLLEGE, REGISTRY
from openler.platform.organizations.identity import did_of
from openler.platform.organizations.models import Membership, Organization
from openler.platform.recognition.entries import EntryFields
from openler.platform.recognition.services import Choice, choose_registries, enter_issuer, open_registry

_POLICY = (
    "Recognized after a review of programme, staff and exams, renewed every five years. "
    "This is a demonstration: the authority, the issuers and the review are fictional."
)
# (organization, kinds of record)
_RECOGNIZED = (
    (COLLEGE, ("Course", "Certificate", "Certification", "AssociateDegree")),
    (BOARD, ("License",)),
)


def load_registry(act: Act) -> None:
    """Open the authority's registry, enter whom it recognizes, and let it count here by default."""
    authority = Organization.objects.get(slug=REGISTRY)
    owner = Membership.objects.filter(organization=authority).order_by("pk").first()
    officer = Act(owner.user_id if owner else None, authority.pk, act.at, purpose=act.purpose)
    registry = open_registry(officer, authority)
    for slug, kinds in _RECOGNIZED:
        organization = Organization.objects.get(slug=slug)
        fields = EntryFields(
            issuer=did_of(organization),
            name=organization.name,
            achievement_types=list(kinds),
            # From the first day of the demonstration: an entry dated back says so with every answer.
            since=act.at.date(),
            policy=_POLICY,
        )
        enter_issuer(officer, registry, fields)
    choose_registries(act, None, [Choice(registry_id=registry.pk)])
