"""How does a learner claim a record on a page? First who offers it; then the check; then the record, and its acceptance.

A look changes nothing, whoever follows the link: only pressed buttons do. Before the check the page names neither
title nor result.
"""

import json
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from openler.foundation.errors import LerError
from openler.platform.achievements.queries import url_of
from openler.platform.achievements.terms import ACHIEVEMENT_TYPES
from openler.platform.base.acts import Act, act_of, at_of, visitor_of
from openler.platform.base.rate_limits import count_request
from openler.platform.issuing import binding, changes, claims
from openler.platform.issuing.errors import BadBinding, CheckMissing, NoSuchClaim, WrongCode
from openler.platform.issuing.looks import note_download
from openler.platform.issuing.models import ClaimLink
from openler.platform.issuing.signing import open_unbound
from openler.platform.organizations.access import PersonRequest, open_to_all, signed_in
from openler.platform.organizations.identity import did_of
from openler.platform.portals.public.answers import answer_of
from openler.platform.recognition.queries import who_recognises
from openler.platform.verifying.services import verify_file

# A person mistypes a few times; a program that guesses is held back, whatever link it has.
TRIES_PER_TEN_MINUTES = 20
_TEN_MINUTES = 600
_GONE = 410
_PASSED = "claims_passed"
_CHALLENGE = "claim_challenge"


@open_to_all
@never_cache
@require_http_methods(["GET", "HEAD"])
def claim(request: HttpRequest, token: str) -> HttpResponse:
    """Show who offers a record; after the check, the record itself."""
    act = act_of(request)
    try:
        link = claims.find_link(token, act)
    except NoSuchClaim as error:
        return render(request, "public/claim_ended.html", {"error": error}, status=_GONE)
    if _passed(request, link) is None:
        return render(request, "public/claim.html", _before(link, act.at))
    return render(request, "public/claim_record.html", _after(request, link))


@open_to_all
@never_cache
@require_POST
def check(request: HttpRequest, token: str) -> HttpResponse:
    """Take what the check of a claim asks for."""
    act = act_of(request)
    count_request("claim", visitor_of(request), at=act.at, limit=TRIES_PER_TEN_MINUTES, window_seconds=_TEN_MINUTES)
    link = claims.find_link(token, act)
    claims.note_opening(act, link)
    try:
        _pass(request, act, link)
    except (WrongCode, CheckMissing) as error:
        context = _before(link, act.at) | {"fault": f"{error.message} {error.advice}"}
        return render(request, "public/claim.html", context, status=422)
    passed = request.session.get(_PASSED, {})
    request.session[_PASSED] = {**passed, str(link.pk): link.check_kind}
    request.session[_CHALLENGE] = claims.new_challenge()
    return redirect("claim", token=token)


@signed_in
@never_cache
@require_POST
def bind(request: PersonRequest, token: str) -> HttpResponse:
    """Bind the record to the key that the wallet shows, and hand it over."""
    link, passed = _checked(request, token)
    challenge = request.session.get(_CHALLENGE)
    if not challenge:
        raise CheckMissing(_("The check of this claim is missing."))
    data = binding.bind(
        request.act,
        link,
        _presentation(request),
        passed_check=passed,
        expected_challenge=challenge,
        expected_domain=_domain(),
    )
    del request.session[_CHALLENGE]
    return HttpResponse(data, content_type="application/vc+json", status=201)


@open_to_all
@never_cache
@require_POST
def download(request: HttpRequest, token: str) -> HttpResponse:
    """Give the unbound record as a file, useful without a wallet."""
    link, _passed_check = _checked(request, token)
    seat = link.seat
    response = HttpResponse(open_unbound(seat), content_type="application/vc+json")
    response.headers["Content-Disposition"] = f'attachment; filename="record-{seat.award_number}.json"'
    note_download(act_of(request), seat)
    return response


@open_to_all
@never_cache
@require_POST
def object_to(request: HttpRequest, token: str) -> HttpResponse:
    """Take what the learner says is wrong; somebody at the organization owes an answer."""
    link, _passed_check = _checked(request, token)
    try:
        changes.object_to(
            act_of(request), link.seat, about=request.POST.get("about", ""), text=request.POST.get("text", "")
        )
    except LerError as error:
        context = _after(request, link) | {"fault": error.message, "typed": request.POST.get("text", "")}
        return render(request, "public/claim_record.html", context, status=422)
    return render(request, "public/claim_record.html", _after(request, link) | {"objected": True})


def _pass(request: HttpRequest, act: Act, link: ClaimLink) -> None:
    kind = link.check_kind
    if kind == claims.CODE:
        claims.try_code(act, link, request.POST.get("code", ""))
    elif kind == claims.SIGN_IN:
        claims.require_sign_in(act, link)
    elif kind == claims.IN_PERSON:
        claims.require_in_person(act, link)


def _passed(request: HttpRequest, link: ClaimLink) -> int | None:
    found = request.session.get(_PASSED, {}).get(str(link.pk)) if request.COOKIES else None
    return found if isinstance(found, int) else None


def _checked(request: HttpRequest, token: str) -> tuple[ClaimLink, int]:
    link = claims.find_link(token, act_of(request))
    passed = _passed(request, link)
    if passed is None:
        raise CheckMissing(_("The check of this claim is missing."))
    return link, passed


def _before(link: ClaimLink, at: datetime) -> dict[str, Any]:
    organization, version = link.seat.organization, link.seat.version
    recognition = who_recognises(did_of(organization), version.achievement_type, url_of(version), at=at)
    return {
        "issuer": organization,
        "recognition": recognition,
        "recognisers": [one.registry.name for one in recognition.findings if one.now == "recognized"],
        "kind": ACHIEVEMENT_TYPES.get(link.seat.version.achievement_type, ""),
        "check": link.check_kind,
        "ends_at": link.ends_at,
        "token": claims.token_of(link),
    }


def _after(request: HttpRequest, link: ClaimLink) -> dict[str, Any]:
    data = open_unbound(link.seat)
    answer = answer_of(_("The record"), verify_file(data, at=at_of(request)))
    return _before(link, at_of(request)) | {
        "seat": link.seat,
        "answer": answer,
        "challenge": request.session.get(_CHALLENGE, ""),
        "domain": _domain(),
    }


def _presentation(request: HttpRequest) -> bytes:
    try:
        body = json.loads(request.body)
        return json.dumps(body["presentation"]).encode()
    except (ValueError, KeyError, TypeError) as error:
        raise BadBinding(_("The body is no JSON object with a presentation.")) from error


def _domain() -> str:
    return urlsplit(settings.OPENLER_PUBLIC_URL).netloc
