"""How is a share of this installation checked by its link? It is opened from the database, never fetched."""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings

from openler.platform.base.acts import Act
from openler.platform.base.addresses import parse_public_url
from openler.platform.sharing.queries import ShareFacts
from openler.platform.sharing.services import open_share
from openler.platform.verifying.services import Verification, verify_file

_SHARE_PATH = re.compile(r"/s/([A-Za-z0-9_-]{1,100})/?\Z")
_DEFAULT_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class VerifiedShare:
    """The answer about a share: what may be told of the share itself, and what its presentation is worth."""

    facts: ShareFacts
    verification: Verification


def share_token_in(address: str) -> str | None:
    """Give the token of a share link of this installation; None for every other address."""
    own = parse_public_url(settings.OPENLER_PUBLIC_URL)
    try:
        parts = urlsplit(address)
        port = parts.port or _DEFAULT_PORTS.get(parts.scheme)
    except ValueError:
        return None
    hosts = {host.strip("[]") for host in own.allowed_hosts}
    if (parts.scheme, port) != (own.scheme, own.port) or parts.hostname not in hosts or parts.username is not None:
        return None
    match = _SHARE_PATH.fullmatch(parts.path)
    return match.group(1) if match else None


def verify_share(act: Act, token: str, *, visitor: str) -> VerifiedShare:
    """Open a share, which its owner sees, and check what it holds.

    Raises: NoSuchShare, ShareEnded, ShareUnreadable.
    """
    opened = open_share(act, token, visitor=visitor)
    return VerifiedShare(opened.facts, verify_file(opened.presentation, at=act.at))
