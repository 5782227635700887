"""How are bytes kept so that only the holder of a key can read them? AES-256-GCM, and keys derived by HKDF or scrypt.

The browser wallet seals in the same form: 12 bytes of nonce, then ciphertext and tag.
Spec: https://nvlpubs.nist.gov/nistpubs/Legacy/SP/nistspecialpublication800-38d.pdf · https://www.rfc-editor.org/rfc/rfc5869
https://www.rfc-editor.org/rfc/rfc7914
"""

import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from openler.platform.keystore.errors import BrokenSeal

KEY_BYTES = 32
SALT_BYTES = 16
_NONCE_BYTES = 12
# 128 MiB and about half a second for each guess, as OWASP asks for passwords.
_SCRYPT_COST = {"n": 1 << 17, "r": 8, "p": 1}


def derive_key(secret: bytes, info: str) -> bytes:
    """Derive a key of 32 bytes from a secret of full entropy; `info` tells what it is for."""
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=info.encode()).derive(secret)


def derive_key_from_words(words: str, salt: bytes) -> bytes:
    """Derive a key of 32 bytes from words that people remember; slow, so that guessing is dear."""
    return Scrypt(salt=salt, length=KEY_BYTES, **_SCRYPT_COST).derive(words.encode())


def new_salt() -> bytes:
    """Make a random salt of 16 bytes."""
    return secrets.token_bytes(SALT_BYTES)


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
