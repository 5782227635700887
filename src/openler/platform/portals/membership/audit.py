"""Where does an owner read what was done in the organization's name, and take it along, for all or for one person?"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from openler.foundation.errors import LerError
from openler.platform.audit.models import AuditEntry
from openler.platform.audit.queries import entries_of, first_changed, judge_end_of_chain, narrowed
from openler.platform.audit.services import record
from openler.platform.audit.words import GROUPS
from openler.platform.organizations.access import MemberRequest, for_members
from openler.platform.organizations.models import Organization
from openler.platform.portals.membership import disclosures
from openler.platform.portals.membership.audit_lines import lines_of, member_names

PAGE = 50
# A page judges the end of the chain; the whole of it is a command's work, for it grows without end.
JUDGED = 1000
_UNPROCESSABLE = 422
_MAX_NAME = 254
_FIELDS = ("person", "actor", "group", "since", "until")


@dataclass(frozen=True, slots=True)
class Asked:
    """Which lines are asked for.

    Attributes:
        typed: the fields as typed.
        entries: the lines that match; those fields count that can be read.
        faults: by field.
        person: the file of the person who was named, if one was.
    """

    typed: Mapping[str, str]
    entries: QuerySet[AuditEntry]
    faults: dict[str, str] = field(default_factory=dict)
    person: disclosures.PersonFile | None = None


@require_safe
@for_members("owner")
def audit(request: MemberRequest) -> HttpResponse:
    """Show the lines that match, a page at a time, and whether the chain holds; the look is a line too."""
    organization = request.organization
    asked = _read(request)
    page = Paginator(asked.entries, PAGE).get_page(request.GET.get("page"))
    entries = list(page.object_list)
    kept = QueryDict(mutable=True)
    kept.update({name: value for name, value in asked.typed.items() if value})
    context = {
        "portal_current": "organization_audit",
        "page": page,
        "lines": lines_of(organization, entries),
        "typed": asked.typed,
        "faults": asked.faults,
        "person_seat": asked.person.seats[0] if asked.person else None,
        "query": kept.urlencode(),
        "actors": member_names(organization).items(),
        "groups": GROUPS.items(),
        "verdict": judge_end_of_chain(JUDGED),
        "changed": first_changed(entries),
        "judged_at": request.act.at,
        "most": disclosures.MOST_LINES,
    }
    record(request.act, "audit.viewed", kind="organization", object_id=organization.pk, detail={"rows": len(entries)})
    response = render(request, "membership/audit.html", context, status=_UNPROCESSABLE if asked.faults else 200)
    add_never_cache_headers(response)
    return response


@require_safe
@for_members("owner")
def export(request: MemberRequest) -> HttpResponse:
    """Give the lines that match as CSV; that they were taken is written down."""
    asked = _read(request)
    table = disclosures.write_lines(request.organization, asked.entries)
    record(request.act, "audit.exported", kind="organization", object_id=request.organization.pk)
    return as_file(table, "audit.csv", "text/csv; charset=utf-8")


@require_safe
@for_members("owner")
def export_person(request: MemberRequest, seat: UUID) -> HttpResponse:
    """Give what was done with the records of the person who has this one, as CSV."""
    person = disclosures.file_of(request.organization, seat)
    table = disclosures.export_file(request.act, request.organization, person)
    return as_file(table, f"disclosures-{seat}.csv", "text/csv; charset=utf-8")


def as_file(data: bytes, name: str, media_type: str) -> HttpResponse:
    """Give a file to be saved, which no cache keeps."""
    response = HttpResponse(data, content_type=media_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    add_never_cache_headers(response)
    return response


def _read(request: MemberRequest) -> Asked:
    typed = {name: request.GET.get(name, "").strip()[:_MAX_NAME] for name in _FIELDS}
    faults: dict[str, str] = {}
    person = None
    entries = entries_of(request.organization.pk)
    if typed["person"]:
        try:
            person = disclosures.file_named(request.organization, typed["person"])
            entries = person.entries(request.organization)
        except LerError as error:
            faults["person"] = f"{error.message} {error.advice}".strip()
            entries = entries.none()
    entries = _by(entries, request.organization, typed["actor"])
    days: dict[str, date] = {}
    for name in ("since", "until"):
        try:
            days |= {name: date.fromisoformat(typed[name])} if typed[name] else {}
        except ValueError:
            faults[name] = _("Write the day as year-month-day, such as 2026-12-18.")
    entries = narrowed(entries, group=typed["group"], since=days.get("since"), until=days.get("until"))
    return Asked(typed, entries, faults, person)


def _by(entries: QuerySet[AuditEntry], organization: Organization, actor: str) -> QuerySet[AuditEntry]:
    members = member_names(organization)
    if actor == "system":
        return entries.filter(actor_id=None)
    if actor == "outside":
        return entries.exclude(actor_id=None).exclude(actor_id__in=members)
    chosen = [one for one in members if str(one) == actor]
    return entries.filter(actor_id__in=chosen) if actor else entries
