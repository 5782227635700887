"""Records put right by program, under ``/api/v1``: corrected, their links sent anew, objections to them answered."""

from typing import Any
from uuid import UUID

from ninja import Query, Router
from pydantic import Field

from openler.platform.issuing import changes, claims, queries
from openler.platform.issuing.api import CHANGE, PAGE, READ, Strict, WhatIsSaid, results_by_id, seat_json
from openler.platform.issuing.errors import BadChange
from openler.platform.issuing.looks import note_list
from openler.platform.issuing.models import Objection
from openler.platform.issuing.rows import RESULT, check_address
from openler.platform.issuing.single_records import read_texts, texts_of
from openler.platform.organizations.access import MemberRequest

router = Router(tags=["issuing"])


class RowCorrected(WhatIsSaid):
    """What the record is to say; what is left out stays as it is."""

    name: str = Field("", description="The plain name in the record.")


class Correction(Strict):
    """A record in the place of one that says something wrong."""

    fields: RowCorrected
    reason: str = Field(description="What was wrong; the holder reads it.")
    at_once: bool = Field(
        True, description="End the old record now; else when the new one is accepted, 60 days from now at the latest."
    )


class NewLink(Strict):
    """Where a new claim link goes."""

    email: str = Field("", description="Another mail address from now on; where it is left out, the one that is kept.")


class Answer(Strict):
    """What the holder who objected reads."""

    text: str


@router.post("/records/{seat_id}/correction", auth=CHANGE)
def correct_record(request: MemberRequest, seat_id: UUID, body: Correction) -> dict[str, Any]:
    """Issue a new record in the place of one; the holder gets a link to it."""
    seat = queries.find_seat(request.organization, seat_id)
    sent = body.fields.model_dump(exclude_unset=True)
    results = results_by_id(seat.version, sent.pop("results", {}))
    typed = texts_of(seat.version, changes.claims_of(seat)) | sent
    typed |= {RESULT + result: value for result, value in results.items()}
    read = read_texts(seat.version, typed, today=request.act.at.date())
    if read.faults:
        raise BadChange(
            " ".join(f"{one['field']}: {one['detail']}" for one in read.faults),
            pointer=f"/fields/{read.faults[0]['field'].replace(RESULT, 'results/')}",
            advice=" ".join(one["next_step"] for one in read.faults),
        )
    new = changes.correct(request.act, seat, claims=read.claims, reason=body.reason, at_once=body.at_once)
    return seat_json(new) | {"corrects": str(seat.pk)}


@router.post("/records/{seat_id}/claim-link", auth=CHANGE)
def send_claim_link(request: MemberRequest, seat_id: UUID, body: NewLink) -> dict[str, Any]:
    """Send a new claim link, if asked to another mail address; the link before is dead, and none stands in the answer."""
    seat = queries.find_seat(request.organization, seat_id)
    if body.email:
        link = claims.change_address(request.act, seat, email=check_address(body.email))
    elif not seat.email:
        raise BadChange(
            "There is no mail address to which the link could go.",
            pointer="/email",
            advice="Send one as email, or print the letter with the code on the page of the record.",
        )
    else:
        link = claims.make_link(request.act, seat)
        claims.send_link(request.act, link)
    link.refresh_from_db()
    return {
        "record": str(seat.pk),
        "ends_at": link.ends_at.isoformat(),
        # False where mail to the address came back before.
        "is_sent": link.came_back_at is None,
    }


@router.get("/objections", auth=READ)
def list_objections(request: MemberRequest, page: Query[int] = 1) -> dict[str, Any]:
    """List what holders object to and nobody answered yet, the oldest first; the look is written down."""
    found = queries.open_objections(request.organization)
    first = (max(1, page) - 1) * PAGE
    objections = list(found[first : first + PAGE])
    note_list(request.act, {one.seat for one in objections}, is_search=False)
    return {"total": found.count(), "page": max(1, page), "objections": [_objection(one) for one in objections]}


@router.post("/objections/{objection_id}/answer", auth=CHANGE)
def answer_objection(request: MemberRequest, objection_id: UUID, body: Answer) -> dict[str, Any]:
    """Answer an objection once; the holder reads it."""
    objection = queries.find_objection(request.organization, objection_id)
    return _objection(changes.answer(request.act, objection, text=body.text))


def _objection(one: Objection) -> dict[str, Any]:
    return {
        "id": str(one.pk),
        "record": str(one.seat_id),
        "about": one.about,
        "text": one.text,
        "made_at": one.made_at.isoformat(),
        "answer_by": one.answer_by.isoformat(),
        "answer": one.answer,
        "answered_at": one.answered_at.isoformat() if one.answered_at else None,
    }
