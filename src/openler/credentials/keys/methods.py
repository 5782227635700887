"""Which key is meant by a verification method, and who vouches for it?

The shape only: finding one is the work of ``credentials.did``, using one that of ``credentials.proofs``.

Spec: https://www.w3.org/TR/cid-1.0/#verification-methods
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from openler.credentials.keys.public import PublicKey

# document: the controller's own document lists the key under the purpose asked.
# identifier: the controller's identifier is the key (did:key, did:jwk).
# fragment: the key was read from the fragment of an https URL, and nobody vouches for it.
# url: the key was found at a URL that names a key only, not whose it is.
# header: the key came with the signature itself.
MethodSource = Literal["document", "identifier", "fragment", "url", "header"]


@dataclass(frozen=True, slots=True)
class VerificationMethod:
    """A key with its name and its controller.

    Attributes:
        id: absolute URL or DID URL of the key.
        type: "Multikey", "JsonWebKey", …, as its document says.
        controller: URL or DID of who controls the key, None if nothing says so.
        key: the key.
        source: where the key comes from, and so who vouches for it.
    """

    id: str
    type: str
    controller: str | None
    key: PublicKey
    source: MethodSource = "document"

    @property
    def vouched(self) -> bool:
        """Whether the controller itself says that the key is its own."""
        return self.source in ("document", "identifier")


# Takes the id of a verification method and the purpose asked, such as "assertionMethod".
KeyResolver = Callable[[str, str], VerificationMethod]
# Takes an identifier of an issuer and the purpose asked; gives every key that its own document lists for it.
KeyLister = Callable[[str, str], tuple[VerificationMethod, ...]]
