"""Canonical JSON is what the reference library writes, whichever way it was written."""

from typing import Any

import rfc8785
from hypothesis import example, given, settings
from hypothesis import strategies as st

from openler.foundation.jcs import NotCanonicalizable, canonicalize_json

TEXTS = st.text(alphabet=st.characters(exclude_categories=()), max_size=12)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**54), 2**54) | st.floats() | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS | st.text("abcXYZ@_09", max_size=4), inner),
    max_leaves=12,
)


def _reference(value: Any) -> bytes | None:
    try:
        return rfc8785.dumps(value)
    except (rfc8785.CanonicalizationError, UnicodeEncodeError):
        return None


@settings(max_examples=300)
@given(VALUES)
@example({"\ufb33": 1, "\U0001f600": 2, "a": 3})
@example({"a": '\x00\x1f\x7f\x80\u2028\u2029"\\/\b\f\n\r\t'})
@example([True, 1, 2**53 - 1, -(2**53) + 1])
@example({"a": 1.0, "b": 1e21, "c": 1e-7, "d": -0.0})
def test_every_value_has_the_text_of_the_reference(value: Any) -> None:
    """Equal bytes, or refused by both."""
    expected = _reference(value)
    try:
        written = canonicalize_json(value)
    except NotCanonicalizable:
        assert expected is None
    else:
        assert written == expected
