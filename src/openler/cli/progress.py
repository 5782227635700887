"""How far is long work? One line of a terminal that is written again and again, and nothing where nobody looks."""

import sys
import time
from typing import Final, TextIO

_WIDTH: Final = 30
_SECONDS_BETWEEN: Final = 0.2


class Progress:
    """A bar with count, rate and what is left; silent unless the stream is a terminal."""

    def __init__(self, what: str, stream: TextIO | None = None) -> None:
        self._what = what
        self._stream = sys.stderr if stream is None else stream
        self._is_shown = self._stream.isatty()
        self._start = self._last = time.monotonic()

    @property
    def seconds(self) -> float:
        """How long the work has taken."""
        return time.monotonic() - self._start

    def show(self, count: int, share: float) -> None:
        """Show that so many things are done, and which share of the work that is, from 0 to 1."""
        now = time.monotonic()
        if not self._is_shown or (now - self._last < _SECONDS_BETWEEN and share < 1):
            return
        self._last = now
        took = now - self._start
        filled = round(_WIDTH * min(share, 1))
        left = f", {took / share - took:.0f} s left" if 0 < share < 1 else ""
        line = (
            f"{'█' * filled}{'·' * (_WIDTH - filled)} {share:4.0%}  {count:,} {self._what}, {count / took:,.0f}/s{left}"
        )
        self._stream.write(f"\r\x1b[K{line}")
        self._stream.flush()

    def clear(self) -> None:
        """Take the bar away, so that words can follow."""
        if self._is_shown:
            self._stream.write("\r\x1b[K")
            self._stream.flush()
