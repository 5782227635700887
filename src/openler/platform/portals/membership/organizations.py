"""Where does somebody see their organizations, make one, and begin the day in one?"""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from openler.foundation.errors import LerError
from openler.platform.accounts.factors import has_second_factor
from openler.platform.accounts.queries import has_enrolled_factor
from openler.platform.issuing.queries import running_of
from openler.platform.keystore.services import current_key
from openler.platform.organizations import services
from openler.platform.organizations.access import MemberRequest, PersonRequest, for_members, signed_in
from openler.platform.organizations.queries import member_count, memberships_of, open_key_change
from openler.platform.organizations.roles import ROLES
from openler.platform.organizations.ways import ISSUERS, NAMES, ways_of
from openler.platform.portals.membership.forms import OrganizationForm
from openler.platform.portals.membership.issued_months import draw_months
from openler.platform.portals.membership.waiting import waiting_for

_UNPROCESSABLE = 422
# More are found on the page of issuing.
_MOST_RUNNING = 5


@signed_in
@require_safe
def home(request: PersonRequest) -> HttpResponse:
    """Show a person's organizations and the ways to look after the account."""
    context = {
        "memberships": [
            {"organization": one.organization, "roles": _words_of(one.roles), "title": one.title}
            for one in memberships_of(request.user)
        ],
        "is_protected": has_second_factor(request) or has_enrolled_factor(request.user),
        "wallet_url": _address_of("wallet"),
        "applications_url": _address_of("applications"),
    }
    return render(request, "membership/home.html", context)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: PersonRequest) -> HttpResponse:
    """Make an organization; whoever does is its first owner."""
    form = OrganizationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            made = services.create_organization(
                request.act,
                name=given["name"],
                slug=given["slug"],
                kinds=given["kinds"],
                is_fictional=request.user.is_fictional,
            )
            return redirect("organization_home", org=made.slug)
        except LerError as error:
            form.add_error("slug" if error.code == "slug_taken" else None, f"{error.message} {error.advice}".strip())
    status = _UNPROCESSABLE if form.is_bound else 200
    return render(request, "membership/organization_new.html", {"form": form}, status=status)


@for_members()
@require_safe
def organization_home(request: MemberRequest) -> HttpResponse:
    """Show what can be done in an organization, and what is still to do."""
    organization, membership = request.organization, request.membership
    is_owner = membership.may("owner")
    context = {
        "portal_current": "organization_home",
        "waiting": waiting_for(membership, request.act.at),
        "roles": _words_of(membership.roles),
        "kinds": [NAMES[kind] for kind in organization.kinds],
        "ways": [way for way in ways_of(membership) if way["name"] != "organization_home"],
        "is_owner": is_owner,
        **_issuing(request),
        "issues": bool(set(organization.kinds) & set(ISSUERS)),
        "to_do": _to_do(request) if is_owner else [],
    }
    return render(request, "membership/organization_home.html", context)


def _issuing(request: MemberRequest) -> dict[str, object]:
    """Give what runs and what was issued, to members who work on it."""
    if not request.membership.may("issuer", "reviewer", "viewer"):
        return {}
    organization = request.organization
    return {"running": running_of(organization)[:_MOST_RUNNING], "drawn": draw_months(organization, at=request.act.at)}


def _to_do(request: MemberRequest) -> list[dict[str, str]]:
    """List what an owner has not done yet, most urgent first."""
    organization = request.organization
    left = []
    if not has_second_factor(request):
        left.append(
            {
                "title": _("Protect your account"),
                "text": _("Whoever signs, approves or administers needs a passkey or an authenticator app."),
                "url": reverse("mfa_index"),
                "verb": _("Add a passkey"),
            }
        )
    if not organization.proven_domain and not organization.is_fictional:
        left.append(
            {
                "title": _("Prove your domain"),
                "text": _("Until then every page says that your name is unproven."),
                "url": reverse("domain", kwargs={"org": organization.slug}),
                "verb": _("Prove it"),
            }
        )
    if member_count(organization) < 2:
        left.append(
            {
                "title": _("Bring a second person"),
                "text": _("What one prepares, another approves. Nobody approves their own."),
                "url": reverse("member_invite", kwargs={"org": organization.slug}),
                "verb": _("Invite somebody"),
            }
        )
    keys_url = next((str(way["url"]) for way in ways_of(request.membership) if way["name"] == "keys"), "")
    if keys_url and current_key(organization.pk) is None and open_key_change(organization, request.act.at) is None:
        left.append(
            {
                "title": _("Make a signing key"),
                "text": _("Records are signed with it; without one nothing can be issued."),
                "url": keys_url,
                "verb": _("Make it"),
            }
        )
    return left


def _words_of(roles: list[str]) -> list[str]:
    return [str(ROLES[role]).partition(":")[0] for role in roles if role in ROLES]


def _address_of(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
