"""How does an achievement name a skill? By its address, with label and framework as they stand here."""

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _

from openler.platform.achievements.errors import BadAchievement
from openler.platform.frameworks.queries import find_item


def alignment_of(uri: str, known: Mapping[str, dict[str, str]] | None = None) -> dict[str, str] | None:
    """Give a skill as an achievement keeps it: its label and framework as they stand here, never as a form says.

    Args:
        known: alignments so far by their address, for skills of a framework that is not here any more.
    """
    item = find_item(uri) if uri else None
    if item is None:
        return (known or {}).get(uri)
    return {"uri": item.uri, "label": item.label, "code": item.code, "framework": item.framework.title}


def alignments_of(uris: Iterable[str], known: Iterable[dict[str, str]] = ()) -> list[dict[str, str]]:
    """Give the skills with these addresses, each once, in the order in which they are named.

    Raises: BadAchievement, naming the first address under which no skill is here.
    """
    kept = {one["uri"]: one for one in known}
    found: dict[str, dict[str, str]] = {}
    for uri in uris:
        one = alignment_of(uri, kept)
        if one is None:
            fault = _("No skill has the address %(uri)s here; import its framework first, or search for it.")
            raise BadAchievement({"skills": fault % {"uri": uri[:200]}})
        found[one["uri"]] = one
    return list(found.values())
