"""Which database keeps the state: the SQLite file in the data folder, or the PostgreSQL that DATABASE_URL names?

Spec: https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNSTRING
"""

from pathlib import Path
from typing import Any

from openler.foundation.errors import Misuse

SQLITE_FILE = "openler.sqlite3"
# A writer waits this long for another; the longest transaction here is far shorter.
_SQLITE_BUSY_SECONDS = 20
# Readers and one writer at once; synchronous NORMAL is safe under WAL against everything but a power cut's last moment.
_SQLITE_PRAGMAS = "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;"
_CONNECTION_MAX_AGE_SECONDS = 60
_POSTGRES_CONNECT_SECONDS = "10"


class BadDatabaseUrl(Misuse):
    """DATABASE_URL is not the address of a PostgreSQL database."""

    code = "bad_database_url"
    default_mender = "operator"
    default_advice = "Write DATABASE_URL=postgres://USER:PASSWORD@HOST:PORT/NAME, or leave it out to use SQLite."


def database_settings(url: str, *, home: Path) -> dict[str, Any]:
    """Give Django's settings for the database that `url` names; empty means SQLite in the data folder.

    Raises: BadDatabaseUrl.
    """
    return _postgres(url) if url else _sqlite(home)


def _sqlite(home: Path) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(home / SQLITE_FILE),
        "OPTIONS": {
            # A transaction that will write says so at once, instead of failing half-way when it finds another writer.
            "transaction_mode": "IMMEDIATE",
            "timeout": _SQLITE_BUSY_SECONDS,
            "init_command": _SQLITE_PRAGMAS,
        },
        # Tests use a file as well: SQLite in memory has other locks than the ones that an installation meets.
        "TEST": {"NAME": str(home / "test.sqlite3")},
    }


def _postgres(url: str) -> dict[str, Any]:
    from psycopg import Error
    from psycopg.conninfo import conninfo_to_dict

    if not url.startswith(("postgres://", "postgresql://")):
        # The address is not repeated in the message: it may hold a password.
        raise BadDatabaseUrl("DATABASE_URL does not start with postgres://.")
    try:
        parts = {name: str(value) for name, value in conninfo_to_dict(url).items() if value is not None}
    except Error as error:
        raise BadDatabaseUrl("DATABASE_URL cannot be read as the address of a PostgreSQL database.") from error
    name = parts.pop("dbname", "")
    if not name:
        raise BadDatabaseUrl("DATABASE_URL names no database.")
    settings: dict[str, Any] = {"ENGINE": "django.db.backends.postgresql", "NAME": name}
    for key in ("user", "password", "host", "port"):
        settings[key.upper()] = parts.pop(key, "")
    settings["CONN_MAX_AGE"] = _CONNECTION_MAX_AGE_SECONDS
    settings["CONN_HEALTH_CHECKS"] = True
    settings["OPTIONS"] = {"connect_timeout": _POSTGRES_CONNECT_SECONDS} | parts
    return settings
