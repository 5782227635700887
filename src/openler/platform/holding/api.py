"""How does a wallet reach what is kept for it? Addresses under ``/api/v1/wallet``, for the person who is signed in.

Called by the wallet's own pages with the session and its token against foreign forms, and by nothing else.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from openler.foundation.encodings import BadEncoding, decode_base64url, encode_base64url
from openler.foundation.strict_json import parse_json_object
from openler.platform.holding.errors import BadDeposit
from openler.platform.holding.queries import deposits_of, holder_did, sealed_item
from openler.platform.holding.services import MAX_SEALED_BYTES, keep_item, register_holder, remove_item
from openler.platform.organizations.access import PersonRequest, signed_in

# Base64url of the largest item, with room for the words around it.
_MAX_BODY_BYTES = MAX_SEALED_BYTES * 4 // 3 + 1024


@signed_in
@never_cache
@require_safe
def state(request: PersonRequest) -> HttpResponseBase:
    """Say which wallet the person has, and list its items without their content."""
    items = [
        {"id": one.item_id, "sequence": one.sequence, "removed": one.is_removed} for one in deposits_of(request.user.pk)
    ]
    return JsonResponse({"holder": holder_did(request.user.pk), "items": items})


@signed_in
@never_cache
@require_http_methods(["PUT"])
def holder(request: PersonRequest) -> HttpResponseBase:
    """Take the public name of the person's wallet, and that of the one it replaces, empty if none."""
    body = _body(request, did=str, replaces=str)
    register_holder(request.act, owner_id=request.user.pk, did=body["did"], replaces=body["replaces"])
    return HttpResponse(status=204)


@signed_in
@never_cache
@require_http_methods(["GET", "HEAD", "PUT", "DELETE"])
def item(request: PersonRequest, item_id: str) -> HttpResponseBase:
    """Give, take or forget one sealed item."""
    owner_id = request.user.pk
    if request.method == "PUT":
        body = _body(request, sequence=int, sealed=str)
        try:
            sealed = decode_base64url(body["sealed"])
        except BadEncoding as error:
            raise BadDeposit(_("The sealed bytes cannot be read."), pointer="/sealed") from error
        keep_item(request.act, owner_id=owner_id, item_id=item_id, sequence=body["sequence"], sealed=sealed)
        return HttpResponse(status=204)
    if request.method == "DELETE":
        remove_item(request.act, owner_id=owner_id, item_id=item_id, sequence=_body(request, sequence=int)["sequence"])
        return HttpResponse(status=204)
    found = sealed_item(owner_id, item_id)
    return JsonResponse(
        {"id": found.item_id, "sequence": found.sequence, "sealed": encode_base64url(bytes(found.sealed))}
    )


def _body(request: HttpRequest, **members: type) -> dict[str, Any]:
    body = parse_json_object(request.body, max_bytes=_MAX_BODY_BYTES)
    for name, kind in members.items():
        if not isinstance(body.get(name), kind) or isinstance(body[name], bool):
            raise BadDeposit(_("What was sent lacks %(name)s.") % {"name": name}, pointer=f"/{name}")
    return body
