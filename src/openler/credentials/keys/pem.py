"""Which key does this PEM text hold, and how is one written as PEM?

Read are one SubjectPublicKeyInfo (``PUBLIC KEY``) or one PKCS #8 key (``PRIVATE KEY``, ``ENCRYPTED PRIVATE KEY``), and
the older forms that OpenSSL still writes for keys of NIST curves (``EC PRIVATE KEY``) and RSA (``RSA PUBLIC KEY``).
A certificate is no key: whose it is would have to be asked of its authority, which nobody here does.

Spec: https://www.rfc-editor.org/rfc/rfc7468 , https://www.rfc-editor.org/rfc/rfc5208 (PKCS #8),
https://www.rfc-editor.org/rfc/rfc8018 (its encryption), https://www.rfc-editor.org/rfc/rfc8410 (Ed25519)
"""

import re

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    KeySerializationEncryption,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)

from openler.credentials.keys.errors import BadKey, BadPassphrase, KeyNotOffered
from openler.credentials.keys.public import KeyKind, PublicKey
from openler.credentials.keys.signing import SoftwareSigner

# The largest key that is read, RSA with 8192 bits, has some seven thousand letters with its private half.
MAX_PEM_BYTES = 16 << 10
_LABEL = re.compile(r"-----BEGIN ([A-Z0-9 ]{1,64})-----")
_PUBLIC_LABELS = ("PUBLIC KEY", "RSA PUBLIC KEY")
_ENCRYPTED_LABEL = "ENCRYPTED PRIVATE KEY"
_PRIVATE_LABELS = ("PRIVATE KEY", "EC PRIVATE KEY", "RSA PRIVATE KEY", _ENCRYPTED_LABEL)
# OpenSSL and RFC 8018 know no empty passphrase that guards anything, and a long one is hashed many times over.
_MAX_PASSPHRASE_BYTES = 1024
_KIND_OF_CURVE: dict[str, KeyKind] = {"secp256r1": "P-256", "secp384r1": "P-384"}


def is_pem(data: bytes | str) -> bool:
    """Tell whether a text is meant as PEM: whether it begins with a PEM line, blanks aside."""
    return data.lstrip()[:11] in (b"-----BEGIN ", "-----BEGIN ")


def is_private_pem(data: bytes | str, *, encrypted_only: bool = False) -> bool:
    """Tell whether a text says of itself that it holds a private key, or an encrypted one."""
    text = data[:MAX_PEM_BYTES].decode("latin-1") if isinstance(data, bytes) else data[:MAX_PEM_BYTES]
    wanted = (_ENCRYPTED_LABEL,) if encrypted_only else _PRIVATE_LABELS
    return any(label in wanted for label in _LABEL.findall(text))


def parse_public_pem(data: bytes | str) -> PublicKey:
    """Read a public key.

    Raises:
        BadKey: no such PEM, more than one, a private key, or a key that nobody may use.
        KeyNotOffered: a kind of key that is not checked here.
    """
    text, label = _one_block(data)
    if label in _PRIVATE_LABELS:
        raise BadKey("A private key stands where a public key belongs.")
    if label not in _PUBLIC_LABELS:
        raise BadKey(f"The PEM text holds a {label}, and not a PUBLIC KEY.")
    try:
        return _public(load_pem_public_key(text.encode()))
    except (ValueError, TypeError):
        raise BadKey("The PEM text holds no public key that can be read.") from None
    except UnsupportedAlgorithm:
        raise KeyNotOffered("The PEM text holds a key of a kind that is not checked here.") from None


