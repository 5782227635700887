"""How does anybody check a record on a page? A file, a text or an address in; the answer on the same page."""

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from openler.foundation.errors import LerError
from openler.platform.base.acts import at_of
from openler.platform.base.forms import public_form
from openler.platform.portals.public.answers import Answer, answer_of
from openler.platform.verifying.api import count_visitor
from openler.platform.verifying.services import verify_file, verify_url

# As many as fit on one printed report; a class of badges goes through the API or the command line.
MAX_FILES = 10


@public_form
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """Show the form, and under it the answer about what was given."""
    context: dict[str, object] = {"nav_current": "verify", "answers": [], "fault": "", "typed": ""}
    if request.method == "POST":
        typed = request.POST.get("record", "").strip()
        files = request.FILES.getlist("file")
        context["typed"] = typed if len(typed) <= 2000 else ""
        if not typed and not files:
            context["fault"] = _("Choose a file, or paste a link or the record itself.")
        elif len(files) > MAX_FILES:
            context["fault"] = _("At most %(most)d files can be checked at once.") % {"most": MAX_FILES}
        else:
            try:
                context["answers"] = list(_answers(request, typed))
            except LerError as error:
                if error.code == "too_many_requests":
                    raise
                context["fault"] = f"{error.message} {error.advice}"
    response = render(request, "public/verify.html", context, status=422 if context["fault"] else 200)
    if request.method == "POST":
        # What a record says is kept nowhere, not even in the browser that asked.
        add_never_cache_headers(response)
    return response


def _answers(request: HttpRequest, typed: str) -> Iterator[Answer]:
    at = at_of(request)
    for number, file in enumerate(request.FILES.getlist("file"), 1):
        count_visitor(request)
        yield answer_of(file.name or "", verify_file(file.read(), at=at), key=f"f{number}r")
    if not typed:
        return
    count_visitor(request)
    if typed.lower().startswith(("https://", "http://")) and " " not in typed and "\n" not in typed:
        yield answer_of(typed, verify_url(typed, at=at))
    else:
        yield answer_of("", verify_file(typed.encode(), at=at))
