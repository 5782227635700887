"""How are typed fields read? Text in, values of the right kind out, with a fault beside each that cannot be read."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django.http import HttpRequest
from django.utils.translation import gettext as _

from openler.foundation.json_types import JsonObject
from openler.platform.opportunities.errors import BadApplication
from openler.platform.opportunities.models import Posting
from openler.platform.opportunities.services import GivenAnswer, PostingFields

TEXTS = ("title", "description", "place", "law", "hours", "pay", "accommodation_contact")
DATES = ("closes_at", "access_ends_at")
# Requirements are numbered on the page of an application; their answers carry the number.
_ANSWER = re.compile(r"answer-(\d{1,3})")


@dataclass(frozen=True, slots=True)
class TypedPosting:
    """What was typed of a posting.

    Attributes:
        values: as typed, for the page.
        fields: as read; dates that cannot be read are None.
        faults: by field.
    """

    values: dict[str, str]
    fields: PostingFields
    faults: dict[str, str] = field(default_factory=dict)


def values_of(posting: Posting) -> dict[str, str]:
    """Give a posting's fields as they stand in inputs."""
    values = {name: str(getattr(posting, name)) for name in TEXTS}
    for name in DATES:
        day = getattr(posting, name)
        values[name] = day.isoformat() if day else ""
    return values


def read_posting(data: Mapping[str, str]) -> TypedPosting:
    """Read what was typed of a posting."""
    values = {name: data.get(name, "").strip() for name in (*TEXTS, *DATES)}
    faults: dict[str, str] = {}
    days: dict[str, date | None] = {}
    for name in DATES:
        try:
            days[name] = date.fromisoformat(values[name]) if values[name] else None
        except ValueError:
            days[name] = None
            faults[name] = _("Write the day as year-month-day, such as 2026-12-18.")
    fields = PostingFields(
        title=values["title"],
        description=values["description"],
        place=values["place"],
        law=values["law"] or "default",
        hours=values["hours"],
        pay=values["pay"],
        accommodation_contact=values["accommodation_contact"],
        closes_at=days["closes_at"],
        access_ends_at=days["access_ends_at"],
    )
    return TypedPosting(values, fields, faults)


def read_requirement(data: Mapping[str, str]) -> JsonObject:
    """Read one requirement from the fields of its form."""
    level = data.get("level", "")
    return {
        "uri": data.get("uri", ""),
        "kind": data.get("kind", "skill"),
        "label": data.get("label", ""),
        "framework": data.get("framework", ""),
        "level": int(level) if level.isdecimal() else None,
        "preferred": data.get("need") == "preferred",
    }


def read_answers(request: HttpRequest, requirements: list[JsonObject]) -> list[GivenAnswer]:
    """Read the answers of an application: `answer-1` and `file-1` belong to the first requirement."""
    answers = []
    for number, asked in enumerate(requirements, 1):
        upload = request.FILES.get(f"file-{number}")
        text = request.POST.get(f"answer-{number}", "")
        if text.strip() or upload is not None:
            answers.append(GivenAnswer(str(asked["uri"]), text, upload.read() if upload else b""))
    return answers


def read_wallet_body(body: bytes) -> tuple[bytes, list[GivenAnswer]]:
    """Read what a wallet sends: a presentation, alone or as `presentation` beside `answers`, own words by requirement.

    Raises: BadApplication.
    """
    try:
        sent = json.loads(body)
    except ValueError:
        raise BadApplication(_("The body is not JSON.")) from None
    if not isinstance(sent, dict) or "presentation" not in sent:
        return json.dumps(sent).encode(), []
    answers = sent.get("answers", {})
    unknown = sorted(set(sent) - {"presentation", "answers"})
    if unknown:
        raise BadApplication(_("An application has no member %(name)s.") % {"name": unknown[0][:60]})
    if not isinstance(answers, dict) or not all(isinstance(text, str) for text in answers.values()):
        raise BadApplication(_("The answers are words, each under the address of its requirement."))
    said = [GivenAnswer(uri, text) for uri, text in answers.items() if text.strip()]
    return json.dumps(sent["presentation"]).encode(), said