def parse_private_pem(data: bytes | str, *, passphrase: bytes | None = None) -> SoftwareSigner:
    """Read a private key that can sign.

    Args:
        passphrase: what an encrypted key was encrypted under; not used for one that is not encrypted.

    Raises:
        BadPassphrase: the key is encrypted, and the passphrase is missing or another.
        BadKey: no such PEM, more than one, or a public key.
        KeyNotOffered: a kind of key that does not sign here.
    """
    text, label = _one_block(data)
    if label in _PUBLIC_LABELS:
        raise BadKey("The PEM text holds only a public key, and signing needs the private one.")
    if label not in _PRIVATE_LABELS:
        raise BadKey(f"The PEM text holds a {label}, and not a PRIVATE KEY.")
    # The older way of OpenSSL guards a key by one round of MD5.
    if "Proc-Type: 4,ENCRYPTED" in text:
        raise BadKey("The PEM key is encrypted in an outdated way. Convert it: openssl pkcs8 -topk8 -in OLD -out NEW.")
    if label == _ENCRYPTED_LABEL:
        if not passphrase:
            raise BadPassphrase("The key is encrypted, and no passphrase was given.")
        _check_length(passphrase)
    try:
        key = load_pem_private_key(text.encode(), password=passphrase if label == _ENCRYPTED_LABEL else None)
    except (ValueError, TypeError):
        if label == _ENCRYPTED_LABEL:
            raise BadPassphrase("The key cannot be opened: another passphrase, or a damaged file.") from None
        raise BadKey("The PEM text holds no private key that can be read.") from None
    except UnsupportedAlgorithm:
        raise KeyNotOffered("The PEM text holds a key of a kind that does not sign here.") from None
    if isinstance(key, ed25519.Ed25519PrivateKey):
        return SoftwareSigner(key)
    if isinstance(key, ec.EllipticCurvePrivateKey) and key.curve.name in _KIND_OF_CURVE:
        return SoftwareSigner(key)
    raise KeyNotOffered("The PEM text holds a key of a kind that does not sign here; Ed25519, P-256 and P-384 do.")


def write_public_pem(key: PublicKey) -> str:
    """Write a public key as SubjectPublicKeyInfo."""
    return key.load().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode("ascii")


def write_private_pem(signer: SoftwareSigner, *, passphrase: bytes | None = None) -> str:
    """Write a private key as PKCS #8, encrypted (PBES2 with AES-256) if a passphrase is given.

    Raises:
        BadPassphrase: an empty one, or one that is too long.
    """
    encryption: KeySerializationEncryption = NoEncryption()
    if passphrase is not None:
        _check_length(passphrase)
        encryption = BestAvailableEncryption(passphrase)
    return signer.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, encryption).decode("ascii")


def _one_block(data: bytes | str) -> tuple[str, str]:
    if len(data) > MAX_PEM_BYTES:
        raise BadKey(f"The PEM text is longer than {MAX_PEM_BYTES:,} bytes, which no key is.")
    try:
        text = data.decode("ascii") if isinstance(data, bytes) else data
    except UnicodeDecodeError:
        raise BadKey("The PEM text holds more than ASCII.") from None
    labels = _LABEL.findall(text)
    # OpenSSL writes the curve's name before a key in the older form.
    if labels[:1] == ["EC PARAMETERS"] and labels[1:] == ["EC PRIVATE KEY"]:
        return text[text.index("-----BEGIN EC PRIVATE KEY-----") :], labels[1]
    if len(labels) != 1:
        raise BadKey(f"The PEM text holds {len(labels)} blocks; one key is needed.")
    return text, labels[0]


def _check_length(passphrase: bytes) -> None:
    if not 0 < len(passphrase) <= _MAX_PASSPHRASE_BYTES:
        raise BadPassphrase(f"A passphrase has 1 to {_MAX_PASSPHRASE_BYTES:,} bytes; this has {len(passphrase):,}.")


def _public(loaded: object) -> PublicKey:
    if isinstance(loaded, ed25519.Ed25519PublicKey):
        return PublicKey("Ed25519", loaded.public_bytes(Encoding.Raw, PublicFormat.Raw))
    if isinstance(loaded, ec.EllipticCurvePublicKey) and loaded.curve.name in _KIND_OF_CURVE:
        kind = _KIND_OF_CURVE[loaded.curve.name]
        return PublicKey(kind, loaded.public_bytes(Encoding.X962, PublicFormat.CompressedPoint))
    if isinstance(loaded, rsa.RSAPublicKey):
        return PublicKey("RSA", loaded.public_bytes(Encoding.DER, PublicFormat.PKCS1))
    raise KeyNotOffered("The PEM text holds a key of a kind that is not checked here.")
