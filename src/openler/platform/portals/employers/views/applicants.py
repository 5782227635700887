"""How does a recruiter see who applied: requirement by requirement, names hidden, every look written down?"""

import json
from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST, require_safe

from openler.foundation.errors import LerError, NotFound
from openler.platform.opportunities import services
from openler.platform.opportunities.errors import AccessEnded
from openler.platform.opportunities.models import Answer, Application
from openler.platform.opportunities.queries import (
    find_application,
    find_posting,
    has_access,
    is_keeper,
)
from openler.platform.opportunities.retention import rule_for
from openler.platform.opportunities.services.deciding import REASONS, WAYS
from openler.platform.organizations.access import MemberRequest, for_members
from openler.platform.portals.employers.laying_out import counted, shown_records, shown_requirements
from openler.platform.portals.employers.place import place_of
from openler.platform.portals.employers.words import MOVES, STAGES


@require_safe
@for_members("recruiter")
def inbox(request: MemberRequest, posting: UUID) -> HttpResponse:
    """List the applications to a posting by number and stage; nobody's name stands here."""
    found = find_posting(request.organization.pk, posting)
    rows = [
        {"application": one, "stage": STAGES[one.stage], "can_open": has_access(one, request.act.at)}
        for one in services.list_applications(request.act, found)
    ]
    context = place_of(request, "postings_of") | {"posting": found, "rows": rows}
    return render(request, "employers/applicants.html", context)


@require_GET
@for_members("recruiter")
def one(request: MemberRequest, application: UUID) -> HttpResponse:
    """Show one application; opening it is written down for the applicant."""
    return _page(request, find_application(request.organization.pk, application))


@require_GET
@for_members("recruiter")
def raw(request: MemberRequest, application: UUID) -> HttpResponse:
    """Give what was handed in as JSON, without names until they are lifted."""
    document = services.see_raw(request.act, find_application(request.organization.pk, application))
    response = HttpResponse(json.dumps(document, indent=2, ensure_ascii=False), content_type="application/json")
    response.headers["Content-Disposition"] = f'attachment; filename="applicant-{application}.json"'
    add_never_cache_headers(response)
    return response


@require_GET
@for_members("recruiter")
def file(request: MemberRequest, application: UUID, answer: int) -> HttpResponse:
    """Give a file that an applicant handed in, to be saved and never shown here."""
    try:
        content, media_type = services.open_file(
            request.act, find_application(request.organization.pk, application), answer
        )
    except Answer.DoesNotExist:
        raise NotFound(_("There is no such file.")) from None
    response = HttpResponse(content, content_type=media_type or "application/octet-stream")
    ending = {"application/pdf": "pdf", "image/png": "png", "image/jpeg": "jpg"}.get(media_type, "txt")
    response.headers["Content-Disposition"] = f'attachment; filename="answer-{answer}.{ending}"'
    add_never_cache_headers(response)
    return response


@require_POST
@for_members("recruiter")
def names(request: MemberRequest, application: UUID) -> HttpResponse:
    """Show the name from now on, with a reason that the applicant reads."""
    found = find_application(request.organization.pk, application)
    return _done(request, found, lambda: services.lift_names(request.act, found, request.POST.get("reason", "")))


@require_POST
@for_members("recruiter")
def check(request: MemberRequest, application: UUID) -> HttpResponse:
    """Check the records again, as of now."""
    found = find_application(request.organization.pk, application)
    return _done(request, found, lambda: services.check_again(request.act, found))


@require_POST
@for_members("recruiter")
def move(request: MemberRequest, application: UUID) -> HttpResponse:
    """Move an application along, or decide."""
    found = find_application(request.organization.pk, application)
    stage, message = request.POST.get("stage", ""), request.POST.get("message", "")

    def go() -> None:
        if stage in REASONS:
            services.decide(
                request.act,
                found,
                stage,
                code=request.POST.get("code", ""),
                requirements=request.POST.getlist("requirement"),
                message=message,
                note=request.POST.get("note", ""),
            )
        else:
            services.move_to(request.act, found, stage, message=message)
        messages.success(request, _("Done. The applicant sees it."))

    return _done(request, found, go)


def _done(request: MemberRequest, found: Application, act: Callable[[], None]) -> HttpResponse:
    try:
        act()
    except AccessEnded:
        raise
    except LerError as error:
        return _page(request, found, fault=f"{error.message} {error.advice}", typed=request.POST, status=422)
    return HttpResponseRedirect(reverse("applicant", args=(request.organization.slug, found.pk)))


def _page(
    request: MemberRequest, found: Application, *, fault: str = "", typed: object = None, status: int = 200
) -> HttpResponse:
    at, organization = request.act.at, request.organization
    context: dict[str, object] = place_of(request, "postings_of") | {
        "application": found,
        "posting": found.posting,
        "stage": STAGES[found.stage],
        "rule": rule_for(organization.pk, found.law),
        "is_owner": request.membership.may(),
        "is_keeper": is_keeper(organization.pk, request.user.pk),
        "fault": fault,
        "typed": typed or {},
    }
    if not has_access(found, at):
        services.note_ended(request.act, found)
        response = render(request, "employers/applicant_ended.html", context, status=status)
    else:
        opened = services.open_application(request.act, found)
        shown = shown_requirements(opened, found.posting.requirements)
        ways = WAYS.get(found.stage, ())
        context |= {
            "opened": opened,
            "requirements": shown,
            "sentence": counted(shown),
            "records": shown_records(opened),
            "moves": [{"stage": stage, "words": MOVES[stage]} for stage in ways if stage not in REASONS],
            "decisions": [
                {"stage": stage, "words": MOVES[stage], "reasons": REASONS[stage]} for stage in ways if stage in REASONS
            ],
        }
        response = render(request, "employers/applicant.html", context, status=status)
    add_never_cache_headers(response)
    return response
