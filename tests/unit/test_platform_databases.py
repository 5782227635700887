"""Does DATABASE_URL choose the database, and is everything else refused without showing a password?"""

from pathlib import Path

import pytest

from openler.platform.settings.databases import BadDatabaseUrl, database_settings

HOME = Path("/data")


def test_without_an_address_sqlite_waits_for_writers_instead_of_failing() -> None:
    """WAL lets readers go on, IMMEDIATE takes the lock at once, and a busy writer is waited for."""
    found = database_settings("", home=HOME)
    assert found["ENGINE"] == "django.db.backends.sqlite3"
    assert found["NAME"] == "/data/openler.sqlite3"
    assert found["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert found["OPTIONS"]["timeout"] == 20
    assert "journal_mode=WAL" in found["OPTIONS"]["init_command"]


@pytest.mark.parametrize("scheme", ["postgres", "postgresql"])
def test_an_address_names_every_part_of_a_postgresql_database(scheme: str) -> None:
    """User, password, host, port and name are taken apart, percent signs decoded."""
    found = database_settings(f"{scheme}://ler:p%40ss@db.example:5433/records?sslmode=require", home=HOME)
    assert found["ENGINE"] == "django.db.backends.postgresql"
    assert (found["USER"], found["PASSWORD"]) == ("ler", "p@ss")
    assert (found["HOST"], found["PORT"], found["NAME"]) == ("db.example", "5433", "records")
    assert found["OPTIONS"]["sslmode"] == "require"


def test_a_socket_folder_is_a_host_too() -> None:
    """The address of a server that listens on a Unix socket only is read like any other."""
    found = database_settings("postgresql://postgres:@/postgres?host=/run/postgresql", home=HOME)
    assert (found["HOST"], found["NAME"], found["PORT"]) == ("/run/postgresql", "postgres", "")


@pytest.mark.parametrize(
    "url",
    [
        "mysql://ler:hunter2@db.example/records",
        "postgres://ler:hunter2@db.example/",
        "postgres://ler:hunter2@db.example/records?no_such_option=1",
        "postgres://ler:hunter2@[db.example/records",
        "host=db.example password=hunter2 dbname=records",
        "sqlite:///file",
    ],
)
def test_what_is_no_postgresql_address_is_refused_without_its_password(url: str) -> None:
    """The message says how an address is written, and repeats nothing of what was given."""
    with pytest.raises(BadDatabaseUrl) as caught:
        database_settings(url, home=HOME)
    assert "hunter2" not in str(caught.value)
    assert "postgres://USER:PASSWORD@HOST:PORT/NAME" in caught.value.advice
