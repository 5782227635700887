"""How are claims put behind digests, so that a holder can leave them out?

Spec: https://www.rfc-editor.org/rfc/rfc9901#section-6.1 (Issuance), https://www.rfc-editor.org/rfc/rfc9901#section-4.2
"""

from collections.abc import Iterator, Sequence
from typing import Any

from openler.credentials.proofs.errors import CannotSign
from openler.credentials.proofs.sd_jwt.disclosures import (
    ALGORITHM,
    DEFAULT_HASH,
    DIGESTS,
    ELEMENT,
    RESERVED,
    Disclosure,
    digest_of,
    make_disclosure,
)
from openler.credentials.proofs.sd_jwt.errors import WeakRandomness
from openler.foundation.chance import Chance
from openler.foundation.encodings import encode_base64url
from openler.foundation.json_types import JsonObject, JsonValue
from openler.foundation.pointers import join

# RFC 9901, 9.3: at least 128 bits of salt.
SALT_BYTES = 16
# Decoys hide how many claims there are; more than this only make the token long.
MAX_DECOYS = 100


def hide(
    claims: JsonObject, pointers: Sequence[str], *, chance: Chance, decoys: int = 0
) -> tuple[JsonObject, tuple[Disclosure, ...]]:
    """Put claims and array elements behind digests; gives the payload to sign and the disclosures.

    Whatever stands inside a hidden value may be hidden again (recursive disclosures). The digests of an object are
    sorted, so that their order says nothing about the claims.

    Args:
        claims: the payload with everything in the open.
        pointers: JSON pointers to what a holder may leave out.
        chance: gives the salts.
        decoys: so many digests of nothing are put beside the digests of each object and array.

    Raises:
        CannotSign: a pointer to nothing, a reserved name in the claims, or too many decoys.
        WeakRandomness: the source of salts gives too few bytes or repeats itself.
    """
    if not 0 <= decoys <= MAX_DECOYS:
        raise CannotSign(f"Between 0 and {MAX_DECOYS} decoys can be added.")
    hiding = _Hiding(frozenset(pointers), chance, decoys)
    payload = hiding.walk(claims, "")
    missing = sorted(set(pointers) - hiding.found)
    if missing:
        raise CannotSign("There is nothing in the claims that could be disclosed here.", pointer=missing[0])
    assert isinstance(payload, dict)
    if hiding.salts:
        payload[ALGORITHM] = DEFAULT_HASH
    return payload, tuple(hiding.disclosures)


class _Hiding:
    def __init__(self, wanted: frozenset[str], chance: Chance, decoys: int) -> None:
        self.wanted, self.chance, self.decoys = wanted, chance, decoys
        self.found: set[str] = set()
        self.salts: set[bytes] = set()
        self.disclosures: list[Disclosure] = []

    def walk(self, value: JsonValue, pointer: str) -> JsonValue:
        if isinstance(value, dict):
            return self._object(value, pointer)
        if isinstance(value, list):
            return self._array(value, pointer)
        return value

    def _object(self, members: JsonObject, pointer: str) -> JsonObject:
        shown: JsonObject = {}
        digests: list[str] = []
        for name, value in members.items():
            here = join(pointer, name)
            if name in RESERVED:
                raise CannotSign(f"The claims hold the name {name!r}, which is reserved.", pointer=here)
            inner = self.walk(value, here)
            if here in self.wanted:
                digests.append(self._disclose(name, inner, here))
            else:
                shown[name] = inner
        if digests:
            shown[DIGESTS] = sorted([*digests, *self._decoys()])
        return shown

    def _array(self, items: list[Any], pointer: str) -> list[Any]:
        shown: list[Any] = []
        is_hidden = False
        for index, item in enumerate(items):
            here = join(pointer, index)
            inner = self.walk(item, here)
            if here in self.wanted:
                inner, is_hidden = {ELEMENT: self._disclose(None, inner, here)}, True
            shown.append(inner)
        return shown + ([{ELEMENT: digest} for digest in self._decoys()] if is_hidden else [])

    def _disclose(self, name: str | None, value: JsonValue, pointer: str) -> str:
        self.found.add(pointer)
        disclosure = make_disclosure(encode_base64url(self._salt()), name, value)
        self.disclosures.append(disclosure)
        return disclosure.digest

    def _decoys(self) -> Iterator[str]:
        # RFC 9901, 4.2.5: a digest over random bytes, which nothing tells from a real one.
        return (digest_of(encode_base64url(self._salt()), DEFAULT_HASH) for _ in range(self.decoys))

    def _salt(self) -> bytes:
        salt = self.chance(SALT_BYTES)
        if len(salt) != SALT_BYTES or salt in self.salts:
            raise WeakRandomness("The source of random bytes gives too few of them, or the same ones twice.")
        self.salts.add(salt)
        return salt
