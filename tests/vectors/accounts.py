"""Is every published file that is kept here also read by a test?

While the tests run, each file that one of them opens is noted. At the end of a whole run, a file that was kept and not
opened is a fault, unless ``unread-vectors.csv`` says why it is only kept; so is a reason for a file that was opened.
Checking digests is not reading, so ``test_vector_sources.py`` does not count.
"""

import csv
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent
HEAD = "file\tbytes\tsha256\tsource"


def kept_files() -> set[str]:
    """Give every file of others that is kept here, as ``folder/path``."""
    folders = [path.parent for path in ROOT.glob("*/SOURCE.txt") if HEAD in path.read_text("utf-8")]
    files = (path for folder in folders for path in folder.rglob("*") if path.is_file() and path.name != "SOURCE.txt")
    return {path.relative_to(ROOT).as_posix() for path in files}


def reasons() -> dict[str, str]:
    """Give the reason for each pattern of files that are kept and not read."""
    with (ROOT / "unread-vectors.csv").open(encoding="utf-8", newline="") as file:
        return {row["files"]: row["reason"] for row in csv.DictReader(file)}


def unaccounted(kept: Iterable[str], read: Iterable[str], patterns: Iterable[str]) -> list[str]:
    """Give a sentence for each file that no test reads without a reason, and for each reason without such a file."""
    unread = sorted(set(kept) - set(read))
    patterns = list(patterns)
    faults = [
        f"{name} is kept, and no test reads it"
        for name in unread
        if not any(fnmatchcase(name, one) for one in patterns)
    ]
    idle = [one for one in patterns if not any(fnmatchcase(name, one) for name in unread)]
    return faults + [f"unread-vectors.csv excuses {one}, of which every file is read" for one in idle]


class Reading:
    """Notes which of the files here are opened in this process."""

    def __init__(self) -> None:
        self.names: set[str] = set()
        self._counts = True
        self._prefix = str(ROOT) + os.sep

    def watch(self) -> None:
        """Begin; there is no end but that of the process."""
        sys.addaudithook(self._note)

    @contextmanager
    def looking_away(self) -> Iterator[None]:
        """Note nothing for a while."""
        self._counts = False
        try:
            yield
        finally:
            self._counts = True

    def _note(self, event: str, arguments: tuple[Any, ...]) -> None:
        if event == "open" and self._counts:
            path = str(arguments[0])
            if path.startswith(self._prefix):
                self.names.add(path.removeprefix(self._prefix).replace(os.sep, "/"))


READING = Reading()
