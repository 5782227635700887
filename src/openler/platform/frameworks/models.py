"""What is kept of a framework: where it comes from, its terms, how they hang together, and what its file got wrong?"""

import uuid

from django.conf import settings
from django.db import models

from openler.skills.frameworks import (
    MAX_CODE_CHARACTERS,
    MAX_LABEL_CHARACTERS,
    MAX_URI_CHARACTERS,
)

KINDS = (("case", "CASE 1.1"), ("rsd", "RSD"), ("csv", "CSV"))


class Framework(models.Model):
    """A published list of terms, as it was imported; it does not change afterwards."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # Of the organization that brought it here; empty for what came with the installation.
    tenant_id = models.UUIDField(null=True, db_index=True)
    # Its address at the source, empty where the file has none.
    source_uri = models.CharField(max_length=MAX_URI_CHARACTERS, blank=True)
    title = models.CharField(max_length=MAX_LABEL_CHARACTERS)
    publisher = models.CharField(max_length=MAX_LABEL_CHARACTERS, blank=True)
    version = models.CharField(max_length=MAX_CODE_CHARACTERS, blank=True)
    language = models.CharField(max_length=35, blank=True)
    source_kind = models.CharField(max_length=8, choices=KINDS)
    attribution = models.TextField(blank=True)
    licence = models.CharField(max_length=MAX_LABEL_CHARACTERS, blank=True)
    # SHA-256 of the file, so that the same file is told when it comes again.
    file_digest = models.CharField(max_length=64)
    imported_at = models.DateTimeField()
    counted = models.PositiveIntegerField()
    item_count = models.PositiveIntegerField()
    # What the file got wrong, for those who imported it: at most MAX_KEPT_FAULTS of `fault_count`.
    faults = models.JSONField(default=list)
    fault_count = models.PositiveIntegerField(default=0)
    unused_columns = models.JSONField(default=list)
    encoding = models.CharField(max_length=16, blank=True)
    is_encoding_assumed = models.BooleanField(default=False)

    class Meta:
        """Listed by title."""

        ordering = ("title", "imported_at")
        constraints = (
            models.UniqueConstraint(fields=["tenant_id", "file_digest", "title"], name="frameworks_one_of_a_file"),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def uri(self) -> str:
        """Give its stable address here."""
        return f"{settings.OPENLER_PUBLIC_URL}/frameworks/{self.pk}/"


class FrameworkItem(models.Model):
    """One term."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    framework = models.ForeignKey(Framework, on_delete=models.CASCADE, related_name="items")
    position = models.PositiveIntegerField()
    source_uri = models.CharField(max_length=MAX_URI_CHARACTERS, blank=True, db_index=True)
    code = models.CharField(max_length=MAX_CODE_CHARACTERS, blank=True)
    label = models.CharField(max_length=MAX_LABEL_CHARACTERS)
    statement = models.TextField(blank=True)
    kind = models.CharField(max_length=MAX_CODE_CHARACTERS, blank=True)
    language = models.CharField(max_length=35, blank=True)
    alternatives = models.JSONField(default=list)
    groups = models.JSONField(default=list)
    # For search: the folded label, the stems of the label, the stems of everything, each stem between blanks.
    label_key = models.CharField(max_length=MAX_LABEL_CHARACTERS * 2, db_index=True)
    label_stems = models.TextField()
    all_stems = models.TextField()

    class Meta:
        """In the order of the file."""

        ordering = ("framework", "position")

    def __str__(self) -> str:
        return self.label

    @property
    def uri(self) -> str:
        """Give its stable address here."""
        return f"{settings.OPENLER_PUBLIC_URL}/frameworks/items/{self.pk}/"


class FrameworkEdge(models.Model):
    """A published statement about two terms; the word is kept as it came, the framework says who says so."""

    framework = models.ForeignKey(Framework, on_delete=models.CASCADE, related_name="edges")
    source = models.ForeignKey(FrameworkItem, on_delete=models.CASCADE, related_name="edges_out")
    relation = models.CharField(max_length=MAX_CODE_CHARACTERS)
    # One of both: a term of the same framework, or an address elsewhere.
    target = models.ForeignKey(FrameworkItem, null=True, on_delete=models.CASCADE, related_name="edges_in")
    target_uri = models.CharField(max_length=MAX_URI_CHARACTERS, blank=True)
    target_label = models.CharField(max_length=MAX_LABEL_CHARACTERS, blank=True)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        """Looked up from both ends."""

        indexes = (models.Index(fields=["target_uri"], name="frameworks_edge_target"),)

    def __str__(self) -> str:
        return self.relation
