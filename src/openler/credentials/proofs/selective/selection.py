"""Which part of a record do these JSON pointers name?

An object on the way to what a pointer names is shown with its identifier, its types and its own contexts, for without
them its statements would be others.

Spec: https://www.w3.org/TR/vc-di-ecdsa/#selectjsonld (sections 3.4.10 to 3.4.13), RFC 6901
"""

import copy
import re
from collections.abc import Iterable, Sequence
from typing import Any, Final

from openler.credentials.proofs.errors import BadPointer
from openler.foundation import pointers as json_pointers
from openler.foundation.json_types import JsonObject, JsonValue

# A holder who chooses each line of a long transcript by itself names some hundreds.
MAX_POINTERS: Final = 512
# The deepest published record has 18 levels; its longest pointer has some 150 letters.
MAX_POINTER_LETTERS: Final = 1024
_SHAPE = re.compile(r"(?:/(?:[^~/]|~[01])*)+")
_POSITION = re.compile(r"0|[1-9][0-9]{0,8}")
# Section 3.4.11: every identifier and type on the way; and the contexts, without which they would mean something else.
_ALWAYS: Final = ("@context", "id", "@id", "type", "@type")


class _Choice:
    """What is chosen below one place: all of it, or the members and positions in ``below``."""

    __slots__ = ("below", "whole")

    def __init__(self) -> None:
        self.whole = False
        self.below: dict[str, _Choice] = {}


def select(document: JsonObject, pointers: Sequence[str], *, always: Iterable[str] = ()) -> JsonObject | None:
    """Copy the part of a document that the pointers name; None if there is no pointer.

    Members keep their order, and the chosen items of an array close up. Each pointer means what it means in the whole
    document, whatever the others name.

    Args:
        document: a compact JSON-LD document.
        pointers: JSON pointers (RFC 6901), none of them empty.
        always: names of members that are kept on the way like identifiers and types.

    Raises:
        BadPointer: a pointer is none, names nothing in the document, or there are too many.
    """
    if len(pointers) > MAX_POINTERS:
        raise BadPointer(f"There are {len(pointers)} pointers; the limit is {MAX_POINTERS}.")
    if not pointers:
        return None
    chosen = _Choice()
    for pointer in pointers:
        place = chosen
        for step in _steps(document, pointer):
            place = place.below.setdefault(step, _Choice())
        place.whole = True
    selection: JsonObject = _copy(document, chosen, (*_ALWAYS, *always))
    return selection


def _steps(document: JsonObject, pointer: str) -> list[str]:
    """Split a pointer and walk it through the document (sections 3.4.10 and 3.4.12)."""
    if not isinstance(pointer, str) or len(pointer) > MAX_POINTER_LETTERS or not _SHAPE.fullmatch(pointer):
        shown = repr(pointer[:120]) if isinstance(pointer, str) else "A value that is no text"
        raise BadPointer(f"{shown} is no JSON pointer to a part of the record.")
    steps = json_pointers.split(pointer)
    value: Any = document
    for step in steps:
        if isinstance(value, dict) and step in value:
            value = value[step]
        elif isinstance(value, list) and _POSITION.fullmatch(step) and int(step) < len(value):
            value = value[int(step)]
        else:
            raise BadPointer(f"The record has nothing at {pointer}.", pointer=pointer)
    return steps


def _copy(value: JsonValue, chosen: _Choice, always: tuple[str, ...]) -> Any:
    if chosen.whole:
        return copy.deepcopy(value)
    if isinstance(value, list):
        return [_copy(value[int(step)], chosen.below[step], always) for step in sorted(chosen.below, key=int)]
    return {
        name: copy.deepcopy(member) if name in always else _copy(member, chosen.below[name], always)
        for name, member in value.items()
        if name in always or name in chosen.below
    }
