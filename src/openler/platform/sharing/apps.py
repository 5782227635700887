"""What is this room called in the database?"""

from django.apps import AppConfig


class SharingConfig(AppConfig):
    """The room of shares, and of presentations that verifiers ask for."""

    name = "openler.platform.sharing"
    label = "sharing"
