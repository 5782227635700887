"""What is kept of a share and of a presentation that was asked for? Digests of links, sealed content, who looked.

No token, no key, and nothing that a record says: what a share holds can be read only with its link.
"""

import uuid

from django.conf import settings
from django.db import models

AUDIENCE_LENGTH = 120
PURPOSE_LENGTH = 300
# A digest in hexadecimal.
_ID_LENGTH = 64
_CHALLENGE_LENGTH = 64


class Share(models.Model):
    """Records that a learner shows to somebody, until a day."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # Made from the link's token by SHA-256, hexadecimal.
    link_id = models.CharField(max_length=_ID_LENGTH, unique=True)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="shares")
    # For whom and why, in the owner's words; shown to whoever has the link before they open it.
    audience = models.CharField(max_length=AUDIENCE_LENGTH)
    purpose = models.CharField(max_length=PURPOSE_LENGTH)
    record_count = models.PositiveSmallIntegerField()
    made_at = models.DateTimeField()
    ends_at = models.DateTimeField(db_index=True)
    stopped_at = models.DateTimeField(null=True, blank=True)
    # The presentation, sealed under a key from the link's token; empty once the share has ended.
    sealed = models.BinaryField()

    class Meta:
        """Newest first."""

        ordering = ("-made_at", "-pk")

    def __str__(self) -> str:
        return str(self.pk)


class Opening(models.Model):
    """One time that somebody pressed the button of a share."""

    share = models.ForeignKey(Share, on_delete=models.CASCADE, related_name="openings")
    at = models.DateTimeField()
    # The network that it came from, never the machine: enough for an owner to wonder, too little to follow anybody.
    origin = models.CharField(max_length=43)

    class Meta:
        """Newest first."""

        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return f"{self.share_id} {self.at:%Y-%m-%d}"


class PresentationRequest(models.Model):
    """A verifier's question: sign this number, now, and show your records."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # Of the verifier's own link and of the holder's, each by SHA-256, hexadecimal.
    asked_id = models.CharField(max_length=_ID_LENGTH, unique=True)
    present_id = models.CharField(max_length=_ID_LENGTH, unique=True)
    # Who asks and why, in their own words; nobody has checked them, and the page says so.
    asker = models.CharField(max_length=AUDIENCE_LENGTH)
    purpose = models.CharField(max_length=PURPOSE_LENGTH)
    challenge = models.CharField(max_length=_CHALLENGE_LENGTH)
    asked_at = models.DateTimeField()
    ends_at = models.DateTimeField(db_index=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    # The holder's presentation, sealed under a key from the holder's link.
    sealed = models.BinaryField(default=b"")

    def __str__(self) -> str:
        return str(self.pk)
