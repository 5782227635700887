"""How does a wallet leave something here, change it, and take it away? Each act in one transaction, each written down."""

import re

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from openler.credentials.keys import parse_multikey
from openler.foundation.errors import LerError
from openler.platform.audit.services import record
from openler.platform.base.acts import Act
from openler.platform.holding.errors import BadDeposit, ItemChanged, NoSuchItem, OtherHolder
from openler.platform.holding.models import DID_LENGTH, ITEM_ID_LENGTH, Holder, SealedItem

# The wallet fills items up to powers of two; a record of 1 MB, more than any with a picture, stays below this.
MAX_SEALED_BYTES = 2 * 1024 * 1024 + 28
# More records than anybody earns; removed ones count, since their names stay.
MAX_ITEMS = 2000
# Nonce and tag of AES-256-GCM.
_LEAST_SEALED_BYTES = 12 + 16
_ITEM_ID = re.compile(rf"[0-9a-f]{{{ITEM_ID_LENGTH}}}")
_SIGNS = ("Ed25519", "P-256")


def register_holder(act: Act, *, owner_id: int, did: str, replaces: str = "") -> Holder:
    """Note the public name of a person's wallet; once noted it stays, unless the person starts over.

    Args:
        replaces: the name of the wallet that is given up; what only its key could open is forgotten.

    Raises: BadDeposit, OtherHolder.
    """
    _require_holder_key(did)
    with transaction.atomic():
        _row, is_new = Holder.objects.get_or_create(owner_id=owner_id, defaults={"did": did, "since": act.at})
        found = Holder.objects.select_for_update().get(owner_id=owner_id)
        if found.did == did:
            if is_new:
                record(act, "holder.registered", kind="holder", object_id=found.pk, person_id=owner_id)
            return found
        if found.did != replaces:
            raise OtherHolder(_("Your account has a wallet with another key."))
        forgotten, _rows = SealedItem.objects.filter(owner_id=owner_id).delete()
        found.did, found.since = did, act.at
        found.save(update_fields=["did", "since"])
        detail = {"items": forgotten}
        record(act, "holder.replaced", kind="holder", object_id=found.pk, person_id=owner_id, detail=detail)
    return found


def keep_item(act: Act, *, owner_id: int, item_id: str, sequence: int, sealed: bytes) -> SealedItem:
    """Keep a state of an item, if it follows the one that is kept; the first has the number 1.

    Raises: BadDeposit, ItemChanged.
    """
    if not _LEAST_SEALED_BYTES < len(sealed) <= MAX_SEALED_BYTES:
        raise BadDeposit(_("The sealed item is empty, or larger than one may be."), pointer="/sealed")
    try:
        with transaction.atomic():
            return _put(act, owner_id, item_id, sequence, sealed)
    except IntegrityError as error:
        raise ItemChanged(_("Another browser of yours kept this item first.")) from error


def remove_item(act: Act, *, owner_id: int, item_id: str, sequence: int) -> None:
    """Forget the content of an item, if its kept state is `sequence`; its name stays, so that other browsers follow.

    Raises: NoSuchItem, ItemChanged.
    """
    with transaction.atomic():
        found = SealedItem.objects.select_for_update().filter(owner_id=owner_id, item_id=item_id).first()
        if found is None:
            raise NoSuchItem(_("No such item is kept for you."))
        if found.sequence != sequence:
            raise ItemChanged(_("Another browser of yours changed this item first."))
        found.sequence, found.sealed, found.changed_at = sequence + 1, b"", act.at
        found.save(update_fields=["sequence", "sealed", "changed_at"])
        record(act, "item.removed", kind="sealed_item", object_id=found.pk, person_id=owner_id)


def _put(act: Act, owner_id: int, item_id: str, sequence: int, sealed: bytes) -> SealedItem:
    if not _ITEM_ID.fullmatch(item_id):
        raise BadDeposit(_("The name of an item is 32 hexadecimal digits, in small letters."), pointer="/id")
    found = SealedItem.objects.select_for_update().filter(owner_id=owner_id, item_id=item_id).first()
    if sequence != (found.sequence if found else 0) + 1:
        raise ItemChanged(_("Another browser of yours changed this item first."))
    if found is None:
        if SealedItem.objects.filter(owner_id=owner_id).count() >= MAX_ITEMS:
            raise BadDeposit(_("At most %(most)d items are kept for one person.") % {"most": MAX_ITEMS})
        found = SealedItem(owner_id=owner_id, item_id=item_id)
    found.sequence, found.sealed, found.changed_at = sequence, sealed, act.at
    found.save()
    detail = {"sequence": sequence, "bytes": len(sealed)}
    record(act, "item.kept", kind="sealed_item", object_id=found.pk, person_id=owner_id, detail=detail)
    return found


def _require_holder_key(did: str) -> None:
    prefix, _colon, multikey = did.rpartition(":")
    try:
        kind = parse_multikey(multikey).kind if prefix == "did:key" and len(did) <= DID_LENGTH else None
    except LerError:
        kind = None
    if kind not in _SIGNS:
        raise BadDeposit(_("The wallet's name is no did:key of a kind that signs here."), pointer="/did")
