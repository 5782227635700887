"""What is this room called in the database?"""

from django.apps import AppConfig


class OpportunitiesConfig(AppConfig):
    """The room of postings and applications."""

    name = "openler.platform.opportunities"
    label = "opportunities"
