"""A whole verification needs no network: it runs in a network namespace that has none, and opens no socket."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

VECTORS = Path(__file__).parents[1] / "vectors"
FILES = (
    VECTORS / "field-cases" / "clr-good" / "clr.json",
    VECTORS / "field-cases" / "status-list-unreachable-and-expired" / "badge.json",
    VECTORS / "vendors" / "openbadges-3.0" / "validator-examples" / "simple-json.svg",
    VECTORS / "vendors" / "openbadges-3.0" / "validator-examples" / "velocity.jwt",
)
# Python tells every use of a socket to its audit hooks; whatever library opens one is seen.
PROGRAM = """
import json, sys
from datetime import UTC, datetime
opened = []
sys.addaudithook(lambda event, args: opened.append(event) if event.startswith(("socket.", "urllib.", "http.")) else None)
import openler
outcomes = [openler.verify(open(name, "rb").read(), at=datetime(2026, 11, 25, tzinfo=UTC)).outcome for name in sys.argv[1:]]
print(json.dumps({"outcomes": outcomes, "opened": opened}))
"""


def test_a_verification_opens_no_connection_and_needs_none() -> None:
    """In a namespace of its own (only a loopback that is down) the answers are those of a machine without a network."""
    unshare = shutil.which("unshare")
    assert unshare is not None, "util-linux is part of every Linux that runs the tests"
    done = subprocess.run(
        [unshare, "--map-root-user", "--net", sys.executable, "-c", PROGRAM, *map(str, FILES)],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["opened"] == []
    assert told["outcomes"] == ["passed", "failed", "undetermined", "undetermined"]


def test_a_terminal_without_a_network_says_the_same() -> None:
    """The command, run where no network exists: each file has its answer, and nothing waited for a name server."""
    unshare = shutil.which("unshare")
    assert unshare is not None, "util-linux is part of every Linux that runs the tests"
    program = "import sys; from openler.cli import main; sys.exit(main())"
    words = ["credential", "verify", "--json", "--at", "2026-11-25T00:00:00Z", *map(str, FILES)]
    done = subprocess.run(
        [unshare, "--map-root-user", "--net", sys.executable, "-c", program, *words],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    told = [json.loads(line)["outcome"] for line in done.stdout.splitlines()]
    assert (done.returncode, done.stderr) == (1, "")
    assert told == ["passed", "failed", "undetermined", "undetermined"]
