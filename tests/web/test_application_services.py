"""Is an application judged record by record, sealed, hidden, shown to whom it belongs, and gone at its end?"""

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from openler.platform.audit.models import AuditEntry
from openler.platform.base.errors import TooManyRequests
from openler.platform.frameworks.services import import_framework
from openler.platform.opportunities import services
from openler.platform.opportunities.errors import (
    AccessEnded,
    AlreadyApplied,
    BadApplication,
    BadDecision,
    NamesHidden,
    NotAKeeper,
    PostingNotOpen,
    ReasonMissing,
    StageNotReachable,
)
from openler.platform.opportunities.models import Application, Look
from openler.platform.opportunities.queries import find_application, looks_told, message_to, read_opened
from openler.platform.opportunities.services import GivenAnswer, applying
from openler.platform.opportunities.tasks import delete_over_retention
from openler.platform.recognition.entries import EntryFields
from openler.platform.recognition.services import Choice, choose_registries, enter_issuer, open_registry
from openler.platform.verifying import services as verifying
from openler.testing.signing import did_key_of
from web.applying import (
    CARE,
    DEGREE,
    OTHER_HOLDER,
    PRIVACY,
    VITALS,
    act_in,
    apply,
    fields,
    forged,
    make_home,
    record,
    status_list,
)
from web.people import make_organization, make_user
from web.sharing import HOLDER, ISSUER, presentation

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 25, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _offline(settings: Any) -> None:
    """No test here fetches anything."""
    settings.OPENLER_ONLINE = False


def standings(opened: Any) -> dict[str, str]:
    """Give the standing of each requirement."""
    return {one["requirement"]["uri"]: one["standing"] for one in opened.match["requirements"]}


def opened_by_recruiter(home: Any, application: Application, at: datetime = AT) -> Any:
    """Open an application as the recruiter."""
    return services.open_application(
        act_in(home.recruiter, home.organization, at), find_application(home.organization.pk, application.pk)
    )


def test_of_three_records_one_of_which_is_forged_two_count() -> None:
    """The forged one is shown as refused and says nothing, not even which skill it would have met."""
    home, ines = make_home(AT), make_user("ines")
    records = [record(PRIVACY, at=AT, level="Proficient"), record(VITALS, at=AT), forged(record(CARE, at=AT))]
    opened = opened_by_recruiter(home, apply(home, ines, records, at=AT))
    assert standings(opened) == {PRIVACY: "met", VITALS: "met", CARE: "gap", DEGREE: "gap"}
    assert [one["refusal"] for one in opened.records] == ["", "", "invalid"]
    care = next(one for one in opened.match["requirements"] if one["requirement"]["uri"] == CARE)
    assert care["refused"] == []


def test_a_revoked_record_is_refused_with_state_and_what_the_list_was(monkeypatch: pytest.MonkeyPatch) -> None:
    """The requirement names the refused record; the report keeps the digest of the list that said so."""
    monkeypatch.setattr(verifying, "_documents", lambda: status_list(7, at=AT))
    home, ines = make_home(AT), make_user("ines")
    records = [record(PRIVACY, at=AT, level="advanced", index=7), record(VITALS, at=AT, index=8)]
    opened = opened_by_recruiter(home, apply(home, ines, records, at=AT))
    assert standings(opened)[PRIVACY] == "gap"
    assert standings(opened)[VITALS] == "met"
    asked = opened.match["requirements"][0]
    assert asked["refused"][0]["refusal"]["state"] == "revoked"
    assert set(opened.report["lists"]) == {"https://status.example/lists/1"}
    assert all(len(digest) == 64 for digest in opened.report["lists"].values())
    assert opened.report["versions"]["policy"] == "2026-11"


def test_a_record_revoked_after_it_was_sent_shows_when_it_is_checked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """The dated report of the day stays; a new one says what is true now."""
    home, ines = make_home(AT), make_user("ines")
    monkeypatch.setattr(verifying, "_documents", lambda: status_list(at=AT))
    application = apply(home, ines, [record(VITALS, at=AT, index=7)], at=AT)
    assert standings(opened_by_recruiter(home, application))[VITALS] == "met"
    monkeypatch.setattr(verifying, "_documents", lambda: status_list(7, at=AT))
    later = AT + timedelta(days=2)
    services.check_again(act_in(home.recruiter, home.organization, later), application)
    opened = opened_by_recruiter(home, application, later)
    assert standings(opened)[VITALS] == "gap"
    assert [day.date() for day in opened.report_days] == [date(2026, 11, 27), date(2026, 11, 25)]


