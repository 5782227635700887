"""What is this room called?"""

from django.apps import AppConfig


class DesignConfig(AppConfig):
    """The room of the design system; it keeps no state."""

    name = "openler.platform.design"
    label = "design"
