"""What is kept of an organization, and of who belongs to it?"""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext as _

from openler.platform.organizations.errors import RoleMissing

# Longest name that a page shows whole on a phone, on three lines.
NAME_LENGTH = 120
CONTACT_LENGTH = 200


class Organization(models.Model):
    """A college, an employer, a board: a tenant. Everything that it owns carries its id."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # Its word in our addresses; identifiers in signed records start with it, so it never changes.
    slug = models.SlugField(max_length=50, unique=True)
    name = models.CharField(max_length=NAME_LENGTH)
    # Keys of the map's stakeholders, such as "employers".
    kinds = models.JSONField(default=list)
    # The domain that it showed to be its own; empty means that its name is unproven.
    proven_domain = models.CharField(max_length=253, blank=True)
    proven_at = models.DateTimeField(null=True, blank=True)
    # A host of its own that leads to this platform; its did:web names it once that was seen. Never changed after that.
    own_host = models.CharField(max_length=253, blank=True)
    own_host_seen_at = models.DateTimeField(null=True, blank=True)
    # Marked on every page, so that nobody takes a demonstration for the world.
    is_fictional = models.BooleanField(default=False)
    # Whom people ask about what is kept of them, and how; stands in notices.
    privacy_contact = models.CharField(max_length=CONTACT_LENGTH, blank=True)
    # Above this many rows a class list is released by a second person, whatever is awarded.
    release_limit = models.PositiveIntegerField(default=200)
    created_at = models.DateTimeField()

    class Meta:
        """Listed by name."""

        ordering = ("name",)
        constraints = (
            models.UniqueConstraint(
                fields=["own_host"], condition=~models.Q(own_host=""), name="organizations_one_own_host"
            ),
        )

    def __str__(self) -> str:
        return self.slug


class Membership(models.Model):
    """A person's place in an organization."""

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships")
    # Words of `roles.ROLES`; a person may have several.
    roles = models.JSONField(default=list)
    # What the person does there, in the organization's own words.
    title = models.CharField(max_length=80, blank=True)
    joined_at = models.DateTimeField()

    class Meta:
        """One row a person and organization."""

        constraints = (models.UniqueConstraint(fields=["organization", "user"], name="organizations_one_membership"),)

    def __str__(self) -> str:
        return f"{self.organization_id} {self.user_id}"

    def may(self, *roles: str) -> bool:
        """Tell whether the person has one of the roles; an owner has each."""
        return "owner" in self.roles or any(role in self.roles for role in roles)

    def require(self, *roles: str) -> None:
        """Make sure that the person has one of the roles.

        Raises: RoleMissing.
        """
        if not self.may(*roles):
            raise RoleMissing(_("Your role in %(name)s does not allow this.") % {"name": self.organization})


class Invitation(models.Model):
    """A link that was sent to somebody, so that they may become a member; it is used once."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="invitations")
    # SHA-256 of the token in the link, hexadecimal; the token itself stands in the mail only.
    token_digest = models.CharField(max_length=64, unique=True)
    address = models.EmailField(max_length=254)
    roles = models.JSONField(default=list)
    title = models.CharField(max_length=80, blank=True)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    # When it was used or taken back; an open one has none.
    ended_at = models.DateTimeField(null=True)

    class Meta:
        """One open invitation an address and organization."""

        ordering = ("-created_at",)
        constraints = (
            models.UniqueConstraint(
                fields=["organization", "address"],
                condition=models.Q(ended_at=None),
                name="organizations_one_open_invitation",
            ),
        )

    def __str__(self) -> str:
        return str(self.id)


class DomainProof(models.Model):
    """What an organization must publish under a domain to show that the domain is its own."""

    organization = models.OneToOneField(Organization, on_delete=models.CASCADE, related_name="domain_proof")
    domain = models.CharField(max_length=253)
    # Stands in the name of the file; random, so that no such file is there by chance.
    token = models.CharField(max_length=32)
    # Stands in the file; a server that answers every address with the same page does not prove anything.
    content = models.CharField(max_length=80)
    asked_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.domain


class KeptFor(models.Model):
    """How long an organization keeps one class of data, where it has changed what the installation does anyway."""

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="kept_for")
    # A word of `keeping.CLASSES`.
    data_class = models.CharField(max_length=20)
    days = models.PositiveIntegerField()
    set_at = models.DateTimeField()

    class Meta:
        """One row an organization and class."""

        constraints = (models.UniqueConstraint(fields=["organization", "data_class"], name="organizations_one_period"),)

    def __str__(self) -> str:
        return f"{self.data_class} {self.days}"


class KeyChange(models.Model):
    """What an owner asked for the organization's signing key: done at once, or when a second person approved it."""

    class Kind(models.TextChoices):
        """What is asked for."""

        MAKE = "make"
        ROTATE = "rotate"
        RETIRE = "retire"

    class State(models.TextChoices):
        """Where it stands."""

        WAITING = "waiting"
        DONE = "done"
        REFUSED = "refused"
        WITHDRAWN = "withdrawn"
        EXPIRED = "expired"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="key_changes")
    kind = models.CharField(max_length=6, choices=Kind.choices)
    # Of the new key: "Ed25519" or "P-256"; empty where there will be none.
    algorithm = models.CharField(max_length=10, blank=True)
    # Why, in the owner's words.
    reason = models.CharField(max_length=500, blank=True)
    # Number of the key that signed when this was asked, 0 for none: it is this one that is changed, and no later one.
    key_number = models.PositiveIntegerField()
    state = models.CharField(max_length=9, choices=State.choices, default=State.WAITING)
    asked_by = models.BigIntegerField()
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    # Who approved, refused or withdrew it; none where one person was enough, and where it expired.
    decided_by = models.BigIntegerField(null=True)
    # Why it was refused.
    answer = models.CharField(max_length=500, blank=True)
    # An open one has none.
    ended_at = models.DateTimeField(null=True)

    class Meta:
        """One open change an organization; the newest first."""

        ordering = ("-asked_at",)
        constraints = (
            models.UniqueConstraint(
                fields=["organization"], condition=models.Q(ended_at=None), name="organizations_one_open_key_change"
            ),
        )

    def __str__(self) -> str:
        return str(self.id)
