"""Encodings: every byte comes back, and only the canonical text is read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openler.foundation.encodings import (
    BadEncoding,
    decode_base58btc,
    decode_base64url,
    decode_multibase,
    decode_varint,
    encode_base58btc,
    encode_base64url,
    encode_multibase,
    encode_varint,
)


@given(st.binary(max_size=100))
def test_all_bytes_come_back(data: bytes) -> None:
    """Base58, base64url and each multibase are exact inverses, leading zeros included."""
    assert decode_base58btc(encode_base58btc(data)) == data
    assert decode_base64url(encode_base64url(data)) == data
    for base in "zuf":
        assert decode_multibase(encode_multibase(data, base=base)) == data


@given(st.integers(0, 2**63 - 1), st.binary(max_size=5))
def test_varints_come_back_with_the_bytes_after_them(number: int, rest: bytes) -> None:
    """The rest is returned untouched."""
    assert decode_varint(encode_varint(number) + rest) == (number, rest)


@pytest.mark.parametrize("text", ["YQ==", "YR", "a b", "Y", "YQ\n", "+/", "YQé"])
def test_base64url_has_one_form(text: str) -> None:
    """Padding, stray bits, white space, the other alphabet and impossible lengths are refused."""
    with pytest.raises(BadEncoding):
        decode_base64url(text)


@pytest.mark.parametrize("text", ["0", "O", "I", "l", " 2", "2é"])
def test_base58_has_no_lookalike_letters(text: str) -> None:
    """0, O, I and l are not in the alphabet."""
    with pytest.raises(BadEncoding):
        decode_base58btc(text)


def test_base58_is_limited_because_it_costs_quadratic_time() -> None:
    """A megabyte of letters is refused at once."""
    with pytest.raises(BadEncoding, match="limit"):
        decode_base58btc("2" * 1_000_000)


@pytest.mark.parametrize("text", ["", "m", "Zabc", "fABCD", "fabc", "u+w"])
def test_other_multibase_prefixes_are_named(text: str) -> None:
    """A prefix that is not offered, or a body that its base does not allow, is refused."""
    with pytest.raises(BadEncoding):
        decode_multibase(text)


@pytest.mark.parametrize("data", [b"", b"\x80", b"\x80\x00", b"\xff" * 12])
def test_varints_have_one_form(data: bytes) -> None:
    """Cut short, padded or too long is refused."""
    with pytest.raises(BadEncoding):
        decode_varint(data)
