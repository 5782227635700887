"""Which work of this room comes back every night? Deleting what no law asks to keep any more."""

from datetime import datetime
from typing import Any

from openler.platform.base.acts import Act
from openler.platform.opportunities.services.keeping import sweep


def delete_over_retention(payload: dict[str, Any], at: datetime) -> bool:
    """Delete applications whose law's end has come, unless somebody holds them."""
    sweep(Act(None, None, at, purpose="retention"))
    return False
