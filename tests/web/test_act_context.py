"""Is the time taken once, the visitor seen as our own proxies saw them, and a request logged without its address?"""

import json
import logging
from datetime import UTC, datetime, timedelta

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory, override_settings

from openler.platform.base.acts import at_of, visitor_of
from openler.platform.base.logs import JsonLines
from openler.platform.base.middleware import ActContext


def test_everything_in_a_request_happens_at_one_time() -> None:
    """A view that asks twice gets the same aware moment."""
    seen: list[datetime] = []

    def view(request: HttpRequest) -> HttpResponse:
        seen.extend((at_of(request), at_of(request)))
        return HttpResponse()

    ActContext(view)(RequestFactory().get("/"))
    assert seen[0] is seen[1]
    assert seen[0].tzinfo is not None
    assert datetime.now(UTC) - seen[0] < timedelta(minutes=1)


def _visitor(forwarded: str | None) -> str:
    headers = {} if forwarded is None else {"x-forwarded-for": forwarded}
    return visitor_of(RequestFactory().get("/", headers=headers, REMOTE_ADDR="127.0.0.1"))


def test_without_a_proxy_of_ours_nobody_chooses_their_own_address() -> None:
    """Whatever a visitor writes into X-Forwarded-For, the connection counts: limits cannot be dodged."""
    with override_settings(OPENLER_PROXY_HOPS=0):
        assert _visitor("198.51.100.7") == "127.0.0.1"


@pytest.mark.parametrize(
    ("hops", "forwarded", "expected"),
    [
        (1, "198.51.100.7", "198.51.100.7"),
        (1, "forged, 198.51.100.7", "198.51.100.7"),
        (2, "forged, 198.51.100.7, 10.0.0.2", "198.51.100.7"),
        (2, "198.51.100.7", "127.0.0.1"),
        (1, None, "127.0.0.1"),
        (1, " , ", "127.0.0.1"),
    ],
)
def test_behind_proxies_of_ours_the_last_entries_count(hops: int, forwarded: str | None, expected: str) -> None:
    """Each proxy adds one entry at the end; everything before them may be forged."""
    with override_settings(OPENLER_PROXY_HOPS=hops):
        assert _visitor(forwarded) == expected


def test_a_request_is_logged_by_its_route_and_never_by_its_address() -> None:
    """A share link is a capability, and a query may hold a name: neither stands in the log."""
    lines: list[dict[str, object]] = []
    handler = logging.Handler()
    handler.emit = lambda record: lines.append(json.loads(JsonLines().format(record)))  # type: ignore[method-assign]
    log = logging.getLogger("openler.requests")
    level = log.level
    log.addHandler(handler)
    log.setLevel(logging.INFO)
    try:
        Client().get("/design/?learner=In%C3%A9s")
        Client().get("/nowhere/secret-share-token/")
    finally:
        log.removeHandler(handler)
        log.setLevel(level)
    assert [line["route"] for line in lines] == ["gallery", "none"]
    assert [line["status"] for line in lines] == [200, 404]
    assert "secret" not in json.dumps(lines)
    assert "In" not in json.dumps([line["route"] for line in lines])
    assert set(lines[0]) == {"at", "level", "event", "route", "method", "status", "milliseconds"}
