"""Is the public address read strictly, and do the right hosts follow from it?"""

import pytest

from openler.platform.base.addresses import BadPublicUrl, parse_public_url


@pytest.mark.parametrize(
    ("text", "written", "port"),
    [
        ("http://127.0.0.1:8000", "http://127.0.0.1:8000", 8000),
        ("http://localhost/", "http://localhost", 80),
        ("https://Records.Example.org", "https://records.example.org", 443),
        ("https://records.example.org:443/", "https://records.example.org", 443),
        ("http://[::1]:8123", "http://[::1]:8123", 8123),
    ],
)
def test_one_address_has_one_spelling(text: str, written: str, port: int) -> None:
    """Case, a final slash and a port that goes without saying make no other address."""
    found = parse_public_url(text)
    assert (str(found), found.port) == (written, port)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "records.example.org",
        "ftp://records.example.org",
        "https://records.example.org/path",
        "https://records.example.org?q=1",
        "https://records.example.org#part",
        "https://me@records.example.org",
        "https://records.example.org:99999",
        "https://[::1",
        "https://",
    ],
)
def test_more_or_less_than_scheme_host_and_port_is_refused(text: str) -> None:
    """What records will begin with is not guessed."""
    with pytest.raises(BadPublicUrl) as caught:
        parse_public_url(text)
    assert "https://records.example.org" in caught.value.advice


def test_this_machine_has_three_names() -> None:
    """Whoever types localhost instead of 127.0.0.1 reaches the same pages."""
    assert parse_public_url("http://127.0.0.1:8000").allowed_hosts == ["127.0.0.1", "[::1]", "localhost"]


def test_a_public_host_answers_to_its_own_name_only() -> None:
    """A request that names another host is not answered, so that no link is built from a stranger's word."""
    assert parse_public_url("https://records.example.org").allowed_hosts == ["records.example.org"]


@pytest.mark.parametrize(
    ("host", "expected"), [("127.9.9.9", True), ("[::1]", True), ("10.0.0.1", False), ("a.localhost", True)]
)
def test_loopback_is_told_from_everything_else(host: str, expected: bool) -> None:
    """Demonstrations stay on this machine, so the difference matters."""
    assert parse_public_url(f"http://{host}:8000").is_loopback is expected
