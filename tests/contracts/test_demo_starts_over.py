"""`make demo-reset` takes away what the demonstration made, and nothing else."""

import os
import socket
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

SCRIPT = Path(__file__).parents[2] / "scripts" / "demo_reset.py"


def reset(home: Path) -> subprocess.CompletedProcess[str]:
    """Run it as make does, for a data folder of the test's own."""
    environment = {**os.environ, "OPENLER_HOME": str(home)}
    return subprocess.run(
        [sys.executable, str(SCRIPT)], env=environment, capture_output=True, text=True, timeout=30, check=False
    )


def make_home(home: Path, *, public_url: str) -> None:
    """Make a data folder with what a start leaves in it."""
    (home / "static" / "design").mkdir(parents=True)
    (home / "secret_key").write_text("secret")
    with closing(sqlite3.connect(home / "openler.sqlite3")) as database:
        database.execute("CREATE TABLE base_installation (id INTEGER, public_url TEXT)")
        database.execute("INSERT INTO base_installation VALUES (1, ?)", (public_url,))
        database.commit()


def test_the_data_are_gone(tmp_path: Path) -> None:
    """The folder does not exist afterwards, and doing it twice is no fault."""
    home = tmp_path / "home"
    make_home(home, public_url="http://127.0.0.1:9")
    assert reset(home).returncode == 0
    assert not home.exists()
    assert reset(home).returncode == 0


def test_files_of_others_in_the_same_folder_stay(tmp_path: Path) -> None:
    """OPENLER_HOME may name somebody's own folder: a reset must not empty it."""
    make_home(tmp_path, public_url="http://127.0.0.1:9")
    (tmp_path / "thesis.txt").write_text("three years")
    done = reset(tmp_path)
    assert done.returncode == 0
    assert "thesis.txt" in done.stdout
    assert [entry.name for entry in tmp_path.iterdir()] == ["thesis.txt"]


def test_a_linked_folder_is_unlinked_not_emptied(tmp_path: Path) -> None:
    """A link in the place of a folder of ours leads elsewhere; what it leads to stays."""
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "kept.txt").write_text("kept")
    home = tmp_path / "home"
    home.mkdir()
    (home / "static").symlink_to(elsewhere, target_is_directory=True)
    assert reset(home).returncode == 0
    assert (elsewhere / "kept.txt").read_text() == "kept"


def test_a_running_platform_keeps_its_data(tmp_path: Path) -> None:
    """While something answers at the stored address, nothing is deleted, and the message says what to do."""
    with closing(socket.create_server(("127.0.0.1", 0))) as server:
        make_home(tmp_path, public_url=f"http://127.0.0.1:{server.getsockname()[1]}")
        done = reset(tmp_path)
    assert done.returncode == 64
    assert "Ctrl+C" in done.stderr
    assert (tmp_path / "secret_key").exists()


def test_the_reset_knows_the_table_and_every_file_that_a_start_makes(tmp_path: Path) -> None:
    """The names in the script are those of the platform: a real start, stopped, leaves nothing that a reset keeps."""
    home = tmp_path / "home"
    with closing(socket.create_server(("127.0.0.1", 0))) as probe:
        port = probe.getsockname()[1]
    program = "import sys; from openler.cli import main; sys.exit(main())"
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("OPENLER_", "DATABASE_"))}
    with subprocess.Popen(
        [sys.executable, "-c", program, "serve", "--demo", "--port", str(port)],
        env=kept | {"OPENLER_HOME": str(home)},
        stdout=subprocess.PIPE,
        text=True,
    ) as server:
        assert server.stdout is not None
        assert "OpenLER is running" in server.stdout.readline()
        while_it_runs = reset(home)
        server.terminate()
        server.wait(timeout=30)
    assert while_it_runs.returncode == 64
    assert str(port) in while_it_runs.stderr
    assert reset(home).returncode == 0
    assert not home.exists()