def test_a_record_bound_to_another_key_does_not_count() -> None:
    """Whoever has a copy of somebody's record cannot apply with it."""
    home, ines = make_home(AT), make_user("ines")
    opened = opened_by_recruiter(home, apply(home, ines, [record(VITALS, at=AT, holder=OTHER_HOLDER)], at=AT))
    assert opened.records[0]["refusal"] == "not_presented"
    assert standings(opened)[VITALS] == "gap"


def test_own_words_are_said_by_the_applicant_and_never_refused() -> None:
    """They count a little, and stand beside the requirement."""
    home, ines = make_home(AT), make_user("ines")
    answers = [GivenAnswer(CARE, "I cared for my grandfather. Yours, Ines Valdes")]
    opened = opened_by_recruiter(home, apply(home, ines, [record(VITALS, at=AT)], at=AT, answers=answers))
    assert standings(opened)[CARE] == "partly"
    assert opened.answers[CARE].text == "I cared for my grandfather. Yours, ▒▒▒▒▒"


def test_nothing_that_was_handed_in_is_readable_at_rest() -> None:
    """Neither records nor own words nor messages stand in the database as plain text."""
    home, ines = make_home(AT), make_user("ines")
    answers = [GivenAnswer(CARE, "canary-own-words"), GivenAnswer(PRIVACY, file=b"%PDF-canary-file")]
    application = apply(home, ines, [record(VITALS, at=AT, title="canary-title")], at=AT, answers=answers)
    recruiter = act_in(home.recruiter, home.organization, AT)
    services.move_to(recruiter, application, "interview", message="canary-message")
    found = Application.objects.get(pk=application.pk)
    kept = [found.sealed_presentation, found.sealed_message, *found.reports.values_list("sealed", flat=True)]
    kept += [part for one in found.answers.all() for part in (one.sealed_text, one.sealed_file)]
    assert b"canary" not in b"".join(bytes(part) for part in kept)
    assert message_to(found) == "canary-message"
    assert "canary" not in json.dumps(list(AuditEntry.objects.values("detail", "purpose", "object_id")))


def test_names_are_hidden_everywhere_until_they_are_lifted_with_a_reason() -> None:
    """Report, drawing, answers, raw view and files; the lifting is told to the applicant."""
    home, ines = make_home(AT), make_user("ines")
    ines.name = "Ines Valdes"
    ines.save()
    evidence = [{"id": "https://people.example/ines", "type": ["Evidence"], "name": "Ines at work"}]
    answers = [GivenAnswer(CARE, file=b"%PDF-Ines")]
    application = apply(home, ines, [record(VITALS, at=AT, evidence=evidence)], at=AT, answers=answers)
    recruiter = act_in(home.recruiter, home.organization, AT)
    opened = opened_by_recruiter(home, application)
    raw = services.see_raw(recruiter, application)
    for told in (json.dumps(opened.report), json.dumps(raw)):
        for part in ("Ines", "Valdes", "ines", "did:key:z6MkpTHR"):
            assert part not in told
        assert raw["holder"] == "▒▒▒▒▒"
    assert did_key_of(HOLDER) not in json.dumps(opened.report) + json.dumps(raw)
    with pytest.raises(NamesHidden):
        services.open_file(recruiter, application, opened.answers[CARE].pk)
    with pytest.raises(ReasonMissing):
        services.lift_names(recruiter, application, " ")
    services.lift_names(recruiter, application, "Invitation to an interview")
    lifted = opened_by_recruiter(home, Application.objects.get(pk=application.pk))
    assert lifted.name == "Ines Valdes"
    assert "Ines at work" in json.dumps(lifted.report)
    assert services.open_file(recruiter, application, opened.answers[CARE].pk)[0] == b"%PDF-Ines"
    told = [(look.what, look.reason) for look in looks_told(application)]
    assert (Look.What.NAMES, "Invitation to an interview") in told


