"""Who recognizes an issuer, when it signed and now? Every standing, several registries, and what is never called no."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from openler.trust import (
    Change,
    Entry,
    Question,
    Recognition,
    Registry,
    Scope,
    UnreachableRegistry,
    recognition_json,
    recognition_light,
    recognition_words,
    recognize,
)
from openler.trust.questions import Achieved

COLLEGE = "did:web:lakeside.example"
NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
COURSE = Achieved(types=("Course",), id="https://lakeside.example/a/1")


def _day(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}T00:00:00+00:00")


def _change(kind: Any, since: str) -> Change:
    return Change(kind, _day(since), "A reason.", _day(since))


def _entry(since: str = "2019-09-01", until: str | None = None, **members: Any) -> Entry:
    told: dict[str, Any] = {"scope": Scope(), "entered_at": _day(since), "id": "e1", "issuer": COLLEGE} | members
    return Entry(name="Lakeside", since=_day(since), until=_day(until) if until else None, policy="P 3", **told)


def _registry(*entries: Entry, id: str = "rivers", **members: Any) -> Registry:
    name = {"rivers": "Great Rivers", "council": "The Council"}[id]
    return Registry(f"https://{id}.example/", name, entries, as_of=NOW, **members)


def _ask(*chosen: Any, signed: str = "2026-05-04T09:30:00Z", achieved: Any = (COURSE,), **more: Any) -> Recognition:
    return recognize(Question(COLLEGE, achieved, signed), chosen, at=NOW, **more)


def _said(recognition: Recognition) -> str:
    return " ".join(map(str, recognition_words(recognition)))


STANDINGS = {
    "recognized": (_entry(), "passed"),
    "refused": (_entry(changes=(_change("withdrawn", "2025-06-12"),)), "failed"),
    "recognized_in_past": (_entry(changes=(_change("withdrawn", "2026-06-12"),)), "undetermined"),
    "recognized_since": (_entry("2026-06-01"), "undetermined"),
    "not_yet": (_entry("2027-01-01"), "undetermined"),
    "unknown": (_entry(issuer="did:web:other.example"), "undetermined"),
    "other_scope": (_entry(scope=Scope(("Degree",))), "undetermined"),
}


@pytest.mark.parametrize("verdict", STANDINGS)
def test_each_standing_has_its_own_verdict(verdict: str) -> None:
    """Only an issuer that is recognized at both moments lights green; only one that was refused then lights red."""
    entry, outcome = STANDINGS[verdict]
    found = _ask(_registry(entry))
    assert (found.verdict, found.outcome) == (verdict, outcome)


def test_the_sentence_names_both_moments_and_whose_date_the_first_is() -> None:
    """At issuance, by the issuer's own date, and now."""
    said = _said(_ask(_registry(_entry(scope=Scope(("Course",))))))
    assert said == (
        "Great Rivers recognized the issuer for records of the kind Course when it signed, by the issuer's own date, "
        "on 4 May 2026. Great Rivers recognizes it now, since 1 September 2019."
    )


def test_a_withdrawn_issuer_cannot_write_an_earlier_date_and_be_green() -> None:
    """The date of signing is nobody's but the issuer's, so what was recognized only then is never green."""
    found = _ask(_registry(_entry(changes=(_change("withdrawn", "2026-06-12"),))), signed="2020-01-01T00:00:00Z")
    assert found.outcome == "undetermined"
    assert "Now it does not: its recognition is withdrawn from 12 June 2026." in _said(found)


def test_a_suspension_counts_until_it_is_lifted() -> None:
    """Suspended when it signed is red; lifted before, it never shows."""
    suspended = (_change("suspended", "2026-04-01"),)
    lifted = (*suspended, _change("lifted", "2026-05-01"))
    assert _ask(_registry(_entry(changes=suspended))).verdict == "refused"
    assert "suspended its recognition since 1 April 2026" in _said(_ask(_registry(_entry(changes=suspended))))
    assert _ask(_registry(_entry(changes=lifted))).verdict == "recognized"
    assert _ask(_registry(_entry(changes=lifted)), signed="2026-04-15T00:00:00Z").verdict == "refused"


def test_an_end_is_told_with_its_day() -> None:
    """An entry that ran out before the issuer signed refuses; its last day still counts."""
    last = "2026-05-04"
    ended = _registry(_entry(until=last))
    assert _ask(ended).verdict == "refused"
    assert _ask(ended, signed=f"{last}T00:00:00Z").verdict == "recognized_in_past"
    assert "had ended on 4 May 2026" in _said(_ask(ended))


