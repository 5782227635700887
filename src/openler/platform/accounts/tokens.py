"""How does a program show for whom it acts? With a token that a member made, for some acts and some time.

Spec: https://www.rfc-editor.org/rfc/rfc6750
"""

import hashlib
import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from openler.foundation.errors import MalformedInput
from openler.platform.accounts.models import ApiToken
from openler.platform.audit.services import record
from openler.platform.base.acts import Act
from openler.platform.base.errors import NotAuthenticated

SCOPES: dict[str, Promise] = {
    "records:read": gettext_lazy("Read achievements, batches and issued records"),
    "records:issue": gettext_lazy("Prepare and release batches"),
    "records:change": gettext_lazy(
        "Revoke, suspend, reinstate and correct records, send claim links, answer objections"
    ),
    "achievements:write": gettext_lazy("Write achievements, send them, and approve what others wrote"),
    "frameworks:write": gettext_lazy("Import frameworks"),
    "registry:write": gettext_lazy("Recognize issuers, suspend and withdraw them"),
    "postings:write": gettext_lazy("Publish and close postings"),
    "applications:read": gettext_lazy("Read applications, names hidden until lifted"),
    "applications:decide": gettext_lazy("Lift names, move and decide applications"),
    "vc-api:issue": gettext_lazy("Sign credentials through the VC API"),
    "vc-api:derive": gettext_lazy("Derive credentials through the VC API"),
    "vc-api:present": gettext_lazy("Sign presentations through the VC API"),
    "vc-api:status": gettext_lazy("Change the status of credentials through the VC API"),
    "audit:read": gettext_lazy("Read the audit log of the organization"),
}
# Scanners of leaked secrets know a token by its beginning.
PREFIX = "oler_"
# A year: long enough for a term's integration, short enough that a forgotten one ends.
MAX_DAYS = 366
_MAX_NAME = 80


class BadTokenRequest(MalformedInput):
    """A token was asked for without a name, a scope or a sensible end."""

    code = "bad_token_request"


def make_token(act: Act, *, name: str, scopes: Iterable[str], days: int) -> tuple[ApiToken, str]:
    """Make a token for the actor in the organization of the act; its text is given this once.

    Raises: BadTokenRequest.
    """
    chosen = [scope for scope in SCOPES if scope in set(scopes)]
    if act.actor_id is None or act.tenant_id is None or not chosen or not 1 <= len(name.strip()) <= _MAX_NAME:
        raise BadTokenRequest(_("A token needs a name and at least one scope."))
    if not 1 <= days <= MAX_DAYS:
        raise BadTokenRequest(_("A token lives 1 to %(most)d days.") % {"most": MAX_DAYS})
    text = PREFIX + secrets.token_urlsafe(32)
    with transaction.atomic():
        token = ApiToken.objects.create(
            user_id=act.actor_id,
            tenant_id=act.tenant_id,
            name=name.strip(),
            scopes=chosen,
            digest=_digest(text),
            created_at=act.at,
            ends_at=act.at + timedelta(days=days),
        )
        record(act, "token.made", kind="api_token", object_id=token.pk, detail={"scopes": " ".join(chosen)})
    return token, text


def end_token(act: Act, token_id: int) -> None:
    """End a token of the organization of the act; the next request with it is refused."""
    if act.tenant_id is None:
        return
    with transaction.atomic():
        mine = ApiToken.objects.filter(pk=token_id, tenant_id=act.tenant_id, ended_at=None)
        if mine.update(ended_at=act.at):
            record(act, "token.ended", kind="api_token", object_id=token_id)


def find_token(text: str, *, at: datetime) -> ApiToken:
    """Find the token that a program sent.

    Raises: NotAuthenticated; whether it never was, ended or was taken back is not told.
    """
    found = ApiToken.objects.select_related("user").filter(digest=_digest(text), ended_at=None, ends_at__gt=at).first()
    if found is None or not found.user.is_active:
        raise NotAuthenticated(_("The token is not valid here."))
    return found


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
