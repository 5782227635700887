"""How is chance made that anybody can repeat? For trials only: whoever knows the number knows every draw."""

import hashlib


class Draws:
    """A source of random numbers that gives the same ones for the same number."""

    def __init__(self, number: int = 0) -> None:
        self._number = number
        self._drawn = 0

    def __call__(self, count: int) -> bytes:
        """Give the next bytes."""
        self._drawn += 1
        return hashlib.shake_256(f"openler trial chance {self._number} {self._drawn}".encode()).digest(count)
