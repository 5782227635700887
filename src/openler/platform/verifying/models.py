"""What is remembered of the records that were checked? How many, by outcome and month; nothing of any of them."""

from django.db import models


class VerificationTally(models.Model):
    """How many records were checked in one month, with one outcome."""

    # The first day of the month, UTC.
    month = models.DateField()
    outcome = models.CharField(max_length=16)
    count = models.PositiveBigIntegerField(default=0)

    class Meta:
        """One row a month and outcome, so that all processes count in one place."""

        constraints = (models.UniqueConstraint(fields=["month", "outcome"], name="verifying_one_tally"),)

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.outcome} {self.count}"
