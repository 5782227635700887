"""By which identifier does an organization sign, and what does the world find under it?

Spec: https://w3c-ccg.github.io/did-method-web/ · https://www.w3.org/TR/cid-1.0/
"""

from datetime import datetime

from django.conf import settings

from openler.credentials.keys import Signer
from openler.foundation.json_types import JsonObject
from openler.platform.base.addresses import parse_public_url
from openler.platform.keystore.services import keys_of, open_signer, require_key
from openler.platform.organizations.models import Organization

_CONTEXTS = ("https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1")


def did_of(organization: Organization) -> str:
    """Give the did:web under which an organization signs; it never changes once there is a key.

    It stands on a host of the organization's own where that was seen to lead here, else on the platform's.
    An IP address cannot stand in a did:web, so that an installation on this machine is `localhost` there.
    """
    if organization.own_host_seen_at is not None:
        return f"did:web:{organization.own_host}"
    public = parse_public_url(settings.OPENLER_PUBLIC_URL)
    host = "localhost" if public.is_loopback else public.host
    default_port = {"http": 80, "https": 443}[public.scheme]
    port = "" if public.port == default_port else f"%3A{public.port}"
    return f"did:web:{host}{port}:o:{organization.slug}"


def profile_url_of(organization: Organization) -> str:
    """Give the address of the public page about an issuer."""
    return f"{settings.OPENLER_PUBLIC_URL}/o/{organization.slug}/profile/"


def did_document_of(organization: Organization, *, did: str = "") -> JsonObject:
    """Make the DID document: every key that ever signed, so that what it signed stays verifiable.

    Args:
        did: another than the one it signs under, while that is still being set up.
    """
    did = did or did_of(organization)
    methods: list[JsonObject] = [
        {
            "id": f"{did}#{key.fragment}",
            "type": "Multikey",
            "controller": did,
            "publicKeyMultibase": key.public_multikey,
        }
        for key in keys_of(organization.pk)
    ]
    return {
        "@context": list(_CONTEXTS),
        "id": did,
        "alsoKnownAs": [profile_url_of(organization)],
        "verificationMethod": list(methods),
        "assertionMethod": [str(method["id"]) for method in methods],
    }


def signer_of(organization: Organization, *, at: datetime) -> tuple[Signer, str, str]:
    """Give what signs for an organization: the signer, the name of its key, and the issuer's DID.

    Raises: NoIssuerKey, BrokenSeal, MasterKeyMissing.
    """
    key = require_key(organization.pk, at=at)
    did = did_of(organization)
    return open_signer(key), f"{did}#{key.fragment}", did
