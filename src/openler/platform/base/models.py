"""What does the installation remember about itself?"""

from django.db import models


class Installation(models.Model):
    """This installation; the table has exactly one row."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    # Identifiers in signed records start with it, so it never changes.
    public_url = models.URLField(max_length=300)
    started_at = models.DateTimeField()

    class Meta:
        """One row, said to the database too."""

        constraints = (models.CheckConstraint(condition=models.Q(id=1), name="base_one_installation"),)

    def __str__(self) -> str:
        return self.public_url


class RateWindow(models.Model):
    """How often somebody did something within one window of time; who it was is kept as a keyed digest only."""

    # HMAC-SHA-256 over scope and visitor, hexadecimal, first 40 characters.
    key = models.CharField(max_length=40)
    # Unix time of the window's start, whole seconds.
    started_at_seconds = models.BigIntegerField()
    ends_at_seconds = models.BigIntegerField(db_index=True)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        """One row a window, so that two processes count in the same place."""

        constraints = (models.UniqueConstraint(fields=["key", "started_at_seconds"], name="base_one_rate_window"),)

    def __str__(self) -> str:
        return f"{self.key} {self.count}"
