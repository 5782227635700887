"""Does one command bring the platform up, keep its address, say what is in the way, and stop in order?"""

import http.client
import os
import signal
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

START_SECONDS = 30.0


def free_port() -> int:
    """Ask the system for a port that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environment(home: Path, **more: str) -> dict[str, str]:
    """Give a start its own data folder and SQLite, whatever the test run itself uses."""
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("OPENLER_", "DJANGO_", "DATABASE_"))
    }
    return kept | {"OPENLER_HOME": str(home)} | more


def command(*words: str) -> list[str]:
    """Write the command as an installed one runs it."""
    return [sys.executable, "-c", "import sys; from openler.cli import main; sys.exit(main())", "serve", *words]


def refused(home: Path, *words: str, **more: str) -> tuple[int, str]:
    """Start where a start is to be refused; give exit code and words."""
    done = subprocess.run(
        command(*words),
        env=environment(home, **more),
        capture_output=True,
        text=True,
        timeout=START_SECONDS,
        check=False,
    )
    return done.returncode, done.stderr


@contextmanager
def running(home: Path, port: int, *words: str) -> Iterator[subprocess.Popen[str]]:
    """Start the platform, wait until it answers, stop it in any case."""
    server = subprocess.Popen(
        command("--port", str(port), *words),
        env=environment(home),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        deadline = time.monotonic() + START_SECONDS
        while not answers(port):
            assert server.poll() is None, server.communicate()
            assert time.monotonic() < deadline, "it did not answer in time"
            time.sleep(0.1)
        yield server
    finally:
        if server.poll() is None:
            server.terminate()
            server.wait(timeout=START_SECONDS)


def get(port: int, path: str) -> tuple[int, dict[str, str], bytes]:
    """Fetch one path."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", path, headers={"Accept-Encoding": "gzip"})
        response = connection.getresponse()
        return response.status, {name.lower(): value for name, value in response.getheaders()}, response.read()
    finally:
        connection.close()


def answers(port: int) -> bool:
    """Tell whether the platform is there and ready."""
    try:
        return get(port, "/readyz")[0] == 200
    except OSError:
        return False


def test_one_command_serves_pages_and_stops_in_order(tmp_path: Path) -> None:
    """It says its address, serves a page with files that may be kept for ever, and ends with 0 on SIGTERM."""
    port = free_port()
    with running(tmp_path / "home", port) as server:
        status, headers, page = get(port, "/design/")
        assert status == 200
        assert "default-src 'none'" in headers["content-security-policy"]
        start = page.index(b"/static/design/design.")
        sheet = page[start : page.index(b'"', start)].decode()
        status, headers, _ = get(port, sheet)
        assert status == 200
        assert "immutable" in headers["cache-control"]
        assert headers["content-encoding"] == "gzip"
        server.send_signal(signal.SIGTERM)
        said, complained = server.communicate(timeout=START_SECONDS)
    assert server.returncode == 0
    assert f"OpenLER is running: http://127.0.0.1:{port}" in said
    assert complained == ""


def test_ctrl_c_is_an_orderly_stop_too(tmp_path: Path) -> None:
    """SIGINT ends it without a traceback."""
    port = free_port()
    with running(tmp_path, port) as server:
        server.send_signal(signal.SIGINT)
        _, complained = server.communicate(timeout=START_SECONDS)
    assert (server.returncode, complained) == (0, "")


def test_its_data_stay_and_another_port_is_refused_with_the_remedy(tmp_path: Path) -> None:
    """Started twice it is the same installation; another PORT would make its records lie, so it is refused."""
    port, other = free_port(), free_port()
    with running(tmp_path, port):
        secret = (tmp_path / "secret_key").read_bytes()
    with running(tmp_path, port):
        assert (tmp_path / "secret_key").read_bytes() == secret
    code, words = refused(tmp_path, "--port", str(other))
    assert code == 64
    assert f"make demo PORT={port}" in words
    assert "make demo-reset" in words


def test_a_port_that_is_taken_is_told_and_nothing_is_fixed(tmp_path: Path) -> None:
    """The first start fails on the port before it stores an address, so that another port is still free to choose."""
    port = free_port()
    with socket.socket() as other_program:
        other_program.bind(("127.0.0.1", port))
        other_program.listen()
        code, words = refused(tmp_path, "--port", str(port))
    assert code == 64
    assert f"Port {port} on 127.0.0.1 cannot be used" in words
    assert "make demo PORT=N" in words
    with running(tmp_path, free_port()):
        pass


def test_a_second_start_beside_a_running_one_says_so(tmp_path: Path) -> None:
    """It names the address to open, and does not advise a port that would be refused."""
    port = free_port()
    with running(tmp_path, port):
        code, words = refused(tmp_path, "--port", str(port))
    assert code == 64
    assert f"If OpenLER runs already, open http://127.0.0.1:{port}" in words
    assert "--port N" not in words


def test_a_data_folder_that_cannot_be_used_is_told(tmp_path: Path) -> None:
    """A file stands where the folder should be: the message names it, and no traceback is shown."""
    (tmp_path / "home").write_text("in the way")
    code, words = refused(tmp_path / "home")
    assert code == 64
    assert str(tmp_path / "home") in words
    assert "OPENLER_HOME" in words
    assert "Traceback" not in words


def test_a_database_that_does_not_answer_is_told_without_its_password(tmp_path: Path) -> None:
    """The reason of the driver's is passed on, the password is not."""
    code, words = refused(tmp_path, DATABASE_URL=f"postgres://ler:hunter2@127.0.0.1:{free_port()}/records")
    assert code == 64
    assert "The database cannot be used" in words
    assert "hunter2" not in words


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--host", "0.0.0.0"], "--public-url"),
        (["--host", "0.0.0.0", "--demo"], "demonstration"),
        (["--public-url", "https://records.example.org/path"], "scheme, a host and a port"),
        (["--port", "0"], "1 to 65535"),
        (["--workers", "none"], "1 to 64"),
        (["--prot", "8000"], "serve --help"),
    ],
)
def test_an_unsafe_or_misspelt_start_is_refused(tmp_path: Path, words: list[str], said: str) -> None:
    """64, one sentence, and nothing is made."""
    code, heard = refused(tmp_path / "home", *words)
    assert code == 64
    assert said in heard
    assert not (tmp_path / "home").exists()


def test_what_the_platform_keeps_is_closed_to_other_users(tmp_path: Path) -> None:
    """The data folder is the owner's alone, and so is the secret in it."""
    home = tmp_path / "home"
    before = os.umask(0o022)
    try:
        with running(home, free_port()):
            assert stat.S_IMODE(home.stat().st_mode) == 0o700
            assert stat.S_IMODE((home / "secret_key").stat().st_mode) == 0o600
    finally:
        os.umask(before)


def test_a_demonstration_says_that_its_people_are_fictional(tmp_path: Path) -> None:
    """Every page of a demonstration says so; other installations do not."""
    for words, expected in (([], False), (["--demo"], True)):
        port = free_port()
        with running(tmp_path / str(expected), port, *words):
            assert (b"All people and organizations are fictional" in get(port, "/nowhere")[2]) is expected
