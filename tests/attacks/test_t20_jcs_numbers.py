"""T20: numbers and names that JSON readers see differently must not be signed by the JSON suites."""

import math
import struct
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openler.credentials.contexts import ContextSet
from openler.credentials.did import KeyDirectory
from openler.credentials.keys import BadSignature
from openler.credentials.proofs import create_proof, verify_proof
from openler.foundation.jcs import NotCanonicalizable, canonicalize_json
from openler.foundation.strict_json import BadJson, parse_json
from openler.testing.signing import fixed_signer, method_of

SIGNER = fixed_signer(1)
KEYS = KeyDirectory()


def sign(value: Any) -> Any:
    """Sign a value inside a document with the JSON suite."""
    return create_proof(
        {"value": value},
        signer=SIGNER,
        verification_method=method_of(SIGNER),
        cryptosuite="eddsa-jcs-2022",
        created=datetime(2026, 5, 4, 9, 30, tzinfo=UTC),
        contexts=ContextSet(),
    )


def check(document: Any) -> None:
    """Check the proof."""
    verify_proof(document, document["proof"], suite_contexts=ContextSet(), resolve_key=KEYS.resolve_key)


@pytest.mark.parametrize("value", [2**53, -(2**53), 10**21, 10**400, [{"a": 2**64}]])
def test_integers_that_readers_round_are_not_signed(value: Any) -> None:
    """Beyond 2^53 - 1 two readers hold two numbers."""
    with pytest.raises(NotCanonicalizable):
        sign(value)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), float("-inf"), "\ud800", {"\udfff": 1}])
def test_what_is_not_json_is_not_signed(value: Any) -> None:
    """NaN, infinities and half characters."""
    with pytest.raises(NotCanonicalizable):
        sign(value)


@pytest.mark.parametrize(
    "text",
    ['{"a": 1, "a": 2}', '{"a": NaN}', '{"a": 1e999}', '{"a": "\\ud800"}', '{"\\udc00": 1}', '{"a": {"b": 1, "b": 1}}'],
)
def test_what_readers_see_differently_is_refused_at_the_door(text: str) -> None:
    """Before any proof is looked at."""
    with pytest.raises(BadJson):
        parse_json(text)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("-0.0", "0"),
        ("1e21", "1000000000000000000000.0"),
        ("1.0", "1"),
        ("1E2", "100"),
        ("0.10", "0.1"),
        ("5e-324", "4.9e-324"),
    ],
)
def test_two_texts_of_one_number_have_one_signature(one: str, other: str) -> None:
    """RFC 8785 writes the IEEE 754 value, whatever the text was."""
    signed = sign(parse_json(one))
    check({**signed, "value": parse_json(other)})


@pytest.mark.parametrize(
    ("one", "other"), [("0.1", "0.10000000000000002"), ("1", "2"), ("1e21", "1.0000000000000002e21")]
)
def test_two_numbers_never_have_one_signature(one: str, other: str) -> None:
    """The smallest step of a number is seen."""
    with pytest.raises(BadSignature):
        check({**sign(parse_json(one)), "value": parse_json(other)})


def test_names_are_sorted_by_utf_16() -> None:
    """RFC 8785, 3.2.3: a letter beyond the basic plane sorts before U+FB33, unlike in UTF-8."""
    assert canonicalize_json({"\ufb33": 1, "\U0001f600": 2}) == '{"\U0001f600":2,"\ufb33":1}'.encode()


@settings(max_examples=300)
@given(st.binary(min_size=8, max_size=8))
def test_every_number_comes_back_from_its_canonical_text(data: bytes) -> None:
    """The text is the shortest that gives the same value (ECMAScript's rule)."""
    (number,) = struct.unpack(">d", data)
    if not math.isfinite(number):
        with pytest.raises(NotCanonicalizable):
            canonicalize_json(number)
    else:
        text = canonicalize_json(number).decode()
        assert struct.pack(">d", float(text)) == struct.pack(">d", number if number else 0.0)
        assert len(text) <= 25
