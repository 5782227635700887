"""Is this record about the person with this identifier?

Spec: https://www.imsglobal.org/spec/ob/v3p0/#identityobject
"""

import hashlib
import hmac
from dataclasses import dataclass
from typing import Literal

from openler.foundation.json_types import JsonObject

_ALGORITHMS = {"sha256": hashlib.sha256, "md5": hashlib.md5}


@dataclass(frozen=True, slots=True)
class IdentityMatch:
    """Whether an identity object stands for a candidate, and what to try if not.

    Attributes:
        outcome: "match", "no_match" or "undetermined" (a form of hash that is not known).
        advice: what else may be tried, empty for a match.
    """

    outcome: Literal["match", "no_match", "undetermined"]
    advice: str = ""


def match_identity(identity: JsonObject, candidate: str) -> IdentityMatch:
    """Compare an IdentityObject with an identifier, exactly as written (hex digits in either case).

    Args:
        identity: the IdentityObject: ``hashed``, ``identityHash``, ``salt``.
        candidate: the identifier in plain text.
    """
    value = identity.get("identityHash")
    if not isinstance(value, str):
        return IdentityMatch("undetermined", "The record's identity object holds no hash.")
    if identity.get("hashed") is False:
        return _answer(hmac.compare_digest(_bytes(value), _bytes(candidate)), candidate)
    name, _, digest = value.partition("$")
    algorithm = _ALGORITHMS.get(name.lower())
    if algorithm is None or not digest:
        return IdentityMatch("undetermined", f"The hash form {name[:20]!r} is not known here.")
    salt = identity.get("salt")
    text = candidate + (salt if isinstance(salt, str) else "")
    computed = algorithm(_bytes(text)).hexdigest()
    return _answer(hmac.compare_digest(_bytes(computed), _bytes(digest.lower())), candidate)


def _bytes(text: str) -> bytes:
    # Half a character, which a terminal or a form may hand over, is no UTF-8 and must match nothing, not raise.
    return text.encode("utf-8", "surrogatepass")


def _answer(equal: bool, candidate: str) -> IdentityMatch:
    if equal:
        return IdentityMatch("match")
    advice = "The issuer may have used another spelling."
    if candidate != candidate.lower():
        advice = "The issuer may have used small letters, or another spelling."
    elif "@" in candidate:
        advice = "The issuer may have used another spelling, such as capital letters."
    return IdentityMatch("no_match", advice)
