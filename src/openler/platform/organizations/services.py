"""How does an organization come to be, and how do people join it?"""

import re
from collections.abc import Iterable

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from openler.platform.accounts.models import User
from openler.platform.audit.services import record
from openler.platform.base.acts import Act
from openler.platform.organizations.errors import BadOrganization, SlugTaken
from openler.platform.organizations.kinds import STAKEHOLDER_KEYS
from openler.platform.organizations.models import NAME_LENGTH, Membership, Organization
from openler.platform.organizations.roles import ROLES

# More than the largest class of a term; whatever is above it, two people looked at.
MOST_WITHOUT_SECOND = 5000
# A word that can stand in an address and in a did:web identifier as it is.
_SLUG = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,48}[a-z0-9])?")


def create_organization(
    act: Act, *, name: str, slug: str, kinds: Iterable[str], is_fictional: bool = False
) -> Organization:
    """Create an organization; whoever does it is its first owner.

    Raises: BadOrganization, SlugTaken.
    """
    chosen = list(dict.fromkeys(kinds))
    unknown = [kind for kind in chosen if kind not in STAKEHOLDER_KEYS]
    if not chosen or unknown:
        raise BadOrganization(_("Choose at least one kind of stakeholder from the map."))
    if not name.strip() or len(name) > NAME_LENGTH:
        raise BadOrganization(_("The name needs 1 to %(most)d characters.") % {"most": NAME_LENGTH})
    if not _SLUG.fullmatch(slug):
        raise BadOrganization(_("The word for the address may have small letters a to z, digits and hyphens."))
    try:
        with transaction.atomic():
            organization = Organization.objects.create(
                slug=slug, name=name.strip(), kinds=chosen, is_fictional=is_fictional, created_at=act.at
            )
            own = organization.pk
            record(act, "organization.created", kind="organization", object_id=own, tenant_id=own)
            if act.actor_id is not None:
                join(act, organization=organization, user=User.objects.get(pk=act.actor_id), roles=["owner"])
    except IntegrityError as error:
        raise SlugTaken(_("Another organization uses %(slug)s in its address.") % {"slug": slug}) from error
    return organization


def join(act: Act, *, organization: Organization, user: User, roles: Iterable[str], title: str = "") -> Membership:
    """Make somebody a member, or give a member other roles.

    Raises: BadOrganization.
    """
    chosen = [role for role in ROLES if role in set(roles)]
    if not chosen:
        raise BadOrganization(_("Choose at least one role."))
    with transaction.atomic():
        membership, _created = Membership.objects.update_or_create(
            organization=organization,
            user=user,
            defaults={"roles": chosen, "title": title},
            create_defaults={"roles": chosen, "title": title, "joined_at": act.at},
        )
        record(
            act,
            "membership.set",
            kind="membership",
            object_id=membership.pk,
            person_id=user.pk,
            tenant_id=organization.pk,
            detail={"roles": " ".join(chosen)},
        )
    return membership


def set_release_limit(act: Act, organization: Organization, rows: int) -> None:
    """Say above how many rows a class list is released by a second person; 0 asks for one always.

    Raises: BadOrganization.
    """
    if not 0 <= rows <= MOST_WITHOUT_SECOND:
        raise BadOrganization(
            _("The limit is a number from 0 to %(most)d.") % {"most": MOST_WITHOUT_SECOND},
            advice=_("Whatever is above it, somebody else looks at samples and releases it."),
        )
    with transaction.atomic():
        organization.release_limit = rows
        organization.save(update_fields=["release_limit"])
        record(act, "organization.limit_set", kind="organization", object_id=organization.pk, detail={"rows": rows})
