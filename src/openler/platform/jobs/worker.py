"""How does a process do the work that waits, until it is asked to stop?"""

import os
import signal
import threading
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import close_old_connections

from openler.platform.base.acts import now
from openler.platform.jobs.models import Job
from openler.platform.jobs.services import enqueue, run_next

# Nobody waits longer than this for a mail to be sent.
_PAUSE_SECONDS = 1.0
# What is done again and again, and how often: (task, seconds).
SWEEPS: Sequence[tuple[str, int]] = (
    ("issuing.refresh_status_lists", 900),
    ("issuing.end_overdue", 3600),
    ("issuing.forget_uploads", 3600),
    ("issuing.forget_rejects", 3600),
    ("issuing.forget_links", 3600),
    ("sharing.forget_contents", 900),
    ("sharing.forget_shares", 3600),
    ("organizations.forget_mail_log", 21_600),
    ("organizations.forget_invitations", 21_600),
    ("accounts.forget_sessions", 21_600),
    ("jobs.forget_ended", 21_600),
    ("opportunities.delete_over_retention", 21_600),
)


class Worker:
    """Does one job after the other; a signal lets the step at hand end."""

    def __init__(self, *, parent: int | None = None) -> None:
        self._stop = threading.Event()
        self._parent = parent

    def run(self) -> None:
        """Work until SIGTERM or SIGINT."""
        signal.signal(signal.SIGTERM, self._end)
        signal.signal(signal.SIGINT, self._end)
        while not self._stop.is_set() and not self._is_orphan():
            close_old_connections()
            at = now()
            enqueue_sweeps(at)
            if not run_next(at):
                self._stop.wait(_PAUSE_SECONDS)

    def _is_orphan(self) -> bool:
        # A server that was killed gives its worker to another parent.
        return self._parent is not None and os.getppid() != self._parent

    def _end(self, number: int, frame: object) -> None:
        self._stop.set()


def enqueue_sweeps(at: datetime) -> None:
    """Enqueue what is due again; a sweep of a room that is not open is left out."""
    for task, seconds in SWEEPS:
        newest = Job.objects.filter(task=task).order_by("-created_at").first()
        if newest is None or (
            newest.state != Job.State.WAITING and newest.created_at <= at - timedelta(seconds=seconds)
        ):
            Job.objects.filter(task=task).exclude(state=Job.State.WAITING).delete()
            enqueue(task, at=at, key=task)
