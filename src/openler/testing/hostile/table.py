"""How are the figures of a campaign told: to a person, and from one process to another?"""

import json
from collections.abc import Iterator, Mapping

from openler.testing.hostile.campaign import Tally


def total_of(tallies: Mapping[str, Tally]) -> Tally:
    """Sum all classes."""
    total = Tally()
    for tally in tallies.values():
        total.join(tally)
    return total


def table_lines(tallies: Mapping[str, Tally]) -> Iterator[str]:
    """Give a table in Markdown, one line a class, then why what was accepted says what was signed."""
    yield "| Class | Tried | Refused | By which check | Says the same | Accepted | p99 CPU ms |"
    yield "|---|---:|---:|---|---:|---:|---:|"
    for name, tally in sorted(tallies.items()):
        yield _line(name, tally)
    total = total_of(tallies)
    yield _line("**all**", total)
    yield ""
    yield "| Accepted, because it says what was signed | Inputs |"
    yield "|---|---:|"
    for reason, count in sorted(total.no_ops.items(), key=lambda item: (-item[1], item[0])):
        yield f"| {reason} | {count:,} |"


def _line(name: str, tally: Tally) -> str:
    checks = ", ".join(
        f"{check} {count:,}" for check, count in sorted(tally.by_check.items(), key=lambda item: -item[1])
    )
    figures = (f"{tally.tried:,}", f"{tally.refused:,}", checks, f"{sum(tally.no_ops.values()):,}", str(len(tally.bad)))
    return f"| {name} | {' | '.join(figures)} | {tally.percentile_milliseconds():.1f} |"


def to_text(tallies: Mapping[str, Tally]) -> str:
    """Write figures for another process."""
    return json.dumps(
        {
            name: [tally.tried, tally.refused, tally.by_check, tally.no_ops, tally.bad, tally.seconds]
            for name, tally in tallies.items()
        }
    )


def from_text(text: str) -> dict[str, Tally]:
    """Read what ``to_text`` wrote."""
    return {name: Tally(*figures) for name, figures in json.loads(text).items()}


def join(into: dict[str, Tally], more: Mapping[str, Tally]) -> None:
    """Add the figures of one part to those of the others."""
    for name, tally in more.items():
        into.setdefault(name, Tally()).join(tally)
