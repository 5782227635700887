"""How does a member give a program a token, and take it back?"""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from openler.platform.accounts.models import ApiToken
from openler.platform.accounts.tokens import SCOPES, BadTokenRequest, end_token, make_token
from openler.platform.organizations.access import MemberRequest, for_members

_DAYS = ("30", "90", "366")


@for_members("owner")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def tokens(request: MemberRequest) -> HttpResponse:
    """List the tokens of the organization; a new one is shown this once."""
    context: dict[str, object] = {"portal_current": "tokens", "scopes": SCOPES, "days": _DAYS}
    status = 200
    if request.method == "POST":
        days = request.POST.get("days", "")
        chosen, name = request.POST.getlist("scope"), request.POST.get("name", "")
        try:
            _token, context["text"] = make_token(
                request.act, name=name, scopes=chosen, days=int(days) if days in _DAYS else 0
            )
        except BadTokenRequest as error:
            context |= {"fault": error.message, "typed": name, "chosen": chosen}
            status = 422
    mine = ApiToken.objects.select_related("user").filter(tenant_id=request.organization.pk, ended_at=None)
    context["tokens"] = [{"token": one, "ended": one.ends_at <= request.act.at} for one in mine.order_by("-created_at")]
    return render(request, "ler_solution_providers/tokens.html", context, status=status)


@for_members("owner")
@require_POST
def end(request: MemberRequest, token_id: int) -> HttpResponse:
    """End a token."""
    end_token(request.act, token_id)
    return redirect("tokens", org=request.organization.slug)
