"""Under which name does Django know the ecosystem?"""

from django.apps import AppConfig


class EcosystemConfig(AppConfig):
    """The map and what is read beside it; no table of its own."""

    name = "openler.platform.ecosystem"
    label = "ecosystem"
