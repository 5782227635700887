"""Who may ask what at this door? By token with a scope, or from this very machine where an instance is open.

Checking is for everybody, counted. Nothing here knows a session or a cookie.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest

from openler.platform.base.acts import Act, at_of, visitor_of
from openler.platform.base.addresses import PublicUrl
from openler.platform.base.errors import ForeignForm
from openler.platform.base.forms import is_foreign
from openler.platform.base.rate_limits import count_request
from openler.platform.doors.vc_api.errors import DoorClosed, NoSuchInstance, OnlyOnThisMachine
from openler.platform.doors.vc_api.instances import find_instance, is_on_loopback
from openler.platform.doors.vc_api.models import Instance
from openler.platform.organizations.bearer import Bearer
from openler.platform.organizations.models import Organization

# As of /api/v1/verifications: a class of badges a minute.
CHECKS_PER_MINUTE = 120
# A conformance run on this very machine sends some thousands in a minute; the judges' number bounds what they cost.
CHECKS_PER_MINUTE_ON_LOOPBACK = 12_000
# A signature takes well below a millisecond; more than this is no registrar, but a leaked token.
ACTS_PER_MINUTE = 6_000
_WINDOW_SECONDS = 60
# What a proxy in front of us would say; then whoever asks is not on this machine.
_FORWARDED = ("HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED", "HTTP_X_FORWARDED_HOST", "HTTP_X_REAL_IP", "HTTP_VIA")


def is_door_open() -> bool:
    """Tell whether this installation offers the VC API."""
    return bool(settings.OPENLER_VC_API or settings.OPENLER_DEMO)


def when_open(view: Callable[..., Any]) -> Callable[..., Any]:
    """Answer 404 at an address of this door while it is closed.

    The decorated view raises: DoorClosed.
    """

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: Any, **kwargs: Any) -> Any:
        if not is_door_open():
            raise DoorClosed("This installation does not offer the VC API.")
        return view(request, *args, **kwargs)

    return guarded


def admit(request: HttpRequest, slug: str, *, scope: str, roles: tuple[str, ...]) -> tuple[Instance, Act]:
    """Find the instance that is asked to act, and in whose name; whoever has no right to it does not learn of it.

    Raises: NotAuthenticated, RoleMissing, NoSuchInstance, OnlyOnThisMachine, ForeignForm, TooManyRequests.
    """
    instance = find_instance(slug)
    if instance is not None and instance.is_open:
        _require_this_machine(request)
        act = Act(None, None, at_of(request), by_program=True)
    else:
        Bearer(scope, *roles)(request)
        organization: Organization = request.organization  # type: ignore[attr-defined]
        if instance is None or instance.organization_id != organization.pk:
            raise NoSuchInstance(f"There is no instance {slug[:60]!r} that this token may use.")
        act = request.act  # type: ignore[attr-defined]
    _count(f"vc-api act {instance.pk}", request, ACTS_PER_MINUTE)
    return instance, act


def visit(request: HttpRequest, slug: str) -> Instance | None:
    """Count a check, and find the instance whose settings shape the answer; None for the address without one.

    Raises: NoSuchInstance, TooManyRequests.
    """
    instance = find_instance(slug) if slug else None
    if slug and instance is None:
        raise NoSuchInstance(f"There is no instance {slug[:60]!r} here.")
    near = instance is not None and instance.is_open and is_on_this_machine(request)
    # Counted together with checks by page and by /api/v1: one visitor has one allowance.
    if near:
        _count("vc-api verify", request, CHECKS_PER_MINUTE_ON_LOOPBACK)
    else:
        _count("verify", request, CHECKS_PER_MINUTE)
    return instance


def is_on_this_machine(request: HttpRequest) -> bool:
    """Tell whether a request surely came from this very machine, through no proxy."""
    if not is_on_loopback() or any(name in request.META for name in _FORWARDED):
        return False
    address = str(request.META.get("REMOTE_ADDR") or "")
    return PublicUrl(scheme="http", host=address, port=0).is_loopback


def _require_this_machine(request: HttpRequest) -> None:
    if not is_on_this_machine(request):
        raise OnlyOnThisMachine("This instance signs for programs on its own machine only.")
    # A page of another site can make a browser on this machine send something; it cannot hide that it did.
    origin = request.META.get("HTTP_ORIGIN")
    if is_foreign(request) or (origin is not None and urlsplit(str(origin)).netloc != request.get_host()):
        raise ForeignForm("This was sent by a page of another site, so nothing was signed.")


def _count(scope: str, request: HttpRequest, limit: int) -> None:
    count_request(scope, visitor_of(request), at=at_of(request), limit=limit, window_seconds=_WINDOW_SECONDS)
