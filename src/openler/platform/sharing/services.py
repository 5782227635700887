"""How is a share made, opened and stopped? Each act in one transaction, each written down for its owner."""

import ipaddress
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from openler.platform.audit.services import record
from openler.platform.base.acts import Act
from openler.platform.keystore.errors import BrokenSeal
from openler.platform.keystore.sealing import open_sealed
from openler.platform.organizations.keeping import days_kept
from openler.platform.sharing.errors import BadShare, NoSuchShare, ShareEnded, ShareExists, ShareUnreadable
from openler.platform.sharing.models import AUDIENCE_LENGTH, PURPOSE_LENGTH, Share
from openler.platform.sharing.queries import ShareFacts, facts_of, state_of
from openler.platform.sharing.tokens import share_id_of, share_key_of

# A share for a whole year is a long one; whoever needs more makes another.
LONGEST = timedelta(days=366)
# More than any transcript with pictures has; a share is kept whole in the database.
MAX_SEALED_BYTES = 4 * 1024 * 1024
# Nonce and tag of AES-256-GCM.
_LEAST_SEALED_BYTES = 12 + 16
# As many as a presentation may hold.
MAX_RECORDS = 500
# Nobody oversees more; one who needs more stops some.
MAX_OPEN_SHARES = 200
_DIGEST_LETTERS = frozenset("0123456789abcdef")
_DIGEST_LENGTH = 64
# The network and not the machine: the size of a provider's region.
_COARSE_BITS = {4: 16, 6: 32}


@dataclass(frozen=True, slots=True)
class NewShare:
    """What a browser sends of a share; the token of its link stays there.

    Attributes:
        link_id: made from the token, 64 hexadecimal digits.
        sealed: the presentation, sealed under a key from the token.
        audience, purpose: for whom and why.
        ends_at: until when, aware.
        records: how many records the presentation holds.
    """

    link_id: str
    sealed: bytes
    audience: str
    purpose: str
    ends_at: datetime
    records: int


@dataclass(frozen=True, slots=True)
class OpenedShare:
    """A share that was opened: what may be told of it, and the presentation as its owner signed it."""

    facts: ShareFacts
    presentation: bytes


def make_share(act: Act, *, owner_id: int, new: NewShare) -> Share:
    """Keep a share.

    Raises: BadShare, ShareExists.
    """
    _refuse_bad(act, new)
    try:
        with transaction.atomic():
            live = Share.objects.filter(owner_id=owner_id, stopped_at=None, ends_at__gt=act.at).count()
            if live >= MAX_OPEN_SHARES:
                raise BadShare(_("You have %(most)d open shares; stop some first.") % {"most": MAX_OPEN_SHARES})
            share = Share.objects.create(
                link_id=new.link_id,
                owner_id=owner_id,
                audience=new.audience.strip(),
                purpose=new.purpose.strip(),
                record_count=new.records,
                made_at=act.at,
                ends_at=new.ends_at,
                sealed=new.sealed,
            )
            detail = {"records": new.records}
            record(act, "share.made", kind="share", object_id=share.pk, person_id=owner_id, detail=detail)
    except IntegrityError as error:
        raise ShareExists(_("Another share has this link already.")) from error
    return share


def open_share(act: Act, token: str, *, visitor: str) -> OpenedShare:
    """Open a share with its link, and write down that somebody did.

    Args:
        visitor: the address that asks; only its network is kept.

    Raises: NoSuchShare, ShareEnded, ShareUnreadable.
    """
    link_id = share_id_of(token)
    with transaction.atomic():
        # Locked, so that an owner who stops it is not overtaken by somebody who opens it.
        found = Share.objects.select_for_update().filter(link_id=link_id).first() if link_id else None
        if found is None:
            raise NoSuchShare(_("There is no share at this address."))
        if state_of(found, act.at) != "open":
            raise ShareEnded(_("This share has ended. That says nothing about the records."))
        try:
            presentation = open_sealed(share_key_of(token), bytes(found.sealed))
        except BrokenSeal as error:
            raise ShareUnreadable(_("What was shared cannot be opened with this link.")) from error
        found.openings.create(at=act.at, origin=coarse_origin(visitor))
        record(act, "share.opened", kind="share", object_id=found.pk, person_id=found.owner_id)
    return OpenedShare(facts_of(found), presentation)


