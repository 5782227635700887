"""What is this room called in the database?"""

from django.apps import AppConfig


class OpportunitiesConfig(AppConfig):
    """The room of postings and applications."""

    name = "openler.platform.opportunities"
    label = "opportunities"

    def ready(self) -> None:
        """Add the addresses of this room to the API, which stands in a room below and cannot know them."""
        from openler.platform.opportunities.api import router
        from openler.platform.verifying.api import api

        api.add_router("", router)
