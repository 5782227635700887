"""Where does chance come from? The rooms that decide draw none themselves: it comes in as an argument."""

from collections.abc import Callable

# Takes a number of bytes; gives so many that nobody can guess. ``os.urandom`` is one.
Chance = Callable[[int], bytes]

_UUID_BYTES = 16


def make_urn_uuid(chance: Chance) -> str:
    """Make an identifier that nobody has used before: a random UUID as a URN (RFC 9562, 5.4)."""
    number = bytearray(chance(_UUID_BYTES))
    number[6] = number[6] & 0x0F | 0x40
    number[8] = number[8] & 0x3F | 0x80
    text = number.hex()
    return f"urn:uuid:{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"
