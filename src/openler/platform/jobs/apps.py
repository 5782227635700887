"""What is this room called in the database?"""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """The room of long work."""

    name = "openler.platform.jobs"
    label = "jobs"
