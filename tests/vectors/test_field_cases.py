"""What really goes wrong in the field: every command-line case, run as a user runs it."""

import json
import re
import subprocess
import sys
from pathlib import Path

from vectors.table import record

HERE = Path(__file__).parent / "field-cases"
OPENLER = Path(sys.executable).parent / "openler"
# Cases that need an installation; they are run through its services in the module beside.
OF_LISTS = ("framework-", "csv-")


def test_every_counted_case_of_the_field_is_answered_right(tmp_path: Path) -> None:
    """Exit code, the check that fails, what must be said; advisory cases may go the other allowed way."""
    out = tmp_path / "cases.jsonl"
    command = [sys.executable, "run_cases.py", ".", "--openler", str(OPENLER), "--out", str(out), "--jobs", "2"]
    command += ["--given-option", "--document {url}={file}", "--given-did-option", "--document {did}={file}"]
    done = subprocess.run(
        [*command, "--at-option", "--at {time}"], cwd=HERE, capture_output=True, text=True, timeout=300, check=False
    )
    cases = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    cases = [case for case in cases if not case["id"].startswith(OF_LISTS)]
    run = [case for case in cases if case["state"] != "not run"]
    fallen = [f"{case['id']}: {case['reason']}" for case in run if case["state"] == "fell"]
    assert not fallen, done.stdout
    assert re.search(r"cases: (\d+) of \1 passed", done.stdout)
    by_hand = {
        case["id"]: "a library case, in tests/unit/test_identity.py" for case in cases if case["state"] == "not run"
    }
    record("field cases", tried=len(cases), passed=len(run), excluded=by_hand)
