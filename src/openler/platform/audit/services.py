"""How is an act written down so that nobody can take it back quietly? Each row carries the digest of the one before."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from django.db import transaction

from openler.platform.audit.chain import digest_of
from openler.platform.audit.grounds import ground_of
from openler.platform.audit.models import AuditEntry, ChainHead
from openler.platform.base.acts import Act

# Rows sent to the database at once; one row has fourteen values.
_ROWS_AT_ONCE = 500


def record(
    act: Act,
    verb: str,
    *,
    kind: str,
    object_id: object,
    person_id: int | None = None,
    tenant_id: UUID | None = None,
    outcome: str = "done",
    detail: Mapping[str, str | int] | None = None,
) -> None:
    """Write one line, within the transaction of the act itself: both stand, or neither.

    Args:
        verb: what was done, such as "framework.imported".
        kind: of the thing it was done to.
        person_id: whose data it touched.
        tenant_id: the organization whose file it was done to, where the act is in nobody's name.
        detail: counts and words of our own; never a name, a mail address or what a record says.
    """
    things = [(object_id, person_id)]
    record_many(act, verb, kind, things, tenant_id=tenant_id, outcome=outcome, detail=detail)


def record_many(
    act: Act,
    verb: str,
    kind: str,
    things: Iterable[tuple[object, int | None]],
    *,
    tenant_id: UUID | None = None,
    outcome: str = "done",
    detail: Mapping[str, str | int] | None = None,
) -> None:
    """Write one line for each thing that one act touched, as many as there are, with one lock of the chain's end.

    Args:
        things: id of each thing, and whose data it is; none writes nothing.
        verb, kind, tenant_id, outcome, detail: the same for all, as of `record`.
    """
    touched = list(things)
    if not touched:
        return
    ground = ground_of(verb)
    with transaction.atomic():
        # The head is locked for the rest of the transaction, so that of two acts at once one comes after the other.
        head, _created = ChainHead.objects.select_for_update().get_or_create(pk=1)
        entries = []
        for object_id, person_id in touched:
            entry = AuditEntry(
                number=head.number + 1,
                at=act.at,
                actor_id=act.actor_id,
                tenant_id=act.tenant_id or tenant_id,
                verb=verb,
                kind=kind,
                object_id=str(object_id),
                person_id=person_id,
                purpose=act.purpose or ground.purpose,
                basis=act.basis or ground.basis,
                outcome=outcome,
                detail=dict(detail or {}) | ({"by": "program"} if act.by_program else {}),
            )
            entry.digest = digest_of(entry, before=head.digest)
            head.number, head.digest = entry.number, entry.digest
            entries.append(entry)
        AuditEntry.objects.bulk_create(entries, batch_size=_ROWS_AT_ONCE)
        head.save(update_fields=["number", "digest"])
