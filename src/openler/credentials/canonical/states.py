"""Which processed contexts are worth keeping, and how many?

A stranger's document decides which combinations of contexts and types are processed, so the number kept is bounded.
"""

from collections.abc import Hashable
from threading import Lock
from typing import Final

from openler.credentials.canonical.active_context import ActiveContext

# A CLR over all bundled contexts needs some sixty; each holds a table of at most a thousand words.
MAX_KEPT_STATES: Final = 512


class StateCache:
    """Keeps processed contexts by what they were made from; the oldest go first. Safe for threads.

    Keys hold the very objects from which a state was made, compared by identity, so a key cannot come to mean another.
    """

    def __init__(self, most: int = MAX_KEPT_STATES) -> None:
        self._most = most
        self._kept: dict[Hashable, ActiveContext] = {}
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._kept)

    def get(self, key: Hashable) -> ActiveContext | None:
        """Return the state kept under this key."""
        return self._kept.get(key)

    def put(self, key: Hashable, state: ActiveContext) -> ActiveContext:
        """Keep a state and return it."""
        with self._lock:
            if len(self._kept) >= self._most:
                del self._kept[next(iter(self._kept))]
            return self._kept.setdefault(key, state)
