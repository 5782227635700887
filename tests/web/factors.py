"""How does a test give somebody a second factor? By writing what django-allauth writes when one was used."""

import time

from django.test import Client

from openler.platform.accounts.models import User
from web.people import signed_client


def prove(client: Client, user: User, *methods: str, seconds_ago: float = 0) -> Client:
    """Write into a client's session that the person just used these methods: "password", "mfa"."""
    session = client.session
    session["account_authentication_methods"] = [
        {"method": method, "at": time.time() - seconds_ago, "reauthenticated": True} for method in methods
    ]
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()
    return client


def proven_client(user: User) -> Client:
    """Give a client that is signed in with password and second factor, just now."""
    return prove(signed_client(user), user, "password", "mfa")
