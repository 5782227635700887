"""What is kept about a person who can sign in?

The model stands before the first migration, because a project's user model cannot be changed afterwards.
"""

from django.contrib.auth.models import AbstractUser


class User(AbstractUser):
    """A person with an account here; how they sign in arrives with the portals that need it."""
