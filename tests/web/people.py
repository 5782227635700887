"""Who stands in the tests of pages? People and organizations made by the services, and clients that are signed in."""

import time
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
    """Give a client that is signed in as somebody, with password and second factor, just now."""
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return prove(client, user, "password", "mfa")


def prove(client: Client, user: User, *methods: str, seconds_ago: float = 0) -> Client:
    """Write into a client's session that the person used these methods to sign in: "password", "mfa"."""
    session = client.session
    # What django-allauth writes when somebody proved who they are.
    session["account_authentication_methods"] = [
        {"method": method, "at": time.time() - seconds_ago, "reauthenticated": True} for method in methods
    ]
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()
    return client
