"""What is this room called?"""

from django.apps import AppConfig


class VerifyingConfig(AppConfig):
    """The room that checks records; it keeps counts only."""

    name = "openler.platform.verifying"
    label = "verifying"
