"""Does a chosen registry recognize the issuer of a record: when the issuer signed it, and now?

Two moments, told apart. The first is the issuer's own date, which nobody else vouches for; so an issuer that is no
longer recognized could write an earlier one, and a record of the past alone never counts as recognized outright.
Registries are asked in the order in which they were chosen; the first that lists the issuer for such a record decides.
Spec: https://www.w3.org/TR/vc-recognized-entities/ (the questions; our registries are plain lists)
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from openler.credentials.verification.report import Outcome
from openler.foundation.errors import MalformedInput
from openler.foundation.instants import Instant, parse_instant
from openler.trust.questions import Achieved, Question
from openler.trust.registry import Entry, Registry, Standing, UnreachableRegistry, best_entry

# "unlisted" and "other_scope" are of a registry as a whole; "undated" of a record, "stale" of a list that is too old.
Moment = Literal[Standing, "unlisted", "other_scope", "undated", "stale"]
Verdict = Literal[
    "recognized",
    "recognized_in_past",
    "recognized_since",
    "refused",
    "not_yet",
    "other_scope",
    "unknown",
    "undetermined",
    "issuer_unproved",
    "no_registry",
]
_OUTCOMES: dict[Verdict, Outcome] = {"recognized": "passed", "refused": "failed", "no_registry": "not_applicable"}
_AGAINST = ("suspended", "withdrawn", "ended")


@dataclass(frozen=True, slots=True)
class Finding:
    """What one registry says of an issuer for a record.

    Attributes:
        registry: who was asked.
        then: how the issuer stood when it signed, by its own date.
        now: how it stands now.
        signed: when the issuer signed, by its own date, as written.
        at: when it was asked, aware.
        entry_then, entry_now: the entries that say so; None where the registry has none for such a record.
    """

    registry: Registry
    then: Moment
    now: Moment
    signed: str
    at: datetime
    entry_then: Entry | None = None
    entry_now: Entry | None = None

    @property
    def is_about_it(self) -> bool:
        """Tell whether the registry says anything about the issuer for such a record."""
        return self.now not in ("unlisted", "other_scope", "barred")


@dataclass(frozen=True, slots=True)
class Recognition:
    """Who recognizes the issuer of a record.

    Attributes:
        verdict: the answer in one word.
        at: when it was asked, aware.
        question: what was asked; None where it is not proved who signed.
        deciding: the chosen registry that decided; None if none did.
        findings: what each chosen registry that could be asked says, in their order.
        unreachable: chosen registries that could not be asked.
        also_listed: registries that list the issuer for such a record now but were not chosen; they count for nothing.
    """

    verdict: Verdict
    at: datetime
    question: Question | None = None
    deciding: Finding | None = None
    findings: tuple[Finding, ...] = ()
    unreachable: tuple[UnreachableRegistry, ...] = ()
    also_listed: tuple[Finding, ...] = ()

    @property
    def outcome(self) -> Outcome:
        """Give the outcome: an unknown issuer is undetermined, for unknown is not invalid."""
        return _OUTCOMES.get(self.verdict, "undetermined")


def recognize(
    question: Question | None,
    chosen: Sequence[Registry | UnreachableRegistry],
    *,
    at: datetime,
    others: Iterable[Registry] = (),
) -> Recognition:
    """Ask registries about the issuer of a record.

    Args:
        question: None where it is not proved who signed; then nobody is asked.
        chosen: registries that count, in order of precedence.
        others: registries that nobody chose; they are named and light nothing.
    """
    if question is None:
        return Recognition("issuer_unproved" if chosen else "no_registry", at)
    findings = tuple(_find(question, one, at) for one in chosen if isinstance(one, Registry))
    unreachable = tuple(one for one in chosen if isinstance(one, UnreachableRegistry))
    chosen_ids = {one.id for one in chosen}
    also = (_find(question, one, at) for one in others if one.id not in chosen_ids)
    deciding = next((finding for finding in findings if finding.is_about_it), None)
    return Recognition(
        verdict=_verdict(chosen, findings, deciding),
        at=at,
        question=question,
        deciding=deciding,
        findings=findings,
        unreachable=unreachable,
        also_listed=tuple(finding for finding in also if finding.now == "recognized"),
    )


def _verdict(
    chosen: Sequence[Registry | UnreachableRegistry], findings: tuple[Finding, ...], deciding: Finding | None
) -> Verdict:
    if not chosen:
        return "no_registry"
    if deciding is None:
        if len(findings) < len(chosen):
            return "undetermined"
        return "other_scope" if any(finding.now == "other_scope" for finding in findings) else "unknown"
    said = _said(deciding)
    # Who could not be asked might have recognized the issuer, and would have been heard first.
    earlier = chosen[: chosen.index(deciding.registry)]
    if said != "recognized" and any(isinstance(one, UnreachableRegistry) for one in earlier):
        return "undetermined"
    return said


def _said(finding: Finding) -> Verdict:
    match finding.then, finding.now:
        case "recognized", "recognized":
            return "recognized"
        case ("undated", _) | (_, "stale"):
            return "undetermined"
        case "recognized", _:
            return "recognized_in_past"
        case "not_yet", "recognized":
            return "recognized_since"
        case then, _ if then in _AGAINST:
            return "refused"
    return "not_yet"


def _find(question: Question, registry: Registry, at: datetime) -> Finding:
    listed = registry.entries_of(question.issuer)
    meant = [entry for entry in listed if _covers(entry, question)]
    if not meant:
        nothing: Moment = "other_scope" if listed else "unlisted"
        return Finding(registry, nothing, nothing, question.signed, at)
    signed = signed_at(question.signed)
    then = best_entry(meant, signed) if signed is not None else None
    now = best_entry(meant, Instant.of(at))
    assert now is not None
    is_stale = registry.next_update is not None and at > registry.next_update
    return Finding(
        registry,
        then=then[1] if then else "undated",
        now="stale" if is_stale else now[1],
        signed=question.signed,
        at=at,
        entry_then=then[0] if then else None,
        entry_now=now[0],
    )


def _covers(entry: Entry, question: Question) -> bool:
    return all(entry.scope.covers(one.types, one.id, one.frameworks) for one in question.achieved or (Achieved(),))


def signed_at(signed: str) -> Instant | None:
    """Read when an issuer says that it signed; None where it does not say so."""
    try:
        return parse_instant(signed, zone_required=False)
    except MalformedInput:
        return None
