"""How long do a million records take, and in which memory? ``make bench-million`` keeps the answer in ``docs/bench.md``.

Rows are made from the seed, written to a file, and issued by the command itself, with as many processes as there are
cores. The clock on the wall counts here, since that is what somebody waits for.
"""

import json
import re
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

import documents
from bars import Bar, table
from pages import BIN, cpu_of_tree, peak_of_tree

import openler

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "bench.md"
COUNT = 1_000_000
MILLION = "1,000,000 records to a file, from a template, by all cores"
MEMORY = "memory of that, all processes"
MAX_SECONDS, MAX_MEGABYTES = 90, 300
CHECKED_EVERY = 100_000
_KEPT = re.compile(r"^\| ([^|]+) \| ([\d.,]+) (s|MB) \| [^|]+ \| [^|]+ \| ([^|]*) \|$", re.MULTILINE)


def kept_bars(page: str) -> list[Bar]:
    """Give the two figures that stand on the page, since measuring them takes minutes."""
    found = {what: (float(number.replace(",", "")), note.strip()) for what, number, _, note in _KEPT.findall(page)}
    missing = (None, "run `make bench-million`")
    seconds, how = found.get(MILLION, missing)
    megabytes, which = found.get(MEMORY, missing)
    return [
        Bar(MILLION, seconds, "s", MAX_SECONDS, note=how),
        Bar(MEMORY, megabytes, "MB", MAX_MEGABYTES, note=which),
    ]


def issue_rows(count: int, folder: Path) -> tuple[list[Bar], int]:
    """Issue so many records by the command; give the bars and how many records of the file hold."""
    key = openler.KeyFile.of(openler.SoftwareSigner.generate("Ed25519"))
    (folder / "key.json").write_text(key.serialize())
    (folder / "template.json").write_text(json.dumps(documents.template(key.controller)))
    with (folder / "rows.jsonl").open("w", encoding="utf-8") as file:
        for row in documents.rows(count):
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
    words = ["--key", "key.json", "template.json", "rows.jsonl", "-o", "records.jsonl"]
    start, peak, cpu = time.perf_counter(), 0.0, 0.0
    command = subprocess.Popen([str(BIN / "openler"), "credential", "issue-batch", *words], cwd=folder)
    while command.poll() is None:
        try:
            peak, cpu = max(peak, peak_of_tree(command.pid)), max(cpu, cpu_of_tree(command.pid))
        except OSError:
            # A process ended between being listed and being read.
            pass
        time.sleep(0.5)
    seconds = time.perf_counter() - start
    assert command.returncode == 0
    day = f"{datetime.now(UTC):%Y-%m-%d}"
    how = f"{count / seconds:,.0f} a second, {cpu / count * 1e6:.0f} µs of CPU each, {day}"
    bars = [
        Bar(MILLION, seconds, "s", MAX_SECONDS, note=how),
        Bar(MEMORY, peak, "MB", MAX_MEGABYTES, note=f"sum of the peaks of each, {day}"),
    ]
    return bars, _checked(folder / "records.jsonl", count)


def _checked(records: Path, count: int) -> int:
    """Count the records, and verify some."""
    good = lines = 0
    with records.open("rb") as file:
        for lines, line in enumerate(file, 1):
            if lines % CHECKED_EVERY == 1:
                report = openler.verify(line, at=datetime.now(UTC), proof_only=True)
                assert report.check("proof").outcome == "passed", lines
                good += 1
    assert lines == count
    return good


def main() -> int:
    """Measure, print, and put the rows in their place on the page."""
    with tempfile.TemporaryDirectory(prefix="openler-million-") as folder:
        bars, good = issue_rows(COUNT, Path(folder))
    print("\n".join(bar.row() for bar in bars))
    print(f"{good} of them were verified.")
    PAGE.write_text(with_bars(PAGE.read_text("utf-8"), bars), "utf-8")
    return 0


def with_bars(page: str, bars: list[Bar]) -> str:
    """Put rows in the place of those that the page has, or at its end until ``make bench`` writes it anew."""
    missing = []
    for bar in bars:
        row = re.compile(rf"^\| {re.escape(bar.what)} \|.*$", re.MULTILINE)
        missing += [] if row.search(page) else [bar]
        page = row.sub(lambda _, bar=bar: bar.row(), page)
    return page + "\n".join(["", *table(missing), ""]) if missing else page


if __name__ == "__main__":
    sys.exit(main())
