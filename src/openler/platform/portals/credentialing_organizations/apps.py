"""What is this room called?"""

from django.apps import AppConfig


class CredentialingConfig(AppConfig):
    """The pages of organizations that issue; they keep no state."""

    name = "openler.platform.portals.credentialing_organizations"
    label = "credentialing_portal"
