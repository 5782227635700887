"""How is the answer about a share laid out? Who made it for whom, what each record is worth, and what was not asked."""

from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from openler.credentials.verification.sentences import date_words
from openler.platform.portals.public.answers import Answer, answer_of
from openler.platform.sharing.queries import ShareFacts
from openler.platform.verifying.shares import VerifiedShare

_PRESENTER = 3


@dataclass(frozen=True, slots=True)
class SharedAnswer:
    """The answer about a share, ready for a template: what is told of the share, and of what it holds."""

    facts: ShareFacts
    answer: Answer


def shared_answer_of(done: VerifiedShare, *, key: str = "r") -> SharedAnswer:
    """Lay out the answer about a share; its last light tells who made it, for nobody was asked to sign now."""
    answer = answer_of(gettext("A share for %(name)s") % {"name": done.facts.audience}, done.verification, key=key)
    light = _made_light(done)
    if light is not None:
        answer = replace(answer, lights=[*answer.lights[:_PRESENTER], light])
    return SharedAnswer(done.facts, answer)


def _made_light(done: VerifiedShare) -> dict[str, Any] | None:
    """Light what a share can show: whom its records are about made it, for this name if the seal says so, on this day."""
    made = done.verification.drawn.get("made")
    created = done.verification.drawn["issuer"]["created"]
    if not made or not made["by_subject"] or not created:
        return None
    values = {"name": done.facts.audience, "date": date_words(created)}
    if done.facts.audience in made["domains"]:
        words = gettext("Made by the holder for %(name)s on %(date)s. Who shows it now was not asked.")
    else:
        words = gettext(
            "Made by the holder on %(date)s. For whom, the seal does not say. Who shows it now was not asked."
        )
    return {"name": _("Made by the holder"), "outcome": "passed", "detail": words % values}
