"""How does a link open what is kept here, while nothing that is kept here opens it?

The token of a link is 32 random bytes, made in the browser of whoever shares. The database knows it only by a digest and
keeps the content sealed under a key that is derived from it; both are one-way. Derivations here are the same as in the
wallet, byte for byte.
"""

import hashlib
import secrets

from openler.foundation.encodings import BadEncoding, decode_base64url, encode_base64url
from openler.platform.keystore.sealing import derive_key

TOKEN_BYTES = 32
_SHARE_ID, _SHARE_KEY = "openler share id v1", "openler share content v1"
_ASKED_ID, _PRESENT_LINK = "openler presentation request id v1", "openler presentation request link v1"
_PRESENT_ID, _ANSWER_KEY = "openler presentation link id v1", "openler presentation answer v1"


def new_token() -> str:
    """Make the token of a link."""
    return encode_base64url(secrets.token_bytes(TOKEN_BYTES))


def share_id_of(token: str) -> str:
    """Give the stored id of a share's link; empty for a text that is no token."""
    return _id(_SHARE_ID, token)


def share_key_of(token: str) -> bytes:
    """Give the key under which the content of a share is sealed."""
    return derive_key(_bytes(token) or b"", _SHARE_KEY)


def asked_id_of(token: str) -> str:
    """Give the stored id of the link by which a verifier comes back for the answer."""
    return _id(_ASKED_ID, token)


def present_token_of(asked_token: str) -> str:
    """Give the token of the link that the holder opens; the verifier's own link leads to it, never the other way."""
    return encode_base64url(derive_key(_bytes(asked_token) or b"", _PRESENT_LINK))


def present_id_of(token: str) -> str:
    """Give the stored id of the link that the holder opens."""
    return _id(_PRESENT_ID, token)


def answer_key_of(present_token: str) -> bytes:
    """Give the key under which the answer of a holder is sealed."""
    return derive_key(_bytes(present_token) or b"", _ANSWER_KEY)


def _id(what_for: str, token: str) -> str:
    raw = _bytes(token)
    return hashlib.sha256(what_for.encode() + raw).hexdigest() if raw else ""


def _bytes(token: str) -> bytes | None:
    try:
        raw = decode_base64url(token)
    except BadEncoding:
        return None
    return raw if len(raw) == TOKEN_BYTES else None
