"""What is this room called in the database?"""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """The room of what was done."""

    name = "openler.platform.audit"
    label = "audit"
