"""An organization's audit by program, under ``/api/v1``: the lines that its owner reads on the page, told the same way."""

from datetime import date
from typing import Any

from ninja import Query, Router, Schema
from pydantic import Field

from openler.platform.audit.models import AuditEntry
from openler.platform.audit.queries import entries_of, narrowed
from openler.platform.audit.services import record
from openler.platform.audit.words import GROUPS
from openler.platform.organizations.access import MemberRequest
from openler.platform.organizations.bearer import Bearer
from openler.platform.portals.membership.audit_lines import Line, lines_of

router = Router(tags=["audit"])
READ = Bearer("audit:read", "owner")
# As many lines as one answer holds.
_PAGE = 100


class LinesAsked(Schema):
    """Which lines are asked for."""

    group: str = Field("", pattern=f"^({'|'.join(GROUPS)})?$", description="Verbs that are read together.")
    since: date | None = Field(None, description="The first day, UTC.")
    until: date | None = Field(None, description="The last day, UTC.")
    before: int | None = Field(
        None, ge=1, le=2**63 - 1, description="`next_before` of the answer before: lines with a lower number."
    )


@router.get("/audit", auth=READ)
def list_audit(request: MemberRequest, asked: Query[LinesAsked]) -> dict[str, Any]:
    """List what was done in the organization's name, newest first, a hundred at once; the look is written down."""
    organization = request.organization
    found = narrowed(entries_of(organization.pk), group=asked.group, since=asked.since, until=asked.until)
    # By number and not by place: each look is a line itself and would move all others.
    rest = found if asked.before is None else found.filter(number__lt=asked.before)
    some = list(rest[: _PAGE + 1])
    entries = some[:_PAGE]
    record(request.act, "audit.viewed", kind="organization", object_id=organization.pk, detail={"rows": len(entries)})
    told = zip(entries, lines_of(organization, entries), strict=True)
    return {
        "total": found.count(),
        "next_before": entries[-1].number if len(some) > _PAGE else None,
        "lines": [_line(entry, line) for entry, line in told],
    }


def _line(entry: AuditEntry, line: Line) -> dict[str, Any]:
    """Give a line in words and in the names that programs know; accounts of people outside stay unknown, as on the page."""
    return {
        "number": line.number,
        "at": line.at.isoformat(),
        "who": line.who,
        "actor": line.actor_id,
        "verb": line.verb,
        "what": str(line.what),
        "kind": entry.kind,
        "object": line.object_id,
        "name": line.thing.name,
        "purpose": entry.purpose,
        "basis": entry.basis,
        "outcome": entry.outcome,
    }
