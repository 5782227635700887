"""What does the gallery show?"""

from typing import Any

from openler.platform.design.icons import icon_names


def gallery_context() -> dict[str, Any]:
    """Give the examples of every component."""
    return {"icons": icon_names()}
