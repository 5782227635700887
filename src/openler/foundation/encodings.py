"""Which bytes does this text stand for? Base58, base64url, multibase and unsigned varints, strictly.

Spec: https://www.w3.org/TR/cid-1.0/#multibase-0 , https://www.rfc-editor.org/rfc/rfc4648#section-5 ,
https://github.com/multiformats/unsigned-varint
"""

import base64
import binascii

from openler.foundation.errors import MalformedInput

BASE58_ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_NOT_BASE58 = 0xFF
_BASE58_VALUES = bytes(BASE58_ALPHABET.find(chr(code)) & _NOT_BASE58 for code in range(256))
# Ten letters make a number that costs no more than a small one.
_BASE58_CHUNK = 10
_BASE58_PAIRS = [a + b for a in BASE58_ALPHABET for b in BASE58_ALPHABET]
# Base58 costs quadratic time; the longest value in use is an RSA-4096 key of some 720 letters.
MAX_BASE58_LETTERS = 4096
_BASE64URL_LETTERS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
# Nine bytes of seven bits: the varint specification's own limit.
MAX_VARINT_BYTES = 9


class BadEncoding(MalformedInput):
    """A text is not the encoding it claims to be."""

    code = "bad_encoding"
    default_mender = "issuer"


def encode_base58btc(data: bytes) -> str:
    """Write bytes in the Bitcoin base58 alphabet, without a multibase prefix."""
    zeros = len(data) - len(data.lstrip(b"\0"))
    number = int.from_bytes(data)
    pairs: list[str] = []
    while number:
        number, rest = divmod(number, 3364)
        pairs.append(_BASE58_PAIRS[rest])
    text = "".join(reversed(pairs)).lstrip("1")
    return "1" * zeros + text


def decode_base58btc(text: str) -> bytes:
    """Read Bitcoin base58, without a multibase prefix.

    Raises:
        BadEncoding: a letter outside the alphabet, or more letters than any value in use has.
    """
    if len(text) > MAX_BASE58_LETTERS:
        raise BadEncoding(f"A base58 value has {len(text)} letters; the limit is {MAX_BASE58_LETTERS}.")
    values = text.encode("latin-1", "replace").translate(_BASE58_VALUES)
    foreign = values.find(_NOT_BASE58)
    if foreign >= 0:
        raise BadEncoding(f"Letter {foreign + 1} of a base58 value is {text[foreign]!r}, which base58 does not have.")
    number = 0
    for start in range(0, len(values), _BASE58_CHUNK):
        chunk = values[start : start + _BASE58_CHUNK]
        part = 0
        for value in chunk:
            part = part * 58 + value
        number = number * 58 ** len(chunk) + part
    zeros = len(text) - len(text.lstrip("1"))
    return b"\0" * zeros + number.to_bytes((number.bit_length() + 7) // 8)


def encode_base64url(data: bytes) -> str:
    """Write bytes in base64url without padding."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def decode_base64url(text: str) -> bytes:
    """Read base64url without padding, in its one canonical form.

    Raises:
        BadEncoding: padding, white space, a foreign letter, a wrong length, or stray bits at the end.
    """
    if not _BASE64URL_LETTERS.issuperset(text):
        raise BadEncoding("A base64url value holds a letter that is not allowed, such as padding or white space.")
    try:
        data = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except (ValueError, binascii.Error):
        raise BadEncoding("A base64url value has a length that no bytes give.") from None
    if encode_base64url(data) != text:
        raise BadEncoding("A base64url value has stray bits at its end, so it is not the canonical form.")
    return data


def encode_multibase(data: bytes, *, base: str = "z") -> str:
    """Write bytes as multibase: ``z`` base58btc, ``u`` base64url without padding, ``f`` lower-case hexadecimal."""
    if base == "z":
        return "z" + encode_base58btc(data)
    if base == "u":
        return "u" + encode_base64url(data)
    if base == "f":
        return "f" + data.hex()
    raise BadEncoding(f"Multibase prefix {base!r} is not supported; z, u and f are.")


def decode_multibase(text: str, *, allowed: str = "zuf") -> bytes:
    """Read a multibase value whose prefix is one of ``allowed``.

    Raises:
        BadEncoding: no or another prefix, or a body that its base does not allow.
    """
    prefix = text[:1]
    if not prefix or prefix not in allowed:
        names = ", ".join(allowed)
        raise BadEncoding(f"A multibase value starts with {prefix!r}; supported here: {names}.")
    body = text[1:]
    if prefix == "z":
        return decode_base58btc(body)
    if prefix == "u":
        return decode_base64url(body)
    if prefix == "f" and all(letter in "0123456789abcdef" for letter in body) and len(body) % 2 == 0:
        return bytes.fromhex(body)
    raise BadEncoding("A multibase value with prefix 'f' is not lower-case hexadecimal of whole bytes.")


def encode_varint(number: int) -> bytes:
    """Write an unsigned varint in its shortest form."""
    data = bytearray()
    while number >= 0x80:
        data.append(number & 0x7F | 0x80)
        number >>= 7
    data.append(number)
    return bytes(data)


def decode_varint(data: bytes) -> tuple[int, bytes]:
    """Read an unsigned varint and return it with the bytes after it.

    Raises:
        BadEncoding: cut short, longer than nine bytes, or not the shortest form.
    """
    number = 0
    for position, byte in enumerate(data[:MAX_VARINT_BYTES]):
        number |= (byte & 0x7F) << (7 * position)
        if byte < 0x80:
            if position and byte == 0:
                raise BadEncoding("A varint is not in its shortest form.")
            return number, data[position + 1 :]
    raise BadEncoding("A varint is cut short or longer than nine bytes.")
