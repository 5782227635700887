"""What is true of each stakeholder in this installation, in numbers?

Organizations, achievements, records and postings are counted exactly. Figures about people are shown from 10 up,
rounded to 5, so that none points to a person.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.formats import number_format
from django.utils.translation import gettext, ngettext

from openler.platform.achievements.queries import count_published
from openler.platform.issuing.queries import count_holders, count_in_force
from openler.platform.opportunities.queries import count_open
from openler.platform.organizations.kinds import STAKEHOLDER_KEYS
from openler.platform.organizations.queries import count_by_kind

# Below this a count could point to a person.
SMALLEST = 10
_PEOPLE = "learners_and_earners"
_STEP = 5


@dataclass(frozen=True, slots=True)
class Count:
    """A number and its words, as one line: “3 organizations”."""

    key: str
    number: int
    words: str


def counts_by_stakeholder(at: datetime) -> Mapping[str, list[Count]]:
    """Count what stands at each node: its organizations, be there none, and of the rest what there is."""
    found: dict[str, list[Count]] = {key: [] for key in STAKEHOLDER_KEYS}
    organizations = count_by_kind()
    for kind in found:
        number = organizations.get(kind, 0)
        words = ngettext("%(count)s organization", "%(count)s organizations", number)
        # Learners stand for themselves; an organization of theirs is the exception.
        _add(found, kind, "organizations", number, words, also_none=kind != _PEOPLE)
    number = count_published()
    words = ngettext("%(count)s achievement", "%(count)s achievements", number)
    _add(found, "credentialing_organizations", "achievements", number, words)
    number = count_in_force()
    words = ngettext("%(count)s record in force", "%(count)s records in force", number)
    _add(found, "credentialing_organizations", "records", number, words)
    number = count_open(at)
    words = ngettext("%(count)s open posting", "%(count)s open postings", number)
    _add(found, "employers", "postings", number, words)
    number = shown_of_people(count_holders())
    words = ngettext("about %(count)s person holds records", "about %(count)s people hold records", number)
    _add(found, _PEOPLE, "holders", number, words)
    if not number:
        found[_PEOPLE].append(Count("holders", 0, gettext("fewer than 10 people hold records")))
    return found


def shown_of_people(number: int) -> int:
    """Round a figure about people to 5; below 10 it is not shown, which is 0."""
    return 0 if number < SMALLEST else _STEP * round(number / _STEP)


def _add(
    found: dict[str, list[Count]], stakeholder: str, key: str, number: int, words: str, *, also_none: bool = False
) -> None:
    if number or also_none:
        line = words % {"count": number_format(number, use_l10n=True, force_grouping=True)}
        found[stakeholder].append(Count(key, number, line))
