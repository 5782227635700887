"""What is this room called?"""

from django.apps import AppConfig


class GovernanceConfig(AppConfig):
    """The pages of governance organizations; they keep no state."""

    name = "openler.platform.portals.governance"
    label = "governance"
