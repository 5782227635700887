"""What is a token with disclosures in its parts, how does its holder sign for them, and do fewer of them say the same?

An answer of its own, which asks nothing of the code that verifies. A holder may leave disclosures out and show them in
any order: that is what they are for. So a choice of the very disclosures that were issued, each once, is no change of
what was signed; anything else is one.

Spec: https://www.rfc-editor.org/rfc/rfc9901#section-4.3 , https://www.rfc-editor.org/rfc/rfc9901#section-7.2
"""

import hashlib
from collections.abc import Sequence
from typing import Any, NamedTuple

from openler.credentials.keys import Signer
from openler.foundation.encodings import encode_base64url
from openler.foundation.json_types import JsonObject
from openler.testing.hostile.specimens import ALGORITHMS, CHALLENGE, DOMAIN, Specimen
from openler.testing.signing import make_token

LEFT_OUT = "a holder may leave out what the issuer made disclosable, and the report says so (RFC 9901, 7.2)"
ANY_ORDER = "the order of disclosures is not said; digests give them their places (RFC 9901, 7.1)"
FORM = "the same token in another serialization (RFC 9901, 8)"
# 2026-11-25T12:00:00Z, when everything is judged.
NOW = 1795608000


class Parts(NamedTuple):
    """The issuer's token, what is disclosed, and the holder's token, empty if there is none."""

    compact: str
    disclosures: tuple[str, ...]
    binding: str

    def write(self) -> str:
        """Write the compact form."""
        return "~".join([self.compact, *self.disclosures, self.binding])


def parts_of(specimen: Specimen) -> Parts:
    """Give the parts of a token with disclosures."""
    compact, *disclosures, binding = str(specimen.data).split("~")
    return Parts(compact, tuple(disclosures), binding)


def show_anew(specimen: Specimen, compact: str, disclosures: Sequence[str]) -> str:
    """Write a token as a holder who means harm shows it: where a signature is asked for, it is over this very text."""
    if specimen.holder is None:
        return Parts(compact, tuple(disclosures), "").write()
    return Parts(compact, tuple(disclosures), bind_anew(specimen.holder, compact, disclosures)).write()


def bind_anew(
    signer: Signer, compact: str, disclosures: Sequence[str], *, header: JsonObject | None = None, **claims: Any
) -> str:
    """Sign as a holder (RFC 9901, 4.3); ``header`` and ``claims`` replace or add members, None leaves one out."""
    digest = encode_base64url(hashlib.sha256("~".join([compact, *disclosures, ""]).encode()).digest())
    head = {"alg": ALGORITHMS[signer.public_key.kind], "typ": "kb+jwt", **(header or {})}
    body = {"iat": NOW, "aud": DOMAIN, "nonce": CHALLENGE, "sd_hash": digest, **claims}
    return make_token(_without_none(head), _without_none(body), signer)


def same_choice(before: Sequence[str], after: Sequence[str]) -> str:
    """Say why these disclosures show nothing but what was signed; empty if they may show something else."""
    if len(set(after)) < len(after) or not set(after) <= set(before):
        return ""
    kept = [text for text in before if text in set(after)]
    reasons = [LEFT_OUT] if len(after) < len(before) else []
    return "; ".join([*reasons, *([ANY_ORDER] if kept != list(after) else [])])


def is_part_of(part: Any, whole: Any) -> bool:
    """Tell whether a JSON value is another with members and elements left out, and nothing else."""
    if isinstance(part, dict) and isinstance(whole, dict):
        return all(name in whole and is_part_of(value, whole[name]) for name, value in part.items())
    if isinstance(part, list) and isinstance(whole, list):
        # Each element stands for one behind the last: what is left keeps its order.
        rest = iter(whole)
        return all(any(is_part_of(item, other) for other in rest) for item in part)
    return type(part) is type(whole) and bool(part == whole)


def _without_none(members: JsonObject) -> JsonObject:
    return {name: value for name, value in members.items() if value is not None}
