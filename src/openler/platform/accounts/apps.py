"""What is this room called in the database?"""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """The room of accounts."""

    name = "openler.platform.accounts"
    label = "accounts"
