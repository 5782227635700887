"""A terminal answers at once: no Django, server, database or network code is loaded for a record."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

CASES = Path(__file__).parents[1] / "vectors" / "field-cases"
BADGE = CASES / "cli-odd-file-name" / "Zeugnis – große Fahrt (1) صفحة.json"
# Heavy or outward-looking; "socket" itself belongs to Python's own start on some systems.
FORBIDDEN = (
    "django",
    "gunicorn",
    "psycopg",
    "sqlite3",
    "ssl",
    "http.client",
    "urllib3",
    "pypdf",
    "ninja",
    "whitenoise",
)
_REPORT = """
import sys
from openler.cli import main
code = main({words!r})
loaded = sorted(name for name in {forbidden!r} if name in sys.modules)
print("loaded:", loaded, file=sys.stderr)
sys.exit(code)
"""


def environment(home: Path) -> dict[str, str]:
    return {**os.environ, "HOME": str(home), "OPENLER_HOME": str(home / "openler"), "PYTHONUTF8": "1", "NO_COLOR": "1"}


@pytest.mark.parametrize(
    "words",
    [
        ["credential", "verify", "--json", str(BADGE)],
        ["credential", "verify", str(CASES / "baking-png-many-chunks" / "badge.png")],
        ["credential", "inspect", str(BADGE)],
        ["credential", "unbake", str(CASES / "baking-svg-doctype" / "badge.svg")],
        ["key", "create", "-o", "key.json"],
        ["rules", "list"],
        ["--help"],
    ],
    ids=lambda words: " ".join(words[:2]),
)
def test_a_command_loads_neither_platform_nor_network(words: list[str], tmp_path: Path) -> None:
    """Proved by what the interpreter has loaded at the end; and nothing is left on the disk unasked."""
    program = _REPORT.format(words=words, forbidden=FORBIDDEN)
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=tmp_path,
        env=environment(tmp_path),
        capture_output=True,
        check=False,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr.strip().endswith("loaded: []"), done.stderr
    assert [path.name for path in tmp_path.iterdir()] == (["key.json"] if words[0] == "key" else [])


def test_the_installed_program_verifies_a_badge(tmp_path: Path) -> None:
    """The command as a user has it; how long it takes is printed by `make bench`, and what it loads is tested above."""
    program = Path(sys.executable).with_name("openler")
    done = subprocess.run(
        [program, "credential", "verify", BADGE],
        cwd=tmp_path,
        env=environment(tmp_path),
        capture_output=True,
        check=False,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert "is valid" in done.stdout
    assert "trusted" not in done.stdout


def test_a_reader_that_goes_away_is_no_fault(tmp_path: Path) -> None:
    """``openler rules list | head -1`` ends without a traceback."""
    program = Path(sys.executable).with_name("openler")
    done = subprocess.run(
        ["bash", "-c", f"'{program}' rules list | head -1"],
        cwd=tmp_path,
        env=environment(tmp_path),
        capture_output=True,
        check=False,
        text=True,
    )
    assert "Traceback" not in done.stderr
    assert "Exception" not in done.stderr


def test_a_plain_terminal_of_another_encoding_gets_words_all_the_same(tmp_path: Path) -> None:
    """In the C locale without UTF-8, letters that cannot be shown are written out and JSON stays JSON."""
    plain = {
        **environment(tmp_path),
        "PYTHONUTF8": "0",
        "LC_ALL": "C",
        "PYTHONCOERCECLOCALE": "0",
        "PYTHONIOENCODING": "ascii",
    }
    program = Path(sys.executable).with_name("openler")
    for options in ([], ["--json"]):
        done = subprocess.run(
            [program, "credential", "verify", *options, BADGE],
            cwd=tmp_path,
            env=plain,
            capture_output=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        assert done.stdout.isascii()
