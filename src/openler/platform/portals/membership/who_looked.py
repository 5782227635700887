"""Where does somebody read what others did with their data: who, when, what, why, and with which record?"""

import json

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_safe

from openler.foundation.tables import write_table
from openler.platform.audit.models import AuditEntry
from openler.platform.audit.queries import entries_about
from openler.platform.issuing.queries import seats_held_by
from openler.platform.organizations.access import PersonRequest, signed_in
from openler.platform.portals.membership.audit import as_file
from openler.platform.portals.membership.audit_lines import Line, lines_about

PAGE = 50
# More than years of looks at one person's records; a page shows the rest.
MOST_LINES = 20_000
_HEAD = ("time (UTC)", "who", "what", "with what", "purpose", "basis", "outcome")


@require_safe
@signed_in
def who_looked(request: PersonRequest) -> HttpResponse:
    """Show what others did with one's data, the newest first."""
    page = Paginator(_entries(request.user.pk), PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "lines": lines_about(request.user.pk, list(page.object_list)), "most": MOST_LINES}
    response = render(request, "membership/who_looked.html", context)
    add_never_cache_headers(response)
    return response


@require_safe
@signed_in
def who_looked_file(request: PersonRequest, form: str) -> HttpResponse:
    """Give the same as a file: "csv", in which no cell is a formula, or "json"."""
    rows = [_cells(line) for line in lines_about(request.user.pk, list(_entries(request.user.pk)[:MOST_LINES]))]
    if form == "json":
        told = [dict(zip(_HEAD, row, strict=True)) for row in rows]
        return as_file(json.dumps(told, ensure_ascii=False, indent=2).encode(), "who-looked.json", "application/json")
    return as_file(write_table(_HEAD, tuple(rows)), "who-looked.csv", "text/csv; charset=utf-8")


def _entries(person_id: int) -> QuerySet[AuditEntry]:
    return entries_about(person_id, {"seat": seats_held_by(person_id).values_list("pk", flat=True)})


def _cells(line: Line) -> tuple[str, ...]:
    thing = f"{line.kind} {line.thing.name}".strip()
    told = (line.who, line.what, thing, line.purpose, line.basis, line.outcome)
    return (line.at.isoformat(timespec="seconds"), *(str(words) for words in told))
