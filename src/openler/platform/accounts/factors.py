"""Has this person proven with a second factor, in this session, that it is they?

Whoever signs, approves or administers needs one: a passkey whose device asked for finger, face or PIN, or a password
with an authenticator app or a recovery code. In a demonstration the one-click door counts as one.
"""

from datetime import datetime
from typing import Any

from allauth.account.internal.flows.login import get_authentication_records
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest

from openler.foundation.errors import NotPermitted
from openler.platform.accounts.models import User

# The one-click door of a demonstration writes the Unix time of the click here.
DEMO_DOOR_KEY = "demo_door_at"


class SecondFactorNeeded(NotPermitted):
    """This act needs a second factor, and the session was opened with one only."""

    code = "second_factor_needed"
    default_mender = "sender"
    default_advice = "Add a passkey under Sign-in and security, sign in with it, and do this again."


def has_second_factor(request: HttpRequest) -> bool:
    """Tell whether this session was opened, or later confirmed, with a second factor."""
    user = _person(request)
    if user is None:
        return False
    return came_by_demo_door(request) or any(record.get("method") == "mfa" for record in _records(request, user))


def require_second_factor(request: HttpRequest) -> None:
    """Refuse an act that needs a second factor.

    Raises: SecondFactorNeeded.
    """
    if not has_second_factor(request):
        raise SecondFactorNeeded("Whoever signs, approves or administers signs in with a second factor.")


def came_by_demo_door(request: HttpRequest) -> bool:
    """Tell whether this session began at the one-click door; outside a demonstration never."""
    return bool(settings.OPENLER_DEMO) and bool(request.session.get(DEMO_DOOR_KEY))


def last_proof_at(request: HttpRequest) -> float | None:
    """Give the Unix time of the last time in this session that the person proved who they are; None if never."""
    user = _person(request)
    if user is None:
        return None
    times = [float(record["at"]) for record in _records(request, user) if "at" in record]
    if came_by_demo_door(request):
        times.append(float(request.session[DEMO_DOOR_KEY]))
    return max(times, default=None)


def note_demo_door(request: HttpRequest, at: datetime) -> None:
    """Remember that a session began at the one-click door; it has no effect outside a demonstration."""
    request.session[DEMO_DOOR_KEY] = at.timestamp()


def _records(request: HttpRequest, user: User) -> list[dict[str, Any]]:
    return list(get_authentication_records(request, user))


def _person(request: HttpRequest) -> User | None:
    user: User | AnonymousUser = getattr(request, "user", AnonymousUser())
    return user if isinstance(user, User) else None
