"""Which RSA signatures and paddings does careless mathematics take for good ones (T18)?

Spec: https://www.rfc-editor.org/rfc/rfc8017#section-8.2.2 , https://www.rfc-editor.org/rfc/rfc8725#section-3.3
"""

import hashlib
from collections.abc import Iterator

from openler.foundation.encodings import encode_base64url
from openler.testing.rsa_signing import BITS, EXPONENT, SHA256_INFO, RsaSigner, padded
from openler.testing.signing import make_token

_BYTES = BITS // 8
# RFC 8017, 9.2, note 1: what stands before hashes of other kinds.
_OTHER_INFO = {
    "md5": bytes.fromhex("3020300c06082a864886f70d020505000410"),
    "sha1": bytes.fromhex("3021300906052b0e03021a05000414"),
    "sha384": bytes.fromhex("3041300d060960864801650304020205000430"),
    "sha512": bytes.fromhex("3051300d060960864801650304020305000440"),
}


def rsa_signatures(signer: RsaSigner, signature: bytes) -> Iterator[bytes]:
    """Give numbers that stand in some relation to a signature, and the same number in another length."""
    number, modulus = int.from_bytes(signature), signer.modulus
    related = (modulus - number, number * 2 % modulus, pow(number, -1, modulus), pow(number, EXPONENT, modulus))
    for other in (*related, number * number % modulus, 0, 1, modulus - 1, modulus, modulus + 1):
        yield other.to_bytes(_BYTES)
    for multiple in range(1, 4):
        more = number + multiple * modulus
        yield more.to_bytes((more.bit_length() + 7) // 8)
    yield signature[::-1]
    yield b"\0\0" + signature
    yield signature + signature


def badly_padded(message: bytes) -> Iterator[tuple[str, bytes]]:
    """Give blocks that the issuer's own key may sign, and that no reader may take for the padding of RS256."""
    digest = hashlib.sha256(message).digest()
    info = SHA256_INFO + digest
    good = padded(message)
    # NULL left out of the parameters, as some readers allow (RFC 8017, 8.2.2, note).
    bare = bytes.fromhex("302f300b0609608648016503040201") + b"\x04\x20" + digest
    yield "block type 2", b"\0\2" + good[2:]
    yield "block type 0", b"\0\0" + good[2:]
    yield "a short padding, garbage behind", _filled(b"\0\1" + b"\xff" * 8 + b"\0" + info)
    yield "no padding, garbage behind", _filled(b"\0\1\0" + info)
    yield "a hole in the padding", good[:9] + b"\0" + good[10:]
    yield "another padding", b"\0\1" + b"\xfe" * (good.index(b"\0", 2) - 2) + good[good.index(b"\0", 2) :]
    yield "no end of the padding", good.replace(b"\xff\0", b"\xff\xff", 1)
    yield "no parameters", _full(bare)
    yield (
        "garbage in the parameters",
        _full(bytes.fromhex("3035301106096086480165030402010504deadbeef") + b"\x04\x20" + digest),
    )
    yield "a long length", _full(bytes.fromhex("308131300d060960864801650304020105000420") + digest)
    yield "the hash alone", _full(digest)
    yield "the message alone", _full(message[-64:])
    yield "nothing", _full(b"")
    for name, other in _OTHER_INFO.items():
        yield f"a hash by {name}", _full(other + hashlib.new(name, message).digest())
    yield "said to be sha512", _full(_OTHER_INFO["sha512"] + digest)


def by_exponent_one(victim: RsaSigner, header: dict[str, object], payload: dict[str, object]) -> str:
    """Forge a token that brings the issuer's modulus with the exponent 1, under which every block is its own signature."""
    head = {**header, "jwk": {**victim.public_key.jwk, "e": encode_base64url(b"\1")}}
    signing_input = make_token(head, payload, None).rpartition(".")[0]
    return f"{signing_input}.{encode_base64url(padded(signing_input.encode()))}"


def _full(info: bytes) -> bytes:
    return b"\0\1" + b"\xff" * (_BYTES - 3 - len(info)) + b"\0" + info


def _filled(block: bytes) -> bytes:
    return block + b"\xa5" * (_BYTES - len(block))
