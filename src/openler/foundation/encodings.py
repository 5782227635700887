"""Which bytes does this text stand for? Base58, base64url, multibase and unsigned varints, strictly.

Spec: https://www.w3.org/TR/cid-1.0/#multibase-0 , https://www.rfc-editor.org/rfc/rfc4648#section-5 ,
https://github.com/multiformats/unsigned-varint
"""

import binascii

from openler.foundation.errors import MalformedInput

BASE58_ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_NOT_BASE58 = 0xFF
_BASE58_VALUES = bytes(BASE58_ALPHABET.find(chr(code)) & _NOT_BASE58 for code in range(256))
# Eight letters make a number that costs no more than a small one.
_BASE58_EIGHT = 58**8
_BASE58_FOUR = 58**4
_BASE58_PAIRS = [a + b for a in BASE58_ALPHABET for b in BASE58_ALPHABET]
# Base58 costs quadratic time; the longest value in use is an RSA-4096 key of some 720 letters.
MAX_BASE58_LETTERS = 4096
_BASE64URL_LETTERS = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
_TO_URL, _FROM_URL = bytes.maketrans(b"+/", b"-_"), bytes.maketrans(b"-_", b"+/")
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
    add = pairs.append
    while number:
        # Four digits at a time: the largest number by which Python divides a long one in its quickest way.
        number, rest = divmod(number, _BASE58_FOUR)
        add(_BASE58_PAIRS[rest % 3364])
        add(_BASE58_PAIRS[rest // 3364])
    pairs.reverse()
    text = "".join(pairs).lstrip("1")
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
    number, rest = 0, len(values) % 8
    for value in values[:rest]:
        number = number * 58 + value
    eighths = iter(values[rest:])
    for a, b, c, d, e, f, g, h in zip(*[eighths] * 8, strict=True):
        part = ((((((a * 58 + b) * 58 + c) * 58 + d) * 58 + e) * 58 + f) * 58 + g) * 58 + h
        number = number * _BASE58_EIGHT + part
    zeros = len(text) - len(text.lstrip("1"))
    return b"\0" * zeros + number.to_bytes((number.bit_length() + 7) // 8)


def encode_base64url(data: bytes) -> str:
    """Write bytes in base64url without padding."""
    return binascii.b2a_base64(data, newline=False).translate(_TO_URL).rstrip(b"=").decode("ascii")


def decode_base64url(text: str) -> bytes:
    """Read base64url without padding, in its one canonical form.

    Raises:
        BadEncoding: padding, white space, a foreign letter, a wrong length, or stray bits at the end.
    """
    letters = text.encode("ascii", "replace")
    # Only the letters themselves are left out of the text, which tells at once whether there are others.
    if letters.translate(None, _BASE64URL_LETTERS):
        raise BadEncoding("A base64url value holds a letter that is not allowed, such as padding or white space.")
    try:
        data = binascii.a2b_base64(letters.translate(_FROM_URL) + b"=" * (-len(text) % 4))
    except ValueError:
        raise BadEncoding("A base64url value has a length that no bytes give.") from None
    # Every group of four letters stands for three bytes; only a shorter last one can hold stray bits.
    rest = len(text) % 4
    if rest and encode_base64url(data[len(data) - rest + 1 :]) != text[-rest:]:
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