def test_looks_are_written_down_for_the_applicant_and_the_audit() -> None:
    """Each opening names who; going back and forth is one look, and each is in the audit."""
    home, ines = make_home(AT), make_user("ines")
    application = apply(home, ines, [record(VITALS, at=AT)], at=AT)
    opened_by_recruiter(home, application)
    opened_by_recruiter(home, application, AT + timedelta(minutes=1))
    assert [look.user for look in looks_told(application)] == [home.recruiter]
    entry, _again = AuditEntry.objects.filter(verb="application.opened.records")
    assert (entry.actor_id, entry.person_id) == (home.recruiter.pk, ines.pk)


def test_the_team_cannot_open_after_the_agreed_day_nor_after_withdrawal() -> None:
    """Every way in is closed at once."""
    home, ines, max_ = make_home(AT), make_user("ines"), make_user("max")
    first = apply(home, ines, [record(VITALS, at=AT)], at=AT)
    second = apply(home, max_, [record(VITALS, at=AT)], at=AT)
    services.withdraw(act_in(ines, None, AT), first.pk)
    end = datetime.combine(second.access_ends_at, datetime.min.time(), tzinfo=UTC)
    for application, at in ((Application.objects.get(pk=first.pk), AT), (second, end)):
        recruiter = act_in(home.recruiter, home.organization, at)
        for way in (
            lambda who, one: services.open_application(who, one),
            lambda who, one: services.see_raw(who, one),
            lambda who, one: services.lift_names(who, one, "a reason"),
            lambda who, one: services.open_file(who, one, 1),
            lambda who, one: services.check_again(who, one),
            lambda who, one: services.move_to(who, one, "interview"),
        ):
            with pytest.raises(AccessEnded):
                way(recruiter, application)


def test_a_sealed_copy_is_opened_by_a_named_member_with_a_reason_and_told() -> None:
    """Nobody else; and where a law forbids telling, that law is named in the log."""
    home, ines = make_home(AT), make_user("ines")
    application = apply(home, ines, [record(VITALS, at=AT)], at=AT)
    services.withdraw(act_in(ines, None, AT), application.pk)
    owner = act_in(home.owner, home.organization, AT)
    with pytest.raises(NotAKeeper):
        services.open_sealed_copy(owner, application, reason="A claim was filed")
    services.name_keeper(owner, home.owner.pk)
    with pytest.raises(ReasonMissing):
        services.open_sealed_copy(owner, application, reason="")
    assert services.open_sealed_copy(owner, application, reason="A claim was filed").records
    assert [look.reason for look in looks_told(application)] == ["A claim was filed"]
    services.open_sealed_copy(owner, application, reason="Court order", telling_forbidden_by="18 USC 2705(b)")
    assert [look.reason for look in looks_told(application)] == ["A claim was filed"]
    assert application.looks.count() == 2
    services.remove_keeper(owner, home.owner.pk)
    with pytest.raises(NotAKeeper):
        services.open_sealed_copy(owner, application, reason="A claim was filed")


def test_a_decision_has_a_reason_that_rests_on_requirements_and_two_texts() -> None:
    """No code, no requirement, no message: no decision. The note never reaches the applicant."""
    home, ines = make_home(AT), make_user("ines")
    application = apply(home, ines, [record(VITALS, at=AT)], at=AT)
    recruiter = act_in(home.recruiter, home.organization, AT)
    wrong: list[dict[str, Any]] = [
        {"code": "", "requirements": [PRIVACY], "message": "Sorry."},
        {"code": "not_shown", "requirements": [], "message": "Sorry."},
        {"code": "not_shown", "requirements": ["https://other.example/"], "message": "Sorry."},
        {"code": "not_shown", "requirements": [PRIVACY], "message": " "},
        {"code": "requirements_met", "requirements": [PRIVACY], "message": "Sorry."},
    ]
    for given in wrong:
        with pytest.raises(BadDecision):
            services.decide(recruiter, application, "not_selected", **given)
    with pytest.raises(BadDecision):
        services.move_to(recruiter, application, "hired")
    with pytest.raises(StageNotReachable):
        services.decide(recruiter, application, "hired", code="requirements_met", requirements=[VITALS], message="Yes")
    done = services.decide(
        recruiter,
        application,
        "not_selected",
        code="not_shown",
        requirements=[PRIVACY],
        message="Privacy was not shown.",
        note="internal-note",
    )
    assert message_to(done) == "Privacy was not shown."
    assert read_opened(done).note == "internal-note"
    assert done.decision_requirements == [PRIVACY]
    with pytest.raises(StageNotReachable):
        services.move_to(recruiter, done, "interview")


