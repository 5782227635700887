"""Which bar must each figure clear, and does it? Bars are ratios inside one run; ``engine.md`` of the design has them."""

from dataclasses import dataclass
from typing import Literal

Unit = Literal["times", "raw signatures", "raw verifications", "ms", "µs", "s", "MB", "%"]


@dataclass(frozen=True)
class Bar:
    """One figure beside its bar.

    Attributes:
        what: what was measured, and over what.
        figure: what came out, None if it was not measured.
        unit: of figure and bar.
        limit: the bar.
        is_least: the figure must be at least the bar, and not at most.
        note: why it was not measured, or the time behind a ratio.
    """

    what: str
    figure: float | None
    unit: Unit
    limit: float
    is_least: bool = False
    note: str = ""

    @property
    def is_met(self) -> bool | None:
        """Whether the bar is cleared; None if nothing was measured."""
        if self.figure is None:
            return None
        return self.figure >= self.limit if self.is_least else self.figure <= self.limit

    @property
    def clearance(self) -> float:
        """How many times better than the bar the figure is; below one it misses."""
        assert self.figure is not None
        figure = max(self.figure, 1e-9)
        return figure / self.limit if self.is_least else self.limit / figure

    def told(self) -> str:
        """Tell the figure."""
        return f"not measured: {self.note}" if self.figure is None else _told(self.figure, self.unit)

    def bar(self) -> str:
        """Tell the bar."""
        return f"{'≥' if self.is_least else '≤'} {_told(self.limit, self.unit)}"

    def verdict(self) -> str:
        """Tell whether it is met."""
        return {True: "met", False: "**missed**", None: "–"}[self.is_met]

    def row(self) -> str:
        """Give the row of the table."""
        note = self.note if self.figure is not None else ""
        return f"| {self.what} | {self.told()} | {self.bar()} | {self.verdict()} | {note} |"


def _told(number: float, unit: Unit) -> str:
    digits = 0 if number >= 100 or number == int(number) else 1 if number >= 10 else 2
    text = f"{number:,.{digits}f}"
    return f"{text} %" if unit == "%" else f"{text} ×" if unit == "times" else f"{text} {unit}"


def table(bars: list[Bar]) -> list[str]:
    """Give the table of all bars as lines of Markdown."""
    head = ["| what | figure | bar | | behind it |", "|---|---|---|---|---|"]
    return [*head, *(bar.row() for bar in bars)]
