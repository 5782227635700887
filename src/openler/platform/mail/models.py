"""What is remembered of a mail? That it left, never what it said; only a demonstration keeps the letters themselves."""

from django.db import models

from openler.platform.base.acts import now

# RFC 5321, section 4.5.3.1.3: a path has at most 256 octets, two of them brackets.
MAX_ADDRESS_CHARACTERS = 254


class SentMail(models.Model):
    """One line of the mail log: to whom, which kind, when, and whether it left; without subject and body."""

    class Outcome(models.TextChoices):
        """What became of a mail."""

        SENT = "sent"
        FAILED = "failed"
        WITHHELD = "withheld"
        BOUNCED = "bounced"

    address = models.EmailField(max_length=MAX_ADDRESS_CHARACTERS, db_index=True)
    # Our own word for the kind of letter, such as "claim" or "account".
    kind = models.CharField(max_length=40)
    # The organization in whose name it was written; None for the installation itself.
    tenant_id = models.UUIDField(null=True, db_index=True)
    at = models.DateTimeField(db_index=True)
    outcome = models.CharField(max_length=10, choices=Outcome.choices)

    def __str__(self) -> str:
        return f"{self.kind} {self.outcome}"


class BouncedAddress(models.Model):
    """An address that a mail came back from; nothing is sent to it until it is given anew."""

    address = models.EmailField(max_length=MAX_ADDRESS_CHARACTERS, unique=True)
    at = models.DateTimeField()
    # The status of RFC 3463, such as "5.1.1"; empty where nobody said.
    status = models.CharField(max_length=11, blank=True)

    def __str__(self) -> str:
        return self.status or "bounced"


class DemoLetter(models.Model):
    """A letter in the readable mailbox of a demonstration; no other installation keeps any."""

    to = models.EmailField(max_length=MAX_ADDRESS_CHARACTERS, db_index=True)
    subject = models.CharField(max_length=200)
    body = models.TextField()
    at = models.DateTimeField(default=now)

    class Meta:
        """Newest first, as a mailbox shows them."""

        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return self.subject
