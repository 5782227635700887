"""Is this record a token in an envelope, and what does the envelope hold?

Spec: https://www.w3.org/TR/vc-data-model-2.0/#enveloped-verifiable-credentials
"""

import binascii
from dataclasses import dataclass

from openler.foundation.encodings import BadEncoding
from openler.foundation.json_types import JsonObject

_TYPES = ("EnvelopedVerifiableCredential", "EnvelopedVerifiablePresentation")
# Names of the compact token of a record: that of VC-JOSE-COSE, those of its drafts, and the plain one.
_TOKEN_TYPES = (
    "application/vc+jwt",
    "application/vc+ld+jwt",
    "application/vc+ld+json+jwt",
    "application/vp+jwt",
    "application/jwt",
    "application/vc+cose",
)
# Names of a record in a token with disclosures: that of SD-JWT VC, and the one of VC-JOSE-COSE and the older drafts.
_SD_JWT_TYPES = ("application/dc+sd-jwt", "application/vc+sd-jwt")


@dataclass(frozen=True, slots=True)
class Envelope:
    """A secured record inside a ``data:`` URL.

    Attributes:
        media_type: what it holds, for example "application/vc+jwt".
        content: what stands in it.
    """

    media_type: str
    content: str

    @property
    def is_sd_jwt(self) -> bool:
        """Whether it holds a record in a token with disclosures."""
        return self.media_type in _SD_JWT_TYPES

    @property
    def is_token(self) -> bool:
        """Whether it holds a record or a presentation as a compact token, or a record as a COSE message."""
        return self.media_type in _TOKEN_TYPES

    def decode(self) -> bytes:
        """Give the bytes of content that is written in base64 (RFC 2397).

        Raises:
            BadEncoding: it is not.
        """
        try:
            return binascii.a2b_base64(self.content, strict_mode=True)
        except ValueError:
            raise BadEncoding("The content of the envelope is not base64.") from None


def read_envelope(document: JsonObject) -> Envelope | None:
    """Read an enveloped record; None if the document is none. Never raises."""
    types, url = document.get("type"), document.get("id")
    listed = types if isinstance(types, list) else [types]
    if not any(name in listed for name in _TYPES) or not isinstance(url, str) or url[:5].lower() != "data:":
        return None
    # Drafts of VCDM 2.0 wrote a semicolon where the data: URL asks for a comma.
    head, comma, content = url[5:].partition(",")
    if not comma:
        head, _, content = head.partition(";")
    return Envelope(head.partition(";")[0].strip().lower(), content)
