"""How does a governance organization keep its registry: enter, suspend, lift, withdraw, and see it all?"""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from openler.foundation.errors import LerError
from openler.platform.achievements.terms import ACHIEVEMENT_TYPES
from openler.platform.organizations.access import MemberRequest, for_members
from openler.platform.portals.governance.forms import read_day, read_entry, typed_entry
from openler.platform.portals.governance.rows import ACT_WORDS, ACTS, ACTS_FROM, lay_out
from openler.platform.recognition import services
from openler.platform.recognition.models import Registry
from openler.platform.recognition.queries import find_entry, read_own

# A search shows no more; what is further down is found by a longer word.
MAX_ROWS = 200


@require_safe
@for_members()
def registry_page(request: MemberRequest) -> HttpResponse:
    """Show the registry and the form for a new entry."""
    return _registry_page(request, typed={"since": request.act.at.date().isoformat()})


@require_POST
@for_members("issuer")
def enter(request: MemberRequest) -> HttpResponse:
    """Recognize an issuer."""
    typed = typed_entry(request.POST)
    try:
        registry = services.open_registry(request.act, request.organization)
        services.enter_issuer(request.act, registry, read_entry(typed))
    except LerError as error:
        return _registry_page(request, typed=typed, fault=error)
    messages.success(request, _("The entry stands, and everybody can read it."))
    return HttpResponseRedirect(reverse("registry", args=[request.organization.slug]))


@require_safe
@for_members()
def entry_page(request: MemberRequest, entry: UUID) -> HttpResponse:
    """Show one entry, what came after it, and what can be done."""
    return _entry_page(request, entry, typed={"since": request.act.at.date().isoformat()})


@require_POST
@for_members("issuer")
def change(request: MemberRequest, entry: UUID) -> HttpResponse:
    """Suspend, lift or withdraw."""
    typed = {name: request.POST.get(name, "").strip() for name in ("kind", "since", "reason", "revision")}
    found = find_entry(request.organization, entry)
    if typed["revision"].isdecimal():
        found.revision = int(typed["revision"])
    try:
        services.change_entry(request.act, found, typed["kind"], since=read_day(typed["since"]), reason=typed["reason"])
    except LerError as error:
        return _entry_page(request, entry, typed=typed, fault=error)
    messages.success(request, _("The change stands, and everybody can read it."))
    return HttpResponseRedirect(reverse("registry_entry", args=[request.organization.slug, entry]))


def _registry_page(request: MemberRequest, *, typed: dict[str, Any], fault: LerError | None = None) -> HttpResponse:
    registry = Registry.objects.select_related("organization").filter(organization=request.organization).first()
    query = request.GET.get("q", "").strip()
    entries = read_own(registry, at=request.act.at).entries if registry else ()
    rows = lay_out(entries, request.act.at, query)
    context = _place(request) | {
        "registry": registry,
        "rows": rows[:MAX_ROWS],
        "row_count": len(rows),
        "recognized_count": sum(row.standing == "recognized" for row in rows),
        "query": query,
        "kinds": [(value, words, value in typed.get("achievement_types", ())) for value, words in _types()],
    }
    return render(request, "governance/registry.html", context | _told(typed, fault), status=_status(fault))


def _entry_page(
    request: MemberRequest, entry_id: UUID, *, typed: dict[str, str], fault: LerError | None = None
) -> HttpResponse:
    found = find_entry(request.organization, entry_id)
    entries = read_own(found.registry, at=request.act.at, issuers={found.issuer}).entries
    (row,) = lay_out([one for one in entries if one.id == str(found.pk)], request.act.at)
    context = _place(request) | {"row": row, "revision": typed.get("revision") or found.revision}
    possible = ACTS_FROM.get(row.standing, ACTS)
    context["acts"] = [(kind, ACT_WORDS[kind], kind == typed.get("kind")) for kind in possible]
    return render(request, "governance/entry.html", context | _told(typed, fault), status=_status(fault))


def _types() -> list[tuple[str, str]]:
    return [(value, str(words)) for value, words in ACHIEVEMENT_TYPES.items()]


def _told(typed: dict[str, Any], fault: LerError | None) -> dict[str, Any]:
    faults = dict(getattr(fault, "faults", {}))
    return {
        "typed": typed,
        "fault": fault,
        "faults": faults,
        "fault_list": [{"id": name, "words": words} for name, words in faults.items()],
    }


def _status(fault: LerError | None) -> int:
    return 200 if fault is None else 409 if fault.code == "change_not_possible" else 422


def _place(request: MemberRequest) -> dict[str, Any]:
    return {
        "portal_current": "registry",
        "portal_phase": "issuing",
        "portal_phase_name": _("Issuing"),
        "may_enter": request.membership.may("issuer") and "governance" in request.organization.kinds,
    }
