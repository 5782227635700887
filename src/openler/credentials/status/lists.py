"""Which bit of a compressed list stands for this record?

Spec: https://www.w3.org/TR/vc-bitstring-status-list/#bitstring-expansion-algorithm
"""

import zlib
from collections.abc import Iterable, Mapping

from openler.foundation.encodings import BadEncoding, decode_base64url, encode_base64url
from openler.foundation.errors import StatusUnavailable
from openler.foundation.kept import Kept

# 2^26 entries, a list for 67 million records; a larger one is a bomb (security.md, T22).
MAX_UNPACKED_BYTES = 8 << 20
# Bitstring Status List 1.0, section 6.1: fewer entries would single out the holder.
MIN_ENTRIES = 131_072
# What one entry may hold here: 256 values, of which each has its message in the record.
MAX_ENTRY_BITS = 8
_GZIP = 16 + zlib.MAX_WBITS
# A list speaks for thousands of records; those of up to half a million entries are kept unpacked.
_MAX_KEPT_BYTES = 64 << 10
_UNPACKED: Kept[str, bytes] = Kept(64)


class StatusListMalformed(StatusUnavailable):
    """The status list or its entry is not what the standard asks for."""

    code = "status_malformed_value"
    default_mender = "issuer"
    default_advice = "Ask the issuer to mend its status list."


class StatusListLength(StatusUnavailable):
    """The status list is shorter than the standard allows, or larger than any honest one."""

    code = "status_list_length"
    default_mender = "issuer"
    default_advice = "Ask the issuer to mend its status list."


class StatusOutOfRange(StatusUnavailable):
    """The record's place lies beyond the end of the list."""

    code = "status_out_of_range"
    default_mender = "issuer"
    default_advice = "Ask the issuer which list holds the record."


def unpack_list(encoded: object, *, entry_bits: int = 1) -> bytes:
    """Unpack an encoded list, never beyond its limit.

    Args:
        encoded: base64url of GZIP, with or without the letter ``u`` of multibase in front.
        entry_bits: how many bits one entry has.

    Raises:
        StatusListMalformed: not such a text, or damaged.
        StatusListLength: more than ``MAX_UNPACKED_BYTES`` or fewer than ``MIN_ENTRIES`` entries.
    """
    if not isinstance(encoded, str) or not encoded:
        raise StatusListMalformed("The status list holds no encodedList.")
    bits = _UNPACKED.get(encoded)
    if bits is None:
        bits = _unpack(encoded)
        if len(bits) <= _MAX_KEPT_BYTES:
            _UNPACKED.put(encoded, bits)
    count = len(bits) * 8 // entry_bits
    if count < MIN_ENTRIES:
        raise StatusListLength(
            f"The status list has a length of {count:,} entries; the standard asks for at least {MIN_ENTRIES:,}."
        )
    return bits


def _unpack(encoded: str) -> bytes:
    # A GZIP file in base64url starts with H4s, so the letter u in front cannot be part of it.
    encoded = encoded.removeprefix("u")
    try:
        packed = decode_base64url(encoded.rstrip("="))
    except BadEncoding as error:
        raise StatusListMalformed(f"The status list cannot be decoded. {error.message}") from None
    unpacker = zlib.decompressobj(_GZIP)
    try:
        bits = unpacker.decompress(packed, MAX_UNPACKED_BYTES)
        if unpacker.unconsumed_tail and unpacker.decompress(unpacker.unconsumed_tail, 1):
            raise StatusListLength(
                f"The status list unpacks to more than the limit of {MAX_UNPACKED_BYTES:,} bytes; it is too large."
            )
        if not unpacker.eof:
            raise StatusListMalformed("The status list is cut short.")
    except zlib.error:
        raise StatusListMalformed("The status list is not compressed with GZIP, or it is damaged.") from None
    return bits


def value_at(bits: bytes, index: int, size: int) -> int:
    """Read entry ``index`` of ``size`` bits; the highest bit comes first.

    Raises:
        StatusOutOfRange: the entry lies beyond the end.
    """
    if (index + 1) * size > len(bits) * 8:
        raise StatusOutOfRange(f"The record's place {index:,} lies beyond the end of the status list, out of range.")
    value = 0
    for position in range(index * size, (index + 1) * size):
        value = value << 1 | bits[position >> 3] >> (7 - (position & 7)) & 1
    return value


def pack_list(marked: Iterable[int], *, size: int = MIN_ENTRIES) -> str:
    """Pack a list of single bits: those at the places in ``marked`` are set, counted from the left.

    Spec: Bitstring Status List 1.0, section 3.3, Bitstring Generation Algorithm.

    Raises:
        StatusOutOfRange: a place lies beyond the end.
        StatusListLength: the list would be shorter than the standard allows, or larger than any verifier reads.
    """
    bits = bytearray(_checked_bytes(size, 1))
    for place in marked:
        if not 0 <= place < size:
            raise StatusOutOfRange(f"The place {place} lies beyond the {size} entries of the list.")
        bits[place >> 3] |= 0x80 >> (place & 7)
    return _packed(bits)


def pack_values(values: Mapping[int, int], *, entry_bits: int, size: int = MIN_ENTRIES) -> str:
    """Pack a list of entries of several bits; those that are not named are 0.

    Args:
        values: by place.
        entry_bits: how many bits one entry has, 1 to ``MAX_ENTRY_BITS``.
        size: how many entries the list has.

    Raises:
        StatusOutOfRange: a place lies beyond the end, or a value needs more bits.
        StatusListLength: the list would be shorter than the standard allows, or larger than any verifier reads.
    """
    if not 1 <= entry_bits <= MAX_ENTRY_BITS:
        raise StatusOutOfRange(f"An entry has 1 to {MAX_ENTRY_BITS} bits, not {entry_bits}.")
    bits = bytearray(_checked_bytes(size, entry_bits))
    for place, value in values.items():
        if not 0 <= place < size or not 0 <= value < 1 << entry_bits:
            raise StatusOutOfRange(
                f"There is no value {value} at the place {place} of {size} entries of {entry_bits} bits."
            )
        for step in range(entry_bits):
            if value >> (entry_bits - 1 - step) & 1:
                position = place * entry_bits + step
                bits[position >> 3] |= 0x80 >> (position & 7)
    return _packed(bits)


def _checked_bytes(size: int, entry_bits: int) -> int:
    if not MIN_ENTRIES <= size <= MAX_UNPACKED_BYTES * 8 // entry_bits:
        most = MAX_UNPACKED_BYTES * 8 // entry_bits
        raise StatusListLength(f"A status list has {MIN_ENTRIES} to {most} entries, not {size}.")
    return (size * entry_bits + 7) // 8


def _packed(bits: bytearray) -> str:
    # A list is random marks in runs of zeros, where run-length matching packs tighter than a search through the past
    # does at its usual level, in a sixth of the time. GZIP without a time in it: the same list is the same bytes.
    packer = zlib.compressobj(zlib.Z_DEFAULT_COMPRESSION, zlib.DEFLATED, _GZIP, zlib.DEF_MEM_LEVEL, zlib.Z_RLE)
    return "u" + encode_base64url(packer.compress(bits) + packer.flush())
