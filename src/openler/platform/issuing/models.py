"""What is kept of what was earned, and of the signed records that say so?

A batch holds rows; a good row becomes a seat, what was earned; a seat has copies, the signed records.
"""

import uuid

from django.db import models

from openler.platform.achievements.models import Version
from openler.platform.organizations.models import Organization


class Upload(models.Model):
    """A class list that came, sealed, until its columns are mapped and for a time after; then it goes."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="uploads")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="uploads")
    title = models.CharField(max_length=120)
    # The file's bytes, compressed and sealed under the organization's key.
    sealed = models.BinaryField()
    claim_check = models.PositiveSmallIntegerField()
    made_by = models.BigIntegerField(null=True)
    made_at = models.DateTimeField()
    # The same form sent twice is the same upload.
    form_token = models.CharField(max_length=64, unique=True)

    def __str__(self) -> str:
        return self.title


class Batch(models.Model):
    """Rows that are checked, released and signed together; one by form is a batch of one."""

    class State(models.TextChoices):
        """Where a batch stands."""

        CHECKED = "checked"
        WAITING = "waiting"
        SIGNING = "signing"
        PAUSED = "paused"
        DONE = "done"
        REFUSED = "refused"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="batches")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="batches")
    title = models.CharField(max_length=120)
    state = models.CharField(max_length=10, choices=State.choices, default=State.CHECKED)
    # "form", "csv", "work" (what somebody learned at work) or "api".
    source = models.CharField(max_length=4)
    # Field of a record to the column's head in the file.
    columns = models.JSONField(default=dict)
    head = models.JSONField(default=list)
    claim_check = models.PositiveSmallIntegerField(default=1)
    needs_second = models.BooleanField(default=False)
    made_by = models.BigIntegerField(null=True)
    made_at = models.DateTimeField()
    released_by = models.BigIntegerField(null=True)
    released_at = models.DateTimeField(null=True)
    refusal = models.TextField(blank=True)
    # Sent again with the same form, the same batch: the form carries a random token.
    form_token = models.CharField(max_length=64, unique=True)

    class Meta:
        """Newest first."""

        ordering = ("-made_at",)

    def __str__(self) -> str:
        return self.title


class Row(models.Model):
    """One line of a batch, with what is wrong with it."""

    class State(models.TextChoices):
        """Where a row stands."""

        GOOD = "good"
        BAD = "bad"
        ISSUED = "issued"

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="rows")
    # As a spreadsheet counts: the head is row 1.
    number = models.PositiveIntegerField()
    cells = models.JSONField(default=list)
    state = models.CharField(max_length=6, choices=State.choices)
    # Each: field, column, value, detail, next_step.
    faults = models.JSONField(default=list)
    # What a good row says, read: name, email, roster_id, valid_from, valid_until, results, evidence.
    claims = models.JSONField(default=dict)

    class Meta:
        """In the order of the file."""

        ordering = ("number",)
        indexes = (models.Index(fields=["batch", "state", "number"], name="issuing_rows_by_state"),)
        constraints = (models.UniqueConstraint(fields=["batch", "number"], name="issuing_one_row"),)

    def __str__(self) -> str:
        return f"row {self.number}"


class Seat(models.Model):
    """What somebody earned: one award number, its content fixed when it was released."""

    class State(models.TextChoices):
        """Whether it counts."""

        IN_FORCE = "in_force"
        SUSPENDED = "suspended"
        REVOKED = "revoked"
        REPLACED = "replaced"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="seats")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="seats")
    # The row that became it; a row becomes at most one.
    row = models.OneToOneField(Row, null=True, on_delete=models.SET_NULL, related_name="seat")
    batch = models.ForeignKey(Batch, null=True, on_delete=models.PROTECT, related_name="seats")
    award_number = models.CharField(max_length=40)
    # The plain name in the record, and what only the issuer keeps: mail address and roster identifier.
    name = models.CharField(max_length=160)
    email = models.EmailField(blank=True)
    roster_id = models.CharField(max_length=80, blank=True, db_index=True)
    # The record without id, subject id, status and proof: canonical JSON, and its SHA-256 in hexadecimal.
    content = models.TextField()
    content_digest = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=State.choices, default=State.IN_FORCE)
    # For the holder and the issuer's file; no third party sees it.
    reason = models.CharField(max_length=500, blank=True)
    valid_until = models.DateTimeField(null=True)
    claim_check = models.PositiveSmallIntegerField(default=1)
    # accounts.User who claimed it, None while nobody has.
    holder_id = models.BigIntegerField(null=True, db_index=True)
    claimed_at = models.DateTimeField(null=True)
    # How the claim was checked, as a number of CLAIM_CHECKS.
    claimed_by_check = models.PositiveSmallIntegerField(null=True)
    # A correction waits for its acceptance; from this moment on the seat ends anyway.
    ends_at = models.DateTimeField(null=True)
    # The seat that this one corrects.
    corrects = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="corrections")
    released_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        """One award number an organization."""

        ordering = ("-released_at", "award_number")
        indexes = (models.Index(fields=["organization", "state"], name="issuing_seats_by_state"),)
        constraints = (
            models.UniqueConstraint(fields=["organization", "award_number"], name="issuing_one_award_number"),
        )

    def __str__(self) -> str:
        return self.award_number


class StatusList(models.Model):
    """A list of bits that the organization signs; a record's place in it is random and never used again."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="status_lists")
    size = models.PositiveIntegerField()
    used = models.PositiveIntegerField(default=0)
    # The signed lists by purpose, as served; made anew at each change and before they grow old.
    signed_revocation = models.TextField(blank=True)
    signed_suspension = models.TextField(blank=True)
    signed_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.id)


