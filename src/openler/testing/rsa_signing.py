"""How does an RSA key sign for a trial, with a key that anybody can make again, and with the padding that one asks for?

The product makes no RSA keys and signs with none, so that this is arithmetic of its own. The keys follow from small
numbers: they protect nothing and serve trials only.

Spec: https://www.rfc-editor.org/rfc/rfc8017#section-8.2 , https://www.rfc-editor.org/rfc/rfc8017#section-9.2
"""

import hashlib
from collections.abc import Iterator
from functools import cache

from openler.credentials.keys import PublicKey, parse_jwk
from openler.foundation.encodings import encode_base64url
from openler.testing.chance import Draws

BITS = 2048
EXPONENT = 65537
# RFC 8017, 9.2, note 1: what stands before a SHA-256 hash.
SHA256_INFO = bytes.fromhex("3031300d060960864801650304020105000420")
_SMALL_PRIMES = tuple(
    number for number in range(3, 2000, 2) if all(number % small for small in range(3, 45, 2) if small < number)
)
# A number that is none passes a round with a chance below 1 in 4; random ones of this length almost never pass one.
_ROUNDS = 8


class RsaSigner:
    """Signs as RS256 does."""

    def __init__(self, first: int, second: int) -> None:
        """Take the two primes."""
        self.modulus = first * second
        self._first, self._second = first, second
        self._secret = pow(EXPONENT, -1, (first - 1) * (second - 1))
        n, e = self.modulus.to_bytes(BITS // 8), EXPONENT.to_bytes(3)
        self._public = parse_jwk({"kty": "RSA", "n": encode_base64url(n), "e": encode_base64url(e)})

    @property
    def public_key(self) -> PublicKey:
        """The public half of the key."""
        return self._public

    def sign(self, message: bytes) -> bytes:
        """Sign a message with PKCS #1 v1.5 and SHA-256."""
        return self.sign_padded(padded(message))

    def sign_padded(self, block: bytes) -> bytes:
        """Sign a block as it is, padded well or badly (RFC 8017, 5.2.1, by way of both primes)."""
        number = int.from_bytes(block)
        one, two = (pow(number % prime, self._secret % (prime - 1), prime) for prime in (self._first, self._second))
        signature = two + self._second * ((one - two) * pow(self._second, -1, self._first) % self._first)
        return signature.to_bytes(BITS // 8)


@cache
def fixed_rsa_signer(number: int) -> RsaSigner:
    """Return the RSA key of this number; the same number gives the same key."""
    chance = Draws(number)
    primes = _primes(chance)
    return RsaSigner(next(primes), next(primes))


def padded(message: bytes) -> bytes:
    """Write the block that is signed (EMSA-PKCS1-v1_5)."""
    digest = SHA256_INFO + hashlib.sha256(message).digest()
    return b"\0\1" + b"\xff" * (BITS // 8 - 3 - len(digest)) + b"\0" + digest


def _primes(chance: Draws) -> Iterator[int]:
    # FIPS 186-5, A.1.3: both halves have their two highest bits set, so that the product has its full length.
    top, size = 3 << (BITS // 2 - 2), BITS // 16
    while True:
        candidate = int.from_bytes(chance(size)) | top | 1
        if (
            candidate % EXPONENT != 1
            and all(candidate % small for small in _SMALL_PRIMES)
            and _is_prime(candidate, chance)
        ):
            yield candidate


def _is_prime(candidate: int, chance: Draws) -> bool:
    """Ask Miller and Rabin."""
    odd = candidate - 1
    twos = (odd & -odd).bit_length() - 1
    odd >>= twos
    for _ in range(_ROUNDS):
        value = pow(int.from_bytes(chance(64)) | 2, odd, candidate)
        if value in (1, candidate - 1):
            continue
        for _ in range(twos - 1):
            value = value * value % candidate
            if value == candidate - 1:
                break
        else:
            return False
    return True
