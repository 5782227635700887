"""What a start stored is there after the next one, on whichever database: SQLite, or the one that DATABASE_URL names."""

import http.client
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

import psycopg
import pytest

START_SECONDS = 90.0
PROGRAM = "import sys; from openler.cli import main; sys.exit(main())"
BADGE = Path(__file__).parents[1] / "vectors" / "field-cases" / "jsonld-image-object" / "badge.json"
pytestmark = pytest.mark.stored_state


@pytest.fixture
def environment(tmp_path: Path) -> Iterator[dict[str, str]]:
    """Give a data folder, and where a PostgreSQL is named an empty database in it, of the test's own."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("OPENLER_", "DATABASE_"))}
    kept |= {"OPENLER_HOME": str(tmp_path / "home"), "OPENLER_OFFLINE": "1"}
    server = os.environ.get("DATABASE_URL")
    if not server:
        yield kept
        return
    name = f"openler_{uuid4().hex}"
    with closing(psycopg.connect(server, autocommit=True)) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        try:
            yield kept | {"DATABASE_URL": urlsplit(server)._replace(path=f"/{name}").geturl()}
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def free_port() -> int:
    """Ask the system for a port that nobody uses now."""
    with closing(socket.create_server(("127.0.0.1", 0))) as probe:
        return int(probe.getsockname()[1])


def start(environment: dict[str, str], port: int) -> subprocess.Popen[str]:
    """Start the platform without waiting for it."""
    return subprocess.Popen(
        [sys.executable, "-c", PROGRAM, "serve", "--port", str(port)],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@contextmanager
def running(environment: dict[str, str], port: int) -> Iterator[None]:
    """Start the platform, wait until it answers, stop it in any case."""
    server = start(environment, port)
    try:
        deadline = time.monotonic() + START_SECONDS
        while not ready(port):
            assert server.poll() is None, server.communicate()
            assert time.monotonic() < deadline, "it did not answer in time"
            time.sleep(0.1)
        yield
    finally:
        server.terminate()
        server.communicate(timeout=START_SECONDS)


def ask(port: int, method: str, path: str, body: bytes | None = None) -> tuple[int, bytes]:
    """Send one request."""
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
        connection.request(method, path, body, {"Content-Type": "application/vc"} if body else {})
        response = connection.getresponse()
        return response.status, response.read()


def ready(port: int) -> bool:
    """Tell whether the platform is there and its database is up to date."""
    try:
        return ask(port, "GET", "/readyz")[0] == 200
    except OSError:
        return False


def checked_records(environment: dict[str, str]) -> int:
    """Read the stored counts in a process of their own, as another program on the same database would."""
    program = (
        "import django; django.setup();"
        "from openler.platform.verifying.models import VerificationTally as Tally;"
        "print(sum(Tally.objects.values_list('count', flat=True)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        env=environment | {"DJANGO_SETTINGS_MODULE": "openler.platform.settings"},
        capture_output=True,
        text=True,
        check=True,
    )
    return int(done.stdout)


def test_counts_and_address_outlive_a_stop(environment: dict[str, str]) -> None:
    """A record is checked, the platform stops and starts: the count goes on, and another port is still refused."""
    port = free_port()
    for checked_before in (0, 1):
        with running(environment, port):
            status, answer = ask(port, "POST", "/api/v1/verifications", BADGE.read_bytes())
            assert (status, json.loads(answer)["outcome"]) == (200, "passed")
        assert checked_records(environment) == checked_before + 1
    other = start(environment, free_port())
    _, complaint = other.communicate(timeout=START_SECONDS)
    assert other.returncode == 64
    assert f"make demo PORT={port}" in complaint


def test_of_two_first_starts_at_once_one_serves(environment: dict[str, str]) -> None:
    """Both find an empty database; one gets the port and serves, the other says in words why it does not."""
    port = free_port()
    both = [start(environment, port), start(environment, port)]
    try:
        deadline = time.monotonic() + START_SECONDS
        while not ready(port) or all(one.poll() is None for one in both):
            assert any(one.poll() is None for one in both), [one.communicate() for one in both]
            assert time.monotonic() < deadline
            time.sleep(0.1)
        (loser,) = [one for one in both if one.poll() is not None]
        _, complaint = loser.communicate()
        assert loser.returncode == 64
        assert "Traceback" not in complaint
    finally:
        for one in both:
            if one.poll() is None:
                one.terminate()
                one.communicate(timeout=START_SECONDS)
