"""Where are all components shown, and where is an appearance chosen?"""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from openler.platform.base.forms import public_form
from openler.platform.design.appearance import remember_theme
from openler.platform.design.gallery import gallery_context


@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    """Show every component in its states."""
    direction = "rtl" if request.GET.get("dir") == "rtl" else ""
    return render(request, "design/gallery.html", gallery_context() | {"forced_direction": direction})


@public_form
@require_POST
def appearance(request: HttpRequest) -> HttpResponse:
    """Keep the chosen appearance and go back to the page that it was chosen on."""
    back = request.POST.get("back", "")
    is_ours = back.startswith("/") and url_has_allowed_host_and_scheme(back, allowed_hosts=None)
    response = HttpResponseRedirect(back if is_ours else "/")
    remember_theme(response, request.POST.get("theme", ""))
    return response