def stop_share(act: Act, *, owner_id: int, share_id: UUID) -> Share:
    """End a share now; its content is forgotten at once. A share that has ended stays as it is.

    Raises: NoSuchShare.
    """
    with transaction.atomic():
        found = Share.objects.select_for_update().filter(owner_id=owner_id, pk=share_id).first()
        if found is None:
            raise NoSuchShare(_("You have no such share."))
        if state_of(found, act.at) == "open":
            found.stopped_at, found.sealed = act.at, b""
            found.save(update_fields=["stopped_at", "sealed"])
            record(act, "share.stopped", kind="share", object_id=found.pk, person_id=owner_id)
    return found


def forget_ended_shares(act: Act) -> int:
    """Forget the content of shares that have reached their end, and count them; for the sweep."""
    with transaction.atomic():
        ended = list(Share.objects.filter(ends_at__lte=act.at).exclude(sealed=b"").values_list("pk", "owner_id"))
        Share.objects.filter(pk__in=[pk for pk, _owner in ended]).update(sealed=b"")
        for pk, owner_id in ended:
            record(act, "share.forgotten", kind="share", object_id=pk, person_id=owner_id)
    return len(ended)


def forget_shares(act: Act) -> int:
    """Forget shares that ended so long ago that their owner has seen who looked, and count them; for the sweep."""
    before = act.at - timedelta(days=days_kept(None, "share"))
    with transaction.atomic():
        old = list(
            Share.objects.filter(Q(ends_at__lte=before) | Q(stopped_at__lte=before)).values_list("pk", "owner_id")
        )
        Share.objects.filter(pk__in=[pk for pk, _owner in old]).delete()
        for pk, owner_id in old:
            record(act, "share.deleted", kind="share", object_id=pk, person_id=owner_id)
    return len(old)


def coarse_origin(visitor: str) -> str:
    """Give the network that an address lies in, wide enough to tell of no household."""
    try:
        address = ipaddress.ip_address(visitor)
    except ValueError:
        return ""
    if address.is_loopback:
        return "loopback"
    return str(ipaddress.ip_network((address, _COARSE_BITS[address.version]), strict=False))


def _refuse_bad(act: Act, new: NewShare) -> None:
    if len(new.link_id) != _DIGEST_LENGTH or not set(new.link_id) <= _DIGEST_LETTERS:
        raise BadShare(_("The id of a share is 64 hexadecimal digits, in small letters."), pointer="/id")
    if not _LEAST_SEALED_BYTES < len(new.sealed) <= MAX_SEALED_BYTES:
        raise BadShare(_("The sealed records are empty, or larger than a share may be."), pointer="/sealed")
    if not 1 <= len(new.audience.strip()) <= AUDIENCE_LENGTH:
        raise BadShare(_("Say for whom, in 1 to %(most)d letters.") % {"most": AUDIENCE_LENGTH}, pointer="/audience")
    if not 1 <= len(new.purpose.strip()) <= PURPOSE_LENGTH:
        raise BadShare(_("Say why, in 1 to %(most)d letters.") % {"most": PURPOSE_LENGTH}, pointer="/purpose")
    if not act.at < new.ends_at <= act.at + LONGEST:
        raise BadShare(_("A share ends on a day to come, within a year."), pointer="/ends_at")
    if not 1 <= new.records <= MAX_RECORDS:
        raise BadShare(_("A share holds 1 to %(most)d records.") % {"most": MAX_RECORDS}, pointer="/records")
