"""How do people come into an organization, change what they may do, and leave it?

Part of this room's services: each act is one transaction and leaves an audit entry.
"""

import hashlib
import secrets
from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from openler.platform.accounts.models import User
from openler.platform.accounts.queries import confirmed_addresses
from openler.platform.audit.services import record
from openler.platform.base.acts import Act
from openler.platform.mail.services import send
from openler.platform.organizations.errors import (
    BadOrganization,
    InvitationForAnother,
    InvitationGone,
    LastOwner,
    NoSuchMember,
    TooManyInvitations,
)
from openler.platform.organizations.models import Invitation, Membership, Organization
from openler.platform.organizations.roles import ROLES
from openler.platform.organizations.services import join

_TOKEN_BYTES = 32
INVITATION_DAYS = 14
# A department at once; a link that nobody opens is a link that somebody else may find.
MAX_OPEN_INVITATIONS = 200


def invite(act: Act, *, organization: Organization, address: str, roles: Iterable[str], title: str = "") -> Invitation:
    """Send somebody a link with which they may join; an earlier link to the same address dies.

    Raises: BadOrganization, TooManyInvitations.
    """
    chosen = [role for role in ROLES if role in set(roles)]
    if not chosen:
        raise BadOrganization(_("Choose at least one role."))
    plain = address.strip().lower()
    try:
        validate_email(plain)
    except ValidationError as error:
        raise BadOrganization(_("This is no mail address.")) from error
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    with transaction.atomic():
        # Locked, so that of two invitations at once both are counted.
        Organization.objects.select_for_update().get(pk=organization.pk)
        opened = Invitation.objects.filter(organization=organization, ended_at=None)
        opened.filter(address=plain).update(ended_at=act.at)
        opened.filter(expires_at__lte=act.at).update(ended_at=act.at)
        if opened.count() >= MAX_OPEN_INVITATIONS:
            raise TooManyInvitations(_("%(most)d invitations are open already.") % {"most": MAX_OPEN_INVITATIONS})
        invitation = Invitation.objects.create(
            organization=organization,
            token_digest=_digest(token),
            address=plain,
            roles=chosen,
            title=title.strip(),
            invited_by_id=act.actor_id,
            created_at=act.at,
            expires_at=act.at + timedelta(days=INVITATION_DAYS),
        )
        record(
            act,
            "membership.invited",
            kind="invitation",
            object_id=invitation.pk,
            detail={"roles": " ".join(chosen)},
        )
        transaction.on_commit(lambda: _send_link(invitation, token))
    return invitation


def take_back(act: Act, *, organization: Organization, invitation_id: UUID) -> None:
    """End an open invitation; its link stops working at once.

    Raises: InvitationGone.
    """
    with transaction.atomic():
        ended = Invitation.objects.filter(organization=organization, pk=invitation_id, ended_at=None).update(
            ended_at=act.at
        )
        if not ended:
            raise InvitationGone(_("This invitation is not open any more."))
        record(act, "membership.invitation_ended", kind="invitation", object_id=invitation_id)


def find_invitation(act: Act, token: str) -> Invitation:
    """Find an open invitation by the token of its link; looking changes nothing.

    Raises: InvitationGone.
    """
    found = (
        Invitation.objects.select_related("organization", "invited_by")
        .filter(token_digest=_digest(token), ended_at=None, expires_at__gt=act.at)
        .first()
    )
    if found is None:
        raise InvitationGone(_("This invitation was used, taken back or is too old."))
    return found


def accept(act: Act, *, token: str, user: User) -> Membership:
    """Join by an invitation, which is used up by it.

    Raises: InvitationGone, InvitationForAnother.
    """
    with transaction.atomic():
        invitation = find_invitation(act, token)
        if invitation.address not in confirmed_addresses(user):
            raise InvitationForAnother(
                _("The invitation went to an address that is not one of yours, or that you have not confirmed.")
            )
        # Whoever ends the row is the one who used it: of two presses at once one finds nothing to end.
        if not Invitation.objects.filter(pk=invitation.pk, ended_at=None).update(ended_at=act.at):
            raise InvitationGone(_("This invitation was used already."))
        organization = invitation.organization
        earlier = Membership.objects.filter(organization=organization, user=user).first()
        roles = [*invitation.roles, *(earlier.roles if earlier else ())]
        title = invitation.title or (earlier.title if earlier else "")
        return join(act, organization=organization, user=user, roles=roles, title=title)


def find_member(organization: Organization, membership_id: int) -> Membership:
    """Find a member of an organization by the number of the membership.

    Raises: NoSuchMember.
    """
    found = Membership.objects.select_related("user").filter(organization=organization, pk=membership_id).first()
    if found is None:
        raise NoSuchMember(_("Nobody of this number belongs to the organization."))
    return found


def change_roles(
    act: Act, *, organization: Organization, membership_id: int, roles: Iterable[str], title: str
) -> Membership:
    """Give a member other roles.

    Raises: NoSuchMember, BadOrganization, LastOwner.
    """
    chosen = set(roles)
    with transaction.atomic():
        member = find_member(organization, membership_id)
        if "owner" not in chosen:
            _keep_an_owner(organization, besides=member)
        return join(act, organization=organization, user=member.user, roles=chosen, title=title)


def remove(act: Act, *, organization: Organization, membership_id: int) -> None:
    """End somebody's membership: by an owner, or by the person, who leaves.

    Raises: NoSuchMember, LastOwner.
    """
    with transaction.atomic():
        member = find_member(organization, membership_id)
        _keep_an_owner(organization, besides=member)
        verb = "membership.left" if member.user.pk == act.actor_id else "membership.ended"
        whose = member.user.pk
        record(act, verb, kind="membership", object_id=member.pk, person_id=whose, tenant_id=organization.pk)
        member.delete()


def _keep_an_owner(organization: Organization, *, besides: Membership) -> None:
    # The organization's row is the lock: of two owners who leave at once the second one finds no other.
    Organization.objects.select_for_update().get(pk=organization.pk)
    others = Membership.objects.filter(organization=organization).exclude(pk=besides.pk)
    if "owner" in besides.roles and not any("owner" in other.roles for other in others):
        raise LastOwner(_("An organization needs an owner, and this is the last one."))


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _send_link(invitation: Invitation, token: str) -> None:
    link = settings.OPENLER_PUBLIC_URL + reverse("invitation", kwargs={"token": token})
    organization = invitation.organization
    proven = organization.proven_domain or _("unproven name")
    body = _(
        "You are invited to work in %(name)s (%(proven)s) on OpenLER.\n\n"
        "Open this page to see what you would be able to do, and to accept:\n%(link)s\n\n"
        "Nothing happens by opening it. It works for %(days)d days, once, for this address.\n"
        "If you do not know the organization, do nothing."
    ) % {"name": organization.name, "proven": proven, "link": link, "days": INVITATION_DAYS}
    subject = _("Invitation to %(name)s") % {"name": organization.name}
    send("invitation", to=invitation.address, subject=subject, body=body, tenant_id=organization.pk)
