"""What is this room called?"""

from django.apps import AppConfig


class LearnersAndEarnersConfig(AppConfig):
    """The room of learners and earners; it keeps no state."""

    name = "openler.platform.portals.learners_and_earners"
    label = "learners_and_earners"
