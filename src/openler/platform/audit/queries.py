"""Who did what, and who looked at whose data?"""

from uuid import UUID

from django.db.models import QuerySet

from openler.platform.audit.chain import ChainVerdict, judge_chain
from openler.platform.audit.models import AuditEntry, ChainHead

# Rows read at once while the whole chain is judged.
_CHUNK = 2000


def entries_about(person_id: int) -> QuerySet[AuditEntry]:
    """List what others did with a person's data, newest first."""
    return AuditEntry.objects.filter(person_id=person_id).exclude(actor_id=person_id).order_by("-number")


def entries_of(tenant_id: UUID) -> QuerySet[AuditEntry]:
    """List what was done in the name of an organization, newest first."""
    return AuditEntry.objects.filter(tenant_id=tenant_id).order_by("-number")


def judge_whole_chain() -> ChainVerdict:
    """Judge every line from the first; memory stays bounded."""
    head = ChainHead.objects.filter(pk=1).first() or ChainHead(number=0, digest="")
    entries = AuditEntry.objects.order_by("number").iterator(chunk_size=_CHUNK)
    return judge_chain(entries, head_number=head.number, head_digest=head.digest)
