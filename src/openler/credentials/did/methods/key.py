"""Which document does a did:key stand for? The DID is the key; nothing is fetched.

Spec: https://w3c-ccg.github.io/did-key-spec/
"""

from functools import lru_cache

from openler.credentials.did.document import DidDocument, parse_document
from openler.credentials.did.syntax import Did
from openler.credentials.keys import parse_multikey
from openler.foundation.documents import Documents

CONTEXTS = ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1"]

# One document says the same for ever; an issuer's comes back with each record.
_KEPT = 1024


def resolve(did: Did, documents: Documents) -> DidDocument:
    """Write out the document of a did:key: one Multikey whose fragment is the key itself.

    Raises:
        BadKey: the identifier is no Multikey value, or no such key.
        KeyNotOffered: a kind of key that is not checked here.
    """
    return _write_out(did.text, did.specific_id)


@lru_cache(maxsize=_KEPT)
def _write_out(did: str, specific_id: str) -> DidDocument:
    multikey = parse_multikey(specific_id).multikey
    method_id = f"{did}#{multikey}"
    method = {"id": method_id, "type": "Multikey", "controller": did, "publicKeyMultibase": multikey}
    members = {
        "@context": CONTEXTS,
        "id": did,
        "verificationMethod": [method],
        "authentication": [method_id],
        "assertionMethod": [method_id],
        "capabilityDelegation": [method_id],
        "capabilityInvocation": [method_id],
    }
    return parse_document(members, expected_id=did, source="identifier")
