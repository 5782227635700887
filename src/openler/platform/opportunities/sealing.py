"""How is what applicants hand in kept unreadable at rest? Under the organization's data key, bound to its place."""

from uuid import UUID

from openler.platform.keystore.sealing import open_sealed, seal
from openler.platform.keystore.services import data_key


def seal_for(tenant_id: UUID, application_id: UUID, part: str, content: bytes) -> bytes:
    """Seal one part of one application; nothing stays nothing."""
    return seal(data_key(tenant_id), content, _place(application_id, part)) if content else b""


def open_for(tenant_id: UUID, application_id: UUID, part: str, sealed: bytes | memoryview) -> bytes:
    """Open one part of one application.

    Raises: BrokenSeal.
    """
    content = bytes(sealed)
    return open_sealed(data_key(tenant_id), content, _place(application_id, part)) if content else b""


def _place(application_id: UUID, part: str) -> bytes:
    # Bound to application and part, so that nobody can put one sealed text where another belongs.
    return application_id.bytes + part.encode()
