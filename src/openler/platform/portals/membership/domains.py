"""Where does an owner prove that a domain belongs to the organization?"""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from openler.foundation.errors import LerError
from openler.platform.accounts.fresh import fresh
from openler.platform.base.rate_limits import count_request
from openler.platform.organizations.access import MemberRequest, for_members
from openler.platform.organizations.domains import Way, address_of, ask_for_proof, name_of, prove_domain
from openler.platform.organizations.queries import domain_proof_of
from openler.platform.portals.membership.forms import DomainForm

_UNPROCESSABLE = 422
_CONFLICT = 409
# A line is put up once and checked a few times; more would make us knock at a stranger's door.
_CHECKS_AN_HOUR = 20


@for_members("owner")
@fresh
@require_http_methods(["GET", "HEAD", "POST"])
def domain(request: MemberRequest) -> HttpResponse:
    """Show the state, and begin to prove a domain."""
    form = DomainForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            ask_for_proof(request.act, organization=request.organization, **form.cleaned_data)
            return redirect("domain", org=request.organization.slug)
        except LerError as error:
            form.add_error("domain", f"{error.message} {error.advice}".strip())
    return _page(request, form, status=_UNPROCESSABLE if form.is_bound else 200)


@for_members("owner")
@fresh
@require_POST
def check(request: MemberRequest) -> HttpResponse:
    """Look for the line that proves the domain, in the file or in the DNS record."""
    count_request(
        "domain check", str(request.organization.pk), at=request.act.at, limit=_CHECKS_AN_HOUR, window_seconds=3600
    )
    try:
        way: Way = "name" if request.POST.get("way") == "name" else "file"
        proven = prove_domain(request.act, organization=request.organization, way=way)
    except LerError as error:
        return _page(request, DomainForm(), fault=f"{error.message} {error.advice}".strip(), status=_CONFLICT)
    messages.success(request, _("%(domain)s is proven to be yours.") % {"domain": proven.proven_domain})
    return redirect("domain", org=request.organization.slug)


def _page(request: MemberRequest, form: DomainForm, *, fault: str = "", status: int = 200) -> HttpResponse:
    proof = domain_proof_of(request.organization)
    context = {
        "form": form,
        "proof": proof,
        "address": address_of(proof) if proof else "",
        "name": name_of(proof) if proof else "",
        "fault": fault,
        "portal_current": "organization_home",
    }
    return render(request, "membership/domain.html", context, status=status)
