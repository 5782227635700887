"""What is worth keeping between two questions, and how much of it?

What strangers send decides what is kept, so there is never more than a stated number, and the oldest goes first.
"""

from collections.abc import Hashable
from threading import Lock
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class Kept(Generic[Key, Value]):
    """Keeps at most so many values by their keys. Safe for threads."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: dict[Key, Value] = {}
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._kept)

    def get(self, key: Key) -> Value | None:
        """Return the value kept under this key."""
        return self._kept.get(key)

    def put(self, key: Key, value: Value) -> Value:
        """Keep a value and return it, or the one that was kept first."""
        with self._lock:
            if len(self._kept) >= self._most:
                del self._kept[next(iter(self._kept))]
            return self._kept.setdefault(key, value)