def test_from_received_to_hired() -> None:
    """Review, interview, offer, hired."""
    home, ines = make_home(AT), make_user("ines")
    application = apply(home, ines, [record(VITALS, at=AT)], at=AT)
    recruiter = act_in(home.recruiter, home.organization, AT)
    services.move_to(recruiter, application, "in_review")
    services.move_to(recruiter, application, "interview", message="Come and see the ward.")
    given = {"code": "requirements_met", "requirements": [VITALS], "message": "Welcome."}
    services.decide(recruiter, application, "offered", **given)  # type: ignore[arg-type]
    assert services.decide(recruiter, application, "hired", **given).stage == "hired"  # type: ignore[arg-type]


def test_the_law_counts_from_the_later_of_record_and_decision_and_the_sweep_deletes() -> None:
    """One year in the United States; a hold stops it; a longer line of the organization's own table moves the end."""
    home, ines = make_home(AT), make_user("ines")
    application = apply(home, ines, [record(VITALS, at=AT)], at=AT)
    assert application.retention_ends_at == date(2027, 11, 25)
    later = AT + timedelta(days=10)
    recruiter = act_in(home.recruiter, home.organization, later)
    given = {"code": "not_shown", "requirements": [PRIVACY], "message": "Sorry."}
    decided = services.decide(recruiter, application, "not_selected", **given)  # type: ignore[arg-type]
    assert decided.retention_ends_at == date(2027, 12, 5)
    owner = act_in(home.owner, home.organization, AT)
    services.set_rule(owner, "us", name="United States", months=13, citation="Our counsel, 2026")
    assert Application.objects.get().retention_ends_at == date(2028, 1, 5)
    night = act_in(home.owner, None, datetime(2028, 1, 6, tzinfo=UTC))
    services.hold(owner, decided, "Charge filed with the agency")
    assert services.sweep(night) == 0
    services.release_hold(owner, decided)
    assert services.sweep(act_in(home.owner, None, datetime(2028, 1, 4, tzinfo=UTC))) == 0
    delete_over_retention({}, night.at)
    assert not Application.objects.exists()
    assert AuditEntry.objects.filter(verb="application.deleted", person_id=ines.pk).count() == 1


def test_nobody_applies_twice_and_nobody_to_a_closed_posting() -> None:
    """After a withdrawal one may apply anew, under a new number."""
    home, ines = make_home(AT), make_user("ines")
    first = apply(home, ines, [record(VITALS, at=AT)], at=AT)
    with pytest.raises(AlreadyApplied):
        apply(home, ines, [record(VITALS, at=AT)], at=AT)
    services.withdraw(act_in(ines, None, AT), first.pk)
    with pytest.raises(StageNotReachable):
        services.withdraw(act_in(ines, None, AT), first.pk)
    assert apply(home, ines, [record(VITALS, at=AT)], at=AT).number == 2
    services.close_posting(act_in(home.owner, home.organization, AT), home.posting.pk)
    with pytest.raises(PostingNotOpen):
        apply(home, make_user("max"), [record(VITALS, at=AT)], at=AT)


