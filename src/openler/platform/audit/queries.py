"""Who did what, and who looked at whose data?"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from openler.platform.audit.chain import ChainVerdict, digest_of, judge_chain
from openler.platform.audit.models import AuditEntry, ChainHead
from openler.platform.audit.words import GROUPS

# Rows read at once while the whole chain is judged.
_CHUNK = 2000
# Member of a line's detail: the law forbids to tell the person of it.
UNTOLD = "untold"

Things = Mapping[str, Iterable[object]]


def entries_about(person_id: int, things: Things | None = None) -> QuerySet[AuditEntry]:
    """List what others did with a person's data, newest first, as far as the person may know.

    Args:
        things: ids of what is the person's, by kind: lines about it were written before anybody knew whose it is.
    """
    about = Q(person_id=person_id) | _touching(things or {})
    return (
        AuditEntry.objects.filter(about).exclude(actor_id=person_id).exclude(detail__has_key=UNTOLD).order_by("-number")
    )


def entries_of(tenant_id: UUID) -> QuerySet[AuditEntry]:
    """List what was done in the name of an organization or to its files, newest first."""
    return AuditEntry.objects.filter(tenant_id=tenant_id).order_by("-number")


def narrowed(
    entries: QuerySet[AuditEntry], *, group: str = "", since: date | None = None, until: date | None = None
) -> QuerySet[AuditEntry]:
    """Leave the lines of one group of verbs (see GROUPS), and of certain days (UTC), the first and the last included."""
    if group in GROUPS:
        entries = entries.filter(GROUPS[group].matching())
    if since is not None:
        entries = entries.filter(at__gte=_begin(since))
    if until is not None and until < date.max:
        entries = entries.filter(at__lt=_begin(until + timedelta(days=1)))
    return entries


def entries_touching(
    tenant_id: UUID, things: Things, *, person_id: int | None, besides: Sequence[str]
) -> QuerySet[AuditEntry]:
    """List an organization's lines about certain things, or about a person; newest first.

    Args:
        besides: kinds of things that count only where `things` names them, whoever the person is.
    """
    about = _touching(things)
    if person_id is not None:
        about |= Q(person_id=person_id) & ~Q(kind__in=list(besides))
    return entries_of(tenant_id).filter(about)


def person_of(verb: str, *, kind: str, object_id: object) -> int | None:
    """Tell whose data an act touched, by what was written down of it; None where that was nobody signed in."""
    found = AuditEntry.objects.filter(verb=verb, kind=kind, object_id=str(object_id)).order_by("-number").first()
    return found.person_id if found else None


def entries_on(kind: str, object_id: object) -> QuerySet[AuditEntry]:
    """List what was done with one thing, newest first."""
    return AuditEntry.objects.filter(kind=kind, object_id=str(object_id)).order_by("-number")


def judge_whole_chain() -> ChainVerdict:
    """Judge every line from the first; memory stays bounded."""
    head = _head()
    entries = AuditEntry.objects.order_by("number").iterator(chunk_size=_CHUNK)
    return judge_chain(entries, head_number=head.number, head_digest=head.digest)


def judge_end_of_chain(most: int) -> ChainVerdict:
    """Judge the last lines of the chain, at most so many, up to its end."""
    head = _head()
    after = max(0, head.number - most)
    before = AuditEntry.objects.filter(number=after).first()
    return judge_chain(
        AuditEntry.objects.filter(number__gt=after, number__lte=head.number).order_by("number"),
        head_number=head.number,
        head_digest=head.digest,
        after=after,
        digest_after=before.digest if before else "",
    )


def first_changed(entries: Iterable[AuditEntry]) -> int | None:
    """Judge single lines, each by the digest of the line before it; give the number of one that does not agree."""
    judged = sorted(entries, key=lambda entry: entry.number)
    earlier = [entry.number - 1 for entry in judged]
    digests = dict(AuditEntry.objects.filter(number__in=earlier).values_list("number", "digest"))
    for entry in judged:
        if entry.digest != digest_of(entry, before=digests.get(entry.number - 1, "")):
            return entry.number
    return None


def _begin(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


def _head() -> ChainHead:
    return ChainHead.objects.filter(pk=1).first() or ChainHead(number=0, digest="")


def _touching(things: Things) -> Q:
    """Match lines about any of these things; of no things, none."""
    about = Q(pk__in=[])
    for kind, ids in things.items():
        about |= Q(kind=kind, object_id__in=[str(one) for one in ids])
    return about
