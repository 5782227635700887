"""Only what is known to be public is public, and only one way of writing a host is taken."""

import pytest

from openler.platform.egress import EgressRefused, is_public_address, parse_target
from openler.platform.egress.addresses import is_loopback_address


@pytest.mark.parametrize(
    "address", ["8.8.8.8", "1.1.1.1", "93.184.215.14", "2606:2800:220:1::1", "2a00:1450::5", "64:ff9b::808:808"]
)
def test_public_addresses_are_public(address: str) -> None:
    """Ordinary addresses of both kinds, and a translator's form of a public one."""
    assert is_public_address(address)


@pytest.mark.parametrize(
    "address",
    [
        "0.0.0.0",
        "0.1.2.3",
        "10.0.0.1",
        "100.64.0.1",
        "100.127.255.255",
        "127.0.0.1",
        "127.255.255.254",
        "169.254.169.254",
        "172.16.0.1",
        "172.31.255.255",
        "192.0.0.1",
        "192.0.2.1",
        "192.88.99.1",
        "192.168.1.1",
        "198.18.0.1",
        "198.19.255.255",
        "198.51.100.7",
        "203.0.113.9",
        "224.0.0.1",
        "239.255.255.255",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::127.0.0.1",
        "::ffff:127.0.0.1",
        "::ffff:8.8.8.8",
        "64:ff9b::127.0.0.1",
        "64:ff9b::a9fe:a9fe",
        "64:ff9b:1::8.8.8.8",
        "100::1",
        "2001::1",
        "2001:db8::1",
        "2002:7f00:1::1",
        "2002:808:808::1",
        "3fff::1",
        "5f00::1",
        "fc00::1",
        "fd00:ec2::254",
        "fe80::1",
        "fe80::1%eth0",
        "2606:4700::1%eth0",
        "fec0::1",
        "ff02::1",
        "4000::1",
        "a.b",
        "",
    ],
)
def test_every_special_block_is_private(address: str) -> None:
    """Each block of the IANA registries, and each way to carry an IPv4 address inside an IPv6 one."""
    assert not is_public_address(address)


def test_loopback_is_this_machine_written_plainly() -> None:
    """Mapped forms do not count, so that one check cannot be used to pass another."""
    assert [is_loopback_address(text) for text in ("127.0.0.1", "127.9.9.9", "::1")] == [True] * 3
    assert [is_loopback_address(text) for text in ("::ffff:127.0.0.1", "10.0.0.1", "8.8.8.8", "x")] == [False] * 4


def test_an_ordinary_address_is_taken_apart() -> None:
    """Host in small letters, standard port, path with query, the fragment never sent."""
    target = parse_target("HTTPS://Issuer.Lakeside.edu/a%20b?c=d#key", purpose="key")
    assert (target.scheme, target.host, target.port, target.path) == ("https", "issuer.lakeside.edu", 443, "/a%20b?c=d")
    assert target.authority == "issuer.lakeside.edu"
    assert parse_target("https://issuer.lakeside.edu", purpose="key").path == "/"
    assert parse_target("https://[2606:2800:220:1::1]:8443/", purpose="key").authority == "[2606:2800:220:1::1]:8443"


def test_only_a_did_names_a_port_of_its_own() -> None:
    """A did:web with a port is resolved; other documents keep to the ports of https."""
    assert parse_target("https://issuer.lakeside.edu:9000/did.json", purpose="did").port == 9000
    for port, purpose in ((9000, "status"), (22, "did"), (25, "status"), (80, "key"), (70000, "did")):
        with pytest.raises(EgressRefused):
            parse_target(f"https://issuer.lakeside.edu:{port}/", purpose=purpose)


def test_this_machine_is_asked_only_by_name() -> None:
    """An allow-list names hosts, with a port or for every port; nothing else of this machine opens."""
    target = parse_target("http://localhost:8000/x", purpose="status", allowed_loopback={"localhost"})
    assert (target.scheme, target.host, target.port, target.loopback) == ("http", "localhost", 8000, True)
    assert parse_target("http://[::1]:80/", purpose="key", allowed_loopback={"[::1]"}).host == "::1"
    assert parse_target("http://localhost:8000/", purpose="key", allowed_loopback={"localhost:8000"}).loopback
    for url in ("http://localhost:8001/", "http://127.0.0.1:8000/", "http://a.localhost:8000/"):
        with pytest.raises(EgressRefused):
            parse_target(url, purpose="key", allowed_loopback={"localhost:8000"})


def test_a_refusal_shows_no_control_characters_and_no_endless_text() -> None:
    """The answer is safe to print, whatever the address held."""
    for url in ("https://a\x1b[31m.edu/", "https://" + "a" * 1500 + " .edu", "x" * 5000):
        with pytest.raises(EgressRefused) as caught:
            parse_target(url, purpose="did")
        assert caught.value.message.isprintable()
        assert len(caught.value.message) < 300
