"""What is this room called in the database?"""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """The room of accounts."""

    name = "openler.platform.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Listen to what people do to their accounts."""
        from openler.platform.accounts import signals

        signals.connect()
