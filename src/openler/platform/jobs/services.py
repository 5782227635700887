"""How is work enqueued, taken and ended?

A task does some hundred rows in transactions of its own and says whether more is left. Its rows carry their own
state, so that doing it again is safe: a worker that was killed loses its lease, and the next one goes on.
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from importlib import import_module
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.db.models import Q

from openler.platform.jobs.models import Job

# Longer than any one step of a task, which does at most some hundred rows.
LEASE_SECONDS = 30
_MAX_ATTEMPTS = 8
# How long a task waits whose fault only the operator can mend, such as a hardware module that is unplugged.
_OPERATOR_PAUSE_SECONDS = 60
_QUEUE_ORDER = ("soon", "bulk")

_log = logging.getLogger("openler.jobs")

Task = Callable[[dict[str, Any], datetime], bool]


def enqueue(
    task: str, payload: dict[str, Any] | None = None, *, at: datetime, key: str = "", queue: str = "bulk"
) -> None:
    """Enqueue a task; while one with the same key waits, that one is enough."""
    try:
        with transaction.atomic():
            Job.objects.create(task=task, payload=payload or {}, key=key, queue=queue, run_after=at, created_at=at)
    except IntegrityError:
        if not key:
            raise


def run_next(at: datetime) -> bool:
    """Take one job and do one step of it; False where nothing waits."""
    job = _take(at)
    if job is None:
        return False
    try:
        more = _find(job.task)(job.payload, at)
    except Exception as error:
        # Whatever the fault of a task is, the others go on; it is tried again later, and told.
        _put_back(job, at, error)
        return True
    if more:
        Job.objects.filter(pk=job.pk).update(leased_until=None, run_after=at, attempts=0)
    else:
        Job.objects.filter(pk=job.pk).update(state=Job.State.DONE, ended_at=at, leased_until=None)
    return True


def run_all(at: datetime, *, most: int = 100_000) -> int:
    """Do all that waits, step by step, and count the steps; for tests and for one-off commands."""
    steps = 0
    while steps < most and run_next(at):
        steps += 1
    return steps


def _take(at: datetime) -> Job | None:
    free = Q(leased_until=None) | Q(leased_until__lt=at)
    with transaction.atomic():
        waiting = Job.objects.filter(free, state=Job.State.WAITING, run_after__lte=at)
        if connection.features.has_select_for_update_skip_locked:
            waiting = waiting.select_for_update(skip_locked=True)
        for queue in _QUEUE_ORDER:
            job = waiting.filter(queue=queue).order_by("run_after", "pk").first()
            if job is not None:
                job.leased_until = at + timedelta(seconds=LEASE_SECONDS)
                job.save(update_fields=["leased_until"])
                return job
    return None


def _put_back(job: Job, at: datetime, error: Exception) -> None:
    code = str(getattr(error, "code", type(error).__name__))
    if getattr(error, "mender", "") == "operator":
        # The task is right, and something it needs is away or set up wrongly: it goes on when that is mended.
        _log.error("job waits for the operator", extra={"task": job.task, "code": code})
        run_after = at + timedelta(seconds=_OPERATOR_PAUSE_SECONDS)
        Job.objects.filter(pk=job.pk).update(last_fault=code[:80], leased_until=None, run_after=run_after)
        return
    attempts = job.attempts + 1
    _log.error("job failed", extra={"task": job.task, "code": code, "attempts": attempts})
    failed = attempts >= _MAX_ATTEMPTS
    Job.objects.filter(pk=job.pk).update(
        attempts=attempts,
        last_fault=code[:80],
        leased_until=None,
        run_after=at + timedelta(seconds=2**attempts),
        state=Job.State.FAILED if failed else Job.State.WAITING,
        ended_at=at if failed else None,
    )


def _find(task: str) -> Task:
    room, _dot, name = task.partition(".")
    task_function: Task = getattr(import_module(f"openler.platform.{room}.tasks"), name)
    return task_function
