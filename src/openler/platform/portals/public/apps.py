"""What is this room called?"""

from django.apps import AppConfig


class PublicConfig(AppConfig):
    """The room of the public pages; it keeps no state."""

    name = "openler.platform.portals.public"
    label = "public"
