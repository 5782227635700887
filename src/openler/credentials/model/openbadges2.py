"""Is this an Open Badge 2.0, and what in it could ever be proved?

A hosted assertion is as true as the web page it stands on; a signed one is a JWS, whose key and whose badge stand on
web pages. Version 2.0 is read so that what is proved is told apart from what is not, never so that it passes.

Spec: https://www.imsglobal.org/sites/default/files/Badges/OBv2p0Final/index.html
"""

from dataclasses import dataclass
from typing import Any

from openler.credentials.model.shape import VCDM_1, VCDM_2
from openler.foundation.json_types import JsonObject

_CONTEXTS = ("https://w3id.org/openbadges/v2", "https://w3id.org/openbadges/v1", "https://openbadgespec.org/v1")
# In the order of preference where an object calls itself several things, which 2.0 allows.
_TYPES = ("Assertion", "BadgeClass", "Issuer", "Profile", "Endorsement")


@dataclass(frozen=True, slots=True)
class OpenBadges2:
    """An Open Badges 2.0 object.

    Attributes:
        type: "Assertion", "BadgeClass", "Issuer" or what else it calls itself.
        id: its address, None if it has none.
        verification: "hosted", "signed" or "" if it does not say.
        revoked: the object says of itself that it is revoked.
        reason: why, in its issuer's words.
        expires: when it says it ends, as written.
    """

    type: str
    id: str | None
    verification: str
    revoked: bool
    reason: str | None
    expires: str | None


def read_openbadges2(document: JsonObject) -> OpenBadges2 | None:
    """Read an Open Badges 2.0 (or 1.x) object; None if it is none."""
    context = document.get("@context")
    contexts = context if isinstance(context, list) else [context]
    types = document.get("type")
    listed = types if isinstance(types, list) else [types]
    if VCDM_1 in contexts or VCDM_2 in contexts or "VerifiableCredential" in listed:
        # A record of its own standard may borrow words from version 2.0; its proof is what counts.
        return None
    if not any(item in _CONTEXTS for item in contexts) and not _looks_like_version_1(document):
        return None
    verification = document.get("verification") or document.get("verify") or {}
    kind = verification.get("type") if isinstance(verification, dict) else None
    names = {"HostedBadge": "hosted", "hosted": "hosted", "SignedBadge": "signed", "signed": "signed"}
    return OpenBadges2(
        type=next((name for name in _TYPES if name in listed), _text(types) or "Assertion"),
        id=_text(document.get("id") or document.get("uid")),
        verification=names.get(kind, "") if isinstance(kind, str) else "",
        revoked=document.get("revoked") is True,
        reason=_text(document.get("revocationReason")),
        expires=_text(document.get("expires")),
    )


def _looks_like_version_1(document: JsonObject) -> bool:
    # Versions 0.5 and 1.0 had no @context; 0.5 holds its badge inside, 1.0 says how it is verified.
    return "recipient" in document and ("verify" in document or isinstance(document.get("badge"), dict))


def _text(value: Any) -> str | None:
    if isinstance(value, list):
        value = next((item for item in value if isinstance(item, str)), None)
    return value if isinstance(value, str) else None