def test_tries_are_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each try costs work, so an account has so many an hour."""
    monkeypatch.setattr(applying, "MAX_TRIES_PER_HOUR", 1)
    home, ines = make_home(AT), make_user("ines")
    with pytest.raises(BadApplication):
        services.apply_with(act_in(ines, None, AT), home.posting.pk, b"no record", [])
    with pytest.raises(TooManyRequests):
        apply(home, ines, [record(VITALS, at=AT)], at=AT)


@pytest.mark.parametrize("data", [b"{}", b"no record", b"\x89PNG\r\n\x1a\n", b"[]"])
def test_what_holds_no_record_is_no_application(data: bytes) -> None:
    """The answer says why, and nothing is kept."""
    home, ines = make_home(AT), make_user("ines")
    if data == b"{}":
        data = presentation([], at=AT)
    with pytest.raises(BadApplication):
        services.apply_with(act_in(ines, None, AT), home.posting.pk, data, [])
    assert not Application.objects.exists()


@pytest.mark.parametrize(
    "answer",
    [
        GivenAnswer("https://other.example/", "x"),
        GivenAnswer(CARE, "x" * 2001),
        GivenAnswer(CARE, file=b"MZ\x00\x01"),
        GivenAnswer(CARE, file=b"%PDF-" + b"x" * (2 << 20)),
    ],
    ids=["foreign", "long", "program", "large"],
)
def test_an_answer_that_cannot_be_taken_is_named_and_nothing_is_sent(answer: GivenAnswer) -> None:
    """Limits of length, size and kind."""
    home, ines = make_home(AT), make_user("ines")
    with pytest.raises(BadApplication):
        apply(home, ines, [record(VITALS, at=AT)], at=AT, answers=[answer])
    assert not Application.objects.exists()


def test_a_recognized_issuer_counts_whole_and_the_report_says_who_recognizes_it() -> None:
    """The registry that the employer chose counts; the explanation names it and its entry."""
    home, ines = make_home(AT), make_user("ines")
    before = opened_by_recruiter(home, apply(home, ines, [record(VITALS, at=AT)], at=AT)).match["requirements"][1]
    assert before["best"]["factors"]["verification"] == "0.7"
    officer = make_user("grace")
    governance = make_organization("skills-board", kinds=["governance"], members={officer: ["owner"]})
    by = act_in(officer, governance, AT)
    registry = open_registry(by, governance)
    listed = EntryFields(
        issuer=did_key_of(ISSUER), name="Lakeside College (fictional)", since=date(2026, 1, 1), policy="Visited yearly."
    )
    entry = enter_issuer(by, registry, listed)
    choose_registries(act_in(home.owner, home.organization, AT), home.organization, [Choice(registry_id=registry.pk)])
    application = Application.objects.get()
    later = AT + timedelta(days=1)
    services.check_again(act_in(home.recruiter, home.organization, later), application)
    opened = opened_by_recruiter(home, application, later)
    after = opened.match["requirements"][1]
    assert after["best"]["factors"]["verification"] == "1"
    assert str(registry.pk) in after["best"]["registry"]
    assert str(entry.pk) in json.dumps(opened.records)
    assert "Skills-Board recognizes it now" in opened.records[0]["drawn"]["recognition"]["sentence"]


def test_a_narrower_skill_of_the_same_framework_speaks_for_the_one_asked_at_either_address() -> None:
    """The path names the framework and its version; a record aligned to the source's own address is the same term."""
    sheet = b"code,parent,label,uri\n1,,Wound care,https://source.example/1\n1.1,1,Dressing wounds,https://source.example/1.1\n"
    framework = import_framework(act_in(make_user("dee"), None, AT), tenant_id=None, data=sheet, title="Ward").framework
    care, dressing = framework.items.order_by("position")
    home, ines = make_home(AT), make_user("ines")
    who = act_in(home.owner, home.organization, AT)
    row = {"uri": care.uri, "label": care.label, "framework": "Ward"}
    posting = services.make_posting(who, fields(closes_at=date(2026, 12, 18)), [row], publish=True)
    for number, (uri, value) in enumerate(
        ((dressing.uri, "0.9000"), ("https://source.example/1.1", "0.9000"), (care.source_uri, "1.0000"))
    ):
        applicant = ines if number == 0 else make_user(f"other{number}")
        data = presentation([record(uri, at=AT)], at=AT)
        application = services.apply_with(act_in(applicant, None, AT), posting.pk, data, [])
        told = opened_by_recruiter(home, application).match
        best = told["requirements"][0]["best"]
        assert best["factors"]["path"] == value
        assert {hop["framework"] for hop in best["path"]} == {framework.uri}
        assert {"uri": framework.uri, "version": framework.version} in told["frameworks"]
