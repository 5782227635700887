"""What did I show to whom, who looked, and how do I end it? The wallet also brings new shares here, as JSON."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from openler.foundation.encodings import BadEncoding, decode_base64url
from openler.foundation.errors import LerError
from openler.foundation.problems import Problem
from openler.foundation.strict_json import parse_json_object
from openler.platform.base.faults import problem_response, status_of
from openler.platform.organizations.access import PersonRequest, signed_in
from openler.platform.sharing.errors import BadShare
from openler.platform.sharing.models import Share
from openler.platform.sharing.queries import share_of_owner, shares_of, state_of
from openler.platform.sharing.services import MAX_SEALED_BYTES, NewShare, make_share, stop_share

SHARES_A_PAGE = 20
# Every opening of a long share is more than a page holds; the number stands above them.
OPENINGS_SHOWN = 100
# Base64url of the largest share, with room for the words around it.
_MAX_BODY_BYTES = MAX_SEALED_BYTES * 4 // 3 + 4096
_MEMBERS = {"id": str, "sealed": str, "audience": str, "purpose": str, "ends_at": str, "records": int}


@signed_in
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def list_shares(request: PersonRequest) -> HttpResponseBase:
    """List my shares; take a new one from the wallet."""
    if request.method == "POST":
        return _take(request)
    page = Paginator(shares_of(request.user.pk), SHARES_A_PAGE).get_page(request.GET.get("page"))
    shares = [_told(share, request.act.at) for share in page.object_list]
    return render(request, "learners_and_earners/shares.html", {"shares": shares, "page": page})


@signed_in
@never_cache
@require_safe
def show_share(request: PersonRequest, share_id: UUID) -> HttpResponse:
    """Show one share of mine with each opening."""
    share = share_of_owner(request.user.pk, share_id)
    context = _told(share, request.act.at) | {"openings": list(share.openings.all()[:OPENINGS_SHOWN])}
    return render(request, "learners_and_earners/shares_one.html", context)


@signed_in
@never_cache
@require_POST
def end_share(request: PersonRequest, share_id: UUID) -> HttpResponseBase:
    """End a share of mine now."""
    share = stop_share(request.act, owner_id=request.user.pk, share_id=share_id)
    messages.success(request, _("The share for %(name)s has ended. Its link opens nothing.") % {"name": share.audience})
    return redirect("wallet_share", share_id=share_id)


def _told(share: Share, at: datetime) -> dict[str, Any]:
    return {"share": share, "state": state_of(share, at)}


def _take(request: PersonRequest) -> HttpResponse:
    try:
        share = make_share(request.act, owner_id=request.user.pk, new=_read(request))
    except LerError as error:
        return problem_response(Problem.from_error(error), status=status_of(error), advice=error.advice)
    place = reverse("wallet_share", args=[share.pk])
    return JsonResponse({"share": str(share.pk), "url": place}, status=201, headers={"Location": place})


def _read(request: PersonRequest) -> NewShare:
    if request.content_type != "application/json":
        raise BadShare(_("A share is sent as JSON, by the wallet."))
    body = parse_json_object(request.body, max_bytes=_MAX_BODY_BYTES)
    for name, kind in _MEMBERS.items():
        if not isinstance(body.get(name), kind) or isinstance(body[name], bool):
            raise BadShare(_("The share lacks what it needs, or it is of another form: %(name)s.") % {"name": name})
    try:
        sealed = decode_base64url(body["sealed"])
        ends_at = datetime.fromisoformat(body["ends_at"])
    except (BadEncoding, ValueError) as error:
        raise BadShare(_("The sealed records or the day cannot be read.")) from error
    if ends_at.tzinfo is None:
        raise BadShare(_("The day on which a share ends needs its time zone."), pointer="/ends_at")
    return NewShare(body["id"], sealed, body["audience"], body["purpose"], ends_at, body["records"])
