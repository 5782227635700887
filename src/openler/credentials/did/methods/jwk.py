"""Which document does a did:jwk stand for? The DID is the key; nothing is fetched.

Spec: https://github.com/quartzjer/did-jwk/blob/main/spec.md
"""

from openler.credentials.did.document import DidDocument, parse_document
from openler.credentials.did.errors import BadDid
from openler.credentials.did.syntax import Did
from openler.credentials.keys import BadKey, PublicKey, parse_jwk
from openler.foundation.documents import Documents
from openler.foundation.encodings import decode_base64url, encode_base64url
from openler.foundation.errors import MalformedInput
from openler.foundation.jcs import canonicalize_json
from openler.foundation.strict_json import parse_json_object

CONTEXTS = ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/suites/jws-2020/v1"]


def identifier_of(key: PublicKey) -> str:
    """Write the did:jwk of a key: the JWK's required members in canonical form (RFC 8785), as base64url."""
    return f"did:jwk:{encode_base64url(canonicalize_json(key.jwk))}"


def resolve(did: Did, documents: Documents) -> DidDocument:
    """Write out the document of a did:jwk: one JsonWebKey2020 with the fragment ``0``.

    Raises:
        BadDid: the identifier is not base64url of a JSON object.
        BadKey: the object is no public key.
        KeyNotOffered: a kind of key that is not checked here.
    """
    try:
        jwk = parse_json_object(decode_base64url(did.specific_id))
    except BadKey:
        raise
    except MalformedInput as error:
        raise BadDid(f"A did:jwk does not hold a JSON Web Key. {error.message}") from None
    parse_jwk(jwk)
    method_id = f"{did.text}#0"
    method = {"id": method_id, "type": "JsonWebKey2020", "controller": did.text, "publicKeyJwk": jwk}
    members = {
        "@context": CONTEXTS,
        "id": did.text,
        "verificationMethod": [method],
        "assertionMethod": [method_id],
        "authentication": [method_id],
        "capabilityInvocation": [method_id],
        "capabilityDelegation": [method_id],
    }
    return parse_document(members, expected_id=did.text, source="identifier")
