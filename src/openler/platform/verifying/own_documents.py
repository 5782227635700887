"""Which documents of this installation does a check need? They are read from the database, never fetched.

Spec: https://w3c-ccg.github.io/did-method-web/ · https://www.w3.org/TR/vc-bitstring-status-list/
"""

import json
from collections.abc import Callable
from uuid import UUID

from django.conf import settings

from openler.foundation.documents import MAX_DOCUMENT_BYTES, Documents
from openler.foundation.errors import LerError, ResolutionFailed
from openler.platform.issuing.status_lists import find_signed
from openler.platform.organizations.identity import did_document_of, did_of
from openler.platform.organizations.models import Organization

# Gives a document by its URL, None for a URL that is not its own.
Source = Callable[[str], bytes | None]
_sources: list[Source] = []


def add_source(source: Source) -> None:
    """Take in what a room above serves, such as status lists of a door."""
    if source not in _sources:
        _sources.append(source)


class OwnDocuments:
    """Gives what this installation serves itself, and asks another source for the rest."""

    def __init__(self, others: Documents) -> None:
        self._others = others

    def get(self, url: str, *, purpose: str, max_bytes: int = MAX_DOCUMENT_BYTES) -> bytes:
        """Give a document; see ``openler.foundation.documents.Documents``."""
        own = _own(url)
        return self._others.get(url, purpose=purpose, max_bytes=max_bytes) if own is None else own


def _own(url: str) -> bytes | None:
    if url.startswith("did:web:"):
        return _did_document(url)
    public = settings.OPENLER_PUBLIC_URL
    if url.startswith(f"{public}/status/"):
        list_id, _slash, purpose = url.removeprefix(f"{public}/status/").partition("/")
        try:
            return find_signed(UUID(list_id), purpose).encode()
        except (LerError, ValueError) as error:
            raise ResolutionFailed(f"This installation has no status list at {url[:200]}.") from error
    return next((found for found in (source(url) for source in _sources) if found is not None), None)


def _did_document(did: str) -> bytes | None:
    _path, is_here, slug = did.rpartition(":o:")
    own = Organization.objects.exclude(own_host="").filter(own_host=did.removeprefix("did:web:"))
    found = (Organization.objects.filter(slug=slug) if is_here else own).first()
    if found is None or did_of(found) != did:
        return None
    return json.dumps(did_document_of(found)).encode()
