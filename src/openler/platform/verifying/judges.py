"""How is a stranger's file judged without risk to everybody else? In processes of their own, which may be killed.

A few judges wait, each with a limit on its memory; one that takes too long, or uses too much, is ended, and the
answer is "undetermined" with the reason. Nobody else notices.
"""

import base64
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from queue import Empty, LifoQueue
from typing import Any

from openler.foundation.documents import MAX_DOCUMENT_BYTES, NO_DOCUMENTS, Documents
from openler.foundation.errors import ResolutionFailed, Undecided
from openler.platform.base.errors import TooBusy
from openler.platform.verifying.frames import Hungup, read_frame, write_frame

# The largest transcript takes two seconds; the rest is for documents that are slow to come.
MAX_SECONDS = 20.0
# As many as there are processors to use in the smallest machine; further files wait.
MAX_JUDGES = 2
MAX_WAIT_SECONDS = 30.0
# A judge starts anew after so many files, so that nothing of one can build up.
MAX_FILES_PER_JUDGE = 500
JUDGE_COMMAND = (sys.executable, "-m", "openler.platform.verifying.judge")
Asked = Mapping[str, Any]
# What a program needs to start. A judge knows no secret, no database and no proxy of this installation.
_KEPT_VARIABLES = ("PATH", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "PYTHONHOME", "PYTHONPATH", "TMPDIR")


class JudgeStopped(Undecided):
    """The file took longer, or more memory, than a file may, and its judgement was stopped."""

    code = "judgement_stopped"
    default_mender = "sender"
    default_advice = (
        "Check a smaller part of it, or check it with 'openler credential verify' on a machine of your own."
    )


class AllJudgesBusy(TooBusy):
    """Too many files are being judged at once."""

    code = "all_judges_busy"


class _Judge:
    def __init__(self, command: Sequence[str]) -> None:
        self.files = 0
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={name: os.environ[name] for name in _KEPT_VARIABLES if name in os.environ},
        )

    def ask(
        self, data: bytes, at: datetime, documents: Documents, max_seconds: float, asked: Asked | None = None
    ) -> dict[str, Any]:
        reader, writer = self._process.stdout, self._process.stdin
        assert reader is not None and writer is not None
        self.files += 1
        timer = threading.Timer(max_seconds, self._process.kill)
        timer.start()
        try:
            question = {"data": base64.b64encode(data).decode(), "at": at.isoformat(), **(asked or {})}
            write_frame(writer, question)  # type: ignore[arg-type]
            while True:
                message = read_frame(reader)  # type: ignore[arg-type]
                need = message.get("need")
                if not isinstance(need, dict):
                    return message
                write_frame(writer, _document(documents, need))  # type: ignore[arg-type]
        except Hungup:
            raise JudgeStopped(
                f"Judging the file took more than {max_seconds:.0f} seconds or more memory than a file may use, "
                "so it was stopped."
            ) from None
        finally:
            timer.cancel()

    def is_usable(self) -> bool:
        return self._process.poll() is None and self.files < MAX_FILES_PER_JUDGE

    def end(self) -> None:
        self._process.kill()
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                # What was still to be written to it has nobody to read it; closing tries once more.
                with suppress(OSError):
                    stream.close()


def _document(documents: Documents, need: dict[str, Any]) -> dict[str, Any]:
    asked_bytes = need.get("max_bytes")
    max_bytes = min(asked_bytes, MAX_DOCUMENT_BYTES) if isinstance(asked_bytes, int) else MAX_DOCUMENT_BYTES
    try:
        found = documents.get(str(need.get("url", "")), purpose=str(need.get("purpose", "")), max_bytes=max_bytes)
    except ResolutionFailed as error:
        return {"refused": error.message, "advice": error.advice}
    return {"document": base64.b64encode(found).decode()}


class Judges:
    """The judges of one process of the platform."""

    def __init__(
        self,
        *,
        most: int = MAX_JUDGES,
        max_seconds: float = MAX_SECONDS,
        max_wait_seconds: float = MAX_WAIT_SECONDS,
        command: Sequence[str] = JUDGE_COMMAND,
    ) -> None:
        self._command = command
        self._free: LifoQueue[_Judge] = LifoQueue()
        self._places = threading.BoundedSemaphore(most)
        self._max_seconds = max_seconds
        self._max_wait = max_wait_seconds

    def ask(
        self, data: bytes, *, at: datetime, documents: Documents = NO_DOCUMENTS, asked: Asked | None = None
    ) -> dict[str, Any]:
        """Judge a file.

        Args:
            asked: the ``challenge`` and ``domain`` that whoever presents it was to sign, or ``conditions`` of the VC
                API; neither if None.

        Raises:
            JudgeStopped: it took too long or too much.
            AllJudgesBusy: no judge became free in time.
        """
        started = time.monotonic()
        with self._one() as judge:
            had_waited = judge.files > 0
            try:
                return judge.ask(data, at, documents, self._max_seconds, asked)
            except JudgeStopped:
                # One that waited may have been ended by the system before it saw the file; then a new one is asked.
                if not had_waited or time.monotonic() - started >= self._max_seconds:
                    raise
        with self._one(new=True) as judge:
            return judge.ask(data, at, documents, self._max_seconds, asked)

    @contextmanager
    def _one(self, *, new: bool = False) -> Iterator[_Judge]:
        if not self._places.acquire(timeout=self._max_wait):
            raise AllJudgesBusy("Too many files are being checked at once.", retry_after_seconds=int(self._max_wait))
        judge: _Judge | None = None
        # A judge that was left in the middle of a file would answer the next one with words about this one.
        is_done = False
        try:
            judge = _Judge(self._command) if new else self._take()
            yield judge
            is_done = True
        finally:
            try:
                if judge is not None:
                    if is_done and judge.is_usable():
                        self._free.put(judge)
                    else:
                        judge.end()
            finally:
                # A place that is never given back would be one judge fewer for ever.
                self._places.release()

    def _take(self) -> _Judge:
        while True:
            try:
                judge = self._free.get_nowait()
            except Empty:
                return _Judge(self._command)
            if judge.is_usable():
                return judge
            judge.end()

    def close(self) -> None:
        """End every judge that waits."""
        while True:
            try:
                self._free.get_nowait().end()
            except Empty:
                return
