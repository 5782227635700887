"""What is this room called in the database?"""

from django.apps import AppConfig


class RecognitionConfig(AppConfig):
    """The room of registries."""

    name = "openler.platform.recognition"
    label = "recognition"
