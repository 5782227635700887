"""What is this room called in the database?"""

from django.apps import AppConfig


class KeystoreConfig(AppConfig):
    """The room of kept keys."""

    name = "openler.platform.keystore"
    label = "keystore"
