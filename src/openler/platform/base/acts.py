"""In which circumstances is an act done: at what time, by which address?

The time is taken once a request, so that everything it decides is decided as of one moment.
"""

from datetime import UTC, datetime

from django.conf import settings
from django.http import HttpRequest


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


def visitor_of(request: HttpRequest) -> str:
    """Give the address that a request came from.

    X-Forwarded-For can be written by anybody; only as many of its last entries count as proxies of ours stand in front.
    """
    hops = settings.OPENLER_PROXY_HOPS
    forwarded = [part.strip() for part in str(request.META.get("HTTP_X_FORWARDED_FOR", "")).split(",") if part.strip()]
    if hops and len(forwarded) >= hops:
        return forwarded[-hops]
    return str(request.META.get("REMOTE_ADDR") or "unknown")
