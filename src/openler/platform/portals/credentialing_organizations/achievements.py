"""How does an organization say what can be earned there: written, shown as learners will see it, approved, published?

Not here: what an achievement may hold and who may approve it, which `achievements.services` knows.
"""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from openler.foundation.errors import LerError
from openler.platform.achievements import services
from openler.platform.achievements.errors import BadAchievement, BadPicture, EditedMeanwhile, NoSuchAchievement
from openler.platform.achievements.models import Picture, Version
from openler.platform.achievements.queries import find_version, history_of, own_picture, url_of, versions_of
from openler.platform.achievements.skills import alignment_of
from openler.platform.achievements.terms import ACHIEVEMENT_TYPES, CLAIM_CHECKS, SUSPENDABLE_TYPES
from openler.platform.base.faults import status_of
from openler.platform.frameworks.queries import search_items
from openler.platform.organizations.access import MemberRequest, for_members
from openler.platform.organizations.queries import members_of
from openler.platform.portals.credentialing_organizations.achievement_forms import (
    Typed,
    draft_of,
    empty_result,
    level_inputs,
    read_typed,
    typed_of,
)
from openler.platform.portals.credentialing_organizations.addresses import picture_response

_MAX_HITS = 12
_FORM = "credentialing_organizations/achievement_edit.html"
_SHOWN = "credentialing_organizations/achievement_version.html"


