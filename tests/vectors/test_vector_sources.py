"""Vectors carry provenance: every file is listed in its SOURCE.txt with the size and digest that it has."""

import hashlib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent
HEAD = "file\tbytes\tsha256\tsource"
FOLDERS = sorted(path.parent for path in ROOT.glob("*/SOURCE.txt") if HEAD in path.read_text("utf-8"))


def listed(folder: Path) -> dict[str, tuple[int, str]]:
    """Read the table of a SOURCE.txt."""
    table = (folder / "SOURCE.txt").read_text("utf-8").partition(HEAD + "\n")[2]
    rows = [line.split("\t") for line in table.splitlines() if line.count("\t") >= 3]
    return {row[0]: (int(row[1]), row[2]) for row in rows}


@pytest.mark.parametrize("folder", FOLDERS, ids=[folder.name for folder in FOLDERS])
def test_every_file_is_the_one_that_its_source_names(folder: Path) -> None:
    """Byte for byte; a file that is not listed, or listed and missing, is told."""
    present = {
        path.relative_to(folder).as_posix(): (path.stat().st_size, hashlib.sha256(path.read_bytes()).hexdigest())
        for path in folder.rglob("*")
        if path.is_file() and path.name != "SOURCE.txt"
    }
    assert present == listed(folder)
