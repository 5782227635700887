"""Under which address do the world and this installation know each other, and which hosts follow from it?"""

import ipaddress
from dataclasses import dataclass
from urllib.parse import urlsplit

from openler.foundation.errors import Misuse

DEFAULT_PUBLIC_URL = "http://127.0.0.1:8000"
_DEFAULT_PORTS = {"http": 80, "https": 443}


class BadPublicUrl(Misuse):
    """The public address is not one that pages can be reached at."""

    code = "bad_public_url"
    default_mender = "operator"
    default_advice = "Give an address such as https://records.example.org, without a path."


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicUrl:
    """The one address of an installation.

    Attributes:
        scheme: "http" or "https".
        host: name or address, lower case, an IPv6 address without brackets.
        port: the port as the world sees it.
    """

    scheme: str
    host: str
    port: int

    @property
    def is_loopback(self) -> bool:
        """Tell whether only this machine can reach it."""
        if self.host == "localhost" or self.host.endswith(".localhost"):
            return True
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return False

    @property
    def allowed_hosts(self) -> list[str]:
        """List the hosts that a request may name; a loopback installation has three names for the same place."""
        written = f"[{self.host}]" if ":" in self.host else self.host
        return sorted({written, "127.0.0.1", "localhost", "[::1]"}) if self.is_loopback else [written]

    def __str__(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        suffix = "" if _DEFAULT_PORTS[self.scheme] == self.port else f":{self.port}"
        return f"{self.scheme}://{host}{suffix}"


def parse_public_url(text: str) -> PublicUrl:
    """Read the public address of an installation.

    Raises: BadPublicUrl.
    """
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError as error:
        raise BadPublicUrl(f"{text!r} is not an address.") from error
    if parts.scheme not in _DEFAULT_PORTS or not parts.hostname:
        raise BadPublicUrl(f"{text!r} is not an http or https address.")
    if parts.username is not None or parts.path not in ("", "/") or parts.query or parts.fragment:
        raise BadPublicUrl(f"{text!r} holds more than a scheme, a host and a port.")
    return PublicUrl(scheme=parts.scheme, host=parts.hostname, port=port or _DEFAULT_PORTS[parts.scheme])
