"""What is this room called in the database?"""

from django.apps import AppConfig


class AchievementsConfig(AppConfig):
    """The room of achievements."""

    name = "openler.platform.achievements"
    label = "achievements"
