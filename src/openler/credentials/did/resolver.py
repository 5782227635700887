"""Which document does this DID stand for?

Pure: whatever must come from the world is asked of the documents port.

Spec: https://www.w3.org/TR/did-1.0/#did-resolution
"""

from openler.credentials.did.document import DidDocument
from openler.credentials.did.errors import UnsupportedDidMethod
from openler.credentials.did.methods import METHODS
from openler.credentials.did.syntax import parse_did
from openler.foundation.documents import NO_DOCUMENTS, Documents


def resolve_did(did: str, *, documents: Documents = NO_DOCUMENTS) -> DidDocument:
    """Return the document of a DID.

    Raises:
        BadDid, BadKey: the text is no DID, or not one of its method.
        UnsupportedDidMethod: the method is not known here.
        KeyNotOffered: the DID is a key of a kind that is not checked here.
        ResolutionFailed: its document is not at hand or is not its own.
    """
    parsed = parse_did(did)
    resolve = METHODS.get(parsed.method)
    if resolve is None:
        known = ", ".join(f"did:{name}" for name in METHODS)
        raise UnsupportedDidMethod(
            f"The DID method did:{parsed.method} is not supported, so {did[:120]} could not be resolved; "
            f"supported are {known}."
        )
    return resolve(parsed, documents)
