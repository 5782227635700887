"""How long is what was handed in kept, who may open sealed copies, and what stops deletion?"""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from openler.foundation.errors import LerError
from openler.platform.opportunities import services
from openler.platform.opportunities.queries import find_application, keepers_of
from openler.platform.opportunities.retention import rules_of
from openler.platform.organizations.access import MemberRequest, for_members
from openler.platform.organizations.looks import note_members
from openler.platform.organizations.queries import members_of
from openler.platform.portals.employers.laying_out import shown_records, shown_requirements
from openler.platform.portals.employers.place import place_of


@require_http_methods(["GET", "HEAD", "POST"])
@for_members("owner")
def table(request: MemberRequest) -> HttpResponse:
    """Show and edit how long applications are kept, by the law of which place."""
    fault, typed = "", request.POST
    if request.method == "POST":
        months = request.POST.get("months", "")
        try:
            services.set_rule(
                request.act,
                request.POST.get("place", "") or slugify(request.POST.get("name", ""))[:40],
                name=request.POST.get("name", ""),
                months=int(months) if months.isdecimal() and len(months) < 5 else 0,
                citation=request.POST.get("citation", ""),
                url=request.POST.get("url", ""),
            )
            messages.success(request, _("The line is kept; ends of applications under it moved along."))
            return _back(request)
        except LerError as error:
            fault = error.message
    named, members = set(keepers_of(request.organization.pk)), list(members_of(request.organization))
    note_members(request.act, members)
    context = place_of(request, "keeping") | {
        "rules": rules_of(request.organization.pk),
        "members": [{"member": one, "is_keeper": one.user_id in named} for one in members],
        "fault": fault,
        "typed": typed,
    }
    return render(request, "employers/retention.html", context, status=422 if fault else 200)


@require_POST
@for_members("owner")
def keepers(request: MemberRequest) -> HttpResponse:
    """Name a member who may open sealed copies, or take that back."""
    chosen = {str(one.user_id): one.user_id for one in members_of(request.organization)}
    user_id = chosen.get(request.POST.get("user", ""))
    if user_id is not None:
        act = services.remove_keeper if request.POST.get("act") == "remove" else services.name_keeper
        act(request.act, user_id)
    return _back(request)


@require_POST
@for_members("owner")
def hold_one(request: MemberRequest, application: UUID) -> HttpResponse:
    """Hold an application for a legal reason, or release it."""
    found = find_application(request.organization.pk, application)
    if request.POST.get("act") == "release":
        services.release_hold(request.act, found)
    else:
        services.hold(request.act, found, request.POST.get("reason", ""))
    return HttpResponseRedirect(reverse("applicant", args=(request.organization.slug, found.pk)))


@require_POST
@for_members()
def sealed(request: MemberRequest, application: UUID) -> HttpResponse:
    """Open the sealed copy after the agreed end, for a named member with a reason."""
    found = find_application(request.organization.pk, application)
    opened = services.open_sealed_copy(
        request.act,
        found,
        reason=request.POST.get("reason", ""),
        telling_forbidden_by=request.POST.get("forbidden_by", ""),
    )
    context = place_of(request, "keeping") | {
        "application": found,
        "posting": found.posting,
        "opened": opened,
        "records": shown_records(opened),
        "requirements": shown_requirements(opened, found.posting.requirements),
    }
    response = render(request, "employers/applicant_sealed.html", context)
    add_never_cache_headers(response)
    return response


def _back(request: MemberRequest) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("retention", args=(request.organization.slug,)))
