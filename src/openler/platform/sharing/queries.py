"""Which shares does a person have, who looked, and what stands behind a link?"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _

from openler.platform.sharing.errors import NoSuchPresentationRequest, NoSuchShare
from openler.platform.sharing.models import PresentationRequest, Share
from openler.platform.sharing.tokens import asked_id_of, present_id_of, share_id_of

ShareState = Literal["open", "stopped", "ended"]
# A verifier comes back within the day; the check itself can be printed, the answer is not kept longer.
ANSWER_KEPT = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class ShareFacts:
    """What is told of a share without opening it.

    Attributes:
        by: who made it, by the name of their account; never a mail address.
        is_fictional: that person is of a demonstration.
    """

    by: str
    is_fictional: bool
    audience: str
    purpose: str
    records: int
    made_at: datetime
    ends_at: datetime
    stopped_at: datetime | None


def facts_of(share: Share) -> ShareFacts:
    """Give what may be told of a share without opening it."""
    return ShareFacts(
        by=share.owner.name or _("A learner"),
        is_fictional=share.owner.is_fictional,
        audience=share.audience,
        purpose=share.purpose,
        records=share.record_count,
        made_at=share.made_at,
        ends_at=share.ends_at,
        stopped_at=share.stopped_at,
    )


def state_of(share: Share, at: datetime) -> ShareState:
    """Say whether a share can be opened, was stopped by its owner, or reached its end."""
    if share.stopped_at is not None:
        return "stopped"
    return "ended" if share.ends_at <= at else "open"


def find_share(token: str) -> Share:
    """Find the share behind a link.

    Raises: NoSuchShare.
    """
    link_id = share_id_of(token)
    share = Share.objects.select_related("owner").filter(link_id=link_id).first() if link_id else None
    if share is None:
        raise NoSuchShare(_("There is no share at this address."))
    return share


def shares_of(owner_id: int) -> QuerySet[Share]:
    """List a person's shares with the number of openings as ``opened``, newest first; content is not read."""
    mine = Share.objects.filter(owner_id=owner_id).defer("sealed").annotate(opened=Count("openings"))
    # An annotation leaves the model's own order behind.
    return mine.order_by("-made_at", "-pk")


def share_of_owner(owner_id: int, share_id: UUID) -> Share:
    """Find a share of a person, with its openings.

    Raises: NoSuchShare.
    """
    share = shares_of(owner_id).prefetch_related("openings").filter(pk=share_id).first()
    if share is None:
        raise NoSuchShare(_("You have no such share."))
    return share


def request_to_present(token: str) -> PresentationRequest:
    """Find what is asked by the holder's link.

    Raises: NoSuchPresentationRequest.
    """
    return _request(present_id=present_id_of(token))


def request_asked(token: str) -> PresentationRequest:
    """Find what was asked, by the verifier's own link.

    Raises: NoSuchPresentationRequest.
    """
    return _request(asked_id=asked_id_of(token))


def _request(**link: str) -> PresentationRequest:
    found = PresentationRequest.objects.filter(**link).first() if all(link.values()) else None
    if found is None:
        raise NoSuchPresentationRequest(_("Nobody asks for records at this address."))
    return found
