"""Which words do pages use for stages, refusals, levels and standings?"""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from openler.platform.opportunities.models import Application, Look

Words = Promise | str
Stage = Application.Stage

STAGES: Mapping[str, Words] = {
    Stage.RECEIVED: _("Received"),
    Stage.IN_REVIEW: _("In review"),
    Stage.INTERVIEW: _("Interview"),
    Stage.OFFERED: _("Offered"),
    Stage.HIRED: _("Hired"),
    Stage.NOT_SELECTED: _("Not selected"),
    Stage.WITHDRAWN: _("Withdrawn"),
}
# What a button says that leads to a stage.
MOVES: Mapping[str, Words] = {
    Stage.IN_REVIEW: _("Start the review"),
    Stage.INTERVIEW: _("Invite to an interview"),
    Stage.OFFERED: _("Offer the work"),
    Stage.HIRED: _("Hire"),
    Stage.NOT_SELECTED: _("Do not select"),
}
REFUSALS: Mapping[str, Words] = {
    "revoked": _("Its issuer has revoked it."),
    "suspended": _("Its issuer has suspended it for now."),
    "expired": _("It has run out."),
    "not_yet_valid": _("It is not in force yet."),
    "invalid": _("It is not what its issuer signed, or nobody known signed it."),
    "undetermined": _("It could not be checked, so it counts nothing; that is no word against it."),
    "not_presented": _("It is bound to a key that did not sign this application."),
}
LEVELS: tuple[Words, ...] = (_("Introductory"), _("Working"), _("Proficient"), _("Advanced"))
STANDINGS: Mapping[str, Words] = {"met": _("Met"), "partly": _("Partly met"), "gap": _("Nothing counts yet")}
OUTCOMES: Mapping[str, str] = {"met": "passed", "partly": "undetermined", "gap": "failed"}
MEANINGS: Mapping[str, Words] = {
    "equal": _("the same skill"),
    "close": _("a skill close to it"),
    "broader": _("a skill that is part of it"),
    "narrower": _("a wider skill, which shows it in part"),
    "related": _("a related skill, which counts nothing"),
}
LOOKS: Mapping[str, Words] = {
    Look.What.RECORDS: _("records"),
    Look.What.NAMES: _("records and name"),
    Look.What.FILE: _("a file"),
    Look.What.SEALED_COPY: _("the sealed copy"),
}


def level_word(step: object) -> Words:
    """Give the word of a step of the scale; empty for none."""
    return LEVELS[step - 1] if isinstance(step, int) and 1 <= step <= len(LEVELS) else ""
