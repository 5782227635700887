"""What do people do to their accounts? Each act that django-allauth tells of leaves a line in the audit."""

from typing import Any

from allauth.account import signals as account
from allauth.mfa import signals as factors
from allauth.socialaccount import signals as social
from django.dispatch import Signal
from django.http import HttpRequest

from openler.platform.accounts.models import User
from openler.platform.audit.services import record
from openler.platform.base.acts import Act, at_of

_OF_A_PERSON: tuple[tuple[Signal, str], ...] = (
    (account.user_signed_up, "account.created"),
    (account.user_logged_in, "account.signed_in"),
    (account.user_logged_out, "account.signed_out"),
    (account.password_set, "account.password_set"),
    (account.password_changed, "account.password_changed"),
    (account.password_reset, "account.password_reset"),
    (account.email_changed, "account.mail_address_changed"),
    (account.email_added, "account.mail_address_added"),
    (account.email_removed, "account.mail_address_removed"),
    (factors.authenticator_added, "account.factor_added"),
    (factors.authenticator_removed, "account.factor_removed"),
    (factors.authenticator_reset, "account.factor_renewed"),
)


def connect() -> None:
    """Listen; called once, when the program starts."""
    for signal, verb in _OF_A_PERSON:
        signal.connect(_writer(verb), weak=False, dispatch_uid=f"audit {verb}")
    account.email_confirmed.connect(_mail_confirmed, dispatch_uid="audit mail confirmed")
    social.social_account_added.connect(_provider_joined, dispatch_uid="audit provider joined")
    social.social_account_removed.connect(_provider_left, dispatch_uid="audit provider left")


def _writer(verb: str) -> Any:
    def write(sender: object, request: HttpRequest | None = None, user: User | None = None, **details: Any) -> None:
        if request is not None and user is not None and user.pk is not None:
            factor = details.get("authenticator")
            _write(request, user.pk, verb, {"factor": str(factor.type)} if factor is not None else {})

    return write


def _mail_confirmed(sender: object, request: HttpRequest, email_address: Any, **_details: Any) -> None:
    _write(request, email_address.user_id, "account.mail_address_confirmed", {})


def _provider_joined(sender: object, request: HttpRequest, sociallogin: Any, **_details: Any) -> None:
    _write(request, sociallogin.user.pk, "account.provider_joined", {})


def _provider_left(sender: object, request: HttpRequest, socialaccount: Any, **_details: Any) -> None:
    _write(request, socialaccount.user_id, "account.provider_left", {})


def _write(request: HttpRequest, user_id: int, verb: str, detail: dict[str, str]) -> None:
    act = Act(actor_id=user_id, tenant_id=None, at=at_of(request))
    record(act, verb, kind="account", object_id=user_id, person_id=user_id, detail=detail)
