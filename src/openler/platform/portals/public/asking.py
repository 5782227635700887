"""How does a verifier ask whoever shows records to sign now, and how does that person answer?

A verifier says who asks and why, and gets a link (and a code) for the person, and a link of their own for the answer.
Both work for ten minutes. Nothing is shown until buttons are pressed, and what the verifier sees is judged as of the
moment at which it was answered.
"""

import json

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from openler.foundation.errors import LerError, MalformedInput
from openler.foundation.problems import Problem
from openler.foundation.strict_json import parse_json_object
from openler.platform.base.acts import act_of, at_of, visitor_of
from openler.platform.base.faults import problem_response, status_of
from openler.platform.base.forms import public_form
from openler.platform.base.rate_limits import count_request
from openler.platform.design.qr import draw_code
from openler.platform.organizations.access import open_to_all
from openler.platform.portals.public.answers import answer_of
from openler.platform.sharing.errors import BadPresentationRequest
from openler.platform.sharing.models import AUDIENCE_LENGTH, PURPOSE_LENGTH, PresentationRequest
from openler.platform.sharing.queries import request_asked, request_to_present
from openler.platform.sharing.requests import answer_request, ask_for_presentation, read_answer
from openler.platform.sharing.tokens import present_token_of
from openler.platform.verifying.api import count_visitor
from openler.platform.verifying.services import Verification, verify_file

# A desk that sees a visitor every few minutes asks no more often.
QUESTIONS_PER_HOUR = 60
_HOUR_SECONDS = 3600
_UNPROCESSABLE = 422


class NotPresentedNow(MalformedInput):
    """What was given is no fresh signature of its holder over this question."""

    code = "not_presented_now"
    default_mender = "holder"
    default_advice = "Present again from the wallet that holds the records; the link still works."


@open_to_all
@never_cache
@public_form
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponseBase:
    """Take who asks and why, and make the two links."""
    typed = {name: request.POST.get(name, "").strip() for name in ("asker", "purpose")}
    context: dict[str, object] = {"nav_current": "verify", "typed": typed, "fault": ""}
    context |= {"asker_most": AUDIENCE_LENGTH, "purpose_most": PURPOSE_LENGTH}
    if request.method != "POST":
        return render(request, "public/ask.html", context)
    count_request("ask", visitor_of(request), at=at_of(request), limit=QUESTIONS_PER_HOUR, window_seconds=_HOUR_SECONDS)
    try:
        asked = ask_for_presentation(act_of(request), asker=typed["asker"], purpose=typed["purpose"])
    except BadPresentationRequest as error:
        return render(request, "public/ask.html", {**context, "fault": error.message}, status=_UNPROCESSABLE)
    return redirect("verify_asked", token=asked.asked_token)


@open_to_all
@never_cache
@public_form
@require_http_methods(["GET", "HEAD", "POST"])
def asked(request: HttpRequest, token: str) -> HttpResponse:
    """Show the verifier the link for the other person, and the answer once there is one."""
    found = request_asked(token)
    context: dict[str, object] = {"nav_current": "verify", "asked": found, "is_over": found.ends_at <= at_of(request)}
    if found.answered_at is None:
        link = _domain() + reverse("present", args=[present_token_of(token)])
        code = draw_code(link, label=_("Code of the link for the person who shows records"))
        return render(request, "public/asked.html", {**context, "link": link, "code": code})
    if request.method != "POST":
        return render(request, "public/asked.html", context)
    count_visitor(request)
    presentation = read_answer(act_of(request), found, token)
    # Judged as of the moment it came: fresh then is what the verifier asked for.
    done = verify_file(presentation, at=found.answered_at, asked=_question(found))
    return render(request, "public/asked.html", {**context, "answer": answer_of(found.asker, done)})


@open_to_all
@never_cache
@public_form
@require_http_methods(["GET", "HEAD", "POST"])
def present(request: HttpRequest, token: str) -> HttpResponse:
    """Show the holder who asks and why; take the presentation that they sign."""
    found = request_to_present(token)
    context: dict[str, object] = {"asked": found, "domain": _domain(), "fault": "", "is_answered": False}
    context["is_over"] = found.answered_at is not None or found.ends_at <= at_of(request)
    if request.method != "POST":
        return render(request, "public/present.html", context)
    is_program = request.content_type == "application/json"
    try:
        count_visitor(request)
        data = _presentation(request, is_program=is_program)
        _refuse_stale(verify_file(data, at=at_of(request), asked=_question(found)))
        answer_request(act_of(request), token, presentation=data)
    except LerError as error:
        if is_program:
            told = f"{error.message} {error.advice}"
            return problem_response(Problem.from_error(error), status=status_of(error), advice=told)
        fault = f"{error.message} {error.advice}"
        return render(request, "public/present.html", {**context, "fault": fault}, status=status_of(error))
    if is_program:
        return JsonResponse({"presented": True}, status=201)
    return render(request, "public/present.html", {**context, "is_answered": True})


def _question(asked: PresentationRequest) -> dict[str, str]:
    return {"challenge": asked.challenge, "domain": _domain()}


def _domain() -> str:
    return str(settings.OPENLER_PUBLIC_URL)


def _presentation(request: HttpRequest, *, is_program: bool) -> bytes:
    if is_program:
        body = parse_json_object(request.body)
        if set(body) != {"presentation"} or not isinstance(body["presentation"], dict):
            raise NotPresentedNow(_("The body is not {presentation}."))
        return json.dumps(body["presentation"], ensure_ascii=False).encode()
    file = request.FILES.get("file")
    data = file.read() if file is not None else request.POST.get("presentation", "").strip().encode()
    if not data:
        raise NotPresentedNow(_("Choose the file of a signed presentation, or paste it."))
    return data


def _refuse_stale(done: Verification) -> None:
    """Refuse what is no answer to this question: another presentation would close it for the one who could answer."""
    outcomes = {check["id"]: check for check in done.report["checks"]}
    presenter, proof = outcomes.get("presenter"), outcomes.get("proof")
    is_signed = proof is not None and proof["outcome"] == "passed"
    if done.report["kind"] != "presentation" or not is_signed or presenter is None or presenter["outcome"] == "failed":
        problems = [problem for check in (proof, presenter) if check for problem in check["problems"]]
        reason = problems[0]["detail"] if problems else str(done.report["sentence"])
        raise NotPresentedNow(_("This is no answer to the question. %(reason)s") % {"reason": reason})
