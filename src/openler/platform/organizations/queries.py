"""Which organizations are there, and who belongs to them?"""

from django.db.models import QuerySet

from openler.platform.accounts.models import User
from openler.platform.organizations.models import Membership, Organization


def memberships_of(user: User) -> QuerySet[Membership]:
    """List a person's places, by the name of the organization."""
    return Membership.objects.select_related("organization").filter(user=user).order_by("organization__name")


def members_of(organization: Organization) -> QuerySet[Membership]:
    """List who belongs to an organization, in the order of joining."""
    return Membership.objects.select_related("user").filter(organization=organization).order_by("joined_at", "pk")


def member_count(organization: Organization) -> int:
    """Count the members: from the second on, some acts need two people."""
    return Membership.objects.filter(organization=organization).count()
