"""How does a team write, publish and close postings?"""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from openler.foundation.errors import Conflict, LerError
from openler.platform.opportunities import services
from openler.platform.opportunities.errors import PostingChanged
from openler.platform.opportunities.knowledge import find_credentials, find_skills
from openler.platform.opportunities.models import Posting
from openler.platform.opportunities.queries import find_posting, is_open, postings_of
from openler.platform.opportunities.retention import rule_for, rules_of
from openler.platform.organizations.access import MemberRequest, for_members
from openler.platform.portals.employers.forms import TypedPosting, read_posting, read_requirement, values_of
from openler.platform.portals.employers.place import place_of
from openler.platform.portals.employers.words import LEVELS, level_word


@require_safe
@for_members("recruiter", "viewer")
def index(request: MemberRequest) -> HttpResponse:
    """List the organization's postings with what came in."""
    rows = [{"posting": one, "is_open": is_open(one, request.act.at)} for one in postings_of(request.organization.pk)]
    return render(request, "employers/postings.html", place_of(request, "postings_of") | {"rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
@for_members("recruiter")
def new(request: MemberRequest) -> HttpResponse:
    """Begin a draft with its title; all else comes after."""
    fault, title = "", request.POST.get("title", "")
    if request.method == "POST":
        try:
            posting = services.create_posting(request.act, services.PostingFields(title=title))
            return _to(request, posting)
        except LerError as error:
            fault = error.message
    context = place_of(request, "postings_of") | {"fault": fault, "title": title}
    return render(request, "employers/posting_new.html", context, status=422 if fault else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@for_members("recruiter", "viewer")
def edit(request: MemberRequest, posting: UUID) -> HttpResponse:
    """Show a posting to its team; a draft can be edited, and each button saves what was typed."""
    found = find_posting(request.organization.pk, posting)
    if request.method != "POST":
        return _page(request, found, TypedPosting(values_of(found), services.PostingFields(found.title)))
    if not request.membership.may("recruiter"):
        return _page(request, found, None, fault=_("Your role does not allow changes."), status=403)
    typed = read_posting(request.POST)
    try:
        return _act(request, found, typed)
    except PostingChanged as error:
        # Both versions stay: what is kept now, and what was typed here.
        now = find_posting(request.organization.pk, posting)
        return _page(request, now, typed, fault=f"{error.message} {error.advice}", theirs=values_of(now), status=409)
    except LerError as error:
        now = find_posting(request.organization.pk, posting)
        return _page(request, now, typed, fault=error.message, fault_at=error.pointer or "", status=_status(error))


@require_POST
@for_members("recruiter")
def close(request: MemberRequest, posting: UUID) -> HttpResponse:
    """Take no more applications."""
    found = services.close_posting(request.act, posting)
    messages.success(request, _("The posting is closed. Applications that came stay."))
    return _to(request, found)


def _act(request: MemberRequest, found: Posting, typed: TypedPosting) -> HttpResponse:
    version = request.POST.get("version", "")
    seen = int(version) if version.isdecimal() else 0
    act, verb, _colon, rest = request.act, *request.POST.get("act", "save").partition(":")
    if typed.faults:
        return _page(request, found, typed, fault=_("A day cannot be read."), status=422)
    saved = services.save_posting(act, found.pk, typed.fields, seen_version=seen)
    if verb == "add":
        data = {name: request.POST.get(f"{rest}-{name}", "") for name in ("uri", "label", "framework", "kind")}
        row = read_requirement({**data, "level": request.POST.get("level", ""), "need": request.POST.get("need", "")})
        saved = services.add_requirement(act, found.pk, row, seen_version=saved.version)
    elif verb == "remove":
        saved = services.remove_requirement(act, found.pk, rest, seen_version=saved.version)
    elif verb == "find":
        return _page(request, saved, typed, asked=request.POST.get("q", "").strip())
    elif verb == "publish":
        services.publish_posting(act, found.pk, seen_version=saved.version)
        messages.success(request, _("The posting is published; its text stays as applicants read it."))
    else:
        messages.success(request, _("The draft is kept."))
    return _to(request, saved)


def _status(error: LerError) -> int:
    return 409 if isinstance(error, Conflict) else 422


def _to(request: MemberRequest, posting: Posting) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("posting_edit", args=(request.organization.slug, posting.pk)))


def _page(
    request: MemberRequest,
    posting: Posting,
    typed: TypedPosting | None,
    *,
    fault: str = "",
    fault_at: str = "",
    theirs: dict[str, str] | None = None,
    asked: str = "",
    status: int = 200,
) -> HttpResponse:
    is_draft = posting.state == Posting.State.DRAFT
    can_edit = request.membership.may("recruiter")
    hits = [*find_skills(asked), *find_credentials(asked)] if asked else []
    context = place_of(request, "postings_of") | {
        "posting": posting,
        "values": typed.values if typed else values_of(posting),
        "faults": typed.faults if typed else {},
        "fault": fault,
        "fault_id": fault_at.strip("/") or "title",
        "theirs": theirs,
        "asked": asked,
        "hits": hits,
        "rules": rules_of(request.organization.pk),
        "rule": rule_for(request.organization.pk, posting.law),
        "levels": [{"step": step, "word": word} for step, word in enumerate(LEVELS, 1)],
        "requirements": [{**row, "level_word": level_word(row.get("level"))} for row in posting.requirements],
        "is_open": is_open(posting, request.act.at),
        "can_edit": can_edit,
    }
    template = "employers/posting_edit.html" if is_draft and can_edit else "employers/posting_team.html"
    return render(request, template, context, status=status)
