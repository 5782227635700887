"""Which processed contexts are worth keeping, and how many?

A stranger's document decides which combinations of contexts and types are processed, so the number kept is bounded.
"""

from collections.abc import Hashable
from typing import Final

from openler.credentials.canonical.active_context import ActiveContext
from openler.foundation.kept import Kept

# A CLR over all bundled contexts needs some sixty; each holds a table of at most a thousand words.
MAX_KEPT_STATES: Final = 512


class StateCache(Kept[Hashable, ActiveContext]):
    """Keeps processed contexts by what they were made from.

    Keys hold the very objects from which a state was made, compared by identity, so a key cannot come to mean another.
    """

    def __init__(self, most: int = MAX_KEPT_STATES) -> None:
        super().__init__(most)
