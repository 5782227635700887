"""Which key does this identifier stand for, and does the issuer control it? Pure: documents come through a port."""

from openler.credentials.did.directory import IssuerControl, KeyDirectory
from openler.credentials.did.document import DidDocument, parse_document
from openler.credentials.did.errors import (
    BadDid,
    BadDocument,
    IssuerNotProven,
    KeyNotFound,
    NotAuthorized,
    NotTheIssuersKey,
    RetiredKey,
    UnknownMethod,
    UnsupportedDidMethod,
)
from openler.credentials.did.methods import METHODS, did_jwk_of, did_key_of
from openler.credentials.did.resolver import resolve_did
from openler.credentials.did.syntax import domain_of, is_web_url, parse_did

__all__ = [
    "METHODS",
    "BadDid",
    "BadDocument",
    "DidDocument",
    "IssuerControl",
    "IssuerNotProven",
    "KeyDirectory",
    "KeyNotFound",
    "NotAuthorized",
    "NotTheIssuersKey",
    "RetiredKey",
    "UnknownMethod",
    "UnsupportedDidMethod",
    "did_jwk_of",
    "did_key_of",
    "domain_of",
    "is_web_url",
    "parse_did",
    "parse_document",
    "resolve_did",
]
