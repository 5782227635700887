"""How does an organization take everything with it by which its records verify after this server is gone?"""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from openler.platform.accounts.fresh import fresh
from openler.platform.issuing.leaving import export_organization
from openler.platform.keystore.services import current_key
from openler.platform.organizations.access import MemberRequest, for_members


@require_safe
@for_members("owner")
def leaving_page(request: MemberRequest) -> HttpResponse:
    """Say what the files are and what they are good for."""
    context = {"portal_current": "organization_home", "has_key": current_key(request.organization.pk) is not None}
    return render(request, "credentialing_organizations/leaving.html", context)


@require_POST
@for_members("owner")
@fresh
def files(request: MemberRequest) -> HttpResponse:
    """Give the files; the register of everybody is in them, so that whoever takes them proves who they are."""
    answer = HttpResponse(export_organization(request.act, request.organization), content_type="application/zip")
    answer["Content-Disposition"] = f'attachment; filename="{request.organization.slug}.zip"'
    return answer
