"""What is this room called in the database?"""

from django.apps import AppConfig


class OrganizationsConfig(AppConfig):
    """The room of organizations."""

    name = "openler.platform.organizations"
    label = "organizations"
