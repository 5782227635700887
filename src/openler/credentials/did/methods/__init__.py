"""Which DID methods are known? Each is a module of its own; they are joined here and nowhere else."""

from collections.abc import Callable, Mapping

from openler.credentials.did.document import DidDocument
from openler.credentials.did.methods import jwk, key, web
from openler.credentials.did.methods.jwk import identifier_of as did_jwk_of
from openler.credentials.did.methods.key import identifier_of as did_key_of
from openler.credentials.did.syntax import Did
from openler.foundation.documents import Documents

__all__ = ["METHODS", "Resolve", "did_jwk_of", "did_key_of"]

Resolve = Callable[[Did, Documents], DidDocument]

METHODS: Mapping[str, Resolve] = {
    "key": key.resolve,
    "jwk": jwk.resolve,
    "web": web.resolve,
}
