"""What is this room called in the database?"""

from django.apps import AppConfig


class FrameworksConfig(AppConfig):
    """The room of frameworks."""

    name = "openler.platform.frameworks"
    label = "frameworks"
