"""Does the process that opens strangers' files know nothing, reach nothing and outlive nobody?"""

import resource
import subprocess
import sys
import time
from pathlib import Path

import pytest

from openler.platform.base.acts import now
from openler.platform.verifying import judge, judges, services
from openler.platform.verifying.frames import Hungup, read_frame
from openler.platform.verifying.judges import Judges, JudgeStopped

GOOD = (Path(__file__).parents[1] / "vectors" / "field-cases" / "proof-jcs" / "badge.json").read_bytes()
# A judge that tries something once it is shut in, and tells in its answer what came of it.
TRY = """
import sys
from openler.platform.verifying import judge
def tried(data, at, documents, asked):
    try:
        {attempt}
    except Exception as error:
        return {{"refused": str(error)}}
    return {{"refused": ""}}
judge.answer = tried
sys.exit(judge.main())
"""


def _asked(program: str, *, max_seconds: float = 10.0) -> dict[str, object]:
    own = Judges(most=1, max_seconds=max_seconds, command=(sys.executable, "-c", program))
    try:
        return own.ask(GOOD, at=now())
    finally:
        own.close()


@pytest.mark.parametrize(
    "attempt",
    [
        "import socket; socket.socket()",
        "import socket; socket.create_connection(('127.0.0.1', 9))",
        "import socket; socket.getaddrinfo('badges.example', 443)",
        "import urllib.request; urllib.request.urlopen('http://127.0.0.1:9/')",
        "import subprocess; subprocess.run(['true'])",
        "import os; os.system('true')",
        "import os; os.fork()",
        "import os; os.execv('/bin/true', ['true'])",
    ],
)
def test_a_judge_speaks_to_no_network_and_starts_no_program(attempt: str) -> None:
    """Whatever a file might talk a judge into, the way out is shut."""
    assert "may not do this" in str(_asked(TRY.format(attempt=attempt))["refused"])


def test_a_judge_knows_no_secret_of_the_installation(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither the database's address nor any other variable of the platform reaches it."""
    monkeypatch.setenv("DATABASE_URL", "postgres://name:word@127.0.0.1/records")
    monkeypatch.setenv("OPENLER_HOME", "elsewhere")
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    told = _asked(
        "import os, sys; from openler.platform.verifying import judge;"
        "judge.answer = lambda data, at, documents, asked: {'known': sorted(os.environ)}; sys.exit(judge.main())"
    )
    known = told["known"]
    assert isinstance(known, list)
    assert not {"DATABASE_URL", "OPENLER_HOME", "HTTPS_PROXY"} & set(known)
    assert set(known) - {"LC_CTYPE"} <= set(judges._KEPT_VARIABLES)


def test_a_judge_whose_asker_is_gone_ends_itself() -> None:
    """Nobody is left to end it, so the limit on its processor time does."""
    busy = (
        "import sys; from openler.platform.verifying import judge; judge.MAX_CPU_SECONDS_PER_FILE = 1;"
        "judge._shut_in(); judge._limit_cpu()\nwhile True: pass"
    )
    process = subprocess.Popen([sys.executable, "-c", busy], stderr=subprocess.DEVNULL)
    try:
        assert process.wait(timeout=60) != 0
    finally:
        process.kill()


def test_the_limit_of_processor_time_is_that_of_one_file(monkeypatch: pytest.MonkeyPatch) -> None:
    """A judge that has judged many small files is not ended for their sum."""
    told = _asked(
        "import resource, sys; from openler.platform.verifying import judge\n"
        "until = sum(resource.getrusage(resource.RUSAGE_SELF)[:2]) + 1.2\n"
        "while sum(resource.getrusage(resource.RUSAGE_SELF)[:2]) < until: pass\n"
        "judge.answer = lambda data, at, documents, asked: {'limit': resource.getrlimit(resource.RLIMIT_CPU)[0]}\n"
        "sys.exit(judge.main())"
    )
    assert isinstance(told["limit"], int)
    assert told["limit"] > judge.MAX_CPU_SECONDS_PER_FILE
    assert resource.getrlimit(resource.RLIMIT_CPU)[0] != told["limit"]


@pytest.mark.parametrize("noise", [b"\x00\x00\x00\x02{]", b"\xff\xff\xff\xff", b"\x00\x00\x00\x02[]", b"\x00\x00"])
def test_noise_in_place_of_an_answer_is_no_fault_of_the_platform(noise: bytes, tmp_path: Path) -> None:
    """A judge that was taken over can only make its own file undecided."""
    program = f"import sys; sys.stdin.buffer.read(4); sys.stdout.buffer.write({noise!r}); sys.stdout.flush()"
    started = time.monotonic()
    with pytest.raises(JudgeStopped):
        _asked(program)
    assert time.monotonic() - started < 8
    file = tmp_path / "noise"
    file.write_bytes(noise)
    with file.open("rb") as stream, pytest.raises(Hungup):
        read_frame(stream)


def test_a_record_from_an_address_is_kept_no_longer_than_its_answer(
    settings: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Lists and keys are kept for some minutes; a record is asked for by a client that is dropped with it."""
    settings.OPENLER_ONLINE = True  # type: ignore[attr-defined]
    assert services._client_for_a_record() is not services._client_for_a_record()
    assert services._client() is services._client()
    assert services._client_for_a_record() is not services._client()
