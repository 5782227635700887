"""What does a registry say of an issuer: for which records, from when, until when, and what came in between?

It answers for one moment. Whether that is enough for a record is asked in ``recognition``.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from openler.foundation.instants import Instant

ChangeKind = Literal["suspended", "lifted", "withdrawn"]
Standing = Literal["recognized", "suspended", "withdrawn", "ended", "not_yet", "barred"]

CHANGE_KINDS: tuple[ChangeKind, ...] = ("suspended", "lifted", "withdrawn")
# Of several entries that cover the same record, the one that says most for its issuer counts: a registry that
# withdrew an entry and entered a new one has changed its mind.
_BEST_FIRST: tuple[Standing, ...] = ("recognized", "suspended", "withdrawn", "ended", "not_yet", "barred")
# What may follow the address of a framework in the address of one of its items.
_AFTER_FRAMEWORK = ("/", "#", "?", ":")


@dataclass(frozen=True, slots=True)
class Scope:
    """For which records an issuer is recognized; each part that is not empty must fit, and none means every record.

    Attributes:
        achievement_types: OB 3.0 terms, such as "Course" or "License".
        achievements: ids of achievements.
        framework: URI of a framework that the achievement must be aligned to.
    """

    achievement_types: tuple[str, ...] = ()
    achievements: tuple[str, ...] = ()
    framework: str = ""

    def covers(self, types: Sequence[str], achievement_id: str, frameworks: Iterable[str]) -> bool:
        """Tell whether a record of all these types, of this achievement, aligned to these addresses, is meant."""
        if self.achievement_types and not (types and set(types) <= set(self.achievement_types)):
            return False
        if self.achievements and achievement_id not in self.achievements:
            return False
        return not self.framework or any(_is_of(self.framework, address) for address in frameworks)


@dataclass(frozen=True, slots=True)
class Change:
    """What happened to an entry after it was entered; nothing is ever deleted.

    Attributes:
        kind: suspended, lifted (the suspension) or withdrawn.
        since: from when it counts, aware.
        reason: in plain words.
        entered_at: when it was written down, aware.
        entered_by: who wrote it down.
    """

    kind: ChangeKind
    since: datetime
    reason: str
    entered_at: datetime
    entered_by: str = ""

    @property
    def is_backdated(self) -> bool:
        """Tell whether it was written down on a later day than that from which it counts."""
        return _is_backdated(self.since, self.entered_at)


@dataclass(frozen=True, slots=True)
class Entry:
    """One issuer, recognized for some records from a day on.

    Attributes:
        id: stable within its registry.
        issuer: DID of the issuer, compared letter by letter.
        name: what the registry calls the issuer.
        scope: for which records.
        since: from when, aware.
        until: last moment, aware; None where no end is set.
        policy: under which policy, in plain words.
        entered_at: when it was written down, aware.
        entered_by: who wrote it down.
        changes: suspensions and withdrawals.
        is_barred: issuer and registry have an owner in common, so the entry counts for nothing.
    """

    id: str
    issuer: str
    name: str
    scope: Scope
    since: datetime
    until: datetime | None
    policy: str
    entered_at: datetime
    entered_by: str = ""
    changes: tuple[Change, ...] = ()
    is_barred: bool = False

    @property
    def is_backdated(self) -> bool:
        """Tell whether it was written down on a later day than that from which it counts."""
        return _is_backdated(self.since, self.entered_at)

    def standing(self, at: Instant) -> Standing:
        """Say how the issuer stands at a moment."""
        if self.is_barred:
            return "barred"
        if at < Instant.of(self.since):
            return "not_yet"
        if self.change_at("withdrawn", at) is not None:
            return "withdrawn"
        if self.until is not None and at > Instant.of(self.until):
            return "ended"
        return "suspended" if self.change_at("suspended", at) is not None else "recognized"

    def change_at(self, kind: ChangeKind, at: Instant) -> Change | None:
        """Give the change of a kind that is in effect at a moment: the first withdrawal, or the suspension not lifted."""
        in_effect = sorted(
            (change for change in self.changes if Instant.of(change.since) <= at),
            key=lambda change: (change.since, change.entered_at),
        )
        if kind == "withdrawn":
            return next((change for change in in_effect if change.kind == "withdrawn"), None)
        last = next((change for change in reversed(in_effect) if change.kind != "withdrawn"), None)
        return last if last is not None and last.kind == kind else None


@dataclass(frozen=True, slots=True)
class Registry:
    """A list of issuers that somebody recognizes, as it was at a moment.

    Attributes:
        id: URI of the registry.
        name: who keeps it, as a reader knows it.
        entries: all of them, also those that ended.
        as_of: when the list was read, aware.
        next_update: after this moment the list is too old to tell about now; None for a list that is read anew.
    """

    id: str
    name: str
    entries: tuple[Entry, ...]
    as_of: datetime
    next_update: datetime | None = None

    def entries_of(self, issuer: str) -> tuple[Entry, ...]:
        """Give the entries that name this issuer."""
        return tuple(entry for entry in self.entries if entry.issuer == issuer)


@dataclass(frozen=True, slots=True)
class UnreachableRegistry:
    """A registry that was to be asked and could not be; that is no answer, and above all not "no".

    Attributes:
        id: URI of the registry.
        name: as a reader knows it.
        reason: why it could not be asked, one plain sentence.
    """

    id: str
    name: str
    reason: str = ""


def best_entry(entries: Iterable[Entry], at: Instant) -> tuple[Entry, Standing] | None:
    """Give the entry that says most for its issuer at a moment; None if there is none."""
    standings = [(entry, entry.standing(at)) for entry in entries]
    # Of equals the latest, so that a renewal is told and not what it renewed.
    standings.sort(key=lambda one: (_BEST_FIRST.index(one[1]), -one[0].since.timestamp(), one[0].id))
    return standings[0] if standings else None


def _is_backdated(since: datetime, entered_at: datetime) -> bool:
    return entered_at.astimezone(since.tzinfo).date() > since.date()


def _is_of(framework: str, address: str) -> bool:
    """Tell whether an address is a framework's own, or that of an item in it."""
    base = framework.rstrip("/#")
    return address.startswith(base) and (len(address) == len(base) or address[len(base)] in _AFTER_FRAMEWORK)
