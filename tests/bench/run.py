"""How fast is it, and are the bars met? ``make bench`` prints the tables, keeps them in ``docs/bench.md`` and draws them.

Both sides of a ratio are measured in turn, in CPU time, median of several rounds, so that the machine cancels out. Never
a test: nothing here passes or fails. ``run.py engine`` measures the engine alone and keeps nothing.
"""

import sys
from datetime import UTC, datetime
from pathlib import Path

from bars import Bar, table
from chart import draw
from database import database_rows
from disclosure import disclosure_rows
from engine import Records, engine_bars
from measuring import ROUNDS, Rounds, machine
from million import kept_bars
from pages import page_rows
from terminal import terminal_rows

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "bench.md"
CHART = ROOT / "docs" / "images" / "bars.svg"


def engine_rows(rounds: Rounds) -> list[tuple[str, str]]:
    """Tell what stands behind the bars, and what has none."""
    milli = {name: f"{rounds.seconds(name) * 1000:.3f} ms" for name in rounds.seen}
    issued = f"{milli['issue']}; {rounds.ratio('issue', 'raw sign'):.1f} raw signatures"
    return [
        ("raw Ed25519, sign / verify", f"{milli['raw sign']} / {milli['raw verify']}"),
        ("issue a badge: every rule, the schema, the proof", issued),
        *_in_full(rounds),
        (
            "canonicalize a badge, by pyoxigraph with its contexts inlined",
            f"{milli['pyoxigraph ob3']}; {rounds.ratio('pyoxigraph ob3', 'canonicalize ob3'):.1f} times ours",
        ),
        *((f"{name.removeprefix('node ')}, by Node", told) for name, told in milli.items() if name.startswith("node ")),
    ]


def _in_full(rounds: Rounds) -> list[tuple[str, str]]:
    what = "verify a badge in full, with status, schema and rules, over Node @digitalbazaar/vc without"
    return [(what, f"{rounds.ratio('node verify', 'full verify'):.1f} times")] if rounds.has("node verify") else []


def page(bars: list[Bar], rows: list[tuple[str, str]]) -> str:
    """Write the page of figures."""
    lines = [
        "# Figures",
        "",
        f"Written by `make bench` on {datetime.now(UTC):%Y-%m-%d}: {machine()}.",
        f"CPU time, median of {ROUNDS} rounds, both sides of a ratio in turn. Ratios compare across machines, times do not.",
        "What is measured, and why it is what it is: [speed](explanation/speed.md).",
        "",
        "## Bars",
        "",
        "![How many times better than its bar each figure is; the table below says the same.](images/bars.svg)",
        "",
        *table(bars),
        "",
        "## Other figures",
        "",
        "| what | figure |",
        "|---|---|",
        *(f"| {name} | {figure} |" for name, figure in rows),
    ]
    return "\n".join(lines) + "\n"


def main() -> int:
    """Measure, print, keep the tables, and draw the bars."""
    # First what asks how much memory a process took: a process inherits the figure of the one that starts it.
    whole = sys.argv[1:] != ["engine"]
    apart = [*terminal_rows(), *database_rows()] if whole else []
    records = Records.make()
    bars, rounds = engine_bars(records)
    if not whole:
        print("\n".join([*table(bars), "", *(f"| {name} | {figure} |" for name, figure in engine_rows(rounds))]))
        return 0
    bars += kept_bars(PAGE.read_text("utf-8"))
    verify = rounds.seconds("full verify")
    rows = [*engine_rows(rounds), *disclosure_rows(), *apart, *page_rows(verify)]
    text = page(bars, rows)
    PAGE.write_text(text, "utf-8")
    CHART.write_text(draw(bars), "utf-8")
    print(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