class Copy(models.Model):
    """One signed record of a seat: unbound, or bound to a key of its holder."""

    class State(models.TextChoices):
        """Whether this copy counts; a seat that does not count makes none of its copies count."""

        LIVE = "live"
        SUSPENDED = "suspended"
        ENDED = "ended"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="copies")
    # 0 is the unbound copy; each binding counts on.
    generation = models.PositiveIntegerField()
    # The did:key that it is bound to; empty for the unbound copy.
    holder_did = models.CharField(max_length=200, blank=True)
    status_list = models.ForeignKey(StatusList, on_delete=models.PROTECT, related_name="copies")
    status_index = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.LIVE)
    # "revoked", "replaced" or "corrected" where it ended.
    ended_as = models.CharField(max_length=10, blank=True)
    # The unbound copy's bytes, compressed and sealed under the organization's key; a bound one is the holder's alone.
    sealed = models.BinaryField(null=True)
    # SHA-256 of the signed bytes, hexadecimal.
    digest = models.CharField(max_length=64)
    key_number = models.PositiveIntegerField()
    signed_at = models.DateTimeField()

    class Meta:
        """Never two at one index, never two of one generation, at most one bound copy in force."""

        ordering = ("generation",)
        constraints = (
            models.UniqueConstraint(fields=["seat", "generation"], name="issuing_one_generation"),
            models.UniqueConstraint(fields=["status_list", "status_index"], name="issuing_one_status_index"),
            models.UniqueConstraint(
                fields=["seat"],
                condition=models.Q(state__in=("live", "suspended")) & ~models.Q(holder_did=""),
                name="issuing_one_bound_copy",
            ),
        )

    def __str__(self) -> str:
        return f"{self.seat_id} generation {self.generation}"


class ClaimLink(models.Model):
    """A link by which one seat is claimed; the database holds no secret of it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    seat = models.ForeignKey(Seat, on_delete=models.CASCADE, related_name="links")
    # SHA-256 of the token in the address, hexadecimal. Token and code follow from the id and the master key.
    token_digest = models.CharField(max_length=64, unique=True)
    check_kind = models.PositiveSmallIntegerField()
    tries_left = models.PositiveSmallIntegerField(default=10)
    made_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    # Where the mail with it went, and when; empty for a printed code.
    sent_to = models.EmailField(blank=True)
    sent_at = models.DateTimeField(null=True)
    came_back_at = models.DateTimeField(null=True)
    # First press of the button; a look is no opening.
    opened_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    # A member saw an ID and released the claim on the learner's device.
    identity_seen_by = models.BigIntegerField(null=True)
    identity_seen_at = models.DateTimeField(null=True)

    class Meta:
        """At most one link of a seat is open."""

        constraints = (
            models.UniqueConstraint(fields=["seat"], condition=models.Q(ended_at=None), name="issuing_one_open_link"),
        )

    def __str__(self) -> str:
        return f"link of {self.seat_id}"


class Objection(models.Model):
    """A holder says that something about a record is wrong; a task with an owner, a date and an answer."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    seat = models.ForeignKey(Seat, on_delete=models.CASCADE, related_name="objections")
    # "name", "content" or "status".
    about = models.CharField(max_length=10)
    text = models.TextField()
    made_by = models.BigIntegerField(null=True)
    made_at = models.DateTimeField()
    answer_by = models.DateTimeField()
    answer = models.TextField(blank=True)
    answered_by = models.BigIntegerField(null=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        """The oldest first."""

        ordering = ("made_at",)

    def __str__(self) -> str:
        return f"objection to {self.seat_id}"
