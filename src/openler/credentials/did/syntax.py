"""What are the parts of this DID or URL?

Spec: https://www.w3.org/TR/did-1.0/#did-syntax , https://www.w3.org/TR/did-1.0/#did-url-syntax
"""

import re
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from openler.credentials.did.errors import BadDid

# A did:key of RSA-8192 has some 1,500 letters and a did:jwk of the same key some 2,000.
MAX_DID_LETTERS = 4096
_DID = re.compile(
    r"did:(?P<method>[a-z0-9]+):(?P<id>(?:(?:[A-Za-z0-9._-]|%[0-9A-Fa-f]{2})*:)*(?:[A-Za-z0-9._-]|%[0-9A-Fa-f]{2})+)",
    re.ASCII,
)


@dataclass(frozen=True, slots=True)
class Did:
    """A DID in its parts: ``did:method:specific_id``."""

    text: str
    method: str
    specific_id: str


def parse_did(text: str) -> Did:
    """Split a DID.

    Raises:
        BadDid: not a DID, or longer than any.
    """
    if len(text) > MAX_DID_LETTERS:
        raise BadDid(f"A DID of {len(text)} letters is longer than any DID.")
    match = _DID.fullmatch(text)
    if match is None:
        raise BadDid(f"{text[:80]!r} is not a DID.")
    return Did(text, match["method"], match["id"])


def split_fragment(url: str) -> tuple[str, str]:
    """Split a URL or DID URL at its first ``#``; the fragment comes without it."""
    base, _, fragment = url.partition("#")
    return base, fragment


def is_web_url(text: str) -> bool:
    """Tell whether a text is an absolute http or https URL with a host."""
    if not text.lower().startswith(("https://", "http://")):
        return False
    try:
        return bool(urlsplit(text).hostname)
    except ValueError:
        return False


def domain_of(identifier: str) -> str | None:
    """Name the host (and port, if any) that stands behind a did:web or web URL; None for every other identifier."""
    if identifier.startswith("did:web:"):
        return unquote(identifier.removeprefix("did:web:").partition(":")[0]).lower() or None
    if is_web_url(identifier):
        return urlsplit(identifier).netloc.rpartition("@")[2].lower()
    return None
