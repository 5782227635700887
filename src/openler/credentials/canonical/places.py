"""Where in the document is the thing that is being read?

A place is a chain of steps from the inside out, so that taking a step costs nothing; only a fault writes it out as a
JSON pointer.
"""

from typing import TypeAlias

from openler.foundation.pointers import join

# The place of the parent and the last step; None is the whole document.
Place: TypeAlias = "tuple[Place, str | int] | None"


def pointer_of(place: Place) -> str:
    """Write a place as a JSON pointer (RFC 6901)."""
    steps: list[str | int] = []
    while place is not None:
        place, step = place
        steps.append(step)
    return join("", *reversed(steps))
