"""In which circumstances is an act done: at what time, by which address?

The time is taken once a request, so that everything it decides is decided as of one moment.
"""

from datetime import UTC, datetime

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
    """Give the address that a request came from, as the server saw it; headers that anybody can write are not read."""
    return str(request.META.get("REMOTE_ADDR") or "unknown")
