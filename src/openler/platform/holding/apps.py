"""What is this room called in the database?"""

from django.apps import AppConfig


class HoldingConfig(AppConfig):
    """The room of what learners hold."""

    name = "openler.platform.holding"
    label = "holding"
