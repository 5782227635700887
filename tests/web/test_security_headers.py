"""Does every answer carry the headers that protect a reader, and does no public page leave a cookie?"""

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory, override_settings

from openler.platform.base.middleware import SecurityHeaders

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; "
    "connect-src 'self'; worker-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
ADDRESSES = ["/design/", "/healthz", "/no-such-page", "/api/v1/no-such-thing", "/static/design/design.css"]


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_answer_carries_the_whole_policy(client: Client, address: str) -> None:
    """Pages, files, faults and the API alike: nothing from elsewhere, nothing inline, no frame around us."""
    headers = client.get(address).headers
    assert headers["Content-Security-Policy"] == POLICY
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["X-Frame-Options"] == "DENY"
    assert "camera=(self)" in headers["Permissions-Policy"]
    assert "geolocation=()" in headers["Permissions-Policy"]


@pytest.mark.parametrize("address", ADDRESSES)
def test_reading_leaves_no_cookie(client: Client, address: str) -> None:
    """Nobody who only reads is told from anybody else."""
    assert not client.get(address).cookies


def test_a_view_may_be_stricter_than_the_policy() -> None:
    """A file of a stranger is served in a sandbox; the general policy does not replace that."""

    def view(request: HttpRequest) -> HttpResponse:
        return HttpResponse(headers={"Content-Security-Policy": "sandbox; default-src 'none'"})

    response = SecurityHeaders(view)(RequestFactory().get("/"))
    assert response.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"


def test_over_https_browsers_are_told_to_stay_there() -> None:
    """HSTS is said where the public address is https, and nowhere else."""

    def view(request: HttpRequest) -> HttpResponse:
        return HttpResponse()

    assert "Strict-Transport-Security" not in SecurityHeaders(view)(RequestFactory().get("/")).headers
    with override_settings(SECURE_HSTS_SECONDS=31_536_000):
        headers = SecurityHeaders(view)(RequestFactory().get("/")).headers
    assert headers["Strict-Transport-Security"] == "max-age=31536000"


@override_settings(ALLOWED_HOSTS=["records.example.org"])
def test_a_request_that_names_another_host_is_not_answered(client: Client) -> None:
    """No link is ever built from a host that a stranger wrote into a header."""
    response = client.get("/design/", headers={"host": "evil.example"})
    assert response.status_code == 400
    assert b"evil.example" not in response.content
