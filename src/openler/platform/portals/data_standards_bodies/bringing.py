"""How does an organization bring a framework here, and see which rows of its file could not be used?"""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from openler.foundation.errors import LerError
from openler.foundation.json_types import JsonObject
from openler.foundation.tables import write_table
from openler.platform.frameworks.models import Framework
from openler.platform.frameworks.queries import NoSuchFramework, list_frameworks
from openler.platform.frameworks.services import import_framework
from openler.platform.organizations.access import MemberRequest, for_members
from openler.skills.frameworks import Kind, NotAFramework

_KINDS: dict[str, Kind] = {"case": "case", "rsd": "rsd", "csv": "csv"}
_TEXTS = ("kind", "title", "publisher", "version", "licence", "attribution")
_COLUMNS = ("label", "statement", "code", "parent", "uri", "alternatives")
# Faults shown on the page; all that were kept are in the file to mend by.
MAX_SHOWN = 50


@require_safe
@for_members()
def frameworks_of(request: MemberRequest) -> HttpResponse:
    """List what the organization brought, and the form for more."""
    return _page(request, {})


@require_POST
@for_members("issuer")
def bring(request: MemberRequest) -> HttpResponse:
    """Import a file: what is good comes in, what is not is named on the next page."""
    typed = {name: request.POST.get(name, "").strip() for name in _TEXTS}
    columns = {name: request.POST.get(f"column-{name}", "").strip() for name in _COLUMNS}
    typed |= {f"column_{name}": value for name, value in columns.items()}
    file = request.FILES.get("file")
    try:
        if file is None:
            raise NotAFramework(_("No file was chosen."), advice=_("Choose the file of the framework."))
        outcome = import_framework(
            request.act,
            tenant_id=request.organization.pk,
            data=file.read(),
            kind=_KINDS.get(typed["kind"]),
            title=typed["title"],
            publisher=typed["publisher"],
            version=typed["version"],
            licence=typed["licence"],
            attribution=typed["attribution"],
            columns={name: value for name, value in columns.items() if value} or None,
        )
    except LerError as error:
        return _page(request, typed, fault=error)
    words = ngettext("%(taken)d of %(n)d entry came in.", "%(taken)d of %(n)d entries came in.", outcome.counted)
    messages.success(request, words % {"taken": outcome.taken, "n": outcome.counted})
    return HttpResponseRedirect(reverse("framework_outcome", args=[request.organization.slug, outcome.framework.pk]))


@require_safe
@for_members()
def outcome(request: MemberRequest, framework: UUID) -> HttpResponse:
    """Show what came of an import, fault by fault."""
    found = _own(request, framework)
    faults = [fault | {"place": _place(fault)} for fault in found.faults]
    context = _place_of(request) | {
        "framework": found,
        "left_out": found.counted - found.item_count,
        "faults": faults[:MAX_SHOWN],
        "is_cut": found.fault_count > MAX_SHOWN,
    }
    return render(request, "data_standards_bodies/outcome.html", context)


@require_safe
@for_members()
def faults_file(request: MemberRequest, framework: UUID) -> HttpResponse:
    """Give the faults as a CSV file to mend by; no cell of it is a formula."""
    found = _own(request, framework)
    header = ("place", "column", "value", "reason", "remedy", "left out")
    rows = tuple(
        (
            _place(fault),
            str(fault["column"]),
            str(fault["value"]),
            _(str(fault["reason"])),
            _(str(fault["remedy"])),
            _("yes") if fault["is_left_out"] else _("no"),
        )
        for fault in found.faults
    )
    response = HttpResponse(write_table(header, rows), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="framework-{found.pk}-to-mend.csv"'
    return response


def _own(request: MemberRequest, framework_id: UUID) -> Framework:
    found = list_frameworks(request.organization.pk).filter(pk=framework_id).first()
    if found is None:
        raise NoSuchFramework(_("Your organization brought no such framework here."))
    return found


def _place(fault: JsonObject) -> str:
    if fault["list_name"] == "row":
        return _("Row %(number)d") % {"number": fault["number"]}
    if not fault["number"]:
        return str(fault["list_name"]) or _("The file")
    return _("%(list)s, entry %(number)d") % {"list": fault["list_name"], "number": fault["number"]}


def _page(request: MemberRequest, typed: dict[str, str], fault: LerError | None = None) -> HttpResponse:
    context = _place_of(request) | {
        "frameworks": list_frameworks(request.organization.pk),
        "may_bring": request.membership.may("issuer"),
        "typed": typed,
        "fault": fault,
    }
    return render(request, "data_standards_bodies/frameworks_of.html", context, status=422 if fault else 200)


def _place_of(request: MemberRequest) -> dict[str, Any]:
    return {
        "organization": request.organization,
        "portal_who": "standards",
        "portal_name": _("Data Standards Bodies"),
        "portal_phase": "developing",
        "portal_phase_name": _("Developing"),
        "portal_current": "frameworks_of",
    }
