"""What is kept about a person who can sign in?"""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _


class User(AbstractUser):
    """A person with an account here; they sign in with their mail address, a passkey or their organization."""

    # One field, as people write their names; first and last names are not told apart.
    name = models.CharField(_("name"), max_length=120, blank=True)
    is_fictional = models.BooleanField(default=False)

    def get_full_name(self) -> str:
        """Give the name as the person wrote it, or the mail address."""
        return self.name or self.email

    def get_short_name(self) -> str:
        """Give the name for a small place."""
        return self.name or self.email.partition("@")[0]


class SignInProvider(models.Model):
    """The OpenID Connect provider of an organization, with which its people may sign in here."""

    # The organization that keeps it.
    tenant_id = models.UUIDField(unique=True)
    # The organization's word in our addresses; accounts that were made with the provider are told apart by it.
    slug = models.SlugField(max_length=50, unique=True)
    name = models.CharField(max_length=120)
    # The issuer, without the path of its discovery document.
    server_url = models.URLField(max_length=300)
    # Where people are sent to; the page that sends them there must name it in its policy.
    authorization_origin = models.CharField(max_length=300)
    client_id = models.CharField(max_length=200)
    # AES-256-GCM; the key is derived from the secret of the installation.
    sealed_secret = models.BinaryField()
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.slug


class ApiToken(models.Model):
    """A secret by which a program acts for a member of an organization; only its digest is kept."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="api_tokens")
    # The organization in whose name the program acts.
    tenant_id = models.UUIDField(db_index=True)
    name = models.CharField(max_length=80)
    # Words of `tokens.SCOPES`.
    scopes = models.JSONField(default=list)
    # SHA-256 of the token, hexadecimal; it is drawn with 256 bits, so nobody can look it up.
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name
