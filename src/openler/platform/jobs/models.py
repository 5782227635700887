"""What is to be done, and by whom is it being done until when?"""

from django.db import models


class Job(models.Model):
    """One piece of long work. Whoever does it holds a lease; a lease that ran out belongs to nobody."""

    class State(models.TextChoices):
        """Where a job stands."""

        WAITING = "waiting"
        DONE = "done"
        FAILED = "failed"

    # "ROOM.FUNCTION": the function in the room's tasks module.
    task = models.CharField(max_length=100)
    payload = models.JSONField(default=dict)
    # While one with this key waits, another is not enqueued; empty for no such limit.
    key = models.CharField(max_length=120, blank=True)
    # "soon" (mail, webhooks) before "bulk".
    queue = models.CharField(max_length=10, default="bulk")
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    run_after = models.DateTimeField()
    leased_until = models.DateTimeField(null=True)
    attempts = models.PositiveIntegerField(default=0)
    # Code of the last fault, never its data.
    last_fault = models.CharField(max_length=80, blank=True)
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        """Found by state and time."""

        indexes = (models.Index(fields=["state", "run_after"], name="jobs_next"),)
        constraints = (
            models.UniqueConstraint(
                fields=["key"], condition=models.Q(state="waiting") & ~models.Q(key=""), name="jobs_one_waiting"
            ),
        )

    def __str__(self) -> str:
        return f"{self.task} {self.state}"
