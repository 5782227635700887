"""Which files did the demonstration leave, and are they gone now? Takes away its data folder so that it starts over.

Only what the platform itself makes is deleted: OPENLER_HOME may name a folder that holds other things too, and then
those stay. A demonstration that still runs keeps its data.
"""

import os
import shutil
import socket
import sqlite3
import sys
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit

MADE_HERE = (
    "secret_key",
    "master_key",
    "openler.sqlite3",
    "openler.sqlite3-wal",
    "openler.sqlite3-shm",
    "static",
    "made",
)
TESTS_LEFT = ("test.sqlite3", "test.sqlite3-wal", "test.sqlite3-shm")
CONNECT_SECONDS = 1.0


def running_at(home: Path) -> str | None:
    """Give the address of the platform that uses this data folder now, if one answers."""
    file = home / "openler.sqlite3"
    if not file.is_file():
        return None
    try:
        with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as database:
            row = database.execute("SELECT public_url FROM base_installation").fetchone()
    except sqlite3.Error:
        return None
    url = str(row[0]) if row else ""
    address = urlsplit(url)
    if not address.hostname or not address.port:
        return None
    try:
        with closing(socket.create_connection((address.hostname, address.port), timeout=CONNECT_SECONDS)):
            return url
    except OSError:
        return None


def main() -> int:
    """Delete the data of the demonstration; 64 while it runs."""
    home = Path(os.environ.get("OPENLER_HOME") or "var").expanduser().absolute()
    if not home.is_dir():
        print(f"There is nothing to reset: {home} does not exist.")
        return 0
    url = running_at(home)
    if url is not None:
        print(f"OpenLER seems to run at {url}. Stop it first (Ctrl+C), then run this again.", file=sys.stderr)
        return 64
    others = [entry.name for entry in home.iterdir() if entry.name not in MADE_HERE + TESTS_LEFT]
    for name in MADE_HERE + TESTS_LEFT:
        path = home / name
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
    if others:
        print(
            f"The data in {home} are deleted. Files that OpenLER did not make were kept: {', '.join(sorted(others))}."
        )
    else:
        if not home.is_symlink():
            home.rmdir()
        print(f"The data in {home} are deleted; 'make demo' starts over.")
    if os.environ.get("DATABASE_URL"):
        print("DATABASE_URL names a database; it was left as it is.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
