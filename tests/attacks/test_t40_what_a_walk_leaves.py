"""What does somebody find who steals the database and the files after a learner went all the way, the master key apart?"""

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from openler.foundation.encodings import encode_base64url

# The walk is done in a process of its own, on the database that DATABASE_URL names or on SQLite.
pytestmark = pytest.mark.stored_state

WALK = Path(__file__).parents[1] / "web" / "walk.py"


def test_a_walk_leaves_no_word_of_a_learners_own_and_no_key(tmp_path: Path, own_database: str) -> None:
    """Upload, issue, claim, hold, share, look, apply, decide: what issuers keep is there; nothing else, and no key."""
    told = _walk(tmp_path, own_database)
    rows = b"\n".join(_rows_of_postgresql(own_database) if own_database else _rows_of_sqlite(tmp_path))
    files = {file: file.read_bytes() for file in tmp_path.rglob("*") if file.is_file()}
    # A value may lie in a file in two pieces, so that rows are read as well.
    everything = [rows, *files.values()]
    for words in told["kept"]:
        assert words.encode() in rows
    for text in told["secret_texts"]:
        for form in _forms_of(text.encode()):
            assert not any(form in one for one in everything), text
    for key in told["secret_keys"]:
        for form in _forms_of(bytes.fromhex(key)):
            assert not any(form in one for one in everything)


@pytest.mark.parametrize("secret", [b"Canary", bytes(range(32))])
def test_what_is_looked_for_would_be_found(tmp_path: Path, secret: bytes) -> None:
    """A secret that stands in a row is seen, however it is written."""
    with sqlite3.connect(tmp_path / "openler.sqlite3") as connection:
        connection.execute("CREATE TABLE kept (name TEXT, value)")
        values = [secret, secret.hex(), encode_base64url(secret), json.dumps({"inside": secret.decode("latin-1")})]
        connection.executemany("INSERT INTO kept VALUES ('x', ?)", [(value,) for value in values])
    rows = list(_rows_of_sqlite(tmp_path))
    for row in rows[1::2]:
        assert any(form in row for form in _forms_of(secret))


def _walk(home: Path, database: str) -> dict[str, list[str]]:
    environment = os.environ | {
        "OPENLER_HOME": str(home),
        "OPENLER_OFFLINE": "1",
        "OPENLER_MASTER_KEY": encode_base64url(os.urandom(32)),
        "DJANGO_SETTINGS_MODULE": "openler.platform.settings",
        "DATABASE_URL": database,
    }
    done = subprocess.run(
        [sys.executable, str(WALK)], env=environment, capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stderr
    told: dict[str, list[str]] = json.loads(done.stdout)
    # What is written for operators holds no more than what is kept.
    (home / "log").write_text(done.stderr)
    return told


def _forms_of(secret: bytes) -> set[bytes]:
    """Give a secret as it is, in hexadecimal, in base64url, and as JSON writes it inside another text."""
    text = json.dumps(secret.decode("latin-1"))[1:-1].encode()
    return {secret, secret.hex().encode(), encode_base64url(secret).encode(), text}


def _rows_of_sqlite(home: Path) -> Iterator[bytes]:
    with sqlite3.connect(home / "openler.sqlite3") as connection:
        tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        for (table,) in tables:
            for row in connection.execute(f'SELECT * FROM "{table}"'):
                yield from map(_bytes_of, row)


def _rows_of_postgresql(url: str) -> Iterator[bytes]:
    with psycopg.connect(url) as connection:
        tables = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
        for (table,) in tables:
            for row in connection.execute(f'SELECT * FROM "{table}"'):  # type: ignore[call-overload]
                yield from map(_bytes_of, row)


def _bytes_of(value: Any) -> bytes:
    if isinstance(value, (bytes, memoryview)):
        return bytes(value)
    return (value if isinstance(value, str) else json.dumps(value, default=str, ensure_ascii=False)).encode()
