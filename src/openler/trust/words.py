"""How is recognition said, in the same words on a command line, in an answer to a program and on a page?

Who recognizes the issuer when it signed, by its own date, and now; what was dated back; who could not be asked; who
lists it without having been chosen. Each sentence is a template and its values, so that a page can translate it.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime

from openler.credentials.verification.lights import NO_REGISTRY, Light
from openler.credentials.verification.report import Outcome, VerificationReport
from openler.credentials.verification.sentences import Sentence, date_words, sentence
from openler.foundation.instants import Instant
from openler.trust.recognition import Finding, Recognition, signed_at
from openler.trust.registry import Entry, Scope

THEN_RECOGNIZED = (
    "%(registry)s recognized the issuer for %(scope)s when it signed, by the issuer's own date, on %(signed)s."
)
THEN_SUSPENDED = (
    "%(registry)s had suspended its recognition since %(day)s when the issuer signed, by the issuer's own date, "
    "on %(signed)s."
)
THEN_WITHDRAWN = (
    "%(registry)s had withdrawn its recognition from %(day)s when the issuer signed, by the issuer's own date, "
    "on %(signed)s."
)
THEN_ENDED = (
    "The recognition by %(registry)s had ended on %(day)s when the issuer signed, by the issuer's own date, "
    "on %(signed)s."
)
THEN_NOT_YET = "%(registry)s did not yet recognize the issuer when it signed, by the issuer's own date, on %(signed)s."
UNDATED = "The record does not say when it was signed, so nobody can tell whether %(registry)s recognized it then."
NOW_RECOGNIZED = "%(registry)s recognizes it now, since %(day)s."
NOW_SUSPENDED = "Now it does not: its recognition is suspended since %(day)s."
NOW_WITHDRAWN = "Now it does not: its recognition is withdrawn from %(day)s."
NOW_ENDED = "Now it does not: its recognition ended on %(day)s."
NOW_NOT_YET = "Now it does not: its recognition begins on %(day)s."
NOW_STALE = "Whether it does now cannot be told: its list is of %(day)s and too old."
BACKDATED = "This was entered on %(entered)s, later than the day from which it counts."
NOT_LISTED = "No chosen registry lists the issuer, neither when it signed nor now. Asked: %(registries)s."
OTHER_SCOPE = "%(registry)s lists the issuer, but not for this kind of record, neither when it signed nor now."
UNREACHABLE = "%(registry)s could not be asked, so it cannot be told whether it recognizes the issuer."
ALSO_LISTED = "Also listed by %(registries)s, which you have not chosen."
BARRED = "The entry of %(registry)s does not count: the issuer and the registry have an owner in common."
UNPROVED = "It is not proved who signed, so no registry can be asked."
ALL_RECOGNIZED = "The issuer of each record in it is recognized, when it signed and now, by %(registries)s."
NOT_ALL_RECOGNIZED = "The issuer of at least one record in it is not shown to be recognized."
ONE_REFUSED = "A chosen registry does not recognize the issuer of at least one record in it."

LIGHT_RECOGNIZED = "By %(registry)s, when the issuer signed, by its own date, and now."
LIGHT_IN_PAST = "By %(registry)s when the issuer signed, by its own date, but not now."
LIGHT_SINCE = "By %(registry)s now, but not yet when the issuer signed."
LIGHT_REFUSED = "Not by %(registry)s when the issuer signed."
LIGHT_NOT_YET = "Not yet by %(registry)s."
LIGHT_UNDECIDED = "What %(registry)s says does not decide it."
LIGHT_OTHER_SCOPE = "A chosen registry lists the issuer, but not for this kind of record."
LIGHT_UNKNOWN = "No chosen registry lists the issuer."
LIGHT_UNREACHABLE = "A chosen registry could not be asked."

ANY_RECORD = "any record"
OF_TYPES = "records of the kind %(types)s"
OF_ACHIEVEMENTS = "%(count)d named achievements"
OF_FRAMEWORK = "achievements aligned to %(framework)s"
BOTH = "%(first)s, %(second)s"

_THEN = {
    "recognized": THEN_RECOGNIZED,
    "suspended": THEN_SUSPENDED,
    "withdrawn": THEN_WITHDRAWN,
    "ended": THEN_ENDED,
    "not_yet": THEN_NOT_YET,
    "undated": UNDATED,
}
_NOW = {
    "recognized": NOW_RECOGNIZED,
    "suspended": NOW_SUSPENDED,
    "withdrawn": NOW_WITHDRAWN,
    "ended": NOW_ENDED,
    "not_yet": NOW_NOT_YET,
    "stale": NOW_STALE,
}
_LIGHTS = {
    "recognized": LIGHT_RECOGNIZED,
    "recognized_in_past": LIGHT_IN_PAST,
    "recognized_since": LIGHT_SINCE,
    "refused": LIGHT_REFUSED,
    "not_yet": LIGHT_NOT_YET,
    "other_scope": LIGHT_OTHER_SCOPE,
    "unknown": LIGHT_UNKNOWN,
    "undetermined": LIGHT_UNREACHABLE,
    "issuer_unproved": UNPROVED,
    "no_registry": NO_REGISTRY,
}


def recognition_words(recognition: Recognition) -> tuple[Sentence, ...]:
    """Say who recognizes the issuer, when it signed and now."""
    return tuple(_sentences(recognition))


def recognition_light(recognition: Recognition) -> Light:
    """Show recognition as the third light, with its reason in short."""
    return Light("issuer_recognized", recognition.outcome, str(light_words_of(recognition)))


def verdict_sentence(report: VerificationReport, recognition: Recognition) -> str:
    """Say the report and who recognizes the issuer, in one piece."""
    said = sentence(report, is_issuer_known=is_issuer_known(recognition))
    return " ".join([said, *map(str, words_beside(recognition))])


def is_issuer_known(recognition: Recognition) -> bool:
    """Tell whether somebody chosen says who the issuer is."""
    return recognition.verdict in ("recognized", "recognized_in_past", "recognized_since")


def words_beside(recognition: Recognition) -> tuple[Sentence, ...]:
    """Give what a verdict adds about recognition: nothing where nobody could be asked, as the light says already."""
    if recognition.verdict == "issuer_unproved" or (
        recognition.verdict == "no_registry" and not recognition.also_listed
    ):
        return ()
    return recognition_words(recognition)


def light_words_of(recognition: Recognition) -> Sentence:
    """Say in one short sentence why the third light is as it is."""
    template = _LIGHTS[recognition.verdict]
    if recognition.deciding is None:
        return Sentence(template)
    if recognition.verdict == "undetermined" and not recognition.unreachable:
        template = LIGHT_UNDECIDED
    values: dict[str, object] = {"registry": recognition.deciding.registry.name}
    return Sentence(template, values if "%(registry)s" in template else {})


def collection_words(outcomes: Sequence[Outcome], registries: Sequence[str]) -> tuple[Outcome, Sentence]:
    """Say of records that were only put together whether the issuer of each of them is recognized, and by whom."""
    if not outcomes or set(outcomes) == {"not_applicable"}:
        return "not_applicable", Sentence(NO_REGISTRY)
    if "failed" in outcomes:
        return "failed", Sentence(ONE_REFUSED)
    if set(outcomes) == {"passed"}:
        return "passed", Sentence(ALL_RECOGNIZED, {"registries": ", ".join(registries)})
    return "undetermined", Sentence(NOT_ALL_RECOGNIZED)


def scope_words(scope: Scope) -> Sentence:
    """Say for which records an entry counts."""
    parts = []
    if scope.achievement_types:
        parts.append(Sentence(OF_TYPES, {"types": ", ".join(scope.achievement_types)}))
    if scope.achievements:
        parts.append(Sentence(OF_ACHIEVEMENTS, {"count": len(scope.achievements)}))
    if scope.framework:
        parts.append(Sentence(OF_FRAMEWORK, {"framework": scope.framework}))
    words = parts[0] if parts else Sentence(ANY_RECORD)
    for part in parts[1:]:
        words = Sentence(BOTH, {"first": words, "second": part})
    return words


def day_words(moment: datetime) -> str:
    """Write a day as every verdict writes it."""
    return date_words(moment.astimezone(UTC).isoformat())


def _sentences(recognition: Recognition) -> Iterator[Sentence]:
    if recognition.verdict == "no_registry":
        yield Sentence(NO_REGISTRY)
    elif recognition.verdict == "issuer_unproved":
        yield Sentence(UNPROVED)
    elif recognition.deciding is not None:
        yield from _decided(recognition.deciding)
    else:
        yield from _undecided(recognition)
    for registry in recognition.unreachable:
        yield Sentence(UNREACHABLE, {"registry": registry.name})
    for finding in recognition.findings:
        if finding is not recognition.deciding:
            yield from _beside(finding)
    if recognition.also_listed:
        names = ", ".join(finding.registry.name for finding in recognition.also_listed)
        yield Sentence(ALSO_LISTED, {"registries": names})


def _decided(finding: Finding) -> Iterator[Sentence]:
    signed = signed_at(finding.signed)
    yield _of_moment(_THEN, finding, finding.then, finding.entry_then, signed)
    yield _of_moment(_NOW, finding, finding.now, finding.entry_now, Instant.of(finding.at))
    late = finding.entry_then or finding.entry_now
    if late is not None and late.is_backdated:
        yield Sentence(BACKDATED, {"entered": day_words(late.entered_at)})


def _undecided(recognition: Recognition) -> Iterator[Sentence]:
    if recognition.verdict == "unknown":
        names = ", ".join(finding.registry.name for finding in recognition.findings)
        yield Sentence(NOT_LISTED, {"registries": names})
    for finding in recognition.findings:
        if finding.now == "other_scope":
            yield Sentence(OTHER_SCOPE, {"registry": finding.registry.name})


def _beside(finding: Finding) -> Iterator[Sentence]:
    """Tell what a chosen registry that did not decide says, where it says anything."""
    if finding.now == "barred":
        yield Sentence(BARRED, {"registry": finding.registry.name})
    elif finding.is_about_it:
        yield from _decided(finding)


def _of_moment(
    words: Mapping[str, str], finding: Finding, moment: str, entry: Entry | None, at: Instant | None
) -> Sentence:
    template = words[moment]
    values: dict[str, object] = {"registry": finding.registry.name, "signed": date_words(finding.signed)}
    if entry is not None:
        values["scope"] = scope_words(entry.scope)
        values["day"] = day_words(finding.registry.as_of if moment == "stale" else _day_of(entry, moment, at))
    return Sentence(template, {name: value for name, value in values.items() if f"%({name})" in template})


def _day_of(entry: Entry, moment: str, at: Instant | None) -> datetime:
    """Give the day that matters: of the suspension or withdrawal, of the end, or of the beginning."""
    if moment == "ended" and entry.until is not None:
        return entry.until
    change = None
    if at is not None and moment in ("suspended", "withdrawn"):
        change = entry.change_at("suspended" if moment == "suspended" else "withdrawn", at)
    return change.since if change is not None else entry.since
