"""What is this room called in the database?"""

from django.apps import AppConfig


class MailConfig(AppConfig):
    """The room of mail."""

    name = "openler.platform.mail"
    label = "mail"
