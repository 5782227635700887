"""What does this door keep? Who signs behind it, and the places of records whose status it tells; never a record."""

import uuid

from django.db import models

from openler.platform.organizations.models import Organization

# A DID or URL of a record; longer ones identify nothing better.
MAX_CREDENTIAL_ID = 500


class Instance(models.Model):
    """An issuer, holder and verifier behind this door: one did:key and one suite.

    Its key is kept under its own id in the key store.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # Its word in addresses, which status entries carry; it never changes.
    slug = models.SlugField(max_length=50, unique=True)
    # Whose tokens work here; none where it is open to programs on this machine.
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, null=True, related_name="+")
    is_open = models.BooleanField(default=False)
    # The name of the suite, such as "eddsa-rdfc-2022".
    suite = models.CharField(max_length=30)
    # Whether answers are wrapped: {"verifiableCredential": …}.
    is_wrapped = models.BooleanField(default=False)
    # The HTTP status of "does not hold": 400, or 200 as VCALM has it.
    failure_status = models.PositiveSmallIntegerField(default=400)
    # Purposes of the status entries that it adds: "revocation", "suspension"; empty for none.
    status_purposes = models.JSONField(default=list)
    created_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        """Listed by its word; open, or an organization's."""

        ordering = ("slug",)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(is_open=True) | models.Q(organization__isnull=False), name="vc_api_open_or_owned"
            ),
        )

    def __str__(self) -> str:
        return self.slug


class StatusList(models.Model):
    """A list of one instance; one place in it for each purpose."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    instance = models.ForeignKey(Instance, on_delete=models.CASCADE, related_name="status_lists")
    size = models.PositiveIntegerField()
    used = models.PositiveIntegerField(default=0)
    # The signed lists as served, by purpose.
    signed = models.JSONField(default=dict)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.instance_id} {self.pk}"


class Issued(models.Model):
    """The place of a record that an instance issued with a status entry; nothing of what the record says."""

    instance = models.ForeignKey(Instance, on_delete=models.CASCADE, related_name="issued")
    # By which its issuer names it later: the record's own id, or one that the request gave.
    credential_id = models.CharField(max_length=MAX_CREDENTIAL_ID)
    status_list = models.ForeignKey(StatusList, on_delete=models.CASCADE, related_name="issued")
    status_index = models.PositiveIntegerField()
    is_revoked = models.BooleanField(default=False)
    is_suspended = models.BooleanField(default=False)
    issued_at = models.DateTimeField()

    class Meta:
        """One place for each record, one record at each place."""

        constraints = (
            models.UniqueConstraint(fields=["instance", "credential_id"], name="vc_api_one_place"),
            models.UniqueConstraint(fields=["status_list", "status_index"], name="vc_api_one_record"),
        )

    def __str__(self) -> str:
        return f"{self.status_list_id} {self.status_index}"
