"""How is it written down that somebody looked at who belongs to an organization? A line for each person who was seen."""

from collections.abc import Iterable

from openler.platform.audit.services import record_many
from openler.platform.base.acts import Act
from openler.platform.organizations.models import Invitation, Membership


def note_members(act: Act, members: Iterable[Membership], invitations: Iterable[Invitation] = ()) -> None:
    """Write down which members, and which invited people, a page showed; oneself is nobody else."""
    seen = [(one.pk, one.user_id) for one in members if one.user_id != act.actor_id]
    record_many(act, "membership.viewed", "membership", seen)
    record_many(act, "membership.viewed", "invitation", [(one.pk, None) for one in invitations])