def test_a_backdated_entry_shows() -> None:
    """Entered later than the day from which it counts: it counts, and everybody reads when it was entered."""
    found = _ask(_registry(_entry(entered_at=_day("2026-11-01"))))
    assert found.verdict == "recognized"
    assert "This was entered on 1 November 2026, later than the day from which it counts." in _said(found)
    assert recognition_json(found)["registries"][0]["entry_now"]["is_backdated"] is True


def test_a_registry_that_cannot_be_asked_is_never_no() -> None:
    """Unreachable is undetermined, and named; another that recognizes the issuer still counts."""
    gone = UnreachableRegistry("https://gone.example/", "The Board", "No answer.")
    alone = _ask(gone)
    assert (alone.verdict, alone.outcome) == ("undetermined", "undetermined")
    assert "The Board could not be asked" in _said(alone)
    assert _ask(gone, _registry()).verdict == "undetermined"
    assert _ask(gone, _registry(_entry())).verdict == "recognized"
    withdrawn = _registry(_entry(changes=(_change("withdrawn", "2025-01-01"),)))
    assert _ask(gone, withdrawn).verdict == "undetermined"
    assert _ask(withdrawn, gone).verdict == "refused"


def test_a_registry_that_nobody_chose_is_named_and_lights_nothing() -> None:
    """Also listed by it, which you have not chosen."""
    council = _registry(_entry(), id="council")
    found = _ask(_registry(), others=[council])
    assert (found.verdict, found.outcome) == ("unknown", "undetermined")
    assert _said(found).endswith("Also listed by The Council, which you have not chosen.")
    nobody = _ask(others=[council])
    assert (nobody.verdict, nobody.outcome) == ("no_registry", "not_applicable")
    assert "which you have not chosen" in _said(nobody)
    assert _ask(council, others=[council]).also_listed == ()


def test_the_first_chosen_registry_that_speaks_decides_and_the_other_is_told() -> None:
    """A conflict is shown, not averaged."""
    against = _registry(_entry(changes=(_change("withdrawn", "2025-01-01"),)))
    favour = _registry(_entry(), id="council")
    found = _ask(against, favour)
    assert found.verdict == "refused"
    assert "The Council recognizes it now" in _said(found)
    assert _ask(favour, against).verdict == "recognized"


def test_a_record_without_a_date_is_not_placed_in_time() -> None:
    """Nothing says when it was signed, so nobody can tell about then."""
    found = _ask(_registry(_entry()), signed="")
    assert found.outcome == "undetermined"
    assert "does not say when it was signed" in _said(found)


def test_an_old_list_does_not_tell_about_now() -> None:
    """After its next update a file may lack a withdrawal."""
    found = _ask(_registry(_entry(), next_update=NOW - timedelta(days=1)))
    assert found.verdict == "undetermined"
    assert "too old" in _said(found)


def test_an_entry_of_ones_own_counts_for_nothing() -> None:
    """Issuer and registry with an owner in common: barred, and said."""
    found = _ask(_registry(_entry(is_barred=True)))
    assert found.verdict == "unknown"
    assert "have an owner in common" in _said(found)


def test_every_achievement_of_a_record_must_be_within_the_scope() -> None:
    """A course recognized does not carry a license beside it, nor a second type in one list."""
    registry = _registry(_entry(scope=Scope(("Course",))))
    license = Achieved(types=("License",))
    assert _ask(registry, achieved=(COURSE, license)).verdict == "other_scope"
    assert _ask(registry, achieved=(Achieved(types=("Course", "License")),)).verdict == "other_scope"
    assert _ask(registry, achieved=()).verdict == "other_scope"
    assert _ask(_registry(_entry(scope=Scope(achievements=(COURSE.id,))))).verdict == "recognized"


@pytest.mark.parametrize(
    ("address", "covered"),
    [
        ("https://skills.example/nursing", True),
        ("https://skills.example/nursing/items/7", True),
        ("https://skills.example/nursing#7", True),
        ("https://skills.example/nursing-fake/7", False),
        ("https://skills.example.evil/nursing/7", False),
    ],
)
def test_a_framework_covers_its_own_items_only(address: str, covered: bool) -> None:
    """An address that merely begins alike belongs to somebody else."""
    registry = _registry(_entry(scope=Scope(framework="https://skills.example/nursing/")))
    found = _ask(registry, achieved=(Achieved(frameworks=(address,)),))
    assert (found.verdict == "recognized") is covered


def test_nobody_is_asked_about_an_issuer_that_is_not_proved() -> None:
    """A forged record gets no recognition of the issuer whose name it carries."""
    found = recognize(None, [_registry(_entry())], at=NOW)
    assert (found.verdict, found.outcome) == ("issuer_unproved", "undetermined")
    assert "not proved who signed" in recognition_light(found).reason
