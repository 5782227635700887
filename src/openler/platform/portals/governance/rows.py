"""How is an entry of a registry laid out: its state in a word, its days in a sentence, its course as a line?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from openler.foundation.instants import Instant
from openler.platform.achievements.terms import ACHIEVEMENT_TYPES
from openler.trust.registry import Entry
from openler.trust.words import day_words

_STATES = {
    "recognized": ("passed", gettext_lazy("Recognized")),
    "suspended": ("undetermined", gettext_lazy("Suspended")),
    "withdrawn": ("failed", gettext_lazy("Withdrawn")),
    "ended": ("not_applicable", gettext_lazy("Ended")),
    "not_yet": ("not_applicable", gettext_lazy("Begins later")),
    "barred": ("failed", gettext_lazy("Does not count: an owner in common")),
}
CHANGE_WORDS = {
    "suspended": gettext_lazy("Suspended"),
    "lifted": gettext_lazy("Suspension lifted"),
    "withdrawn": gettext_lazy("Withdrawn"),
}
ACT_WORDS = {
    "suspended": gettext_lazy("Suspend it"),
    "lifted": gettext_lazy("Lift the suspension"),
    "withdrawn": gettext_lazy("Withdraw it for good"),
}
# Which acts are possible from where an entry stands; whoever enters one of tomorrow may still take it back.
ACTS_FROM = {
    "suspended": ("lifted", "withdrawn"),
    "withdrawn": (),
}
ACTS = ("suspended", "withdrawn")
# What an entry without an end shows of the future.
_AHEAD = timedelta(days=4 * 365)
_WIDTH = 1000


@dataclass(frozen=True, slots=True)
class Row:
    """One entry, ready for a template.

    Attributes:
        entry: as the rooms that decide know it.
        outcome, state: how it stands now, as a light and in a word.
        scope: for which records, as words.
        days: since and until, in a sentence.
        entered: when and by whom it was written down.
        backdated: that it was dated back, in a sentence; empty otherwise.
        changes: what came after.
        line: where its course begins and ends on a line of a thousand steps.
    """

    entry: Entry
    standing: str
    outcome: str
    state: str
    scope: list[str]
    days: str
    entered: str
    backdated: str
    changes: list[dict[str, Any]]
    line: dict[str, int]


def lay_out(entries: Sequence[Entry], at: datetime, query: str = "") -> list[Row]:
    """Lay out entries, those first that count now; with a query only those that it is found in."""
    meant = [entry for entry in entries if _is_meant(entry, query.casefold())]
    if not meant:
        return []
    first = min(entry.since for entry in meant)
    last = max([at + _AHEAD, *(entry.until for entry in meant if entry.until)])
    rows = [_row(entry, at, min(first, at), last) for entry in meant]
    return sorted(rows, key=lambda row: (list(_STATES).index(row.standing), row.entry.name.casefold()))


def scope_lines(entry: Entry) -> list[str]:
    """Say for which records an entry counts, a line for each part."""
    lines = [str(ACHIEVEMENT_TYPES.get(one, one)) for one in entry.scope.achievement_types]
    lines = [", ".join(lines)] if lines else []
    lines += [_("The achievement %(address)s") % {"address": one} for one in entry.scope.achievements]
    if entry.scope.framework:
        lines.append(_("Aligned to %(address)s") % {"address": entry.scope.framework})
    return lines or [_("Every kind of record")]


def _is_meant(entry: Entry, query: str) -> bool:
    told = " ".join((entry.name, entry.issuer, entry.policy, *scope_lines(entry)))
    return query in told.casefold()


def _row(entry: Entry, at: datetime, first: datetime, last: datetime) -> Row:
    standing = entry.standing(Instant.of(at))
    outcome, state = _STATES[standing]
    return Row(
        entry=entry,
        standing=standing,
        outcome=outcome,
        state=str(state),
        scope=scope_lines(entry),
        days=_days(entry),
        entered=_entered(entry.entered_at, entry.entered_by),
        backdated=_backdated() if entry.is_backdated else "",
        changes=[
            {
                "words": CHANGE_WORDS[change.kind],
                "from": day_words(change.since),
                "reason": change.reason,
                "entered": _entered(change.entered_at, change.entered_by),
                "backdated": _backdated() if change.is_backdated else "",
            }
            for change in entry.changes
        ],
        line=_line(entry, at, first, last),
    )


def _days(entry: Entry) -> str:
    if entry.until is None:
        return _("From %(first)s, no end set.") % {"first": day_words(entry.since)}
    return _("From %(first)s until %(last)s.") % {"first": day_words(entry.since), "last": day_words(entry.until)}


def _entered(entered_at: datetime, entered_by: str) -> str:
    values = {"day": day_words(entered_at), "who": entered_by}
    return (_("Entered on %(day)s by %(who)s.") if entered_by else _("Entered on %(day)s.")) % values


def _backdated() -> str:
    return _("Dated back: it was entered later than the day from which it counts.")


def _line(entry: Entry, at: datetime, first: datetime, last: datetime) -> dict[str, int]:
    """Place the beginning, today and the end on a line; the part until today is drawn solid."""
    span = (last - first).total_seconds() or 1.0

    def step(moment: datetime) -> int:
        return max(0, min(_WIDTH, round((moment - first).total_seconds() / span * _WIDTH)))

    withdrawn = [change.since for change in entry.changes if change.kind == "withdrawn"]
    end = min([entry.until or last, *withdrawn])
    begin, today, stop = step(entry.since), step(at), step(end)
    solid = max(begin, min(today, stop))
    return {
        "begin": begin,
        "solid": solid,
        "stop": stop,
        "today": today,
        "has_end": int(bool(entry.until or withdrawn)),
    }
