"""Issuing by program: batches and records of the organization whose token is sent, under ``/api/v1``."""

from typing import Any
from uuid import UUID

from ninja import File, Form, Query, Router, Schema
from ninja.files import UploadedFile
from pydantic import ConfigDict, Field

from openler.foundation.strict_json import parse_json_object
from openler.platform.achievements.models import Version
from openler.platform.achievements.queries import published_of
from openler.platform.audit.services import record
from openler.platform.issuing import batches, changes, queries
from openler.platform.issuing.errors import BadClassList
from openler.platform.issuing.looks import note_list
from openler.platform.issuing.models import Batch, Row, Seat
from openler.platform.issuing.rows import FIELDS, RESULT, propose_columns
from openler.platform.organizations.access import MemberRequest
from openler.platform.organizations.bearer import Bearer

router = Router(tags=["issuing"])
READ = Bearer("records:read", "issuer", "reviewer", "viewer")
ISSUE = Bearer("records:issue", "issuer")
RELEASE = Bearer("records:issue", "reviewer")
CHANGE = Bearer("records:change", "issuer")
# As many records as one page of a list holds.
PAGE = 100
# More bad rows than these are read from the batch's own page or as CSV.
_FAULTS_TOLD = 200


class Strict(Schema):
    """A body that takes what it names and nothing else."""

    model_config = ConfigDict(extra="forbid")


class WhatIsSaid(Strict):
    """What a record says of one person, and what its issuer keeps of them."""

    email: str = Field(
        "", description="Where the claim link goes; kept by the issuer, in the record as a salted digest."
    )
    roster_id: str = Field("", description="The issuer's own number of the person; never in the record.")
    earned_on: str = Field("", description="YYYY-MM-DD; today if empty.")
    started_on: str = Field("", description="YYYY-MM-DD; when it began, if that is said.")
    role: str = Field("", description="Role in which it was shown, such as a job title.")
    valid_until: str = Field("", description="YYYY-MM-DD; no end if empty.")
    narrative: str = ""
    evidence_url: str = ""
    results: dict[str, str] = Field(
        default_factory=dict, description="By the name or id of a result of the achievement."
    )


class RowOfBatch(WhatIsSaid):
    """One person who earned it."""

    name: str = Field(description="The plain name in the record.")
    award_number: str = ""


class NewBatch(Strict):
    """People who earned an achievement."""

    achievement: str = Field(description="Code or id of a published achievement.")
    title: str = ""
    rows: list[RowOfBatch] = Field(min_length=1, max_length=batches.MAX_ROWS)
    release: bool = Field(
        False, description="Sign the good rows at once, or ask the second person where one is needed."
    )


class Reason(Strict):
    """Why; the holder reads it, third parties do not."""

    reason: str


@router.post("/batches", auth=ISSUE)
def create_batch(request: MemberRequest, body: NewBatch) -> dict[str, Any]:
    """Check rows and keep them as a batch; with the same Idempotency-Key it is the same batch."""
    version = _find_achievement(request, body.achievement)
    head, rows = _as_table(version, body.rows)
    batch = batches.check_batch(
        request.act,
        version,
        title=body.title,
        head=head,
        rows=rows,
        columns={name: name for name in head},
        form_token=_token(request),
        source="api",
    )
    return _batch(_released(request, batch, release=body.release))


@router.post("/batches/files", auth=ISSUE)
def create_batch_of_file(
    request: MemberRequest,
    file: File[UploadedFile],
    achievement: Form[str],
    title: Form[str] = "",
    columns: Form[str] = "",
    release: Form[bool] = False,
) -> dict[str, Any]:
    """Check a class list (CSV); `columns` maps fields to heads as a JSON object, else heads are known by their words."""
    version = _find_achievement(request, achievement)
    table = batches.read_class(file.read())
    mapping = parse_json_object(columns) if columns else propose_columns(table.header, version.results)
    batch = batches.check_batch(
        request.act,
        version,
        title=title or (file.name or ""),
        head=table.header,
        rows=[(row.number, row.cells) for row in table.rows],
        columns={name: str(column) for name, column in mapping.items()},
        form_token=_token(request),
        problems=table.problems,
    )
    encoding = {"encoding": table.encoding, "encoding_assumed": table.encoding_assumed}
    return _batch(_released(request, batch, release=release)) | encoding


@router.get("/batches/{batch_id}", auth=READ)
def read_batch(request: MemberRequest, batch_id: UUID) -> dict[str, Any]:
    """Tell where a batch stands, and which rows are to be mended; the look is written down."""
    batch = queries.find_batch(request.organization, batch_id)
    record(request.act, "batch.viewed", kind="batch", object_id=batch.pk)
    return _batch(batch)


@router.post("/batches/{batch_id}/release", auth=RELEASE)
def release_batch(request: MemberRequest, batch_id: UUID) -> dict[str, Any]:
    """Release a batch that somebody else prepared."""
    batch = queries.find_batch(request.organization, batch_id)
    batches.release(request.act, batch)
    return _batch(queries.find_batch(request.organization, batch_id))


