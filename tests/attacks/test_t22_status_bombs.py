"""T22: a status list that unpacks to more than any honest one costs a bounded amount of memory, and proves nothing."""

import gzip
import tracemalloc
import zlib

import pytest

from openler.credentials.status import (
    MAX_UNPACKED_BYTES,
    MIN_ENTRIES,
    StatusListLength,
    StatusListMalformed,
    unpack_list,
)
from openler.foundation.encodings import encode_base64url

MEBIBYTE = 1 << 20


def _encoded(size_bytes: int) -> str:
    return "u" + encode_base64url(gzip.compress(b"\0" * size_bytes, 9, mtime=0))


@pytest.mark.parametrize("size_bytes", [MAX_UNPACKED_BYTES + 1, 64 * MEBIBYTE, 256 * MEBIBYTE])
def test_a_bomb_is_stopped_at_the_limit_and_memory_stays_bounded(size_bytes: int) -> None:
    """Kilobytes that unpack to megabytes: the limit is named, and no more than a few limits are ever held."""
    encoded = _encoded(size_bytes)
    tracemalloc.start()
    try:
        with pytest.raises(StatusListLength, match="limit"):
            unpack_list(encoded)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 3 * MAX_UNPACKED_BYTES + 2 * len(encoded)


def test_a_list_of_the_largest_size_is_read() -> None:
    """The limit itself is allowed."""
    assert len(unpack_list(_encoded(MAX_UNPACKED_BYTES))) == MAX_UNPACKED_BYTES


def test_a_list_too_short_to_hide_its_holder_is_refused() -> None:
    """Fewer than 131,072 entries single out the person (section 6.1)."""
    with pytest.raises(StatusListLength, match="131,072"):
        unpack_list(_encoded(MIN_ENTRIES // 8 - 1))
    assert unpack_list(_encoded(MIN_ENTRIES // 8))


@pytest.mark.parametrize(
    "encoded",
    [
        None,
        7,
        "",
        "u",
        "u!!!",
        "uH4sI",
        "u" + encode_base64url(zlib.compress(b"\0" * 16_384)),
        "u" + encode_base64url(gzip.compress(b"\0" * 16_384, mtime=0)[:-9]),
        "u" + encode_base64url(b"no gzip at all"),
        "uu" + encode_base64url(gzip.compress(b"\0" * 16_384, mtime=0)),
        "z" + encode_base64url(gzip.compress(b"\0" * 16_384, mtime=0)),
    ],
)
def test_what_is_no_list_is_malformed_and_never_good(encoded: object) -> None:
    """Not text, another compression, cut short, no multibase letter: undetermined, with the reason."""
    with pytest.raises(StatusListMalformed):
        unpack_list(encoded)


def test_the_letter_in_front_may_be_missing() -> None:
    """StatusList2021 writes the list without the letter u, and so do newer lists of some issuers: no other reading."""
    encoded = _encoded(MIN_ENTRIES // 8)
    assert unpack_list(encoded) == unpack_list(encoded[1:])


def test_entries_of_several_bits_must_be_as_many() -> None:
    """The least number counts entries, not bits (section 3.2, step 11)."""
    with pytest.raises(StatusListLength, match="65,536"):
        unpack_list(_encoded(MIN_ENTRIES // 8), entry_bits=2)
    assert unpack_list(_encoded(MIN_ENTRIES // 4), entry_bits=2)
