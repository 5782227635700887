"""In which circumstances is an act done: by whom, for which organization, at what time, by which address?

The time is taken once a request, so that everything it decides is decided as of one moment.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest


@dataclass(frozen=True, slots=True)
class Act:
    """Who does something, for whom, when, and by what right; every service takes one.

    Attributes:
        actor_id: the account that acts; None for nobody signed in, and for the installation itself.
        tenant_id: the organization in whose name it is done; None for a person acting for themselves.
        at: when, aware.
        purpose: why, in a few words, where the law wants to know.
        basis: by what right, such as "contract" or "consent".
        by_program: whether a program of the actor did it, by token.
    """

    actor_id: int | None
    tenant_id: UUID | None
    at: datetime
    purpose: str = ""
    basis: str = ""
    by_program: bool = False


class ActRequest(HttpRequest):
    """A request as views see it, after the act context was set."""

    at: datetime


def now() -> datetime:
    """Read the clock; rooms that decide get the time from here as `at`."""
    return datetime.now(UTC)


def at_of(request: HttpRequest) -> datetime:
    """Give the time of a request: set by the middleware, or taken now where a fault came before it."""
    at = getattr(request, "at", None)
    return at if isinstance(at, datetime) else now()


def act_of(request: HttpRequest, *, tenant_id: UUID | None = None, purpose: str = "", basis: str = "") -> Act:
    """Give the circumstances of a request: who is signed in, and when."""
    user = getattr(request, "user", None)
    actor_id = user.pk if user is not None and user.is_authenticated else None
    organization = getattr(request, "organization", None)
    tenant = tenant_id or (organization.pk if organization is not None else None)
    return Act(actor_id=actor_id, tenant_id=tenant, at=at_of(request), purpose=purpose, basis=basis)


def visitor_of(request: HttpRequest) -> str:
    """Give the address that a request came from.

    X-Forwarded-For can be written by anybody; only as many of its last entries count as proxies of ours stand in front.
    """
    hops = settings.OPENLER_PROXY_HOPS
    forwarded = [part.strip() for part in str(request.META.get("HTTP_X_FORWARDED_FOR", "")).split(",") if part.strip()]
    if hops and len(forwarded) >= hops:
        return forwarded[-hops]
    return str(request.META.get("REMOTE_ADDR") or "unknown")
