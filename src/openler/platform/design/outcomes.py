"""With which word, icon and shape is an outcome shown? One table, so that no page says it in another way."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class OutcomeLook:
    """How an outcome looks: the class of its style, its icon, its word."""

    css_class: str
    icon: str
    word: Promise | str


LOOKS = {
    "passed": OutcomeLook("passed", "check", _("Passed")),
    "failed": OutcomeLook("failed", "cross", _("Failed")),
    "undetermined": OutcomeLook("undetermined", "question", _("Undetermined")),
    "not_applicable": OutcomeLook("not-applicable", "dash", _("Not applicable")),
}


def look_of(outcome: str) -> OutcomeLook:
    """Give the look of an outcome.

    Raises: KeyError for a word that is none of the four.
    """
    return LOOKS[outcome]
