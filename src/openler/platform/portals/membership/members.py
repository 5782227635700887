"""Where does an owner say who belongs to an organization, and where does somebody accept an invitation or leave?"""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from openler.foundation.errors import LerError
from openler.platform.accounts.fresh import fresh
from openler.platform.accounts.models import User
from openler.platform.accounts.queries import confirmed_addresses
from openler.platform.base.acts import act_of
from openler.platform.organizations import memberships
from openler.platform.organizations.access import MemberRequest, PersonRequest, for_members, open_to_all, signed_in
from openler.platform.organizations.looks import note_members
from openler.platform.organizations.queries import members_of, open_invitations
from openler.platform.organizations.roles import ROLES
from openler.platform.portals.membership.forms import InvitationForm, RolesForm

_UNPROCESSABLE = 422


@for_members("owner")
@require_safe
def index(request: MemberRequest) -> HttpResponse:
    """List the members and the open invitations."""
    members = list(members_of(request.organization))
    invitations = list(open_invitations(request.organization, request.act.at))
    note_members(request.act, members, invitations)
    context = {
        "portal_current": "members",
        "members": [
            {"member": one, "roles": _short(one.roles), "is_self": one.user.pk == request.user.pk} for one in members
        ],
        "invitations": [{"invitation": one, "roles": _short(one.roles)} for one in invitations],
    }
    return render(request, "membership/members.html", context)


@for_members("owner")
@fresh
@require_http_methods(["GET", "HEAD", "POST"])
def invite_one(request: MemberRequest) -> HttpResponse:
    """Ask whom to invite, and send the link."""
    form = InvitationForm(request.POST or None, initial={"roles": ["viewer"]})
    if request.method == "POST" and form.is_valid():
        try:
            memberships.invite(request.act, organization=request.organization, **form.cleaned_data)
            messages.success(request, _("The invitation is on its way. It works for two weeks."))
            return redirect("members", org=request.organization.slug)
        except LerError as error:
            form.add_error(None, f"{error.message} {error.advice}".strip())
    context = {"form": form, "portal_current": "members"}
    return render(request, "membership/member_invite.html", context, status=_UNPROCESSABLE if form.is_bound else 200)


@for_members("owner")
@require_POST
def end_invitation(request: MemberRequest, invitation: UUID) -> HttpResponse:
    """End an open invitation."""
    memberships.take_back(request.act, organization=request.organization, invitation_id=invitation)
    messages.success(request, _("The link of this invitation does not work any more."))
    return redirect("members", org=request.organization.slug)


@for_members("owner")
@fresh
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: MemberRequest, member: int) -> HttpResponse:
    """Show one member, and give other roles."""
    found = memberships.find_member(request.organization, member)
    form = RolesForm(request.POST or None, initial={"roles": found.roles, "title": found.title})
    if request.method == "POST" and form.is_valid():
        try:
            memberships.change_roles(
                request.act, organization=request.organization, membership_id=member, **form.cleaned_data
            )
            messages.success(request, _("The roles are changed."))
            return redirect("members", org=request.organization.slug)
        except LerError as error:
            form.add_error(None, f"{error.message} {error.advice}".strip())
    note_members(request.act, [found])
    context = {"form": form, "member": found, "portal_current": "members"}
    return render(request, "membership/member.html", context, status=_UNPROCESSABLE if form.is_bound else 200)


@for_members("owner")
@fresh
@require_POST
def remove_one(request: MemberRequest, member: int) -> HttpResponse:
    """End somebody's membership."""
    memberships.remove(request.act, organization=request.organization, membership_id=member)
    messages.success(request, _("The membership has ended. What the person did stays in the audit log."))
    return redirect("members", org=request.organization.slug)


@for_members()
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: MemberRequest) -> HttpResponse:
    """Say what leaving means, and leave."""
    if request.method == "POST":
        memberships.remove(request.act, organization=request.organization, membership_id=request.membership.pk)
        messages.success(request, _("You have left %(name)s.") % {"name": request.organization.name})
        return redirect("home")
    return render(request, "membership/leave.html")


@open_to_all
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponseBase:
    """Show an invitation; opening it changes nothing, a pressed button accepts."""
    act = act_of(request)
    found = memberships.find_invitation(act, token)
    if request.method == "POST":
        return _accept(request, token)
    context = {
        "invitation": found,
        "roles": [ROLES[role] for role in found.roles if role in ROLES],
        "is_for_reader": isinstance(request.user, User) and found.address in confirmed_addresses(request.user),
        "path": request.path,
    }
    return render(request, "membership/invitation.html", context)


@signed_in
def _accept(request: PersonRequest, token: str) -> HttpResponse:
    joined = memberships.accept(request.act, token=token, user=request.user)
    return redirect("organization_home", org=joined.organization.slug)


def _short(roles: list[str]) -> list[str]:
    return [str(ROLES[role]).partition(":")[0] for role in roles if role in ROLES]
