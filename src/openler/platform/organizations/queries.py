"""Which organizations are there, who belongs to them, and who is invited?"""

from datetime import datetime

from django.db.models import QuerySet

from openler.platform.accounts.models import User
from openler.platform.organizations.models import DomainProof, Invitation, KeyChange, Membership, Organization


def memberships_of(user: User) -> QuerySet[Membership]:
    """List a person's places, by the name of the organization."""
    return Membership.objects.select_related("organization").filter(user=user).order_by("organization__name")


def members_of(organization: Organization) -> QuerySet[Membership]:
    """List who belongs to an organization, in the order of joining."""
    return Membership.objects.select_related("user").filter(organization=organization).order_by("joined_at", "pk")


def member_count(organization: Organization) -> int:
    """Count the members: from the second on, some acts need two people."""
    return Membership.objects.filter(organization=organization).count()


def open_invitations(organization: Organization, at: datetime) -> QuerySet[Invitation]:
    """List the links that still work, newest first."""
    return Invitation.objects.filter(organization=organization, ended_at=None, expires_at__gt=at)


def domain_proof_of(organization: Organization) -> DomainProof | None:
    """Give the proof of a domain that was begun and not ended."""
    return DomainProof.objects.filter(organization=organization).first()


def open_key_change(organization: Organization, at: datetime) -> KeyChange | None:
    """Give the change of keys that waits for a second person, None where none does."""
    return KeyChange.objects.filter(organization=organization, ended_at=None, expires_at__gt=at).first()


def ended_key_changes(organization: Organization) -> QuerySet[KeyChange]:
    """List the changes of keys that were decided, withdrawn or expired, newest first."""
    return KeyChange.objects.filter(organization=organization).exclude(ended_at=None)


def find_organization(slug: str) -> Organization | None:
    """Find an organization by its word in our addresses."""
    return Organization.objects.filter(slug=slug).first()


def count_by_kind() -> dict[str, int]:
    """Count the organizations of each kind of stakeholder, exactly; one of several kinds counts in each."""
    found: dict[str, int] = {}
    for kinds in Organization.objects.values_list("kinds", flat=True):
        for kind in kinds:
            found[kind] = found.get(kind, 0) + 1
    return found
