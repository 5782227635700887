"""Which document does a did:key stand for? The DID is the key; nothing is fetched.

Spec: https://w3c-ccg.github.io/did-key-spec/
"""

from openler.credentials.did.document import DidDocument, parse_document
from openler.credentials.did.syntax import Did
from openler.credentials.keys import PublicKey, parse_multikey
from openler.foundation.documents import Documents

CONTEXTS = ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1"]


def identifier_of(key: PublicKey) -> str:
    """Write the did:key of a key."""
    return f"did:key:{key.multikey}"


def resolve(did: Did, documents: Documents) -> DidDocument:
    """Write out the document of a did:key: one Multikey whose fragment is the key itself.

    Raises:
        BadKey: the identifier is no Multikey value, or no such key.
        KeyNotOffered: a kind of key that is not checked here.
    """
    multikey = parse_multikey(did.specific_id).multikey
    method_id = f"{did.text}#{multikey}"
    method = {"id": method_id, "type": "Multikey", "controller": did.text, "publicKeyMultibase": multikey}
    members = {
        "@context": CONTEXTS,
        "id": did.text,
        "verificationMethod": [method],
        "authentication": [method_id],
        "assertionMethod": [method_id],
        "capabilityDelegation": [method_id],
        "capabilityInvocation": [method_id],
    }
    return parse_document(members, expected_id=did.text, source="identifier")
