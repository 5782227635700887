"""What is this room called?"""

from django.apps import AppConfig


class EmployersConfig(AppConfig):
    """The pages of employers and of whoever applies there."""

    name = "openler.platform.portals.employers"
    label = "employers"
