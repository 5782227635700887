"""What is this portal called?"""

from django.apps import AppConfig


class LerSolutionProvidersConfig(AppConfig):
    """The portal of those who connect programs."""

    name = "openler.platform.portals.ler_solution_providers"
    label = "ler_solution_providers"
