"""What is this room called in the database?"""

from django.apps import AppConfig


class BaseConfig(AppConfig):
    """The room under every other room."""

    name = "openler.platform.base"
    label = "base"
