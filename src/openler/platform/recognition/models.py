"""What is kept of a registry? Every entry with when and by whom it was written; entries change by lines beside them."""

import uuid

from django.db import models

from openler.platform.organizations.models import Organization

# A DID with its path; as long as any address that a browser sends.
ISSUER_LENGTH = 500
NAME_LENGTH = 120
# Longer policies stand on a page of their own, to which the text refers.
POLICY_LENGTH = 2000
REASON_LENGTH = 1000
ADDRESS_LENGTH = 500


class Registry(models.Model):
    """A governance organization's list of who may issue what; its id stands in public addresses."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.OneToOneField(Organization, on_delete=models.PROTECT, related_name="registry")
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"registry {self.pk}"


class RegistryEntry(models.Model):
    """One issuer, recognized for some records from a day on; never altered and never deleted."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    registry = models.ForeignKey(Registry, on_delete=models.PROTECT, related_name="entries")
    # A DID, compared letter by letter.
    issuer = models.CharField(max_length=ISSUER_LENGTH, db_index=True)
    name = models.CharField(max_length=NAME_LENGTH)
    # OB 3.0 terms, ids of achievements, URI of a framework; each that is not empty must fit.
    achievement_types = models.JSONField(default=list)
    achievements = models.JSONField(default=list)
    framework = models.CharField(max_length=ADDRESS_LENGTH, blank=True)
    # First day, and last day, in UTC; no end where it is null.
    since = models.DateField()
    until = models.DateField(null=True)
    policy = models.CharField(max_length=POLICY_LENGTH)
    entered_at = models.DateTimeField()
    # The account; its name is read when it is shown.
    entered_by_id = models.IntegerField(null=True)
    # Counted up by each change, so that of two people at once the second is told.
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        """Listed by the name of the issuer."""

        ordering = ("name", "since", "id")

    def __str__(self) -> str:
        return f"{self.issuer} from {self.since}"


class EntryChange(models.Model):
    """What came after: suspended, lifted or withdrawn, from a day."""

    entry = models.ForeignKey(RegistryEntry, on_delete=models.PROTECT, related_name="changes")
    kind = models.CharField(max_length=10)
    since = models.DateField()
    reason = models.CharField(max_length=REASON_LENGTH)
    entered_at = models.DateTimeField()
    entered_by_id = models.IntegerField(null=True)

    class Meta:
        """In the order in which they were written down."""

        ordering = ("entered_at", "id")

    def __str__(self) -> str:
        return f"{self.kind} from {self.since}"


class Reliance(models.Model):
    """On whose registries somebody who checks records relies; without an organization, the operator's default."""

    organization = models.OneToOneField(Organization, on_delete=models.CASCADE, null=True, related_name="reliance")
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"reliance of {self.organization_id or 'the operator'}"


class ChosenRegistry(models.Model):
    """One registry that counts: of this installation, or a file at an address elsewhere."""

    reliance = models.ForeignKey(Reliance, on_delete=models.CASCADE, related_name="chosen")
    # The first that lists an issuer decides.
    position = models.PositiveSmallIntegerField()
    registry = models.ForeignKey(Registry, on_delete=models.CASCADE, null=True)
    address = models.CharField(max_length=ADDRESS_LENGTH, blank=True)
    name = models.CharField(max_length=NAME_LENGTH, blank=True)

    class Meta:
        """In order; each place once."""

        ordering = ("position",)
        constraints = (models.UniqueConstraint(fields=["reliance", "position"], name="recognition_one_place"),)

    def __str__(self) -> str:
        return self.address or str(self.registry_id)
