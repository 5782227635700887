"""From where does a decision get the documents that a URL or a DID stands for?

The rooms that decide ask this port and never open a connection themselves. Without a source every answer is
"not at hand", which makes a check undetermined and never flips it.
"""

from collections.abc import Mapping
from typing import Protocol

from openler.foundation.errors import ResolutionFailed

# One mebibyte holds a DID document, a profile, a context or a compressed status list many times over.
MAX_DOCUMENT_BYTES = 1 << 20
# A purpose for which nothing is ever fetched: what a record merely names is compared if somebody handed it over.
AT_HAND = "related"


class Documents(Protocol):
    """Gives the bytes that a URL or DID stands for."""

    def get(self, url: str, *, purpose: str, max_bytes: int = MAX_DOCUMENT_BYTES) -> bytes:
        """Return the document.

        Args:
            url: absolute URL, or a DID.
            purpose: "did", "key", "status", "schema", "context", "issuer" or ``AT_HAND``; an outbound client may have
                rules for each, and never fetches for the last.
            max_bytes: the most that the caller will read.

        Raises:
            ResolutionFailed: the document is not at hand, not reachable, or too large.
        """
        ...


class GivenDocuments:
    """Only the documents that the caller handed over; the default of every decision is this with nothing in it."""

    def __init__(self, given: Mapping[str, bytes] | None = None) -> None:
        self._given = dict(given or {})

    def get(self, url: str, *, purpose: str, max_bytes: int = MAX_DOCUMENT_BYTES) -> bytes:
        """Return the given document for exactly this URL or DID."""
        data = self._given.get(url)
        if data is None:
            raise ResolutionFailed(f"{url} is not at hand, and nothing was fetched.")
        if len(data) > max_bytes:
            raise ResolutionFailed(f"The document given for {url} has {len(data)} bytes; the limit is {max_bytes}.")
        return data


NO_DOCUMENTS = GivenDocuments()
