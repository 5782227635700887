"""What does the database hold of keys? Only what is sealed; the master key is never in it."""

import uuid

from django.db import models


class DataKey(models.Model):
    """A tenant's own key, sealed under the master key; what the tenant keeps sealed is sealed under this one."""

    tenant_id = models.UUIDField(primary_key=True)
    # 32 bytes sealed under the master key, bound to the tenant.
    sealed = models.BinaryField()
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"data key of {self.tenant_id}"


class IssuerKey(models.Model):
    """A key with which an organization signs; published for ever, able to sign until it is retired."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    tenant_id = models.UUIDField(db_index=True)
    # From 1; the fragment of its name in the DID document is `key-NUMBER`.
    number = models.PositiveIntegerField()
    # "Ed25519" or "P-256"; "P-384" of keys that were made by other means.
    algorithm = models.CharField(max_length=10)
    # The public half as Multikey, base58btc.
    public_multikey = models.CharField(max_length=120, unique=True)
    # What keeps the private half: empty for this database, "pkcs11" for a hardware module, "awskms" for a key service.
    kept_in = models.CharField(max_length=10, default="", blank=True)
    # The key file's text, or the URI of a key that is kept elsewhere; sealed under the tenant's data key, bound to
    # this key's id.
    sealed_private = models.BinaryField()
    created_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)

    class Meta:
        """Numbered without a gap; at most one signs."""

        ordering = ("number",)
        constraints = (
            models.UniqueConstraint(fields=["tenant_id", "number"], name="keystore_one_number"),
            models.UniqueConstraint(
                fields=["tenant_id"], condition=models.Q(retired_at=None), name="keystore_one_key_signs"
            ),
        )

    def __str__(self) -> str:
        return f"key-{self.number} of {self.tenant_id}"

    @property
    def fragment(self) -> str:
        """The end of its name in the DID document."""
        return f"key-{self.number}"
