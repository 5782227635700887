"""What is kept of a posting and of an application? Whatever a person handed in is sealed; states and dates are not."""

import uuid

from django.conf import settings
from django.db import models

TITLE_LENGTH = 120


class Posting(models.Model):
    """Work that an organization offers; fixed once it is published, so that all answer the same questions."""

    class State(models.TextChoices):
        """Where a posting stands."""

        DRAFT = "draft"
        PUBLISHED = "published"
        CLOSED = "closed"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # organizations.Organization that offers it.
    tenant_id = models.UUIDField(db_index=True)
    title = models.CharField(max_length=TITLE_LENGTH)
    description = models.TextField(blank=True)
    # Where the work is done, in the employer's words.
    place = models.CharField(max_length=120, blank=True)
    # Whose law says how long applications are kept: a key of the retention table.
    law = models.CharField(max_length=40, default="default")
    hours = models.CharField(max_length=120, blank=True)
    pay = models.CharField(max_length=120, blank=True)
    # Objects with uri, kind ("skill" or "achievement"), label, framework, level (1 to 4 or null), preferred.
    requirements = models.JSONField(default=list)
    # Whom to ask for an accommodation, and how.
    accommodation_contact = models.CharField(max_length=300, blank=True)
    state = models.CharField(max_length=12, choices=State.choices, default=State.DRAFT)
    closes_at = models.DateField(null=True, blank=True)
    # From this day on the team can no longer open what applicants handed in.
    access_ends_at = models.DateField(null=True, blank=True)
    # Counts the changes, so that two people who edit at once are told.
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """The newest first."""

        ordering = ("-created_at", "pk")

    def __str__(self) -> str:
        return str(self.pk)


class Application(models.Model):
    """One person's application to one posting."""

    class Stage(models.TextChoices):
        """How far it has come."""

        RECEIVED = "received"
        IN_REVIEW = "in_review"
        INTERVIEW = "interview"
        OFFERED = "offered"
        HIRED = "hired"
        NOT_SELECTED = "not_selected"
        WITHDRAWN = "withdrawn"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    posting = models.ForeignKey(Posting, on_delete=models.PROTECT, related_name="applications")
    tenant_id = models.UUIDField(db_index=True)
    applicant = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="applications")
    # Stands on pages instead of a name: the first application of a posting is 1.
    number = models.PositiveIntegerField()
    stage = models.CharField(max_length=14, choices=Stage.choices, default=Stage.RECEIVED)
    received_at = models.DateTimeField()
    # The bytes that were handed in, sealed under the organization's data key.
    sealed_presentation = models.BinaryField()
    # The end on which both agreed when it was sent.
    access_ends_at = models.DateField()
    # Copied from the retention table when it was sent and when it was decided.
    law = models.CharField(max_length=40)
    retention_ends_at = models.DateField(db_index=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    names_lifted_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decision_code = models.CharField(max_length=40, blank=True)
    # Addresses of the requirements that the decision rests on.
    decision_requirements = models.JSONField(default=list)
    # To the applicant, and for the team only: two texts, two seals.
    sealed_message = models.BinaryField(default=bytes)
    sealed_note = models.BinaryField(default=bytes)
    # While this says why, nothing is deleted.
    hold_reason = models.CharField(max_length=300, blank=True)
    hold_since = models.DateTimeField(null=True, blank=True)

    class Meta:
        """One live application a person and posting; one number each."""

        ordering = ("number",)
        constraints = (
            models.UniqueConstraint(fields=["posting", "number"], name="opportunities_one_number"),
            models.UniqueConstraint(
                fields=["posting", "applicant"],
                condition=models.Q(withdrawn_at=None),
                name="opportunities_one_live_application",
            ),
        )

    def __str__(self) -> str:
        return str(self.pk)


class JudgedReport(models.Model):
    """What the records were worth on one day; a later look adds one and leaves this as it was."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="reports")
    at = models.DateTimeField()
    # JSON: report, drawing, match with its versions, digests of lists; sealed.
    sealed = models.BinaryField()

    class Meta:
        """The newest first."""

        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return f"{self.application_id} {self.at:%Y-%m-%d}"


class Answer(models.Model):
    """What the applicant says about one requirement, in own words or a file."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="answers")
    # Address of the requirement.
    requirement_uri = models.CharField(max_length=500)
    sealed_text = models.BinaryField(default=bytes)
    sealed_file = models.BinaryField(default=bytes)
    # By its first bytes, never by its name; empty where there is no file.
    media_type = models.CharField(max_length=40, blank=True)

    class Meta:
        """One answer a requirement."""

        constraints = (
            models.UniqueConstraint(fields=["application", "requirement_uri"], name="opportunities_one_answer"),
        )

    def __str__(self) -> str:
        return f"{self.application_id} {self.requirement_uri}"


class Look(models.Model):
    """Somebody opened an application; the applicant sees it."""

    class What(models.TextChoices):
        """What was opened."""

        RECORDS = "records"
        NAMES = "names"
        FILE = "file"
        SEALED_COPY = "sealed_copy"

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="looks")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    what = models.CharField(max_length=12, choices=What.choices)
    reason = models.CharField(max_length=300, blank=True)
    # The law that forbids telling the applicant; empty where nothing does.
    kept_from_applicant_by = models.CharField(max_length=300, blank=True)

    class Meta:
        """The newest first."""

        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return f"{self.application_id} {self.what} {self.at:%Y-%m-%d}"


class RetentionRule(models.Model):
    """How long the law of one place has an organization keep applications, as that organization has it."""

    tenant_id = models.UUIDField()
    place = models.SlugField(max_length=40)
    name = models.CharField(max_length=80)
    # Months after the later of the record and the decision.
    months = models.PositiveSmallIntegerField()
    citation = models.CharField(max_length=300)
    url = models.URLField(max_length=300, blank=True)
    updated_at = models.DateTimeField()

    class Meta:
        """One row an organization and place."""

        ordering = ("name",)
        constraints = (models.UniqueConstraint(fields=["tenant_id", "place"], name="opportunities_one_rule"),)

    def __str__(self) -> str:
        return f"{self.tenant_id} {self.place}"


class Keeper(models.Model):
    """A member who is named to open sealed copies after the agreed end."""

    tenant_id = models.UUIDField()
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    named_at = models.DateTimeField()

    class Meta:
        """One row an organization and member."""

        constraints = (models.UniqueConstraint(fields=["tenant_id", "user"], name="opportunities_one_keeper"),)

    def __str__(self) -> str:
        return f"{self.tenant_id} {self.user_id}"
