"""What is this door called in the database?"""

from django.apps import AppConfig


class VcApiConfig(AppConfig):
    """The door of the VC API."""

    name = "openler.platform.doors.vc_api"
    label = "vc_api"

    def ready(self) -> None:
        """Give the status lists of this door to whoever checks a record here."""
        from openler.platform.doors.vc_api.status_lists import find_document
        from openler.platform.verifying.own_documents import add_source

        add_source(find_document)
