"""What does a token say with the disclosures that are shown, and which of them show what a holder wants to show?

Spec: https://www.rfc-editor.org/rfc/rfc9901#section-7.1 , https://www.rfc-editor.org/rfc/rfc9901#section-7.2
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from openler.credentials.proofs.sd_jwt.disclosures import (
    ALGORITHM,
    DIGESTS,
    ELEMENT,
    Disclosure,
    hash_of,
    parse_disclosure,
)
from openler.credentials.proofs.sd_jwt.errors import BadDisclosure
from openler.foundation.json_types import JsonObject, JsonValue
from openler.foundation.pointers import join
from openler.foundation.strict_json import MAX_DEPTH

# Names and indices from the outermost object inwards. Pointers are only written for what is told: building one for each
# member would let a single long name cost as much as all members together.
Path = tuple[str | int, ...]
# Longer places help nobody to find a fault.
MAX_POINTER_LETTERS = 400


@dataclass(frozen=True, slots=True)
class Shown:
    """What a token says.

    Attributes:
        claims: the payload with what is disclosed in its place and without digests.
        places: by the path of each disclosed claim or element, the disclosures without which it is not seen, the
            outermost first.
        is_partial: a digest stands there whose disclosure is not shown, or a decoy, which nothing tells from one.
    """

    claims: JsonObject
    places: dict[Path, tuple[Disclosure, ...]] = field(default_factory=dict)
    is_partial: bool = False


def show(payload: JsonObject, disclosures: Iterable[str]) -> Shown:
    """Put every disclosure in the place of its digest (RFC 9901, 7.1, step 3).

    Raises:
        BadDisclosure: a digest that stands twice, a disclosure that is malformed, stands twice, has no digest or would
            overwrite a claim, or digests in the wrong place.
    """
    hash_name = hash_of(payload)
    found: dict[str, Disclosure] = {}
    # Step 3.1: the digest of each disclosure.
    for text in disclosures:
        disclosure = parse_disclosure(text, hash_name=hash_name)
        if disclosure.digest in found:
            raise BadDisclosure("A disclosure stands twice in the token.")
        found[disclosure.digest] = disclosure
    showing = _Showing(found)
    members = {name: value for name, value in payload.items() if name != ALGORITHM}
    claims = showing.value(members, (), ())
    # Step 5: every disclosure was asked for by a digest.
    unused = len(found) - len(showing.used)
    if unused:
        raise BadDisclosure(f"{unused} of the token's disclosures have no digest in it, so nobody signed them.")
    assert isinstance(claims, dict)
    return Shown(claims, showing.places, is_partial=showing.seen != showing.used)


def select(shown: Shown, pointers: Sequence[str]) -> tuple[str, ...]:
    """Choose the disclosures that show what stands at these places, and nothing that need not be shown with it.

    What is hidden again inside is shown only if it is named itself.

    Args:
        shown: the token with all its disclosures.
        pointers: JSON pointers into its claims.

    Raises:
        BadDisclosure: nothing that could be disclosed stands there.
    """
    written = {to_pointer(path): disclosures for path, disclosures in shown.places.items()}
    chosen: dict[str, None] = {}
    for pointer in pointers:
        places = [place for place in written if pointer == place or pointer.startswith(place + "/")]
        if not places:
            words = (
                "Nothing that can be disclosed stands here; what is hidden further inside is named by its own place."
            )
            raise BadDisclosure(words, pointer=pointer)
        for place in places:
            chosen.update(dict.fromkeys(disclosure.text for disclosure in written[place]))
    return tuple(chosen)


def to_pointer(path: Path) -> str:
    """Write a path as a JSON pointer."""
    pointer = ""
    for token in path:
        pointer = join(pointer, token)
    return pointer


class _Showing:
    def __init__(self, found: dict[str, Disclosure]) -> None:
        self.found = found
        self.seen: set[str] = set()
        self.used: set[str] = set()
        self.places: dict[Path, tuple[Disclosure, ...]] = {}

    def value(self, value: JsonValue, path: Path, around: tuple[Disclosure, ...]) -> JsonValue:
        if not isinstance(value, (dict, list)):
            return value
        if len(path) > MAX_DEPTH:
            raise BadDisclosure(f"The token's disclosures nest deeper than {MAX_DEPTH} levels, which is the limit.")
        return self._object(value, path, around) if isinstance(value, dict) else self._array(value, path, around)

    def _object(self, members: JsonObject, path: Path, around: tuple[Disclosure, ...]) -> JsonObject:
        if ELEMENT in members:
            raise _fault(f"The name {ELEMENT!r} stands where no array element is hidden.", path)
        shown = {name: self.value(value, (*path, name), around) for name, value in members.items() if name != DIGESTS}
        digests: Any = members.get(DIGESTS, [])
        if not isinstance(digests, list) or not all(isinstance(digest, str) for digest in digests):
            raise _fault(f"The member {DIGESTS!r} must be a list of texts.", (*path, DIGESTS))
        for digest in digests:
            disclosure = self._take(digest, path)
            if disclosure is None:
                continue
            # Step 3.3.2.2: the digest of a claim stands for a claim, and no claim is overwritten.
            if disclosure.name is None:
                raise _fault("An array element is disclosed where a claim belongs.", path)
            if disclosure.name in shown:
                raise _fault("A disclosure would overwrite a claim.", (*path, disclosure.name))
            shown[disclosure.name] = self._disclosed(disclosure, (*path, disclosure.name), around)
        return shown

    def _array(self, items: list[Any], path: Path, around: tuple[Disclosure, ...]) -> list[Any]:
        shown: list[Any] = []
        for item in items:
            here = (*path, len(shown))
            if not isinstance(item, dict) or ELEMENT not in item:
                shown.append(self.value(item, here, around))
                continue
            digest = item[ELEMENT]
            if len(item) != 1 or not isinstance(digest, str):
                raise _fault("A hidden array element holds something else than its digest.", here)
            disclosure = self._take(digest, here)
            if disclosure is None:
                # Step 3.4: what is not shown leaves no gap.
                continue
            # Step 3.3.3.1: the digest of an element stands for an element.
            if disclosure.name is not None:
                raise _fault("A claim is disclosed where an array element belongs.", here)
            shown.append(self._disclosed(disclosure, here, around))
        return shown

    def _disclosed(self, disclosure: Disclosure, path: Path, around: tuple[Disclosure, ...]) -> JsonValue:
        self.places[path] = (*around, disclosure)
        return self.value(disclosure.value, path, self.places[path])

    def _take(self, digest: str, path: Path) -> Disclosure | None:
        # Step 4: no digest stands twice, whether it is that of a disclosure or of nothing.
        if digest in self.seen:
            raise _fault("A digest stands twice in the token.", path)
        self.seen.add(digest)
        disclosure = self.found.get(digest)
        if disclosure is not None:
            self.used.add(digest)
        return disclosure


def _fault(message: str, path: Path) -> BadDisclosure:
    pointer = to_pointer(path)
    # A name may have as many letters as the token; nobody is told them all.
    return BadDisclosure(message, pointer=pointer if len(pointer) <= MAX_POINTER_LETTERS else None)
