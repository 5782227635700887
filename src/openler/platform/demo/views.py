"""How does one step into the day of a fictional person? One click, and only in a demonstration on this machine."""

from django.contrib.auth import login, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_POST, require_safe

from openler.platform.accounts.factors import note_demo_door
from openler.platform.audit.services import record
from openler.platform.base.acts import act_of, at_of
from openler.platform.demo.people import ORGANIZATIONS, PEOPLE
from openler.platform.demo.services import find_person, require_demo
from openler.platform.organizations.access import open_to_all


@open_to_all
@require_safe
@ensure_csrf_cookie
def door(request: HttpRequest) -> HttpResponse:
    """Show whose day can be seen; `next` is an address of ours to go on to."""
    require_demo()
    names = {one.slug: one.name for one in ORGANIZATIONS}
    people = [{"person": person, "organization": names.get(person.organization, "")} for person in PEOPLE]
    return render(request, "demo/door.html", {"people": people, "next": _own_address(request.GET.get("next", ""))})


@open_to_all
@require_POST
def continue_as(request: HttpRequest) -> HttpResponse:
    """Sign in as a fictional person, and go on to where the reader wanted to go, or to where the day begins."""
    person, user = find_person(request.POST.get("person", ""))
    logout(request)
    login(request, user, backend="django.contrib.auth.backends.ModelBackend")
    note_demo_door(request, at_of(request))
    record(act_of(request), "demo.continued", kind="user", object_id=user.pk)
    wanted = _own_address(request.POST.get("next", ""))
    if wanted:
        return redirect(wanted)
    keywords = {"org": person.organization} if person.organization else {}
    try:
        return redirect(reverse(person.start, kwargs=keywords))
    except NoReverseMatch:
        return redirect("map")


def _own_address(given: str) -> str:
    """Give an address of this installation as it was given; empty for any other."""
    return given if given.startswith("/") and url_has_allowed_host_and_scheme(given, allowed_hosts=None) else ""
