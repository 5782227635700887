"""What is kept for a person's wallet?"""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from openler.platform.holding.errors import NoSuchItem
from openler.platform.holding.models import Holder, SealedItem


@dataclass(frozen=True, slots=True)
class Deposit:
    """One sealed item, without its content.

    Attributes:
        item_id: the browser's own name for it.
        sequence: which state is kept.
        is_removed: whether the holder took it out; the name stays, so that other browsers take it out too.
    """

    item_id: str
    sequence: int
    is_removed: bool


def holder_did(owner_id: int) -> str:
    """Give the public name of a person's wallet, empty if there is none yet."""
    return Holder.objects.filter(owner_id=owner_id).values_list("did", flat=True).first() or ""


def deposits_of(owner_id: int) -> list[Deposit]:
    """List what a person's wallet keeps here."""
    rows = SealedItem.objects.filter(owner_id=owner_id).order_by("pk")
    return [Deposit(row.item_id, row.sequence, not row.sealed) for row in rows]


def sealed_item(owner_id: int, item_id: str) -> SealedItem:
    """Find one item of a person.

    Raises: NoSuchItem.
    """
    found = SealedItem.objects.filter(owner_id=owner_id, item_id=item_id).exclude(sealed=b"").first()
    if found is None:
        raise NoSuchItem(_("No such item is kept for you."))
    return found
