"""Who stands in the tests of pages? People and organizations made by the services, and clients that are signed in."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from django.test import Client

from openler.platform.accounts.models import User
from openler.platform.base.acts import Act
from openler.platform.organizations.models import Organization
from openler.platform.organizations.services import create_organization, join

AT = datetime(2026, 9, 1, 12, tzinfo=UTC)


def act(user: User | None = None, organization: Organization | None = None, at: datetime = AT) -> Act:
    """Give the circumstances of an act in a test."""
    return Act(user.pk if user else None, organization.pk if organization else None, at)


def make_user(name: str) -> User:
    """Make an account that nobody signs in to but `signed_client`."""
    return User.objects.create_user(username=name, email=f"{name}@people.example", name=name.title())


def make_organization(
    slug: str,
    *,
    kinds: Sequence[str] = ("credentialing_organizations",),
    members: Mapping[User, Sequence[str]] | None = None,
) -> Organization:
    """Make an organization with its members."""
    organization = create_organization(act(), name=slug.title(), slug=slug, kinds=kinds)
    for user, roles in (members or {}).items():
        join(act(), organization=organization, user=user, roles=roles)
    return organization


def signed_client(user: User) -> Client:
    """Give a client that is signed in as somebody."""
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client
