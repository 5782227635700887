"""Where does an organization issue: one record by a form, a class by a list, a record of what was learned at work?"""

import re
from collections.abc import Mapping
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from openler.foundation.errors import LerError
from openler.platform.accounts.fresh import fresh
from openler.platform.achievements.errors import NoSuchAchievement
from openler.platform.achievements.models import Version
from openler.platform.achievements.queries import published_of
from openler.platform.achievements.terms import CLAIM_CHECKS, WORK_TYPES
from openler.platform.base.faults import status_of
from openler.platform.issuing import batches
from openler.platform.issuing.errors import BadClassList
from openler.platform.issuing.models import Batch
from openler.platform.issuing.queries import batches_of, open_objections
from openler.platform.issuing.rows import FIELDS, RESULT, propose_columns
from openler.platform.issuing.uploads import check_upload, find_upload, keep_upload, open_upload
from openler.platform.keystore.services import current_key
from openler.platform.organizations.access import MemberRequest, for_members
from openler.platform.organizations.services import set_release_limit
from openler.platform.portals.credentialing_organizations.award_forms import empty_award, read_award
from openler.platform.portals.credentialing_organizations.batch_words import STATES

_NEWEST = 30
_SAMPLE_ROWS = 4
_NUMBER = re.compile(r"[0-9]{1,6}")
_TOKEN = re.compile(r"[A-Za-z0-9_-]{16,64}")


@require_safe
@for_members("issuer", "reviewer")
def issue_page(request: MemberRequest) -> HttpResponse:
    """Show what can be awarded, the batches so far, and what waits for somebody."""
    found = list(batches_of(request.organization)[:_NEWEST])
    context = place("issue") | {
        "versions": published_of(request.organization),
        "waiting": [one for one in found if one.state == Batch.State.WAITING],
        "batches": [{"batch": one, "state": STATES[one.state]} for one in found],
        "objections": open_objections(request.organization),
        "has_key": current_key(request.organization.pk) is not None,
        "may_issue": request.membership.may("issuer"),
        "is_owner": request.membership.may("owner"),
    }
    return render(request, "credentialing_organizations/issue.html", context)


@require_POST
@for_members("owner")
@fresh
def set_limit(request: MemberRequest) -> HttpResponse:
    """Say above how many rows a second person releases a list."""
    typed = request.POST.get("rows", "").strip()
    set_release_limit(request.act, request.organization, int(typed) if _NUMBER.fullmatch(typed) else -1)
    messages.success(request, _("From now on this limit holds."))
    return HttpResponseRedirect(reverse("issue", args=[request.organization.slug]))


@require_http_methods(["GET", "HEAD", "POST"])
@for_members("issuer")
def issue_one(request: MemberRequest, version: UUID) -> HttpResponse:
    """Award an achievement to one person by a form."""
    return _by_form(request, _published(request, version), "form", "credentialing_organizations/issue_one.html")


@require_http_methods(["GET", "HEAD", "POST"])
@for_members("issuer")
def issue_work(request: MemberRequest) -> HttpResponse:
    """Say on one screen what somebody learned at work."""
    offered = list(published_of(request.organization).filter(achievement_type__in=WORK_TYPES))
    asked = request.POST.get("of") or request.GET.get("of", "")
    chosen = next((one for one in offered if str(one.pk) == asked), offered[0] if offered and not asked else None)
    if chosen is None and asked:
        raise NoSuchAchievement(_("There is no such achievement here."))
    if chosen is None:
        return render(request, "credentialing_organizations/issue_work.html", place("issue_work"))
    return _by_form(request, chosen, "work", "credentialing_organizations/issue_work.html", offered=offered)


@require_http_methods(["GET", "HEAD", "POST"])
@for_members("issuer")
def issue_class(request: MemberRequest, version: UUID) -> HttpResponse:
    """Take a class list; nothing is checked or signed yet."""
    chosen = _published(request, version)
    fault = None
    if request.method == "POST":
        try:
            upload = request.FILES.get("file")
            data = upload.read() if upload else request.POST.get("text", "").encode()
            if not data.strip():
                raise BadClassList(_("Choose a file, or paste the list."))
            kept = keep_upload(
                request.act,
                chosen,
                title=request.POST.get("title", ""),
                data=data,
                claim_check=_check(request.POST, chosen),
                form_token=_token(request.POST),
            )
            return HttpResponseRedirect(reverse("issue_columns", args=[request.organization.slug, kept.pk]))
        except LerError as error:
            fault = error
    context = _form_place(request, chosen) | {"fault": fault, "fields": FIELDS, "most": batches.MAX_ROWS}
    return render(
        request, "credentialing_organizations/issue_class.html", context, status=status_of(fault) if fault else 200
    )


