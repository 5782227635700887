"""What is kept of an achievement? One line for what it is, and one for each of its versions."""

import uuid

from django.db import models

from openler.platform.organizations.models import Organization


class Picture(models.Model):
    """A picture that is safe to show: a PNG drawn anew, or an SVG without script and without references."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    tenant_id = models.UUIDField(db_index=True)
    # "image/png" or "image/svg+xml".
    media_type = models.CharField(max_length=20)
    content = models.BinaryField()
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"{self.media_type} {self.width}x{self.height}"


class Achievement(models.Model):
    """Something that can be earned at an organization, through all its versions."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="achievements")
    # The organization's own short code, such as NUR-110; a column of a class list may hold it.
    code = models.CharField(max_length=40)
    created_at = models.DateTimeField()

    class Meta:
        """One code an organization."""

        constraints = (models.UniqueConstraint(fields=["organization", "code"], name="achievements_one_code"),)

    def __str__(self) -> str:
        return self.code


class Version(models.Model):
    """One version of an achievement. Once published it never changes: records name theirs."""

    class State(models.TextChoices):
        """Where a version stands."""

        DRAFT = "draft"
        IN_REVIEW = "in_review"
        PUBLISHED = "published"
        # A newer version is published; records that name this one stay as they are.
        REPLACED = "replaced"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    achievement = models.ForeignKey(Achievement, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=12, choices=State.choices, default=State.DRAFT)
    name = models.CharField(max_length=160)
    # A term of Open Badges 3.0, AchievementType.
    achievement_type = models.CharField(max_length=40)
    description = models.TextField()
    # Markdown.
    criteria = models.TextField()
    picture = models.ForeignKey(Picture, null=True, blank=True, on_delete=models.PROTECT)
    # Each: id (UUID text), name, levels (names, lowest first) with required (index) or max and required (numbers).
    results = models.JSONField(default=list)
    # Each: uri, label, code, framework.
    alignments = models.JSONField(default=list)
    # Offers suspension beside revocation; for what is held in force, such as a licence.
    can_be_suspended = models.BooleanField(default=False)
    # The least check before a record of it is claimed: 0 link, 1 link and code, 2 sign-in, 3 in person.
    claim_check = models.PositiveSmallIntegerField(default=1)
    # The achievement is no education record, so that the link alone may be enough.
    is_not_education = models.BooleanField(default=False)
    # accounts.User ids of everybody who wrote at it: none of them approves it.
    editors = models.JSONField(default=list)
    # Counts the saves, so that two people do not overwrite each other.
    revision = models.PositiveIntegerField(default=1)
    edited_at = models.DateTimeField()
    submitted_by = models.BigIntegerField(null=True)
    # Why a reviewer sent it back, in their words.
    review_note = models.TextField(blank=True)
    approved_by = models.BigIntegerField(null=True)
    published_at = models.DateTimeField(null=True)

    class Meta:
        """Numbered; at most one is published, and at most one is being written."""

        ordering = ("-number",)
        constraints = (
            models.UniqueConstraint(fields=["achievement", "number"], name="achievements_one_number"),
            models.UniqueConstraint(
                fields=["achievement"], condition=models.Q(state="published"), name="achievements_one_published"
            ),
            models.UniqueConstraint(
                fields=["achievement"],
                condition=models.Q(state__in=("draft", "in_review")),
                name="achievements_one_draft",
            ),
        )

    def __str__(self) -> str:
        return f"{self.name} v{self.number}"
