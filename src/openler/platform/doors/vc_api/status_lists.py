"""Which place has a record that an instance issued, and what does the signed list say now?

A place is random and never used again. A list is signed when it is made and when a bit changes; it names no end, so
that it does not grow old between two changes, and verifiers keep it for a few minutes.
Spec: https://www.w3.org/TR/vc-bitstring-status-list/
"""

import json
import secrets
from datetime import UTC, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction

import openler
from openler.credentials.status import MIN_ENTRIES, pack_list
from openler.foundation.errors import ResolutionFailed
from openler.foundation.json_types import JsonObject
from openler.platform.audit.services import record
from openler.platform.base.acts import Act
from openler.platform.doors.vc_api.errors import IssuedAlready, NoSuchCredential, RevokedForGood
from openler.platform.doors.vc_api.instances import open_pen
from openler.platform.doors.vc_api.models import Instance, Issued, StatusList

_TTL = timedelta(minutes=5)
# Half full: a random free place is found at the second try on average.
_MOST_USED = MIN_ENTRIES // 2
_FLAGS = {"revocation": "is_revoked", "suspension": "is_suspended"}


def take_place(act: Act, instance: Instance, credential_id: str) -> Issued:
    """Take a random free place for a record; within the transaction that signs it.

    Raises: IssuedAlready.
    """
    if Issued.objects.filter(instance=instance, credential_id=credential_id).exists():
        raise IssuedAlready("This instance has issued a record with this identifier.")
    found = (
        StatusList.objects.select_for_update()
        .filter(instance=instance, used__lt=_MOST_USED)
        .order_by("created_at")
        .first()
    )
    if found is None:
        found = StatusList.objects.create(instance=instance, size=MIN_ENTRIES, created_at=act.at)
        _sign(act, found)
    while True:
        place = secrets.randbelow(found.size)
        if not Issued.objects.filter(status_list=found, status_index=place).exists():
            break
    found.used += 1
    found.save(update_fields=["used"])
    return Issued.objects.create(
        instance=instance, credential_id=credential_id, status_list=found, status_index=place, issued_at=act.at
    )


def entries_of(issued: Issued) -> JsonObject | list[JsonObject]:
    """Give the status entry of a record, or one for each purpose of its instance."""
    entries: list[JsonObject] = [
        {
            "id": f"{_url(issued.status_list, purpose)}#{issued.status_index}",
            "type": "BitstringStatusListEntry",
            "statusPurpose": purpose,
            "statusListIndex": str(issued.status_index),
            "statusListCredential": _url(issued.status_list, purpose),
        }
        for purpose in issued.instance.status_purposes
    ]
    return entries[0] if len(entries) == 1 else list(entries)


def set_status(
    act: Act, instance: Instance, credential_id: str, *, purpose: str, status: bool, entry: JsonObject
) -> None:
    """Set or clear one bit of a record, and sign the list anew.

    Args:
        entry: which entry is meant, as far as the request says: ``id``, ``statusListIndex``, ``statusListCredential``.

    Raises: NoSuchCredential, RevokedForGood.
    """
    with transaction.atomic():
        issued = (
            Issued.objects.select_for_update()
            .select_related("status_list", "instance")
            .filter(instance=instance, credential_id=credential_id)
            .first()
        )
        if issued is None or purpose not in instance.status_purposes or not _is_meant(issued, purpose, entry):
            raise NoSuchCredential("This instance issued no such record with such a status entry.")
        flag = _FLAGS[purpose]
        if getattr(issued, flag) == status:
            return
        if purpose == "revocation" and not status:
            raise RevokedForGood("A record that was revoked stays revoked.")
        setattr(issued, flag, status)
        issued.save(update_fields=[flag])
        _sign(act, StatusList.objects.select_for_update().get(pk=issued.status_list_id))
        record(
            act,
            "vc_api.status_changed",
            kind="vc_api_record",
            object_id=issued.pk,
            detail={"purpose": purpose, "status": int(status)},
        )


def find_signed(slug: str, list_id: UUID, purpose: str) -> str:
    """Give a signed list as served; also of an instance that has ended.

    Raises: NoSuchCredential.
    """
    found = StatusList.objects.filter(pk=list_id, instance__slug=slug).first()
    text = found.signed.get(purpose) if found is not None else None
    if not isinstance(text, str):
        raise NoSuchCredential("There is no such status list.")
    return text


def find_document(url: str) -> bytes | None:
    """Give a status list of this door by its address, None for any other address.

    Raises: ResolutionFailed.
    """
    start = f"{settings.OPENLER_PUBLIC_URL}/vc-api/instances/"
    slug, middle, rest = url.removeprefix(start).partition("/status-lists/")
    if not url.startswith(start) or not middle or not slug.isprintable():
        return None
    list_id, _slash, purpose = rest.partition("/")
    try:
        return find_signed(slug, UUID(list_id), purpose).encode()
    except (NoSuchCredential, ValueError):
        raise ResolutionFailed(f"This installation has no status list at {url[:200]}.") from None


def _is_meant(issued: Issued, purpose: str, entry: JsonObject) -> bool:
    url = _url(issued.status_list, purpose)
    own = {
        "id": f"{url}#{issued.status_index}",
        "statusListIndex": str(issued.status_index),
        "statusListCredential": url,
    }
    return all(own[name] == value for name, value in entry.items())


def _url(list_: StatusList, purpose: str) -> str:
    return f"{settings.OPENLER_PUBLIC_URL}/vc-api/instances/{list_.instance.slug}/status-lists/{list_.pk}/{purpose}"


def _sign(act: Act, list_: StatusList) -> None:
    pen = open_pen(list_.instance, act)
    signed = {}
    for purpose in list_.instance.status_purposes:
        url = _url(list_, purpose)
        marked = Issued.objects.filter(status_list=list_, **{_FLAGS[purpose]: True})
        claims: JsonObject = {
            "@context": ["https://www.w3.org/ns/credentials/v2"],
            "id": url,
            "type": ["VerifiableCredential", "BitstringStatusListCredential"],
            "issuer": pen.did,
            "validFrom": act.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "credentialSubject": {
                "id": f"{url}#list",
                "type": "BitstringStatusList",
                "statusPurpose": purpose,
                "ttl": int(_TTL.total_seconds() * 1000),
                "encodedList": pack_list(marked.values_list("status_index", flat=True), size=list_.size),
            },
        }
        record_ = openler.issue(claims, signer=pen.signer, verification_method=pen.method, at=act.at)
        signed[purpose] = json.dumps(record_, ensure_ascii=False, separators=(",", ":"))
    list_.signed = signed
    list_.save(update_fields=["signed"])
