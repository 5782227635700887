"""What is this room called?"""

from django.apps import AppConfig


class MembershipConfig(AppConfig):
    """The room of sign-in and membership; it keeps no state."""

    name = "openler.platform.portals.membership"
    label = "membership"

    def ready(self) -> None:
        """Add the audit to the API, which stands in a room below and cannot know it."""
        from openler.platform.portals.membership.audit_api import router
        from openler.platform.verifying.api import api

        api.add_router("", router)
