"""Which host, port and path does this URL name, and may such a URL be asked at all?

Judged by its text alone, before any name is looked up. Only one way of writing a host is taken: other readers of the
same text must not see another host.

Spec: https://www.rfc-editor.org/rfc/rfc3986 , https://url.spec.whatwg.org/#concept-host-parser (what browsers also take)
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from ipaddress import AddressValueError, IPv4Address, IPv6Address

from openler.platform.egress.errors import EgressRefused

# Hosts that an operator or a test may name to reach this very machine.
LOOPBACK_NAMES = frozenset({"localhost", "127.0.0.1", "[::1]"})
# No identifier or link in a record is longer.
MAX_URL_CHARACTERS = 2048
HTTPS_PORT = 443
# Ports of https servers that are not the standard one. A did:web may name any port that needs no privilege.
_USUAL_PORTS = frozenset({HTTPS_PORT, 8443})
_FIRST_UNPRIVILEGED_PORT = 1024
_MAX_PORT = 65535
# RFC 3986, appendix A, without userinfo, without fragment, and only characters that need no second reading.
_URL = re.compile(
    r"(?P<scheme>[A-Za-z][A-Za-z0-9+.-]*)://(?P<host>\[[0-9A-Fa-f:.]*\]|[^\[\]/?#@:\\%\s]*)(?::(?P<port>[0-9]{0,5}))?"
    r"(?P<path>/[A-Za-z0-9._~!$&'()*+,;=:@%/-]*)?(?P<query>\?[A-Za-z0-9._~!$&'()*+,;=:@%/?-]*)?",
    re.ASCII,
)
_BAD_ESCAPE = re.compile(r"%(?![0-9A-Fa-f]{2})")
_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9])?", re.ASCII)
_NUMBER_LABEL = re.compile(r"[0-9]+|0x[0-9a-f]*", re.ASCII)
# RFC 6761, RFC 6762, RFC 7686, RFC 8375 and ICANN's private-use name: never a public server.
_LOCAL_ENDINGS = (
    "localhost",
    "localdomain",
    "local",
    "internal",
    "home.arpa",
    "onion",
    "test",
    "invalid",
    "example",
    "alt",
)


@dataclass(frozen=True, slots=True)
class Target:
    """Whom to ask, and for what.

    Attributes:
        scheme: "https", or "http" for this very machine.
        host: lower-case DNS name or IP address, without brackets.
        port: TCP port.
        path: path and query, as sent.
        loopback: the host was named as allowed, and must resolve to this machine.
    """

    scheme: str
    host: str
    port: int
    path: str
    loopback: bool

    @property
    def authority(self) -> str:
        """The host with its port, as the Host header and people write it."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        usual = HTTPS_PORT if self.scheme == "https" else 80
        return host if self.port == usual else f"{host}:{self.port}"


def parse_target(url: str, *, purpose: str, allowed_loopback: Collection[str] = ()) -> Target:
    """Read a URL that may be asked.

    Args:
        purpose: what the document is for; a did:web may name a port of its own.
        allowed_loopback: hosts of this machine that may be asked, as written in a URL: "localhost" or "localhost:8080".

    Raises:
        EgressRefused: another scheme, an unusual way of writing, a local name, a private address or a closed port.
    """
    if len(url) > MAX_URL_CHARACTERS:
        raise EgressRefused(f"The address has {len(url):,} characters; the limit is {MAX_URL_CHARACTERS:,}.")
    without_fragment = url.partition("#")[0]
    match = _URL.fullmatch(without_fragment)
    if match is None:
        raise EgressRefused(_odd(url))
    scheme = match["scheme"].lower()
    if scheme not in ("http", "https"):
        raise EgressRefused(f"Only https addresses are asked, and {_short(url)} is {scheme}.")
    host = match["host"].lower()
    port = int(match["port"] or 0) or (HTTPS_PORT if scheme == "https" else 80)
    loopback = bool({host, f"{host}:{port}"} & set(allowed_loopback))
    bare = host if loopback else _checked_host(host, url)
    if not loopback:
        if scheme != "https":
            raise EgressRefused(f"Only https addresses are asked, and {_short(url)} is plain http.")
        _check_port(port, purpose, url)
    path = (match["path"] or "/") + (match["query"] or "")
    if _BAD_ESCAPE.search(path) or port > _MAX_PORT:
        raise EgressRefused(_odd(url))
    return Target(scheme, bare.strip("[]"), port, path, loopback)


def _checked_host(host: str, url: str) -> str:
    if host.startswith("["):
        return _checked_ipv6(host, url)
    labels = host.split(".")
    if _NUMBER_LABEL.fullmatch(labels[-1]):
        return _checked_ipv4(host, url)
    if len(host) > 253 or not all(_LABEL.fullmatch(label) for label in labels):
        raise EgressRefused(f"{_short(url)} names no host that can be asked; write it in plain letters (xn--… form).")
    if len(labels) == 1 or any(host == ending or host.endswith("." + ending) for ending in _LOCAL_ENDINGS):
        raise EgressRefused(f"{host} is a name of a local network, or of none, and is not asked.")
    return host


def _checked_ipv4(host: str, url: str) -> str:
    # Browsers read 2130706433, 0x7f.1 and 0177.0.0.1 as 127.0.0.1; only the plain form means the same to everyone.
    try:
        return str(IPv4Address(host))
    except AddressValueError:
        raise EgressRefused(f"{_short(url)} writes a numeric address in an unusual way.") from None


def _checked_ipv6(host: str, url: str) -> str:
    try:
        return str(IPv6Address(host[1:-1]))
    except AddressValueError:
        raise EgressRefused(f"{_short(url)} holds something in brackets that is no address.") from None


def _check_port(port: int, purpose: str, url: str) -> None:
    if port in _USUAL_PORTS or (purpose == "did" and _FIRST_UNPRIVILEGED_PORT <= port <= _MAX_PORT):
        return
    raise EgressRefused(f"{_short(url)} names the port {port}, which is not asked.")


def _odd(url: str) -> str:
    return f"{_short(url)} is not written as a plain https address, so readers may take it differently."


def _short(url: str) -> str:
    shown = "".join(letter if letter.isprintable() else "\ufffd" for letter in url)
    return shown if len(shown) <= 120 else shown[:117] + "…"
