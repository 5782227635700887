"""Which key is this, and did its holder sign these bytes? No I/O; no key is ever fetched here."""

from openler.credentials.keys.errors import BadKey, BadKeyFile, BadPassphrase, BadSignature, KeyNotOffered
from openler.credentials.keys.jwk import ALGORITHMS, parse_jwk
from openler.credentials.keys.key_file import KEY_FILE_FORMS, KeyFile, KeyFileForm, parse_key_file, parse_public_file
from openler.credentials.keys.methods import KeyLister, KeyResolver, VerificationMethod
from openler.credentials.keys.multikey import parse_multikey
from openler.credentials.keys.pem import is_private_pem, parse_public_pem, write_public_pem
from openler.credentials.keys.public import KeyKind, PublicKey
from openler.credentials.keys.signing import SIGNING_KINDS, Signer, SoftwareSigner

__all__ = [
    "ALGORITHMS",
    "KEY_FILE_FORMS",
    "SIGNING_KINDS",
    "BadKey",
    "BadKeyFile",
    "BadPassphrase",
    "BadSignature",
    "KeyFile",
    "KeyFileForm",
    "KeyKind",
    "KeyLister",
    "KeyNotOffered",
    "KeyResolver",
    "PublicKey",
    "Signer",
    "SoftwareSigner",
    "VerificationMethod",
    "is_private_pem",
    "parse_jwk",
    "parse_key_file",
    "parse_multikey",
    "parse_public_file",
    "parse_public_pem",
    "write_public_pem",
]
