"""How is an act written down so that nobody can take it back quietly? Each row carries the digest of the one before."""

from collections.abc import Mapping

from django.db import transaction

from openler.platform.audit.chain import digest_of
from openler.platform.audit.models import AuditEntry, ChainHead
from openler.platform.base.acts import Act


def record(
    act: Act,
    verb: str,
    *,
    kind: str,
    object_id: object,
    person_id: int | None = None,
    outcome: str = "done",
    detail: Mapping[str, str | int] | None = None,
) -> None:
    """Write one line, within the transaction of the act itself: both stand, or neither.

    Args:
        verb: what was done, such as "framework.imported".
        kind: of the thing it was done to.
        person_id: whose data it touched.
        detail: counts and words of our own; never a name, a mail address or what a record says.
    """
    with transaction.atomic():
        # The head is locked for the rest of the transaction, so that of two acts at once one comes after the other.
        head, _created = ChainHead.objects.select_for_update().get_or_create(pk=1)
        entry = AuditEntry(
            number=head.number + 1,
            at=act.at,
            actor_id=act.actor_id,
            tenant_id=act.tenant_id,
            verb=verb,
            kind=kind,
            object_id=str(object_id),
            person_id=person_id,
            purpose=act.purpose,
            basis=act.basis,
            outcome=outcome,
            detail=dict(detail or {}),
        )
        entry.digest = digest_of(entry, before=head.digest)
        entry.save(force_insert=True)
        head.number, head.digest = entry.number, entry.digest
        head.save(update_fields=["number", "digest"])
