"""Where in a document do the texts of a row go?

A slot is written ``{{name}}`` in a text of the document, alone or among other words. A place is a text with slots; its
text for a row is the value that the document gets there. Names of members, contexts and whatever decides the shape
hold no slots: a record that lacks a member, or has one more, is made from another template.
"""

import copy
import itertools
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from operator import itemgetter
from typing import Any, Final, TypeAlias

from openler.foundation.errors import MalformedInput
from openler.foundation.json_types import JsonObject, JsonValue
from openler.foundation.pointers import join

# What a row says, by the name of the slot.
Row: TypeAlias = Mapping[str, str]
_SLOT: Final = re.compile(r"\{\{\s*([^{}]{1,100}?)\s*\}\}")
# A transcript of 50 records with 20 places each.
MAX_PLACES: Final = 1000


class BadTemplate(MalformedInput):
    """A template cannot be used: no slot, too many, or one where no value stands."""

    code = "bad_template"
    default_mender = "issuer"
    default_advice = "Write slots as {{name}} into texts; what decides the shape of the record has no slots."


class BadRow(MalformedInput):
    """A row lacks the text of a slot."""

    code = "bad_row"
    default_mender = "issuer"
    default_advice = "Give each slot of the template its text, and leave a record without it to another template."


class Place:
    """One text of a document in which slots stand.

    Attributes:
        pointer: its JSON pointer.
        path: the names and positions of the pointer.
        names: the slots in it.
        written: its text as a format with ``%s`` for each slot.
    """

    __slots__ = ("names", "path", "pointer", "written")

    def __init__(self, pointer: str, text: str, path: tuple[str | int, ...]) -> None:
        pieces = _SLOT.split(text)
        self.pointer = pointer
        self.names = tuple(pieces[1::2])
        self.written = "%s".join(piece.replace("%", "%%") for piece in pieces[::2])
        self.path = path

    def holder(self, document: JsonValue) -> tuple[Any, str | int]:
        """Give the object or list in a document that holds the place, and its name or position there."""
        for step in self.path[:-1]:
            document = document[step]
        return document, self.path[-1]


def read_slots(template: JsonObject) -> tuple[Place, ...]:
    """Find every place of a template, in the order of the document.

    Raises:
        BadTemplate: with the pointer of what is wrong.
    """
    places = tuple(_places(template, "", ()))
    if not places:
        raise BadTemplate("The template has no slot, so all its records would be one.", pointer="")
    if len(places) > MAX_PLACES:
        raise BadTemplate(
            f"The template has {len(places):,} texts with slots; the limit is {MAX_PLACES:,}.", pointer=""
        )
    return places


def _places(value: JsonValue, pointer: str, path: tuple[str | int, ...]) -> Iterator[Place]:
    if isinstance(value, str):
        if "{{" in value:
            if "{{" in _SLOT.sub("", value):
                raise BadTemplate("A slot is not closed, or its name is empty or too long.", pointer=pointer)
            yield Place(pointer, value, path)
    elif isinstance(value, dict):
        for name, member in value.items():
            here = join(pointer, name)
            if "{{" in name:
                raise BadTemplate("A slot stands in the name of a member.", pointer=here)
            if name == "@context" and "{{" in json.dumps(member):
                raise BadTemplate("A slot stands in a context, which decides what every word means.", pointer=here)
            yield from _places(member, here, (*path, name))
    elif isinstance(value, list):
        for position, item in enumerate(value):
            yield from _places(item, join(pointer, position), (*path, position))


class RowReader:
    """Gives the text of each place for a row."""

    def __init__(self, places: Sequence[Place]) -> None:
        self._names = [name for place in places for name in place.names]
        # The first one stands there twice, since one item alone would come back bare.
        self._pick = itemgetter(*self._names, self._names[0])
        ends = [*itertools.accumulate(len(place.names) for place in places)]
        # Each place with its part of the texts that are picked.
        self._parts = [
            (place.written, slice(end - len(place.names), end)) for place, end in zip(places, ends, strict=True)
        ]

    def read(self, row: Row) -> list[str]:
        """Give the texts in order of the places.

        Raises:
            BadRow: the row lacks a slot, or has something else than a text for it.
        """
        try:
            values = self._pick(row)
            "".join(values)
        except KeyError as error:
            raise BadRow(f"The row has no text for the slot {str(error.args[0])[:100]!r}.") from None
        except TypeError:
            name = next(name for name in self._names if not isinstance(row[name], str))
            raise BadRow(f"What the row has for the slot {name[:100]!r} is no text.") from None
        return [written % values[part] for written, part in self._parts]


def filled(template: JsonObject, places: Sequence[Place], texts: Sequence[str]) -> JsonObject:
    """Give a copy of a template with a text at each place."""
    document = copy.deepcopy(template)
    for place, text in zip(places, texts, strict=True):
        holder, key = place.holder(document)
        holder[key] = text
    return document


def markers_for(template: JsonObject, count: int) -> list[str]:
    """Make as many texts that stand nowhere in a document, are no part of one another, and are IRIs."""
    written, number = json.dumps(template, ensure_ascii=False), 0
    while f"slot{number}:" in written:
        number += 1
    return [f"urn:slot{number}:{place:04}:" for place in range(count)]
