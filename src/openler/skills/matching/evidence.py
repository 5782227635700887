"""What can speak for a requirement, and how far is it proved?

Four kinds: a verified record with its recognition, a refused record (it always counts nothing, and says why), a claim
that another party endorses, a claim of one's own. None has a field for a name, a picture, a birth date, an address or
a gender: what is not there cannot weigh.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from openler.skills.matching.needs import Level

# "not_presented": bound to a key that did not sign the presentation.
Refusal = Literal["revoked", "suspended", "expired", "not_yet_valid", "invalid", "undetermined", "not_presented"]


@dataclass(frozen=True, slots=True)
class Aligned:
    """One skill that a record is aligned to, with the level that was reached, if the record says one."""

    uri: str
    level: Level | None = None


@dataclass(frozen=True, slots=True)
class Recognised:
    """Which registry vouches for the issuer, in whose words; ``registry`` is empty where none does."""

    registry: str = ""
    entry_id: str = ""


NOT_RECOGNISED = Recognised()


@dataclass(frozen=True, slots=True)
class VerifiedRecord:
    """A record whose every check held.

    Attributes:
        credential_id: the record's own id.
        issuer_id: URL or DID of the issuer whose key signed it.
        achievement_id: what was earned; a requirement may ask for exactly it.
        aligned: the skills that the achievement is aligned to.
        recognised: who vouches for the issuer.
        proof_checked_at, status_checked_at: when; the second is None where the record names no status list.
    """

    credential_id: str
    issuer_id: str
    achievement_id: str
    aligned: tuple[Aligned, ...]
    recognised: Recognised
    proof_checked_at: datetime
    status_checked_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class RefusedRecord:
    """A record that does not count, with the state and the date that say why."""

    credential_id: str
    issuer_id: str
    achievement_id: str
    aligned: tuple[Aligned, ...]
    refusal: Refusal
    stamp: str = ""


@dataclass(frozen=True, slots=True)
class EndorsedClaim:
    """A claim about one skill for which another party stands."""

    claim_id: str
    uri: str
    endorser_id: str
    level: Level | None = None


@dataclass(frozen=True, slots=True)
class SelfAssertedClaim:
    """A claim of one's own about one skill; it counts little and is never refused."""

    claim_id: str
    uri: str
    level: Level | None = None


Evidence = VerifiedRecord | RefusedRecord | EndorsedClaim | SelfAssertedClaim


def aligned_of(evidence: Evidence) -> Iterable[Aligned]:
    """Give everything that a piece of evidence speaks for; an achievement speaks for itself, at no level."""
    if isinstance(evidence, (VerifiedRecord, RefusedRecord)):
        if evidence.achievement_id:
            yield Aligned(evidence.achievement_id)
        yield from evidence.aligned
    else:
        yield Aligned(evidence.uri, evidence.level)


def id_of_evidence(evidence: Evidence) -> str:
    """Give the identifier by which an explanation names a piece of evidence."""
    if isinstance(evidence, (VerifiedRecord, RefusedRecord)):
        return evidence.credential_id
    return evidence.claim_id
