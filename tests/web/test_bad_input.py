"""Is every broken, hostile or foreign file answered in words, and does a judge that is lost harm nobody else?"""

import gzip
import json
import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as configured
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from openler.foundation.documents import NO_DOCUMENTS
from openler.platform.base.acts import now
from openler.platform.verifying.judges import Judges, JudgeStopped
from openler.testing.pictures import itxt, make_pdf, make_png, make_svg

pytestmark = pytest.mark.django_db

CASES = Path(__file__).parents[1] / "vectors" / "field-cases"
GOOD = (CASES / "proof-jcs" / "badge.json").read_bytes()
RECORD: dict[str, Any] = json.loads(GOOD)
# A judge of these tests is ended after so long; a new one starts in one second, on a busy machine in a few.
JUDGE_SECONDS = 6.0
# No answer takes longer than this, however busy the machine is.
PATIENCE_SECONDS = 20.0
BAKED_WORD = b"openbadgecredential"


def _record(**members: Any) -> bytes:
    return json.dumps({**RECORD, **members}).encode()


def _poison() -> bytes:
    names = [f"_:n{number}" for number in range(12)]
    others = [{"id": own, "knows": [{"id": other} for other in names if other != own]} for own in names]
    context = [*RECORD["@context"], "https://www.w3.org/ns/credentials/undefined-terms/v2"]
    proof = {**RECORD["proof"], "cryptosuite": "eddsa-rdfc-2022"}
    return _record(**{"@context": context, "credentialSubject": others, "proof": proof})


PNG = make_png([itxt(BAKED_WORD, GOOD)])
# What is given, the gravest outcome, and words that must stand in the answer.
FILES: dict[str, tuple[bytes, str, str]] = {
    "empty file": (b"", "failed", "empty"),
    "only blanks": (b"  \r\n\t ", "failed", "No record could be read"),
    "another encoding": ('{"name": "Zürich"}'.encode("latin-1"), "failed", "UTF-8"),
    "UTF-16": (GOOD.decode().encode("utf-16"), "failed", "UTF-8"),
    "byte order mark": (b"\xef\xbb\xbf" + GOOD, "passed", "is valid"),
    "CRLF": (json.dumps(RECORD, indent=1).replace("\n", "\r\n").encode(), "passed", "is valid"),
    "truncated JSON": (GOOD[:-40], "failed", "No record could be read"),
    "trailing garbage": (GOOD + b"}", "failed", "No record could be read"),
    "a number that is none": (b'{"a": NaN}', "failed", "NaN"),
    "a key twice": (b'{"type": [], "type": []}', "failed", "twice"),
    "a lone surrogate": (b'{"a": "\\ud800"}', "failed", "surrogate"),
    "10,000 deep": (b"[" * 10_000 + b"]" * 10_000, "failed", "nests deeper"),
    "10,000 deep record": (_record(x=0).replace(b'"x": 0', b'"x": ' + b"[" * 9999 + b"]" * 9999), "failed", "deeper"),
    "truncated PNG": (PNG[:-30], "failed", "No record could be read"),
    "PNG without a record": (make_png(), "failed", "No record could be read"),
    "PNG bomb": (make_png([itxt(BAKED_WORD, b"[" * (64 << 20), compressed=True)]), "failed", "No record could be read"),
    "gzip bomb": (gzip.compress(bytes(32 << 20), mtime=0), "undetermined", "compressed"),
    "SVG with a script": (make_svg(b"<script>window.ran = 1</script>"), "failed", "No record could be read"),
    "SVG with a DTD": (
        make_svg(b"&e;", prolog=b'<!DOCTYPE svg [<!ENTITY e SYSTEM "file:///etc/passwd">]>'),
        "failed",
        "No record could be read",
    ),
    "PDF without a record": (make_pdf([("notes.txt", b"none")]), "failed", "No record could be read"),
    "truncated PDF": (make_pdf([("badge.json", GOOD)])[:300], "failed", "No record could be read"),
    "web page": (b"<!doctype html><title>Sign in</title><p>Sign in first.", "failed", "web page"),
    "executable": (b"\x7fELF" + bytes(range(256)) * 9, "failed", "No record could be read"),
    "JSON that is no record": (b'{"hello": "world"}', "failed", "has no @context"),
    "a list of nothing": (b"[]", "failed", "no record"),
    "poison graph": (_poison(), "failed", "so many parts that look alike"),
    "unknown suite": (_record(proof={**RECORD["proof"], "cryptosuite": "next-2031"}), "undetermined", "next-2031"),
    "unknown DID method": (
        (CASES / "did-method-unknown" / "badge.json").read_bytes(),
        "undetermined",
        "did:",
    ),
}


@pytest.fixture(autouse=True)
def _offline(settings: Any) -> None:
    """Nothing of a bad file is fetched."""
    settings.OPENLER_ONLINE = False


@pytest.fixture
def judges() -> Iterator[Judges]:
    """Two judges of their own, with little patience."""
    own = Judges(most=2, max_seconds=JUDGE_SECONDS)
    yield own
    own.close()


def pid_of_waiting(judges: Judges) -> int:
    """Give the process of the judge that is free."""
    return int(judges._free.queue[-1]._process.pid)


@pytest.mark.parametrize("name", FILES)
def test_a_bad_file_is_answered_in_words(client: Client, name: str) -> None:
    """What is wrong, who can mend it and what to do, on a page, within seconds; the same by API."""
    data, outcome, words = FILES[name]
    page = client.post("/verify/", {"file": SimpleUploadedFile("given.bin", data)})
    assert page.status_code == 200
    html = page.content.decode()
    assert words in html
    if outcome != "passed":
        assert "What happened" in html and "Who can mend it" in html
    assert "judgement_stopped" not in html and "it was stopped" not in html
    if data:
        told = client.post("/api/v1/verifications", data=data, content_type="application/octet-stream").json()
        assert told["outcome"] == outcome
        assert told["verified"] is (outcome == "passed")


