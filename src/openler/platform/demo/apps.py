"""What is this room called in the database?"""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """The room of the demonstration."""

    name = "openler.platform.demo"
    label = "demo"

    def ready(self) -> None:
        """Tell the map, which stands below this room, what the story plays on."""
        from openler.platform.demo.story import StoryHere
        from openler.platform.ecosystem.demonstration import tell

        tell(StoryHere())
