"""Which places of this document were read? Objects and lists that note it, and are else what they stand for."""

from collections.abc import Iterator, Sequence
from typing import Any, TypeAlias

from openler.foundation.json_types import JsonValue

# By the identity of an object or list: the number of the place at each of its names or positions.
_Watched: TypeAlias = dict[int, dict[str | int, int]]


class Notes:
    """Which places were read, by their numbers."""

    def __init__(self) -> None:
        self.read: set[int] = set()


def noting(document: JsonValue, holders: Sequence[tuple[Any, str | int]], notes: Notes) -> Any:
    """Copy a document so that reading a place is noted; a place is an object or list and its name or position
    there, and is told by its number among the places."""
    watched: _Watched = {}
    for number, (holder, key) in enumerate(holders):
        watched.setdefault(id(holder), {})[key] = number
    return _copy(document, watched, notes)


def _copy(value: JsonValue, watched: _Watched, notes: Notes) -> Any:
    if isinstance(value, dict):
        names = watched.get(id(value), {})
        return _NotedObject({name: _copy(item, watched, notes) for name, item in value.items()}, names, notes)
    if isinstance(value, list):
        items = [_copy(item, watched, notes) for item in value]
        return _NotedList(items, frozenset(watched[id(value)].values()), notes) if id(value) in watched else items
    return value


class _NotedObject(dict[str, Any]):
    """An object that notes when a place in it is read. ``__iter__`` is there so that ``{**it}`` reads member by member."""

    def __init__(self, members: dict[str, Any], places: dict[str | int, int], notes: Notes) -> None:
        super().__init__(members)
        self._places, self._notes = places, notes

    def __iter__(self) -> Iterator[str]:
        return super().__iter__()

    def __getitem__(self, name: str) -> Any:
        if name in self._places:
            self._notes.read.add(self._places[name])
        return super().__getitem__(name)

    def __eq__(self, other: object) -> bool:
        self._note_all()
        return super().__eq__(other)

    def get(self, name: str, default: Any = None) -> Any:
        if name in self._places:
            self._notes.read.add(self._places[name])
        return super().get(name, default)

    def items(self) -> Any:
        self._note_all()
        return super().items()

    def values(self) -> Any:
        self._note_all()
        return super().values()

    def copy(self) -> Any:
        self._note_all()
        return super().copy()

    def _note_all(self) -> None:
        self._notes.read.update(self._places.values())


class _NotedList(list[Any]):
    """A list with places that notes when it is read."""

    def __init__(self, items: list[Any], places: frozenset[int], notes: Notes) -> None:
        super().__init__(items)
        self._places, self._notes = places, notes

    def __iter__(self) -> Iterator[Any]:
        self._notes.read |= self._places
        return super().__iter__()

    def __getitem__(self, index: Any) -> Any:
        self._notes.read |= self._places
        return super().__getitem__(index)

    def __contains__(self, item: object) -> bool:
        self._notes.read |= self._places
        return super().__contains__(item)

    def __eq__(self, other: object) -> bool:
        self._notes.read |= self._places
        return super().__eq__(other)
