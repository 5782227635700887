"""What is this room called in the database?"""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """The room of the demonstration."""

    name = "openler.platform.demo"
    label = "demo"
