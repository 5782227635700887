"""What is this room called in the database?"""

from django.apps import AppConfig


class IssuingConfig(AppConfig):
    """The room of issuing."""

    name = "openler.platform.issuing"
    label = "issuing"

    def ready(self) -> None:
        """Listen to mail that comes back."""
        from openler.platform.issuing import bounces

        bounces.connect()