@require_safe
@for_members("issuer", "reviewer", "viewer")
def achievements_page(request: MemberRequest) -> HttpResponse:
    """List what can be earned here, and what is being written or waits for approval."""
    rows: dict[str, list[dict[str, object]]] = {}
    for one in versions_of(request.organization):
        kind = ACHIEVEMENT_TYPES.get(one.achievement_type, one.achievement_type)
        rows.setdefault(one.state, []).append({"version": one, "kind": kind})
    titles = {
        Version.State.IN_REVIEW: _("Wait for approval"),
        Version.State.DRAFT: _("Being written"),
        Version.State.PUBLISHED: _("Can be earned"),
    }
    context = _place() | {
        "groups": [(title, rows[state]) for state, title in titles.items() if state in rows],
        "may_write": request.membership.may("issuer"),
    }
    return render(request, "credentialing_organizations/achievements.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_members("issuer")
def new(request: MemberRequest) -> HttpResponse:
    """Write the first version of an achievement; nothing is kept until it is fit to be kept."""
    return _write(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
@for_members("issuer", "reviewer", "viewer")
def version_page(request: MemberRequest, version: UUID) -> HttpResponse:
    """Edit a draft, or show a version as it stands."""
    found = find_version(request.organization, version)
    if request.method == "POST":
        request.membership.require("issuer")
    if found.state == Version.State.DRAFT and request.membership.may("issuer"):
        return _write(request, found)
    return _show(request, found)


@require_POST
@for_members("reviewer")
def judge(request: MemberRequest, version: UUID) -> HttpResponse:
    """Approve a version that waits, or send it back with the reason."""
    found = find_version(request.organization, version)
    try:
        if request.POST.get("act") == "approve":
            services.approve(request.act, found)
            messages.success(request, _("It is published: it can be earned from now on."))
        else:
            services.send_back(request.act, found, note=request.POST.get("note", ""))
            messages.success(request, _("It went back to whoever wrote it, with your words."))
    except LerError as error:
        return _show(request, find_version(request.organization, version), fault=error)
    return _to(found)


@require_POST
@for_members("issuer")
def renew(request: MemberRequest, version: UUID) -> HttpResponse:
    """Begin a new version; what is published stays as it is until the new one is approved."""
    found = find_version(request.organization, version)
    try:
        begun = services.begin_version(request.act, found.achievement)
    except LerError as error:
        return _show(request, found, fault=error)
    return _to(begun)


@require_safe
@for_members("issuer", "reviewer", "viewer")
def own(request: MemberRequest, picture: UUID) -> HttpResponse:
    """Give a picture of this organization, also of a draft that is not kept yet."""
    found = own_picture(request.organization, picture)
    if found is None:
        raise NoSuchAchievement(_("There is no picture here."))
    return picture_response(found)


def _write(request: MemberRequest, version: Version | None) -> HttpResponse:
    if request.method != "POST":
        return _form(request, version, typed_of(version), picture=version.picture if version else None)
    typed = read_typed(request.POST, version.alignments if version else [])
    picture = _chosen_picture(request, version)
    try:
        if upload := request.FILES.get("picture_file"):
            picture = services.keep_picture(request.act, request.organization, upload.read())
        verb, _colon, rest = request.POST.get("act", "save").partition(":")
        if verb in ("save", "send"):
            return _keep(request, version, typed, picture, send=verb == "send")
        return _form(request, version, _changed(typed, verb, rest), picture=picture, found_for=_asked(request, verb))
    except EditedMeanwhile as error:
        # Both versions stay: what is kept now, and what was typed here.
        now = find_version(request.organization, version.pk) if version else None
        return _form(request, now, typed, picture=picture, fault=error, theirs=typed_of(now))
    except BadPicture as error:
        return _form(
            request, version, typed, picture=picture, faults={"picture_file": f"{error.message} {error.advice}"}
        )
    except BadAchievement as error:
        return _form(request, version, typed, picture=picture, faults=error.faults)
    except LerError as error:
        return _form(request, version, typed, picture=picture, fault=error)


def _keep(
    request: MemberRequest, version: Version | None, typed: Typed, picture: Picture | None, *, send: bool
) -> HttpResponse:
    draft = draft_of(typed)
    if version is None:
        kept = services.define(request.act, request.organization, draft, picture=picture)
    else:
        revision = request.POST.get("revision", "")
        seen = int(revision) if revision.isascii() and revision.isdigit() else 0
        kept = services.edit(request.act, version, draft, revision=seen, picture=picture)
    if send:
        services.submit(request.act, kept)
        messages.success(request, _("It waits for approval now."))
    else:
        messages.success(request, _("The draft is kept."))
    return _to(kept)


def _changed(typed: Typed, verb: str, rest: str) -> Typed:
    """Do what a button asks of the form: a skill or a result more, or less."""
    if verb == "add" and (one := alignment_of(rest)) is not None:
        if all(one["uri"] != kept["uri"] for kept in typed.alignments):
            typed.alignments.append(one)
    elif verb == "remove":
        typed.alignments = [one for one in typed.alignments if one["uri"] != rest]
    elif verb in ("levels", "points"):
        typed.results.append(empty_result(with_levels=verb == "levels"))
    elif verb == "drop" and rest.isdigit() and 1 <= int(rest) <= len(typed.results):
        del typed.results[int(rest) - 1]
    return typed


def _asked(request: MemberRequest, verb: str) -> str:
    return request.POST.get("q", "").strip()[:120] if verb in ("find", "add", "remove") else ""


def _chosen_picture(request: MemberRequest, version: Version | None) -> Picture | None:
    try:
        chosen = own_picture(request.organization, UUID(request.POST.get("picture", "")))
    except ValueError:
        chosen = None
    return chosen or (version.picture if version else None)


def _form(
    request: MemberRequest,
    version: Version | None,
    typed: Typed,
    *,
    picture: Picture | None,
    faults: dict[str, str] | None = None,
    fault: LerError | None = None,
    theirs: Typed | None = None,
    found_for: str = "",
) -> HttpResponse:
    faults = faults or {}
    chosen = {one["uri"] for one in typed.alignments}
    hits = search_items(found_for, limit=_MAX_HITS) if found_for else []
    context = _place() | {
        "version": version,
        "values": typed.values,
        "results": [
            {**one, "inputs": level_inputs(one), "fault": faults.get(f"results-{number}")}
            if "levels" in one
            else {**one, "fault": faults.get(f"results-{number}")}
            for number, one in enumerate(typed.results, 1)
        ],
        "alignments": typed.alignments,
        "picture": picture,
        "kinds": ACHIEVEMENT_TYPES,
        "kind_word": ACHIEVEMENT_TYPES.get(typed.values.get("achievement_type", "")),
        "checks": CLAIM_CHECKS,
        "can_suspend": typed.values.get("achievement_type") in SUSPENDABLE_TYPES,
        "faults": faults,
        "fault_list": [{"id": name, "words": words} for name, words in faults.items()],
        "fault": fault,
        "theirs": theirs,
        "asked": found_for,
        "hits": [{"item": item, "is_chosen": item.uri in chosen} for item in hits],
        "approvers": _approvers(request, version),
    }
    status = 200 if not faults and fault is None else 409 if theirs is not None else 422
    return render(request, _FORM, context, status=status)


def _show(request: MemberRequest, version: Version, *, fault: LerError | None = None) -> HttpResponse:
    mine = request.user.pk in version.editors or request.user.pk == version.submitted_by
    context = _place() | {
        "version": version,
        "kind": ACHIEVEMENT_TYPES.get(version.achievement_type, version.achievement_type),
        "check": CLAIM_CHECKS[version.claim_check],
        "history": history_of(version.achievement),
        "public_url": url_of(version),
        "may_judge": request.membership.may("reviewer") and version.state == Version.State.IN_REVIEW and not mine,
        "is_own": mine,
        "may_renew": request.membership.may("issuer")
        and version.state == Version.State.PUBLISHED
        and version == history_of(version.achievement).first(),
        "approvers": _approvers(request, version),
        "fault": fault,
    }
    return render(request, _SHOWN, context, status=200 if fault is None else status_of(fault))


def _approvers(request: MemberRequest, version: Version | None) -> list[str]:
    """Name who may approve it: whoever has the role and did not write at it."""
    writers = {*(version.editors if version else []), request.user.pk}
    return [
        one.user.get_full_name()
        for one in members_of(request.organization)
        if one.may("reviewer") and one.user_id not in writers
    ]


def _place() -> dict[str, object]:
    return {"portal_current": "achievements", "portal_phase": "developing", "portal_phase_name": _("Developing")}


def _to(version: Version) -> HttpResponseRedirect:
    slug = version.achievement.organization.slug
    return HttpResponseRedirect(reverse("achievement_version", args=[slug, version.pk]))
