"""How does anybody check a record on a page? A file, a text or an address in; the answer on the same page."""

import hashlib
import re
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial

from django.core.files.base import File
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from openler.foundation.errors import LerError
from openler.platform.accounts.models import User
from openler.platform.base.acts import act_of, at_of, visitor_of
from openler.platform.base.errors import TooBusy, TooManyRequests
from openler.platform.base.forms import public_form
from openler.platform.organizations.models import Organization
from openler.platform.organizations.queries import memberships_of
from openler.platform.portals.public.answers import Answer, answer_of
from openler.platform.portals.public.reference import list_operations, list_shapes
from openler.platform.portals.public.shared import shared_answer_of
from openler.platform.portals.public.shares import count_opening
from openler.platform.verifying.api import count_visitor
from openler.platform.verifying.services import verify_file, verify_url
from openler.platform.verifying.shares import share_token_in, verify_share

# As many as fit on one printed report; a class of badges goes through the API or the command line.
MAX_FILES = 10
# The rosette of nothing yet: the SHA-256 of an empty file.
_SLOT_DIGEST = hashlib.sha256(b"").hexdigest()


@public_form
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """Show the form, and under it the answer about what was given."""
    context: dict[str, object] = {"nav_current": "verify", "answers": [], "fault": "", "typed": ""}
    context["slot_digest"] = _SLOT_DIGEST
    status = 200
    if request.method == "POST":
        typed = request.POST.get("record", "").strip()
        context["answers"], context["fault"], status = _answer(request, typed)
        context["typed"] = typed if context["fault"] else ""
    response = render(request, "public/verify.html", context, status=status)
    if request.method == "POST":
        # What a record says is kept nowhere, not even in the browser that asked.
        add_never_cache_headers(response)
    return response


@require_safe
def api_reference(request: HttpRequest) -> HttpResponse:
    """Tell authors of programs what the API offers."""
    address = request.build_absolute_uri(reverse("api:create_verification"))
    return render(
        request, "public/api.html", {"address": address, "operations": list_operations(), "shapes": list_shapes()}
    )


def _answer(request: HttpRequest, typed: str) -> tuple[list[Answer], str, int]:
    """Answer about all that was given; a fault on the way loses none of the answers before it."""
    files = request.FILES.getlist("file")
    if not typed and not files:
        return [], _("Choose a file, or paste a link or the record itself."), 422
    if len(files) > MAX_FILES:
        return [], _("At most %(most)d files can be checked at once.") % {"most": MAX_FILES}, 422
    answers: list[Answer] = []
    try:
        for answer in _given(request, typed):
            count_visitor(request)
            answers.append(answer())
    except LerError as error:
        is_about_load = isinstance(error, (TooManyRequests, TooBusy))
        if is_about_load and not answers:
            raise
        return answers, f"{error.message} {error.advice}", 422
    return answers, "", 200


def _given(request: HttpRequest, typed: str) -> Iterator[Callable[[], Answer]]:
    """Give, for each thing that is to be checked, how it is judged and laid out."""
    at, organization = at_of(request), _organization_of(request)
    for number, file in enumerate(request.FILES.getlist("file"), 1):
        yield partial(_answer_upload, file, at, f"f{number}r", organization)
    share_token = share_token_in(typed)
    if share_token is not None:
        yield partial(_answer_share, request, share_token)
    elif typed.lower().startswith(("https://", "http://")) and not re.search(r"\s", typed):
        yield lambda: answer_of(typed, verify_url(typed, at=at, organization=organization))
    elif typed:
        yield lambda: answer_of("", verify_file(typed.encode(), at=at, organization=organization))


def _answer_upload(file: "File[bytes]", at: datetime, key: str, organization: Organization | None) -> Answer:
    return answer_of(file.name or "", verify_file(file.read(), at=at, organization=organization), key=key)


def _organization_of(request: HttpRequest) -> Organization | None:
    """Give the organization in whose name a member checks; its own choice of registries counts then."""
    slug = request.POST.get("for", "")
    if not slug or not isinstance(request.user, User):
        return None
    membership = memberships_of(request.user).filter(organization__slug=slug).first()
    return membership.organization if membership is not None else None


def _answer_share(request: HttpRequest, token: str) -> Answer:
    count_opening(request)
    return shared_answer_of(verify_share(act_of(request), token, visitor=visitor_of(request))).answer
