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