def test_an_oversized_file_is_refused_before_it_is_read(client: Client) -> None:
    """413 in words, on a page."""
    large = SimpleUploadedFile("large.json", b" " * (configured.OPENLER_MAX_BODY_BYTES + 1))
    response = client.post("/verify/", {"file": large})
    assert response.status_code == 413
    assert b"too much" in response.content


def test_the_largest_file_that_is_taken_is_answered(client: Client) -> None:
    """Just under the limit: no crash, no stop, an answer."""
    data = _record(narrative="x" * (configured.OPENLER_MAX_BODY_BYTES - 100_000))
    response = client.post("/verify/", {"file": SimpleUploadedFile("large.json", data)})
    assert response.status_code == 200
    assert "What happened" in response.content.decode()


def test_a_judge_that_hangs_is_ended_and_the_next_file_is_judged() -> None:
    """The answer is that it was stopped, in time; the place is free again."""
    judges = Judges(most=1, max_seconds=JUDGE_SECONDS)
    try:
        judges.ask(GOOD, at=now())
        os.kill(pid_of_waiting(judges), signal.SIGSTOP)
        with pytest.raises(JudgeStopped, match="more than 6 seconds"):
            judges.ask(GOOD, at=now())
        assert judges.ask(GOOD, at=now())["report"]["verified"] is True
    finally:
        judges.close()


def test_one_judge_that_hangs_does_not_hold_up_the_others(judges: Judges) -> None:
    """While one file hangs, another is answered."""
    judges.ask(GOOD, at=now())
    os.kill(pid_of_waiting(judges), signal.SIGSTOP)
    hung: list[BaseException] = []

    def hang() -> None:
        try:
            judges.ask(GOOD, at=now())
        except JudgeStopped as error:
            hung.append(error)

    thread = threading.Thread(target=hang)
    thread.start()
    while judges._free.qsize():
        time.sleep(0.01)
    assert judges.ask(GOOD, at=now())["report"]["verified"] is True
    assert thread.is_alive()
    thread.join(PATIENCE_SECONDS)
    assert len(hung) == 1


def test_a_judge_that_eats_memory_is_ended_and_the_platform_is_not() -> None:
    """The limit of the process stops it; whoever asked learns why, and that it is not the record's fault alone."""
    greedy = (
        "import sys; from openler.platform.verifying import judge;"
        "judge.verify = lambda data, **options: bytearray(3 << 30); sys.exit(judge.main())"
    )
    judges = Judges(most=1, max_seconds=JUDGE_SECONDS, command=(sys.executable, "-c", greedy))
    try:
        with pytest.raises(JudgeStopped, match="more memory"):
            judges.ask(GOOD, at=now())
    finally:
        judges.close()


def test_a_judge_that_was_killed_while_it_waited_is_replaced(judges: Judges) -> None:
    """kill -9 by the system is no fault of the next file."""
    judges.ask(GOOD, at=now())
    killed = pid_of_waiting(judges)
    os.kill(killed, signal.SIGKILL)
    assert judges.ask(GOOD, at=now())["report"]["verified"] is True
    assert pid_of_waiting(judges) != killed


def test_the_place_of_a_judge_that_is_gone_is_given_back() -> None:
    """What was still to be written to it has no reader: an answer each time, and never one place fewer."""
    gone = Judges(most=1, max_wait_seconds=0.1, command=[sys.executable, "-c", ""])
    for _ in range(3):
        with pytest.raises(JudgeStopped), gone._one() as judge:
            judge._process.wait()
            judge.ask(GOOD, now(), NO_DOCUMENTS, 5.0)


def test_a_judge_left_in_the_middle_of_a_file_never_judges_another(judges: Judges) -> None:
    """A fault of ours while a document was fetched must not let the next visitor read an answer about this file."""

    class Broken:
        """Documents that fail in a way nobody foresaw."""

        def get(self, url: str, *, purpose: str, max_bytes: int) -> bytes:
            raise RuntimeError("unforeseen")

    judges.ask(GOOD, at=now())
    asked = pid_of_waiting(judges)
    with pytest.raises(RuntimeError, match="unforeseen"):
        judges.ask((CASES / "status-good" / "badge.json").read_bytes(), at=now(), documents=Broken())
    assert judges.ask(GOOD, at=now())["report"]["verified"] is True
    assert pid_of_waiting(judges) != asked


def test_a_stopped_judgement_is_an_answer_on_the_page(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """Undetermined, with the reason and a way on; never a fault page, and never a no."""
    from openler.platform.verifying import services

    impatient = Judges(most=1, max_seconds=0.01)
    monkeypatch.setattr(services, "_judges", lambda: impatient)
    try:
        response = client.post("/verify/", {"file": SimpleUploadedFile("badge.json", GOOD)})
    finally:
        impatient.close()
    html = response.content.decode()
    assert response.status_code == 200
    assert "so it was stopped" in html
    assert "could not check whether this record is intact" in html


def test_nothing_of_a_judge_reaches_the_disk(judges: Judges) -> None:
    """A judge may write no file at all, so that nothing of a record can stay."""
    judges.ask(GOOD, at=now())
    limits = Path(f"/proc/{pid_of_waiting(judges)}/limits").read_text("utf-8")
    line = next(line for line in limits.splitlines() if line.startswith("Max file size"))
    assert line.split()[3] == "0"
