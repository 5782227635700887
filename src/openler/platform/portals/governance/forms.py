"""How are the fields of an entry read, and given back as they were typed?"""

from datetime import date
from typing import Any

from django.http import QueryDict

from openler.platform.recognition.entries import EntryFields

_TEXTS = ("issuer", "name", "since", "until", "policy", "framework", "achievements")


def typed_entry(data: QueryDict) -> dict[str, Any]:
    """Give what was typed, for the page."""
    typed: dict[str, Any] = {name: data.get(name, "").strip() for name in _TEXTS}
    return typed | {"achievement_types": data.getlist("achievement_types")}


def read_entry(typed: dict[str, Any]) -> EntryFields:
    """Read the fields of an entry; a first day that cannot be read is None."""
    return EntryFields(
        issuer=typed["issuer"],
        name=typed["name"],
        since=read_day(typed["since"]),
        until=read_day(typed["until"]),
        policy=typed["policy"],
        achievement_types=typed["achievement_types"],
        achievements=[line.strip() for line in typed["achievements"].splitlines() if line.strip()],
        framework=typed["framework"],
    )


def read_day(text: str) -> date | None:
    """Read a day; None where it is none."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None
