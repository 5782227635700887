"""Postings and applications by program, under ``/api/v1``: the same services, ends and hidden names as on the pages."""

from datetime import date
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import ConfigDict, Field

from openler.foundation.json_types import JsonObject
from openler.platform.base.acts import at_of
from openler.platform.opportunities import services
from openler.platform.opportunities.models import Application, Posting
from openler.platform.opportunities.queries import (
    find_application,
    find_posting,
    find_public_posting,
    is_open,
    open_postings,
)
from openler.platform.opportunities.services.deciding import REASONS
from openler.platform.organizations.access import MemberRequest
from openler.platform.organizations.bearer import Bearer

router = Router(tags=["opportunities"])
WRITE = Bearer("postings:write", "recruiter")
READ = Bearer("applications:read", "recruiter")
DECIDE = Bearer("applications:decide", "recruiter")
# As many as one answer lists; the newest come first.
_MOST = 200


class _Strict(Schema):
    model_config = ConfigDict(extra="forbid")


class NewRequirement(_Strict):
    """One thing that a posting asks for."""

    uri: str = Field(description="Address of a framework's item, or the id of an achievement.")
    label: str
    kind: str = Field("skill", description="skill or achievement.")
    framework: str = ""
    level: int | None = Field(None, description="1 to 4: introductory, working, proficient, advanced.")
    preferred: bool = False


class NewPosting(_Strict):
    """Work that an organization offers."""

    title: str
    description: str = ""
    place: str = ""
    law: str = Field("default", description="Whose law says how long applications are kept.")
    hours: str = ""
    pay: str = ""
    accommodation_contact: str = ""
    closes_at: date
    access_ends_at: date
    requirements: list[NewRequirement] = Field(min_length=1, max_length=services.MAX_REQUIREMENTS)
    publish: bool = Field(False, description="Publish it at once; its text then stays.")


class Reason(_Strict):
    """Why; the applicant reads it."""

    reason: str


class NewStage(_Strict):
    """Where an application goes; a decision has a code and the requirements that it rests on."""

    stage: str
    message: str = Field("", description="The applicant reads it.")
    code: str = ""
    requirements: list[str] = Field(default_factory=list, max_length=services.MAX_REQUIREMENTS)
    note: str = Field("", description="For the team only.")


@router.get("/postings")
def list_postings(request: HttpRequest) -> dict[str, Any]:
    """List the open postings of this installation, the newest first."""
    return {"postings": [_posting(one, request) for one in open_postings(at_of(request))[:_MOST]]}


@router.get("/postings/{posting_id}")
def read_posting(request: HttpRequest, posting_id: UUID) -> dict[str, Any]:
    """Show one published posting, with both ends and what it asks."""
    return _posting(find_public_posting(posting_id), request)


@router.post("/postings", auth=WRITE)
def create_posting(request: MemberRequest, body: NewPosting) -> dict[str, Any]:
    """Make a posting with its requirements; publish it at once if asked."""
    fields = services.PostingFields(**body.model_dump(exclude={"requirements", "publish"}))
    rows = [one.model_dump() for one in body.requirements]
    return _posting(services.make_posting(request.act, fields, rows, publish=body.publish), request)


@router.post("/postings/{posting_id}/closing", auth=WRITE)
def close_posting(request: MemberRequest, posting_id: UUID) -> dict[str, Any]:
    """Take no more applications."""
    return _posting(services.close_posting(request.act, posting_id), request)


@router.get("/postings/{posting_id}/applications", auth=READ)
def list_applications(request: MemberRequest, posting_id: UUID) -> dict[str, Any]:
    """List the applications by number and stage; no name stands here. The look is written down."""
    found = services.list_applications(request.act, find_posting(request.organization.pk, posting_id))
    return {"applications": [_application(one) for one in found]}


@router.get("/applications/{application_id}", auth=READ)
def read_application(request: MemberRequest, application_id: UUID) -> dict[str, Any]:
    """Show an application with its match, names hidden until lifted; the applicant sees the look."""
    found = find_application(request.organization.pk, application_id)
    opened = services.open_application(request.act, found)
    return _application(found) | {
        "name": opened.name,
        "judged_at": [day.isoformat() for day in opened.report_days],
        "match": opened.match,
        "records": [_record(one) for one in opened.records],
        "answers": {uri: {"text": one.text, "file": one.media_type} for uri, one in opened.answers.items()},
        "versions": opened.report["versions"],
        "lists": opened.report["lists"],
        "note": opened.note,
    }


@router.post("/applications/{application_id}/names", auth=DECIDE)
def lift_names(request: MemberRequest, application_id: UUID, body: Reason) -> dict[str, Any]:
    """Show the name from now on, for a reason that the applicant reads."""
    found = find_application(request.organization.pk, application_id)
    services.lift_names(request.act, found, body.reason)
    return _application(found)


@router.post("/applications/{application_id}/stage", auth=DECIDE)
def move_application(request: MemberRequest, application_id: UUID, body: NewStage) -> dict[str, Any]:
    """Move an application along, or decide with a reason that rests on requirements."""
    found = find_application(request.organization.pk, application_id)
    if body.stage in REASONS:
        moved = services.decide(
            request.act,
            found,
            body.stage,
            code=body.code,
            requirements=body.requirements,
            message=body.message,
            note=body.note,
        )
    else:
        moved = services.move_to(request.act, found, body.stage, message=body.message)
    return _application(moved)


def _posting(posting: Posting, request: HttpRequest) -> dict[str, Any]:
    return {
        "id": str(posting.pk),
        "url": f"{settings.OPENLER_PUBLIC_URL}/postings/{posting.pk}/",
        "title": posting.title,
        "description": posting.description,
        "place": posting.place,
        "hours": posting.hours,
        "pay": posting.pay,
        "state": posting.state,
        "is_open": is_open(posting, at_of(request)),
        "closes_at": posting.closes_at.isoformat() if posting.closes_at else None,
        "access_ends_at": posting.access_ends_at.isoformat() if posting.access_ends_at else None,
        "law": posting.law,
        "accommodation_contact": posting.accommodation_contact,
        "requirements": posting.requirements,
    }


def _application(one: Application) -> dict[str, Any]:
    return {
        "id": str(one.pk),
        "posting": str(one.posting_id),
        "number": one.number,
        "stage": one.stage,
        "received_at": one.received_at.isoformat(),
        "access_ends_at": one.access_ends_at.isoformat(),
        "retention_ends_at": one.retention_ends_at.isoformat(),
        "names_lifted": one.names_lifted_at is not None,
    }


def _record(one: JsonObject) -> dict[str, Any]:
    drawn = one["drawn"]
    summary = drawn.get("summary") or {}
    return {
        "id": one["id"],
        "name": (summary.get("name") or {}).get("value"),
        "issuer": (drawn.get("issuer") or {}).get("id"),
        "outcome": drawn["outcome"],
        "sentence": drawn["sentence"],
        "refused": {"state": one["refusal"], "date": one["stamp"]} if one["refusal"] else None,
    }
