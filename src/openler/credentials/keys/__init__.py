"""Which key is this, and did its holder sign these bytes? No I/O; no key is ever fetched here."""

from openler.credentials.keys.errors import BadKey, BadKeyFile, BadSignature, KeyNotOffered
from openler.credentials.keys.jwk import ALGORITHMS, parse_jwk
from openler.credentials.keys.key_file import KeyFile, parse_key_file
from openler.credentials.keys.methods import KeyLister, KeyResolver, VerificationMethod
from openler.credentials.keys.multikey import parse_multikey
from openler.credentials.keys.public import KeyKind, PublicKey
from openler.credentials.keys.signing import SIGNING_KINDS, Signer, SoftwareSigner

__all__ = [
    "ALGORITHMS",
    "SIGNING_KINDS",
    "BadKey",
    "BadKeyFile",
    "BadSignature",
    "KeyFile",
    "KeyKind",
    "KeyLister",
    "KeyNotOffered",
    "KeyResolver",
    "PublicKey",
    "Signer",
    "SoftwareSigner",
    "VerificationMethod",
    "parse_jwk",
    "parse_key_file",
    "parse_multikey",
]