@router.get("/records", auth=READ)
def list_records(
    request: MemberRequest, text: Query[str] = "", state: Query[str] = "", page: Query[int] = 1
) -> dict[str, Any]:
    """List issued records, newest first, a hundred a page; the look is written down."""
    found = queries.seats_of(request.organization, text=text[:200], state=state)
    first = (max(1, page) - 1) * PAGE
    seats = list(found[first : first + PAGE])
    note_list(request.act, seats, is_search=bool(text))
    return {"total": found.count(), "page": max(1, page), "records": [seat_json(seat) for seat in seats]}


@router.get("/records/{seat_id}", auth=READ)
def read_record(request: MemberRequest, seat_id: UUID) -> dict[str, Any]:
    """Show one record of the register; the look is written down."""
    seat = queries.find_seat(request.organization, seat_id)
    record(request.act, "record.viewed", kind="seat", object_id=seat.pk, person_id=seat.holder_id)
    return seat_json(seat)


@router.post("/records/{seat_id}/revocation", auth=CHANGE)
def revoke_record(request: MemberRequest, seat_id: UUID, body: Reason) -> dict[str, Any]:
    """Revoke a record for good, with all its copies."""
    changes.revoke(request.act, [queries.find_seat(request.organization, seat_id)], reason=body.reason)
    return seat_json(queries.find_seat(request.organization, seat_id))


@router.post("/records/{seat_id}/suspension", auth=CHANGE)
def suspend_record(request: MemberRequest, seat_id: UUID, body: Reason) -> dict[str, Any]:
    """Suspend a record whose achievement allows it."""
    changes.suspend(request.act, [queries.find_seat(request.organization, seat_id)], reason=body.reason)
    return seat_json(queries.find_seat(request.organization, seat_id))


@router.post("/records/{seat_id}/reinstatement", auth=CHANGE)
def reinstate_record(request: MemberRequest, seat_id: UUID) -> dict[str, Any]:
    """Let a suspended record count again."""
    changes.reinstate(request.act, [queries.find_seat(request.organization, seat_id)])
    return seat_json(queries.find_seat(request.organization, seat_id))


def _find_achievement(request: MemberRequest, named: str) -> Version:
    for version in published_of(request.organization).select_related("achievement__organization"):
        if named in (version.achievement.code, str(version.pk)):
            return version
    raise BadClassList(
        f"The organization has no published achievement {named[:60]!r}.",
        advice="List the published ones with GET /api/v1/achievements.",
    )


def results_by_id(version: Version, results: dict[str, str]) -> dict[str, str]:
    """Give results that are named by name or id under the ids that their achievement gave them.

    Raises: BadClassList.
    """
    known = {str(one[key]): str(one["id"]) for one in version.results for key in ("name", "id")}
    unknown = sorted(set(results) - set(known))
    if unknown:
        raise BadClassList(f"The achievement has no result {unknown[0][:60]!r}; it has: {', '.join(known) or 'none'}.")
    return {known[name]: value for name, value in results.items()}


def _as_table(version: Version, rows: list[RowOfBatch]) -> tuple[list[str], list[tuple[int, list[str]]]]:
    head = [*FIELDS, *(RESULT + str(one["id"]) for one in version.results)]
    table = []
    for number, row in enumerate(rows, 1):
        results = {RESULT + result: value for result, value in results_by_id(version, row.results).items()}
        table.append((number, [str(results.get(name, getattr(row, name, ""))) for name in head]))
    return head, table


def _released(request: MemberRequest, batch: Batch, *, release: bool) -> Batch:
    if release and batch.state == Batch.State.CHECKED:
        batches.ask_release(request.act, batch)
    return queries.find_batch(request.organization, batch.pk)


def _token(request: MemberRequest) -> str:
    given = str(request.META.get("HTTP_IDEMPOTENCY_KEY", ""))[:40]
    return f"{request.organization.pk.hex[:20]} {given}" if given else batches.new_form_token()


def _batch(batch: Batch) -> dict[str, Any]:
    bad = batch.rows.filter(state=Row.State.BAD)
    used = set(batch.columns.values())
    return {
        "id": str(batch.pk),
        "title": batch.title,
        "state": batch.state,
        "needs_second_person": batch.needs_second,
        "columns_not_used": [name for name in batch.head if name and name not in used],
        "rows": {state.value: batch.rows.filter(state=state).count() for state in Row.State},
        "faults": [{"row": row.number, **fault} for row in bad[:_FAULTS_TOLD] for fault in row.faults],
    }


def seat_json(seat: Seat) -> dict[str, Any]:
    """Give a record as it stands in the register; mail address and own number of the person stay out."""
    return {
        "id": str(seat.pk),
        "award_number": seat.award_number,
        "name": seat.name,
        "achievement": str(seat.version_id),
        "state": seat.state,
        "reason": seat.reason,
        "released_at": seat.released_at.isoformat(),
        "claimed_at": seat.claimed_at.isoformat() if seat.claimed_at else None,
        "valid_until": seat.valid_until.isoformat() if seat.valid_until else None,
    }