@require_http_methods(["GET", "HEAD", "POST"])
@for_members("issuer")
def issue_columns(request: MemberRequest, upload: UUID) -> HttpResponse:
    """Say what each column means; then every row is checked."""
    kept = find_upload(request.organization, upload)
    table = open_upload(kept)
    fields = dict(FIELDS) | {RESULT + str(one["id"]): str(one["name"]) for one in kept.version.results}
    chosen = propose_columns(table.header, kept.version.results)
    fault = None
    if request.method == "POST":
        chosen = {name: column for name in fields if (column := request.POST.get(f"column-{name}", ""))}
        try:
            batch = check_upload(request.act, kept, chosen)
            return to_batch(batch)
        except LerError as error:
            fault = error
    samples = table.rows[:_SAMPLE_ROWS]
    context = place("issue") | {
        "upload": kept,
        "rows": len(table.rows),
        "assumed_encoding": table.encoding if table.encoding_assumed else "",
        "fields": [{"name": name, "words": words, "chosen": chosen.get(name, "")} for name, words in fields.items()],
        "columns": [
            {"head": head, "samples": [row.cells[at] for row in samples if at < len(row.cells)]}
            for at, head in enumerate(table.header)
        ],
        "fault": fault,
    }
    return render(
        request, "credentialing_organizations/issue_columns.html", context, status=status_of(fault) if fault else 200
    )


def place(current: str) -> dict[str, object]:
    """Give what `organizations/portal.html` needs on a page of issuing."""
    return {"portal_current": current, "portal_phase": "issuing", "portal_phase_name": _("Issuing")}


def to_batch(batch: Batch) -> HttpResponseRedirect:
    """Lead to the page of a batch."""
    return HttpResponseRedirect(reverse("batch", args=[batch.organization.slug, batch.pk]))


def _by_form(
    request: MemberRequest, version: Version, source: str, template: str, *, offered: list[Version] | None = None
) -> HttpResponse:
    form, fault = empty_award(version, today=request.act.at.date()), None
    if request.method == "POST":
        form = read_award(version, request.POST, today=request.act.at.date())
        try:
            if not form.faults:
                return to_batch(_award(request, version, source, form.typed))
        except LerError as error:
            fault = error
    context = _form_place(request, version) | form.context
    context |= {
        "portal_current": "issue_work" if source == "work" else "issue",
        "fault": fault,
        "offered": offered or [],
    }
    status = 200 if not form.faults and fault is None else 422 if fault is None else status_of(fault)
    return render(request, template, context, status=status)


def _award(request: MemberRequest, version: Version, source: str, typed: Mapping[str, str]) -> Batch:
    batch = batches.check_batch(
        request.act,
        version,
        title=f"{version.name}: {typed['name'].strip()}",
        head=list(typed),
        rows=[(1, list(typed.values()))],
        columns={name: name for name in typed},
        form_token=_token(request.POST),
        claim_check=_check(request.POST, version),
        source=source,
    )
    if batch.state == Batch.State.CHECKED:
        batch = batches.ask_release(request.act, batch)
        if batch.state == Batch.State.SIGNING:
            # One record is signed before the page has loaded; the rest, its mail, is the worker's.
            batches.sign_chunk(str(batch.pk), at=request.act.at)
            messages.success(request, _("The record is signed."))
    return batch


def _form_place(request: MemberRequest, version: Version) -> dict[str, object]:
    return place("issue") | {
        "version": version,
        "token": _token(request.POST),
        "checks": {value: words for value, words in CLAIM_CHECKS.items() if value >= version.claim_check},
        "check": _check(request.POST, version),
        "typed_title": request.POST.get("title", ""),
        "text": request.POST.get("text", ""),
        "today": request.act.at.date().isoformat(),
        "member": request.user.get_full_name(),
        "title_of_member": request.membership.title,
    }


def _token(data: Mapping[str, str]) -> str:
    """Give the token of a form that was sent, or one for a form to be sent."""
    given = data.get("token", "")
    return given if _TOKEN.fullmatch(given) else batches.new_form_token()


def _check(data: Mapping[str, str], version: Version) -> int:
    asked = data.get("claim_check", "")
    return int(asked) if asked in ("0", "1", "2", "3") else version.claim_check


def _published(request: MemberRequest, version_id: UUID) -> Version:
    found = published_of(request.organization).select_related("achievement__organization").filter(pk=version_id).first()
    if found is None:
        raise NoSuchAchievement(_("This is not awarded here now; only what is published is."))
    return found
