"""In which order are sources asked, and how often may one decision reach out?

What the caller handed over always comes first. A record that names a thousand hosts does not make a thousand
requests: after a fixed number the rest is not at hand.
"""

from openler.foundation.documents import AT_HAND, MAX_DOCUMENT_BYTES, Documents
from openler.foundation.errors import ResolutionFailed
from openler.platform.egress.errors import EgressRefused

# A transcript of records from a dozen issuers needs a key and a status list of each.
MAX_FETCHES = 32


class LayeredDocuments:
    """Given documents first, then the world, at most so many times."""

    def __init__(self, given: Documents, world: Documents, *, max_fetches: int = MAX_FETCHES) -> None:
        self._given = given
        self._world = world
        self._left = max_fetches
        self._max_fetches = max_fetches
        self._asked: set[str] = set()

    def get(self, url: str, *, purpose: str, max_bytes: int = MAX_DOCUMENT_BYTES) -> bytes:
        """Return the document; see ``openler.foundation.documents.Documents``.

        Raises:
            ResolutionFailed: not given, and not to be had from the world or not asked any more.
        """
        try:
            return self._given.get(url, purpose=purpose, max_bytes=max_bytes)
        except ResolutionFailed:
            # A DID is never an address; its method asks again with the address that it stands for. And nothing is
            # fetched only because a record names it.
            if url.startswith("did:") or purpose == AT_HAND:
                raise
        if url not in self._asked:
            if self._left == 0:
                raise EgressRefused(
                    f"This record asks for more than {self._max_fetches} documents, so {url[:120]} was not fetched.",
                    advice="Give the documents with --document, or check the records one by one.",
                )
            self._left -= 1
            self._asked.add(url)
        return self._world.get(url, purpose=purpose, max_bytes=max_bytes)
