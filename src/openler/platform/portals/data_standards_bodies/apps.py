"""What is this room called?"""

from django.apps import AppConfig


class DataStandardsBodiesConfig(AppConfig):
    """The pages of frameworks; they keep no state."""

    name = "openler.platform.portals.data_standards_bodies"
    label = "data_standards_bodies"
