"""What waits for this member of an organization: what to approve, to release, to answer, to look at?

Each thing is shown to whoever may decide it, and nobody is asked to decide about their own work.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from openler.platform.accounts.models import User
from openler.platform.achievements.queries import waiting_for_approval
from openler.platform.issuing.models import Batch
from openler.platform.issuing.queries import batches_of, open_objections
from openler.platform.opportunities.models import Application
from openler.platform.opportunities.queries import postings_of
from openler.platform.organizations.key_changes import approvers_of
from openler.platform.organizations.models import KeyChange, Membership
from openler.platform.organizations.queries import open_key_change

# As many as one reads before breakfast; the lists behind them show all.
_MOST = 10


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing that waits.

    Attributes:
        title: the decision, as a question.
        who: by whom and since when.
        text: what follows from it.
        url: where it is decided.
        verb: of the link.
        since: how long it has waited.
    """

    title: str
    who: str
    text: str
    url: str
    verb: str
    since: datetime


def waiting_for(membership: Membership, at: datetime) -> list[Waiting]:
    """List what waits for a member, the oldest first."""
    found: list[Waiting] = []
    if membership.may("reviewer"):
        found += _key_changes(membership, at)
        found += _achievements(membership)
        found += _batches(membership)
    if membership.may("issuer"):
        found += _objections(membership)
    if membership.may("recruiter"):
        found += _applications(membership)
    return sorted(found, key=lambda one: one.since)[:_MOST]


def _key_changes(membership: Membership, at: datetime) -> Iterator[Waiting]:
    titles = {
        KeyChange.Kind.MAKE: _("Make a signing key?"),
        KeyChange.Kind.ROTATE: _("Change the signing key?"),
        KeyChange.Kind.RETIRE: _("End the signing key?"),
    }
    change = open_key_change(membership.organization, at)
    if change is None:
        return
    deciders = approvers_of(membership.organization, asked_by=change.asked_by)
    if membership.pk in {one.pk for one in deciders}:
        yield Waiting(
            title=titles[KeyChange.Kind(change.kind)],
            who=_sent_by(change.asked_by, change.asked_at),
            text=_("Nothing is done before you approve it. It waits until %(day)s.")
            % {"day": f"{change.expires_at:%Y-%m-%d}"},
            url=_address("keys", membership),
            verb=_("Look and decide"),
            since=change.asked_at,
        )


def _achievements(membership: Membership) -> Iterator[Waiting]:
    for version in waiting_for_approval(membership.organization)[: 2 * _MOST]:
        if membership.user.pk in (*version.editors, version.submitted_by):
            continue
        yield Waiting(
            title=_("Publish %(name)s?") % {"name": version.name},
            who=_sent_by(version.submitted_by, version.edited_at),
            text=_("If you approve, it gets a public address and can be awarded. It cannot be changed after that."),
            url=_address("achievement_version", membership, version=version.pk),
            verb=_("Review"),
            since=version.edited_at,
        )


def _batches(membership: Membership) -> Iterator[Waiting]:
    waiting = batches_of(membership.organization).filter(state=Batch.State.WAITING)
    for batch in waiting.exclude(made_by=membership.user.pk)[:_MOST]:
        yield Waiting(
            title=_("Release %(name)s?") % {"name": batch.title},
            who=_sent_by(batch.made_by, batch.made_at),
            text=_("If you release it, its records are signed and the claim mails leave."),
            url=_address("batch", membership, batch=batch.pk),
            verb=_("Compare and decide"),
            since=batch.made_at,
        )


def _objections(membership: Membership) -> Iterator[Waiting]:
    for objection in open_objections(membership.organization)[:_MOST]:
        yield Waiting(
            title=_("Answer an objection to %(name)s") % {"name": objection.seat.version.name},
            who=_("The holder objected on %(day)s.") % {"day": f"{objection.made_at:%Y-%m-%d}"},
            text=_("An answer is due by %(day)s.") % {"day": f"{objection.answer_by:%Y-%m-%d}"},
            url=_address("issued_record", membership, seat=objection.seat_id) + "#objections",
            verb=_("Open the record"),
            since=objection.made_at,
        )


def _applications(membership: Membership) -> Iterator[Waiting]:
    for posting in postings_of(membership.organization.pk)[:_MOST]:
        new = posting.applications.filter(stage=Application.Stage.RECEIVED, withdrawn_at=None)
        oldest = new.order_by("received_at").values_list("received_at", flat=True).first()
        if oldest is None:
            continue
        number = new.count()
        yield Waiting(
            title=_("Look at who applied for %(name)s") % {"name": posting.title},
            who=ngettext(
                "%(n)d application has not been looked at.", "%(n)d applications have not been looked at.", number
            )
            % {"n": number},
            text=_("Names stay hidden until you lift them."),
            url=_address("applicants", membership, posting=posting.pk),
            verb=_("Open the applications"),
            since=oldest,
        )


def _sent_by(user_id: int | None, at: datetime) -> str:
    user = User.objects.filter(pk=user_id).first() if user_id is not None else None
    name = user.get_full_name() if user else _("A program")
    return _("%(name)s sent it on %(day)s.") % {"name": name, "day": f"{at:%Y-%m-%d}"}


def _address(name: str, membership: Membership, **words: UUID) -> str:
    return reverse(name, kwargs={"org": membership.organization.slug, **words})
