"""Where is a record's bit, and what does the signed list say now?

A place is random and never used again. Lists are signed when a bit changes and again before they grow old, so that
reading one changes nothing.
Spec: https://www.w3.org/TR/vc-bitstring-status-list/
"""

import json
import secrets
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

import openler
from openler.credentials.status import MIN_ENTRIES, pack_list
from openler.foundation.json_types import JsonObject
from openler.platform.issuing.errors import NoSuchRecord
from openler.platform.issuing.models import Copy, StatusList
from openler.platform.keystore.services import tenants_that_sign
from openler.platform.organizations.identity import signer_of
from openler.platform.organizations.models import Organization

PURPOSES = ("revocation", "suspension")
# A verifier may keep a list for half a day; it is signed anew four times within that.
TTL = timedelta(hours=12)
REFRESH_AFTER = timedelta(hours=3)
# A list that was not refreshed for this long is no answer any more.
_VALID_FOR = timedelta(days=3)
# Half full: a random free place is found at the second try on average.
_MOST_USED = MIN_ENTRIES // 2
_STATE = {"revocation": Q(state=Copy.State.ENDED), "suspension": Q(state=Copy.State.SUSPENDED)}


def take_place(organization: Organization, *, at: datetime) -> tuple[StatusList, int]:
    """Take a random free place; within a transaction, so that a place is never burnt by a crash."""
    found = (
        StatusList.objects.select_for_update()
        .filter(organization=organization, used__lt=_MOST_USED)
        .order_by("created_at")
        .first()
    )
    if found is None:
        found = StatusList.objects.create(organization=organization, size=MIN_ENTRIES, created_at=at)
        sign_list(found, at=at)
    while True:
        place = secrets.randbelow(found.size)
        if not Copy.objects.filter(status_list=found, status_index=place).exists():
            break
    found.used += 1
    found.save(update_fields=["used"])
    return found, place


def entries_for(list_: StatusList, place: int, *, can_be_suspended: bool) -> JsonObject | list[JsonObject]:
    """Give the status entry of a record; two where it can be suspended, which OB 3.0's schema does not foresee."""
    entries: list[JsonObject] = [
        {
            "id": f"{url_of(list_, purpose)}#{place}",
            "type": "BitstringStatusListEntry",
            "statusPurpose": purpose,
            "statusListIndex": str(place),
            "statusListCredential": url_of(list_, purpose),
        }
        for purpose in PURPOSES
    ]
    return list(entries) if can_be_suspended else entries[0]


def url_of(list_: StatusList, purpose: str) -> str:
    """Give the address of a list, which is its identifier."""
    return f"{settings.OPENLER_PUBLIC_URL}/status/{list_.pk}/{purpose}"


def sign_list(list_: StatusList, *, at: datetime) -> None:
    """Sign both lists as they are now.

    Raises: NoIssuerKey.
    """
    for purpose in PURPOSES:
        setattr(list_, f"signed_{purpose}", signed_text(list_, purpose, at=at, valid_for=_VALID_FOR))
    list_.signed_at = at
    list_.save(update_fields=["signed_revocation", "signed_suspension", "signed_at"])


def signed_text(list_: StatusList, purpose: str, *, at: datetime, valid_for: timedelta | None) -> str:
    """Sign one list and give its text; without a period it is the last word of an organization that leaves.

    Raises: NoIssuerKey.
    """
    signer, method, did = signer_of(list_.organization, at=at)
    marked = Copy.objects.filter(_STATE[purpose], status_list=list_).values_list("status_index", flat=True)
    url = url_of(list_, purpose)
    subject: JsonObject = {
        "id": f"{url}#list",
        "type": "BitstringStatusList",
        "statusPurpose": purpose,
        "encodedList": pack_list(marked, size=list_.size),
    }
    claims: JsonObject = {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "id": url,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": did,
        "validFrom": _instant(at),
        "credentialSubject": subject,
    }
    if valid_for is not None:
        claims["validUntil"] = _instant(at + valid_for)
        subject["ttl"] = int(TTL.total_seconds() * 1000)
    signed = openler.issue(claims, signer=signer, verification_method=method, at=at)
    return json.dumps(signed, ensure_ascii=False, separators=(",", ":"))


def refresh_lists(*, at: datetime, most: int = 50) -> bool:
    """Sign lists anew that will grow old; whether more are left.

    Those of an organization that retired its key without a new one grow old, and hold up nobody else's.
    """
    grows_old = Q(signed_at=None) | Q(signed_at__lt=at - REFRESH_AFTER)
    due = list(StatusList.objects.filter(grows_old, organization__in=tenants_that_sign())[: most + 1])
    for list_ in due[:most]:
        with transaction.atomic():
            locked = StatusList.objects.select_for_update().select_related("organization").get(pk=list_.pk)
            sign_list(locked, at=at)
    return len(due) > most


def find_signed(list_id: UUID, purpose: str) -> str:
    """Give a signed list as served.

    Raises: NoSuchRecord.
    """
    found = StatusList.objects.filter(pk=list_id).first() if purpose in PURPOSES else None
    text = getattr(found, f"signed_{purpose}", "")
    if not text:
        raise NoSuchRecord(_("There is no such status list."))
    return str(text)


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
