"""What is this room called?"""

from django.apps import AppConfig


class MembershipConfig(AppConfig):
    """The room of sign-in and membership; it keeps no state."""

    name = "openler.platform.portals.membership"
    label = "membership"
