"""Which digest does a line of the audit carry, and does the whole chain still agree with itself?

Spec: SHA-256 over RFC 8785 (JCS) canonical JSON of the row's members and the digest of the row before it.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC

from openler.foundation.jcs import canonicalize_json
from openler.platform.audit.models import AuditEntry


@dataclass(frozen=True, slots=True)
class ChainVerdict:
    """What a walk along the chain found.

    Attributes:
        entries: how many lines agree, from the first that was judged.
        broken_at: number of the first line that does not; None where all agree.
        reason: what is wrong there, for a person.
        first: number of the first line that was judged.
    """

    entries: int
    broken_at: int | None = None
    reason: str = ""
    first: int = 1


def digest_of(entry: AuditEntry, *, before: str) -> str:
    """Give the digest of a line that follows the line with the digest `before`, as hexadecimal."""
    members = {
        "number": entry.number,
        "at": entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "actor": entry.actor_id,
        "tenant": str(entry.tenant_id) if entry.tenant_id else None,
        "verb": entry.verb,
        "kind": entry.kind,
        "object": entry.object_id,
        "person": entry.person_id,
        "purpose": entry.purpose,
        "basis": entry.basis,
        "outcome": entry.outcome,
        "detail": entry.detail,
        "before": before,
    }
    return hashlib.sha256(canonicalize_json(members)).hexdigest()


def judge_chain(
    entries: Iterable[AuditEntry], *, head_number: int, head_digest: str, after: int = 0, digest_after: str = ""
) -> ChainVerdict:
    """Walk along the chain; a changed, missing or added line shows.

    Args:
        after, digest_after: number and digest of the line before the first of `entries`; the whole chain has none.
    """
    before, number, first = digest_after, after, after + 1
    for entry in entries:
        number += 1
        if entry.number != number:
            return ChainVerdict(number - first, number, f"line {number} is missing", first)
        if entry.digest != digest_of(entry, before=before):
            return ChainVerdict(number - first, number, f"line {number} was changed after it was written", first)
        before = entry.digest
    if (number, before) != (head_number, head_digest):
        return ChainVerdict(number - after, number + 1, "lines were taken from the end", first)
    return ChainVerdict(number - after, first=first)
