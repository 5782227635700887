"""Whose registries does an organization rely on when it checks records? The operator's default, or its own choice."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from openler.foundation.errors import LerError
from openler.platform.organizations.access import MemberRequest, for_members
from openler.platform.recognition.queries import chosen_of, list_registries, reliance_of
from openler.platform.recognition.services import Choice, choose_registries, use_default


@require_safe
@for_members()
def chosen_page(request: MemberRequest) -> HttpResponse:
    """Show which registries count for this organization, and which others there are."""
    return _page(request)


@require_POST
@for_members("owner")
def choose(request: MemberRequest) -> HttpResponse:
    """Choose the registries that count, or go back to the default."""
    try:
        if request.POST.get("act") == "default":
            use_default(request.act, request.organization)
        else:
            choose_registries(request.act, request.organization, _choices(request))
    except LerError as error:
        return _page(request, fault=error)
    messages.success(request, _("From now on these registries count for you."))
    return HttpResponseRedirect(reverse("registries_chosen", args=[request.organization.slug]))


def _choices(request: MemberRequest) -> list[Choice]:
    """Read the choice: first what counted already, in its order, then what was added."""
    ids = {text for text in request.POST.getlist("registry") if _is_id(text)}
    kept = {text for text in request.POST.getlist("address") if text}
    found: list[Choice] = []
    for one in chosen_of(request.organization):
        if one.registry_id and str(one.registry_id) in ids:
            ids.discard(str(one.registry_id))
            found.append(Choice(registry_id=one.registry_id))
        elif one.address in kept:
            found.append(Choice(address=one.address, name=one.name))
    found += [Choice(registry_id=UUID(text)) for text in sorted(ids)]
    address = request.POST.get("new_address", "").strip()
    if address:
        found.append(Choice(address=address, name=request.POST.get("new_name", "").strip()[:120]))
    return found


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def _page(request: MemberRequest, fault: LerError | None = None) -> HttpResponse:
    chosen = chosen_of(request.organization)
    ids = {one.registry_id for one in chosen}
    context = {
        "portal_current": "registries_chosen",
        "is_own": reliance_of(request.organization) is not None,
        "chosen": chosen,
        "others": [one for one in list_registries() if one.pk not in ids],
        "may_choose": request.membership.may("owner"),
        "fault": fault,
        "typed": {"address": request.POST.get("new_address", ""), "name": request.POST.get("new_name", "")},
    }
    return render(request, "governance/chosen.html", context, status=200 if fault is None else 422)
