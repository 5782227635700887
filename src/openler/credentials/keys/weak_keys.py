"""Is this a key that anybody could sign with?

Spec: https://www.rfc-editor.org/rfc/rfc8032#section-5.1.3 (decoding of points),
https://crocs.fi.muni.cz/public/papers/rsa_ccs17 (CVE-2017-15361)
"""

from functools import lru_cache

from openler.credentials.keys.errors import BadKey

# The field of edwards25519 and the constant of its equation (RFC 8032, section 5.1).
_P = 2**255 - 19
_D = -121665 * pow(121666, -1, _P) % _P
# The vulnerable generator made primes k * M + (65537^a mod M), M being the product of the odd primes up to 167.
_ROCA_PRIMES = tuple(n for n in range(3, 168) if all(n % divisor for divisor in range(2, n)))


def refuse_bad_edwards_point(encoded: bytes) -> None:
    """Refuse 32 bytes that are no point of edwards25519, or one of its eight points of small order.

    With a point of small order as key, one signature fits any message. The multiple 8A is the neutral point for
    exactly those eight.

    Raises:
        BadKey: wrong length, not canonical, not on the curve, or of small order.
    """
    if len(encoded) != 32:
        raise BadKey(f"An Ed25519 key has {len(encoded)} bytes; 32 are needed.")
    number = int.from_bytes(encoded, "little")
    sign, y = number >> 255, number & (2**255 - 1)
    # RFC 8032, 5.1.3 step 1: y must be smaller than p.
    if y >= _P:
        raise BadKey("An Ed25519 key is not in its canonical form.")
    # Steps 2 and 3: x^2 = (y^2 - 1) / (d y^2 + 1) must be a square.
    numerator, denominator = (y * y - 1) % _P, (_D * y * y + 1) % _P
    square = numerator * pow(denominator, -1, _P) % _P
    if square and pow(square, (_P - 1) // 2, _P) != 1:
        raise BadKey("An Ed25519 key is not a point of its curve.")
    # Step 4: x = 0 has no sign.
    if square == 0 and sign:
        raise BadKey("An Ed25519 key is not in its canonical form.")
    if _is_small_order(square, y):
        raise BadKey("An Ed25519 key is a point of small order, for which anybody can sign.")


def _is_small_order(x_squared: int, y: int) -> bool:
    # Orders 1 and 2 have x = 0; order 4 has y = 0; order 8 doubles to order 4, so y(2A) = 0, that is x^2 + y^2 = 0.
    return x_squared == 0 or y == 0 or (x_squared + y * y) % _P == 0


def is_roca(modulus: int) -> bool:
    """Tell whether an RSA modulus has the fingerprint of the broken generator: a power of 65537 modulo each prime."""
    return all(modulus % prime in _powers_of_65537(prime) for prime in _ROCA_PRIMES)


@lru_cache(maxsize=len(_ROCA_PRIMES))
def _powers_of_65537(prime: int) -> frozenset[int]:
    return frozenset(pow(65537, exponent, prime) for exponent in range(prime))
