"""How do a report and recognition become one answer? The judge knows no registry; it writes down what to ask.

The same words go to a program (the report), to a page (what is drawn) and, by ``openler.trust``, to a terminal.
"""

from datetime import datetime
from typing import Any

from openler.credentials.verification.sentences import Sentence
from openler.foundation.json_types import JsonObject
from openler.platform.organizations.models import Organization
from openler.platform.recognition.queries import registries_for
from openler.trust import Answered, Asked, answer, tell

_LIGHT = "issuer_recognized"


def join_recognition(
    report: JsonObject, drawn: JsonObject, asked: Asked, *, organization: Organization | None, at: datetime
) -> tuple[JsonObject, JsonObject]:
    """Say beside a report, and in what a page draws of it, who recognizes each issuer.

    Args:
        organization: whose choice of registries counts; the operator's default for None.
    """
    registries = registries_for(organization, asked.issuers(), at=at)
    answered = answer(asked, lambda question: registries.ask(question, at))
    told = tell(report, asked, answered)
    return told, _draw(drawn, told, answered)


def _draw(drawn: JsonObject, told: JsonObject, answered: Answered) -> JsonObject:
    return drawn | {
        "sentence": told["sentence"],
        "recognition": told["recognition"],
        "recognition_words": [_parts(words) for words in answered.words],
        "lights": [_light(light, answered) if light["id"] == _LIGHT else light for light in drawn["lights"]],
        "members": _draw_inside(drawn["members"], told, answered.members, "members"),
        "endorsements": _draw_inside(drawn["endorsements"], told, answered.endorsements, "endorsements"),
    }


def _draw_inside(
    drawn: list[JsonObject], told: JsonObject, answered: tuple[Answered, ...], check_id: str
) -> list[JsonObject]:
    reports: list[JsonObject] = next(
        (check.get("members", []) for check in told["checks"] if check["id"] == check_id), []
    )
    return [_draw(*one) for one in zip(drawn, reports, answered, strict=True)]


def _light(light: JsonObject, answered: Answered) -> JsonObject:
    return light | {"outcome": answered.outcome, "reason": str(answered.light)} | _parts(answered.light)


def _parts(words: Sentence) -> dict[str, Any]:
    """Give a sentence as its template and values, so that a page can say it in its reader's language."""
    values = {name: _parts(value) if isinstance(value, Sentence) else value for name, value in words.values.items()}
    return {"template": words.template, "values": values}
