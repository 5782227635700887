"""What is kept of a wallet? The holder's public name, and items that only the holder can open.

No key that opens anything, no title, no issuer: of an item this installation knows its size, rounded up, and its times.
"""

from django.conf import settings
from django.db import models

# A did:key of P-256, the longer of both kinds, has 57 characters.
DID_LENGTH = 100
# 16 random bytes in hexadecimal, drawn by the browser.
ITEM_ID_LENGTH = 32


class Holder(models.Model):
    """The key by which a person's wallet signs: its public half only."""

    owner = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="holder")
    did = models.CharField(max_length=DID_LENGTH)
    since = models.DateTimeField()

    def __str__(self) -> str:
        return self.did


class SealedItem(models.Model):
    """One thing that a wallet keeps here, sealed under a key that never leaves the wallet."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="sealed_items")
    item_id = models.CharField(max_length=ITEM_ID_LENGTH)
    # Counts the states of the item; a new one must follow the state that is kept.
    sequence = models.PositiveIntegerField()
    # Nonce, AES-256-GCM ciphertext and tag; empty once the item was taken out of the wallet.
    sealed = models.BinaryField()
    changed_at = models.DateTimeField()

    class Meta:
        """One row an item, so that of two changes at once one is refused."""

        constraints = (models.UniqueConstraint(fields=["owner", "item_id"], name="holding_one_item"),)

    def __str__(self) -> str:
        return self.item_id
