"""Which published vectors were tried, which passed, and which were left out for which reason?

Every vector test calls ``record``; the table is printed at the end of a run and kept in ``docs/standards/vectors.md``
(``pytest --vectors-table docs/standards/vectors.md``). Rows of one source are summed, so that a test may record a whole
source at once or each case by itself, in any worker process.
"""

import json
import os
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

# The controlling process names a folder here; workers inherit it and write one file each.
FOLDER_VARIABLE = "OPENLER_VECTORS_FOLDER"


@dataclass(slots=True)
class Row:
    """What became of the vectors of one source.

    Attributes:
        source: whose vectors they are.
        tried: how many were run.
        passed: how many had the published answer.
        excluded: the reason for each that was left out, by its name.
        explained: how many answers differ from another implementation's, by the defect of that implementation.
    """

    source: str
    tried: int = 0
    passed: int = 0
    excluded: dict[str, str] = field(default_factory=dict)
    explained: Counter[str] = field(default_factory=Counter)


def record(
    source: str,
    tried: int,
    passed: int,
    excluded: Mapping[str, str] | None = None,
    explained: Mapping[str, int] | None = None,
) -> None:
    """Note what became of vectors: ``tried`` counts those that were run, ``excluded`` those that were not."""
    folder = os.environ.get(FOLDER_VARIABLE)
    if folder is None:
        return
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    line = json.dumps([source, tried, passed, dict(excluded or {}), dict(explained or {})], ensure_ascii=False)
    with (Path(folder) / f"{worker}.jsonl").open("a", encoding="utf-8") as file:
        file.write(line + "\n")


def read_rows(folder: Path) -> list[Row]:
    """Sum what all workers recorded, by source, in alphabetical order."""
    rows: dict[str, Row] = {}
    for path in sorted(folder.glob("*.jsonl")):
        for line in path.read_text("utf-8").splitlines():
            source, tried, passed, excluded, explained = json.loads(line)
            row = rows.setdefault(source, Row(source))
            row.tried += tried
            row.passed += passed
            row.excluded.update(excluded)
            row.explained.update(explained)
    return [rows[source] for source in sorted(rows, key=str.casefold)]


def by_reason(row: Row) -> list[tuple[str, list[str]]]:
    """Give the cases that were left out, gathered by their reason."""
    reasons: dict[str, list[str]] = {}
    for case, reason in sorted(row.excluded.items()):
        reasons.setdefault(reason, []).append(case)
    return sorted(reasons.items())


def to_text(rows: Iterable[Row]) -> list[str]:
    """Give the table as lines for a terminal, with one line for each reason."""
    lines = []
    for row in rows:
        lines.append(f"{row.passed:>6} of {row.tried:<6} passed  {len(row.excluded):>4} excluded  {row.source}")
        lines += [f"{'':24}{len(cases):>4} because: {reason}" for reason, cases in by_reason(row)]
        lines += [f"{'':24}{count:>4} differ, their defect: {reason}" for reason, count in row.explained.most_common()]
    return lines


def to_markdown(rows: Iterable[Row]) -> str:
    """Give the table as a page of the documentation."""
    rows = list(rows)
    lines = [
        "# Test vectors",
        "",
        "Published vectors that the test suite runs. The page is written by `pytest --vectors-table`, not by hand.",
        "",
        "| Source | Tried | Passed | Excluded |",
        "|---|---:|---:|---:|",
        *(f"| {row.source} | {row.tried} | {row.passed} | {len(row.excluded)} |" for row in rows),
    ]
    for row in rows:
        if row.excluded:
            lines += ["", f"## Excluded from {row.source}", "", "| Reason | Cases |", "|---|---|"]
            lines += [f"| {reason} | {', '.join(cases)} |" for reason, cases in by_reason(row)]
        if row.explained:
            lines += ["", f"## {row.source}: their defects", "", "| Defect | Documents that it touches |", "|---|---:|"]
            lines += [f"| {reason} | {count} |" for reason, count in row.explained.most_common()]
    return "\n".join(lines) + "\n"


@contextmanager
def counted(source: str) -> Iterator[None]:
    """Note one case as tried, and as passed if the body raises nothing."""
    passed = 0
    try:
        yield
        passed = 1
    finally:
        record(source, 1, passed)
