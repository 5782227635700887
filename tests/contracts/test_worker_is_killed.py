"""T40: is a worker that is killed in the middle of a class replaced by one that goes on, with nobody twice and nobody left out?"""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

# Everything is done in processes of their own, on the database that DATABASE_URL names or on SQLite.
pytestmark = pytest.mark.stored_state

ROWS = 2000
_PREPARE = """
import django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from openler.platform.base.installation import settle_public_url
from openler.platform.base.acts import now
settle_public_url("http://127.0.0.1:8000", at=now())
from web.issuing import College
from openler.platform.issuing import batches
from openler.platform.issuing.models import Batch
college = College()
text = "name,student_id\\n" + "".join(f"Person {n},{n:05}\\n" for n in range({rows}))
batch = batches.ask_release(college.act(college.issuer), college.check(text))
batches.release(college.act(college.reviewer), batch)
"""
_COUNT = """
import django
django.setup()
from openler.platform.audit.queries import judge_whole_chain
from openler.platform.audit.models import AuditEntry
from openler.platform.issuing.models import Batch, Copy, Seat
copies = list(Copy.objects.values_list("seat", "status_list", "status_index"))
told = sum(entry.detail["records"] for entry in AuditEntry.objects.filter(verb="records.issued"))
print(Batch.objects.get().state, Seat.objects.count(), len(copies), len({seat for seat, _l, _i in copies}),
      len({(l, i) for _s, l, i in copies}), told, judge_whole_chain().broken_at)
"""


def _python(code: str, environment: dict[str, str]) -> str:
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def _seats(environment: dict[str, str]) -> int:
    code = (
        "import django; django.setup(); from openler.platform.issuing.models import Seat; print(Seat.objects.count())"
    )
    return int(_python(code, environment))


def _worker(environment: dict[str, str], *words: str) -> "subprocess.Popen[bytes]":
    return subprocess.Popen([sys.executable, "-m", "openler.platform.work", *words], env=environment)


def test_a_killed_worker_loses_nothing_and_does_nothing_twice(tmp_path: Path, own_database: str) -> None:
    """Killed in the middle of 2,000 rows: 2,000 seats, 2,000 copies, 2,000 places, as many in the audit."""
    environment = os.environ | {
        "OPENLER_HOME": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "openler.platform.settings",
        "PYTHONPATH": str(Path(__file__).parents[1]),
        "DATABASE_URL": own_database,
    }
    _python(_PREPARE.replace("{rows}", str(ROWS)), environment)
    worker = _worker(environment)
    deadline = time.monotonic() + 120
    while _seats(environment) <= 100:
        assert worker.poll() is None
        assert time.monotonic() < deadline
    os.kill(worker.pid, signal.SIGKILL)
    worker.wait()
    assert 0 < _seats(environment) < ROWS
    # The lease of the killed one runs out first; a second after it the next one takes over.
    finishing = _worker(environment)
    try:
        deadline = time.monotonic() + 240
        while _seats(environment) < ROWS:
            assert time.monotonic() < deadline
            time.sleep(1)
        time.sleep(1)
    finally:
        finishing.terminate()
        assert finishing.wait(timeout=30) == 0
    assert _python(_COUNT, environment) == f"done {ROWS} {ROWS} {ROWS} {ROWS} {ROWS} None"
