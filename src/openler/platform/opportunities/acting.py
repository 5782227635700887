"""Who acts, and for which organization? Services here need both, and refuse where there is none."""

from uuid import UUID

from django.utils.translation import gettext as _

from openler.foundation.errors import NotPermitted
from openler.platform.base.acts import Act


def tenant_of(act: Act) -> UUID:
    """Give the organization in whose name something is done.

    Raises: NotPermitted.
    """
    if act.tenant_id is None:
        raise NotPermitted(_("This is done for an organization only."))
    return act.tenant_id


def actor_of(act: Act) -> int:
    """Give the person who does it.

    Raises: NotPermitted.
    """
    if act.actor_id is None:
        raise NotPermitted(_("This needs somebody who is signed in."))
    return act.actor_id
