"""What does one line of the audit hold? Opaque ids and words of our own; never a name, an address or a record."""

from django.db import models


class AuditEntry(models.Model):
    """One act or one look, chained to the one before it by a digest."""

    # Position in the chain, from 1 without a gap.
    number = models.PositiveBigIntegerField(unique=True)
    at = models.DateTimeField()
    # accounts.User; None for nobody signed in and for the installation itself.
    actor_id = models.BigIntegerField(null=True, db_index=True)
    # organizations.Organization in whose name it was done.
    tenant_id = models.UUIDField(null=True, db_index=True)
    # What was done, such as "record.revoked".
    verb = models.CharField(max_length=60)
    # What it was done to: a kind of thing and its id.
    kind = models.CharField(max_length=40)
    object_id = models.CharField(max_length=80, db_index=True)
    # accounts.User whose data it touched, where it is another person's than the actor's.
    person_id = models.BigIntegerField(null=True, db_index=True)
    purpose = models.CharField(max_length=200, blank=True)
    basis = models.CharField(max_length=60, blank=True)
    outcome = models.CharField(max_length=40)
    detail = models.JSONField(default=dict)
    # SHA-256 over the canonical JSON of this row and the digest of the row before, hexadecimal.
    digest = models.CharField(max_length=64)

    class Meta:
        """Read newest first, by person and by organization."""

        ordering = ("number",)

    def __str__(self) -> str:
        return f"{self.number} {self.verb}"


class ChainHead(models.Model):
    """Where the chain ends; the table has exactly one row, which every new entry locks."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    number = models.PositiveBigIntegerField(default=0)
    digest = models.CharField(max_length=64, blank=True)

    class Meta:
        """One row, said to the database too."""

        constraints = (models.CheckConstraint(condition=models.Q(id=1), name="audit_one_head"),)

    def __str__(self) -> str:
        return f"head {self.number}"
