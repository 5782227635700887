"""Is a share's link read as the wallet writes it? The derivations are computed here a second time, by the standards."""

import hashlib
import hmac

import pytest

from openler.foundation.encodings import encode_base64url
from openler.platform.sharing.tokens import (
    answer_key_of,
    asked_id_of,
    new_token,
    present_id_of,
    present_token_of,
    share_id_of,
    share_key_of,
)

RAW = bytes(range(32))
TOKEN = encode_base64url(RAW)


def hkdf(secret: bytes, info: str) -> bytes:
    """Derive 32 bytes by RFC 5869: extract with an empty salt, expand once."""
    extracted = hmac.new(bytes(32), secret, hashlib.sha256).digest()
    return hmac.new(extracted, info.encode() + b"\x01", hashlib.sha256).digest()


def test_id_and_key_of_a_share_are_those_of_the_wallet() -> None:
    """SHA-256 over a prefix and the token's bytes; HKDF-SHA-256 with an empty salt."""
    assert share_id_of(TOKEN) == hashlib.sha256(b"openler share id v1" + RAW).hexdigest()
    assert share_key_of(TOKEN) == hkdf(RAW, "openler share content v1")


def test_the_verifiers_link_leads_to_the_holders_and_not_back() -> None:
    """One derivation, one way; every id and key is another."""
    theirs = present_token_of(TOKEN)
    assert theirs == encode_base64url(hkdf(RAW, "openler presentation request link v1"))
    ids = {share_id_of(TOKEN), asked_id_of(TOKEN), present_id_of(TOKEN), present_id_of(theirs), asked_id_of(theirs)}
    assert len(ids) == 5 and answer_key_of(theirs) not in (share_key_of(TOKEN), share_key_of(theirs))


@pytest.mark.parametrize("text", ["", "A" * 42, "A" * 44, "A" * 42 + "=", "A" * 42 + "B", "ä" * 43, "A" * 10_000])
def test_what_is_no_token_has_no_id(text: str) -> None:
    """Another length, padding, stray bits, other letters: nothing is looked up for them."""
    assert (share_id_of(text), asked_id_of(text), present_id_of(text)) == ("", "", "")
    assert share_id_of(new_token())
