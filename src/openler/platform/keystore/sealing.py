"""How are bytes kept so that only the holder of a key can read them? AES-256-GCM, and keys derived by HKDF.

The browser wallet seals in the same form: 12 bytes of nonce, then ciphertext and tag.
Spec: https://nvlpubs.nist.gov/nistpubs/Legacy/SP/nistspecialpublication800-38d.pdf · https://www.rfc-editor.org/rfc/rfc5869
"""

import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from openler.platform.keystore.errors import BrokenSeal

KEY_BYTES = 32
_NONCE_BYTES = 12


def derive_key(secret: bytes, info: str) -> bytes:
    """Derive a key of 32 bytes from a secret of full entropy; `info` tells what it is for."""
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=info.encode()).derive(secret)


def new_key() -> bytes:
    """Make a random key of 32 bytes."""
    return secrets.token_bytes(KEY_BYTES)


def seal(key: bytes, plaintext: bytes, associated: bytes = b"") -> bytes:
    """Seal bytes; `associated` is bound to them and must be given again to open them."""
    nonce = secrets.token_bytes(_NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, plaintext, associated)


def open_sealed(key: bytes, sealed: bytes, associated: bytes = b"") -> bytes:
    """Open what was sealed.

    Raises: BrokenSeal.
    """
    try:
        return AESGCM(key).decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], associated)
    except (InvalidTag, ValueError) as error:
        raise BrokenSeal("Sealed bytes cannot be opened with this key.") from error
