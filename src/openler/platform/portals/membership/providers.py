"""Where does somebody sign in through their organization, and where does an owner say with which provider?

A browser follows a form's redirect only to places that the page's policy names; so each provider has a page of its
own, and that page names the provider's address and no other.
"""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from openler.foundation.errors import LerError, NotFound
from openler.platform.accounts.fresh import fresh
from openler.platform.accounts.single_sign_on import find_provider, provider_of, set_provider, stop_provider
from openler.platform.base.middleware import CONTENT_SECURITY_POLICY
from openler.platform.organizations.access import MemberRequest, for_members, open_to_all
from openler.platform.portals.membership.forms import ChooseProviderForm, ProviderForm

_UNPROCESSABLE = 422


@open_to_all
@require_safe
def choose(request: HttpRequest) -> HttpResponse:
    """Ask through which organization somebody signs in, and lead there."""
    form = ChooseProviderForm(request.GET or None)
    if form.is_bound and form.is_valid():
        if find_provider(form.cleaned_data["slug"]) is not None:
            return redirect("sign_in_provider", slug=form.cleaned_data["slug"])
        form.add_error("slug", _("No organization of this word has a sign-in of its own here."))
    status = _UNPROCESSABLE if form.is_bound else 200
    return render(request, "membership/provider_choose.html", {"form": form}, status=status)


@open_to_all
@require_safe
def go(request: HttpRequest, slug: str) -> HttpResponse:
    """Show where one is sent to; a pressed button goes there."""
    provider = find_provider(slug)
    if provider is None:
        raise NotFound(_("No organization of this word has a sign-in of its own here."))
    process = "connect" if request.user.is_authenticated else "login"
    response = render(request, "membership/provider_go.html", {"provider": provider, "process": process})
    response.headers["Content-Security-Policy"] = CONTENT_SECURITY_POLICY.replace(
        "form-action 'self'", f"form-action 'self' {provider.authorization_origin}"
    )
    return response


@for_members("owner")
@fresh
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: MemberRequest) -> HttpResponse:
    """Set or stop the organization's own sign-in."""
    organization = request.organization
    current = provider_of(organization.pk)
    if request.method == "POST" and request.POST.get("act") == "stop":
        stop_provider(request.act, organization.pk)
        messages.success(request, _("Nobody signs in through this provider any more."))
        return redirect("provider", org=organization.slug)
    initial = {"server_url": current.server_url, "client_id": current.client_id} if current else None
    form = ProviderForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            set_provider(
                request.act, organization.pk, slug=organization.slug, name=organization.name, **form.cleaned_data
            )
            messages.success(request, _("Your people can sign in through your provider now."))
            return redirect("provider", org=organization.slug)
        except LerError as error:
            form.add_error("server_url", f"{error.message} {error.advice}".strip())
    context = {"form": form, "provider": current, "portal_current": "organization_home"}
    return render(request, "membership/provider.html", context, status=_UNPROCESSABLE if form.is_bound else 200)
