"""How does somebody find work, apply with records, follow the application and take it back?"""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from openler.foundation.errors import LerError
from openler.platform.base.acts import at_of, visitor_of
from openler.platform.opportunities import services
from openler.platform.opportunities.errors import AlreadyApplied
from openler.platform.opportunities.knowledge import recognisers_of
from openler.platform.opportunities.models import Application, Posting
from openler.platform.opportunities.queries import (
    find_own_application,
    find_public_posting,
    is_open,
    live_application,
    looks_told,
    message_to,
    open_postings,
    own_applications,
    read_opened,
)
from openler.platform.opportunities.retention import retention_end, rule_for
from openler.platform.opportunities.services.deciding import REASONS
from openler.platform.organizations.access import PersonRequest, open_to_all, signed_in
from openler.platform.organizations.models import Organization
from openler.platform.portals.employers.forms import read_answers, read_wallet_body
from openler.platform.portals.employers.laying_out import shown_records
from openler.platform.portals.employers.words import LOOKS, STAGES, level_word

# More openings than a page can show are found by the employer's own page.
MAX_OPENINGS = 200


@require_safe
@open_to_all
def openings(request: HttpRequest) -> HttpResponse:
    """List the open postings of this installation."""
    found = list(open_postings(at_of(request))[:MAX_OPENINGS])
    names = Organization.objects.in_bulk({one.tenant_id for one in found})
    rows = [{"posting": one, "organization": names.get(one.tenant_id)} for one in found]
    return render(request, "employers/openings.html", {"rows": rows, "nav_current": "openings"})


@require_safe
@open_to_all
def posting_page(request: HttpRequest, posting: UUID) -> HttpResponse:
    """Show a posting, who offers it as far as that is proven, both ends and the law."""
    found = find_public_posting(posting)
    context = _about(found, request)
    if request.user.is_authenticated:
        context["own"] = live_application(request.user.pk, found)
    return render(request, "employers/posting.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def apply_page(request: PersonRequest, posting: UUID) -> HttpResponse:
    """Take an application: a form from a person, or a presentation from their wallet."""
    found = find_public_posting(posting)
    is_wallet = request.content_type == "application/json"
    context = _about(found, request) | {"own": live_application(request.user.pk, found), "fault": "", "typed": ""}
    if request.method != "POST":
        return render(request, "employers/apply.html", context)
    try:
        made = _apply(request, found, is_wallet=is_wallet)
    except AlreadyApplied:
        own = live_application(request.user.pk, found)
        if is_wallet or own is None:
            raise
        return HttpResponseRedirect(reverse("application", args=(own.pk,)))
    except LerError as error:
        if is_wallet:
            raise
        context |= {"fault": f"{error.message} {error.advice}", "typed": request.POST.get("record", "")}
        context["requirements"] = _typed_answers(request, found)
        return render(request, "employers/apply.html", context, status=422)
    address = reverse("application", args=(made.pk,))
    if is_wallet:
        return JsonResponse({"application": str(made.pk), "url": address}, status=201, headers={"Location": address})
    return HttpResponseRedirect(address)


@require_safe
@signed_in
def own(request: PersonRequest) -> HttpResponse:
    """List one's own applications."""
    rows = [_row(one) for one in own_applications(request.user.pk)]
    return _private(render(request, "employers/applications.html", {"rows": rows}))


@require_safe
@signed_in
def own_one(request: PersonRequest, application: UUID) -> HttpResponse:
    """Show one's own application: stage, message, what was sent, who looked."""
    found = find_own_application(request.user.pk, application)
    reason = REASONS.get(found.stage, {}).get(found.decision_code, "")
    labels = {row["uri"]: row["label"] for row in found.posting.requirements}
    opened = read_opened(found, names_shown=True)
    context = _row(found) | {
        "message": message_to(found),
        "reason": reason,
        "reason_requirements": [labels[uri] for uri in found.decision_requirements if uri in labels],
        "looks": [{"look": one, "what": LOOKS[one.what]} for one in looks_told(found)],
        "records": shown_records(opened),
        "rule": rule_for(found.tenant_id, found.law),
        "can_withdraw": found.withdrawn_at is None,
    }
    return _private(render(request, "employers/application.html", context))


@require_POST
@signed_in
def withdraw_one(request: PersonRequest, application: UUID) -> HttpResponse:
    """Withdraw one's own application."""
    found = services.withdraw(request.act, application)
    return HttpResponseRedirect(reverse("application", args=(found.pk,)))


def _apply(request: PersonRequest, found: Posting, *, is_wallet: bool) -> Application:
    if is_wallet:
        given, answers = read_wallet_body(request.body)
    else:
        upload = request.FILES.get("file")
        given = upload.read() if upload else request.POST.get("record", "").encode()
        answers = read_answers(request, found.requirements)
    if live_application(request.user.pk, found) is not None:
        # Before a share is opened or a record is judged in vain.
        raise AlreadyApplied(_("You have applied already."))
    data = services.presentation_of(request.act, given, visitor=visitor_of(request))
    return services.apply_with(request.act, found.pk, data, answers)


def _about(found: Posting, request: HttpRequest) -> dict[str, object]:
    at = at_of(request)
    rule = rule_for(found.tenant_id, found.law)
    organization = Organization.objects.get(pk=found.tenant_id)
    return {
        "nav_current": "openings",
        "posting": found,
        "organization": organization,
        "recognisers": recognisers_of(organization, at=at),
        "is_open": is_open(found, at),
        "requirements": _requirements(found),
        "rule": rule,
        "kept_until": retention_end(rule, received=at, decided=None),
    }


def _requirements(found: Posting) -> list[dict[str, object]]:
    return [{**row, "level_word": level_word(row.get("level"))} for row in found.requirements]


def _typed_answers(request: HttpRequest, found: Posting) -> list[dict[str, object]]:
    rows = _requirements(found)
    return [{**row, "typed": request.POST.get(f"answer-{number}", "")} for number, row in enumerate(rows, 1)]


def _row(one: Application) -> dict[str, object]:
    return {
        "application": one,
        "posting": one.posting,
        "organization": Organization.objects.filter(pk=one.tenant_id).first(),
        "stage": STAGES[one.stage],
    }


def _private(response: HttpResponse) -> HttpResponse:
    add_never_cache_headers(response)
    return response
