"""Does a class become signed records that anybody can verify, and nobody gets two, nobody none?"""

import json
from datetime import date, timedelta

import pytest

from openler.platform.issuing import batches, binding, changes, claims
from openler.platform.issuing.errors import (
    BadBinding,
    BatchState,
    NoSuchClaim,
    RecordState,
    SecondPersonNeeded,
    WrongCode,
)
from openler.platform.issuing.models import Batch, ClaimLink, Copy, Row, Seat
from openler.platform.issuing.overview import months_of
from openler.platform.issuing.signing import open_unbound
from openler.platform.issuing.status_lists import refresh_lists
from openler.platform.jobs.services import run_next
from web.issuing import College, verified, wallet_presentation
from web.people import AT, act, make_user

pytestmark = pytest.mark.django_db

CLASS = """\
name,email,student_id,awarded_on,exam,points
Inés Valdés,ines@people.example,00417,2026-05-04,Proficient,"87,5"
Bo Marklund,bo@people.example,00418,2026-05-04,working,90
"""


def _outcomes(report: object) -> dict[str, str]:
    return {check.id: check.outcome for check in report.checks}  # type: ignore[attr-defined]


def test_a_class_becomes_records_that_verify() -> None:
    """Each good row becomes a seat with one unbound copy, whose seal, status and rules hold."""
    college = College()
    batch = college.issue(CLASS)
    assert (batch.state, batch.seats.count()) == (Batch.State.DONE, 2)
    seat = Seat.objects.get(roster_id="00417")
    data = open_unbound(seat)
    report = verified(data, college.organization)
    assert report.verified, _outcomes(report)
    record = json.loads(data)
    subject = record["credentialSubject"]
    assert "id" not in subject
    assert [one["identityType"] for one in subject["identifier"]] == ["name", "emailAddress"]
    assert "00417" not in data.decode()
    assert "ines@" not in data.decode()
    assert [one["value"] for one in subject["result"]] == ["Proficient", "87.5"]
    assert record["validFrom"] == "2026-09-01T12:00:00Z"


def test_bad_rows_wait_and_good_ones_go_on() -> None:
    """Each fault names row, column, value and remedy; a mended row is signed later, and nobody twice."""
    college = College()
    text = CLASS + "Cy,cy@,00419,2026-02-30,Expert,101\n,di@people.example,1.2E+5,05/04/2026,,\n"
    batch = college.issue(text)
    assert batch.seats.count() == 2
    third, fourth = batch.rows.filter(state=Row.State.BAD)
    assert [(fault["column"], fault["value"]) for fault in third.faults] == [
        ("email", "cy@"),
        ("awarded_on", "2026-02-30"),
        ("exam", "Expert"),
        ("points", "101"),
    ]
    assert {fault["column"] for fault in fourth.faults} == {"name", "student_id", "awarded_on"}
    assert all(fault["detail"] and fault["next_step"] for fault in third.faults + fourth.faults)
    values = {"email": "cy@people.example", "awarded_on": "2026-02-27", "exam": "Working", "points": "71"}
    assert batches.mend_row(college.act(college.issuer), third, values=values).state == Row.State.GOOD
    batches.ask_release(college.act(college.issuer), batch)
    while run_next(AT):
        pass
    assert batch.seats.count() == 3
    assert Copy.objects.count() == 3


def test_the_same_person_twice_is_asked_about() -> None:
    """A second row for an address or number already met is held back, whatever its letters' case."""
    college = College()
    batch = college.check("name,email\nA,a@people.example\nB,b@people.example\nC,A@People.example\n")
    assert [row.state for row in batch.rows.all()] == ["good", "good", "bad"]
    assert "Row 2" in batch.rows.last().faults[0]["detail"]  # type: ignore[union-attr]


def test_a_form_sent_twenty_times_makes_one_batch() -> None:
    """The token of the form decides, so that a double click issues nothing twice."""
    college = College()
    assert len({college.check(CLASS, token="same").pk for _time in range(20)}) == 1
    assert Batch.objects.count() == 1


def test_degrees_are_released_by_somebody_else() -> None:
    """Whoever prepared a batch of licences cannot release it, and a refused one signs nothing."""
    college = College(achievement_type="License")
    batch = batches.ask_release(college.act(college.issuer), college.check(CLASS))
    assert batch.state == Batch.State.WAITING
    with pytest.raises(SecondPersonNeeded):
        batches.release(college.act(college.issuer), batch)
    assert batches.refuse(college.act(college.reviewer), batch, reason="Wrong term").state == Batch.State.REFUSED
    with pytest.raises(BatchState):
        batches.release(college.act(college.reviewer), batch)
    assert not run_next(AT + timedelta(days=1)) or not Seat.objects.exists()


def test_a_revoked_record_says_so_and_is_never_undone() -> None:
    """All copies of a seat end, the signed list says it at once, and neither suspension nor correction brings it back."""
    college = College()
    college.issue(CLASS)
    seat, other = Seat.objects.order_by("roster_id")
    assert changes.revoke(college.act(college.issuer), [seat], reason="Issued in error") == 1
    assert changes.revoke(college.act(college.issuer), [seat], reason="Again") == 0
    seat.refresh_from_db()
    report = verified(open_unbound(seat), college.organization)
    assert _outcomes(report)["status"] == "failed"
    assert verified(open_unbound(other), college.organization).verified
    with pytest.raises(RecordState):
        changes.reinstate(college.act(college.issuer), [seat])
    with pytest.raises(RecordState):
        changes.correct(college.act(college.issuer), seat, claims=changes.claims_of(seat), reason="Undo")


def test_a_licence_is_suspended_and_reinstated() -> None:
    """A record with both entries is not in force while suspended, and is again afterwards."""
    college = College(achievement_type="License", can_be_suspended=True)
    college.issue(CLASS)
    seat = Seat.objects.first()
    assert seat is not None
    changes.suspend(college.act(college.issuer), [seat], reason="Under review")
    assert _outcomes(verified(open_unbound(seat), college.organization))["status"] == "failed"
    seat.refresh_from_db()
    changes.reinstate(college.act(college.issuer), [seat])
    assert _outcomes(verified(open_unbound(seat), college.organization))["status"] == "passed"


def test_what_cannot_be_suspended_carries_one_entry() -> None:
    """A course record has a revocation entry alone, and asking to suspend it is refused."""
    college = College()
    college.issue(CLASS)
    seat = Seat.objects.first()
    assert seat is not None
    assert isinstance(json.loads(open_unbound(seat))["credentialStatus"], dict)
    with pytest.raises(RecordState):
        changes.suspend(college.act(college.issuer), [seat], reason="Test")


def test_a_correction_is_a_new_record() -> None:
    """The old one ends as replaced and stays in the register; the new one says what is right."""
    college = College()
    college.issue(CLASS)
    seat = Seat.objects.get(roster_id="00417")
    values = changes.claims_of(seat) | {"name": "Inés Valdés Ruiz"}
    new = changes.correct(college.act(college.issuer), seat, claims=values, reason="Name was cut")
    seat.refresh_from_db()
    assert (seat.state, seat.copies.get().ended_as) == (Seat.State.REPLACED, "corrected")
    assert verified(open_unbound(new), college.organization).verified
    assert "Ruiz" in open_unbound(new).decode()
    assert _outcomes(verified(open_unbound(seat), college.organization))["status"] == "failed"


def _link(college: College, seat: Seat) -> ClaimLink:
    return claims.make_link(college.act(college.issuer), seat)


def test_a_claimed_record_is_bound_to_the_wallets_key() -> None:
    """The bound copy names the holder's key, verifies, and its bytes are not kept here."""
    college, student = College(), make_user("student")
    college.issue(CLASS)
    seat = Seat.objects.get(roster_id="00417")
    link = _link(college, seat)
    presentation, did = wallet_presentation("challenge", "college.example")
    options = {"passed_check": 1, "expected_challenge": "challenge", "expected_domain": "college.example"}
    data = binding.bind(act(student), link, presentation, **options)  # type: ignore[arg-type]
    assert json.loads(data)["credentialSubject"]["id"] == did
    assert verified(data, college.organization).verified
    bound = seat.copies.get(generation=1)
    assert bound.sealed is None
    with pytest.raises(NoSuchClaim):
        binding.bind(act(student), link, presentation, **options)  # type: ignore[arg-type]
    again = _link(college, seat)
    second, _did = wallet_presentation("challenge", "college.example")
    newer = binding.bind(act(student), again, second, **options)  # type: ignore[arg-type]
    assert verified(newer, college.organization).verified
    assert _outcomes(verified(data, college.organization))["status"] == "failed"
    bound.refresh_from_db()
    assert bound.ended_as == "replaced"


@pytest.mark.parametrize(("challenge", "domain"), [("other", "college.example"), ("challenge", "evil.example")])
def test_a_signature_over_something_else_binds_nothing(challenge: str, domain: str) -> None:
    """Another challenge or another place is refused, and the link stays open."""
    college, student = College(), make_user("student")
    college.issue(CLASS)
    seat = Seat.objects.get(roster_id="00417")
    link = _link(college, seat)
    presentation, _did = wallet_presentation(challenge, domain)
    with pytest.raises(BadBinding):
        binding.bind(
            act(student),
            link,
            presentation,
            passed_check=1,
            expected_challenge="challenge",
            expected_domain="college.example",
        )
    assert ClaimLink.objects.get(pk=link.pk).ended_at is None


def test_somebody_elses_record_is_not_bound() -> None:
    """A record that one person claimed is not handed to another, whatever link they have."""
    college, student, thief = College(), make_user("student"), make_user("thief")
    college.issue(CLASS)
    seat = Seat.objects.get(roster_id="00417")
    options = {"passed_check": 1, "expected_challenge": "c", "expected_domain": "d"}
    binding.bind(act(student), _link(college, seat), wallet_presentation("c", "d")[0], **options)  # type: ignore[arg-type]
    with pytest.raises(NoSuchClaim):
        binding.bind(act(thief), _link(college, seat), wallet_presentation("c", "d")[0], **options)  # type: ignore[arg-type]


def test_a_wrong_code_never_uses_up_the_link() -> None:
    """Nine wrong ones and the right one is right; ten wrong ones close the link until a new one is made."""
    college = College()
    college.issue(CLASS)
    link = _link(college, Seat.objects.get(roster_id="00417"))
    for _time in range(9):
        with pytest.raises(WrongCode):
            claims.try_code(act(), link, "AAAA-AAAA")
    claims.try_code(act(), link, claims.code_of(link).lower().replace("-", " "))
    with pytest.raises(WrongCode):
        claims.try_code(act(), link, "AAAA-AAAA")
    with pytest.raises(NoSuchClaim):
        claims.try_code(act(), link, claims.code_of(link))


def test_a_changed_address_ends_the_old_link() -> None:
    """The old link dies, and the new one goes to the new address."""
    college = College()
    college.issue(CLASS)
    seat = Seat.objects.get(roster_id="00417")
    first = ClaimLink.objects.get(seat=seat, ended_at=None)
    second = claims.change_address(college.act(college.issuer), seat, email="new@people.example")
    with pytest.raises(NoSuchClaim):
        claims.find_link(claims.token_of(first), act())
    assert claims.find_link(claims.token_of(second), act()).seat == seat


def test_lists_are_signed_anew_before_they_grow_old() -> None:
    """What was signed three hours ago is signed again, and what is fresh is left alone."""
    college = College()
    college.issue(CLASS)
    list_ = Copy.objects.first().status_list  # type: ignore[union-attr]
    before = list_.signed_revocation
    refresh_lists(at=AT + timedelta(hours=1))
    list_.refresh_from_db()
    assert list_.signed_revocation == before
    refresh_lists(at=AT + timedelta(hours=4))
    list_.refresh_from_db()
    assert list_.signed_revocation != before


def test_somebody_without_mail_has_a_number_for_the_printed_code() -> None:
    """In a list with addresses an empty one is a slip, unless a number of the issuer's own says who it is."""
    college = College()
    batch = college.check("name,email,student_id\nA,a@people.example,\nB,,00418\nC,,\n")
    assert [row.state for row in batch.rows.all()] == ["good", "good", "bad"]
    bad = batch.rows.get(state=Row.State.BAD)
    assert [(fault["field"], fault["column"]) for fault in bad.faults] == [("email", "email")]
    assert batches.mend_row(college.act(college.issuer), bad, values={"name": "Cy"}).state == Row.State.BAD
    assert batches.mend_row(college.act(college.issuer), bad, values={"student_id": "00419"}).state == Row.State.GOOD
    assert college.check("name\nA\n", token="names alone").rows.get().state == Row.State.GOOD


@pytest.mark.django_db
def test_what_was_issued_is_counted_month_by_month() -> None:
    """Twelve months up to this one, each with what was claimed of it; what is older does not count."""
    college = College()
    college.issue("Name\nAda Fictional\nBo Fictional\nCy Fictional\nDi Fictional\n")
    Seat.objects.filter(name="Ada Fictional").update(claimed_at=AT)
    Seat.objects.filter(name="Cy Fictional").update(released_at=AT - timedelta(days=40))
    Seat.objects.filter(name="Di Fictional").update(released_at=AT - timedelta(days=400))
    months = months_of(college.organization, at=AT)
    assert [month.first for month in months] == sorted(month.first for month in months)
    assert (months[0].first, months[-1].first) == (date(2025, 10, 1), date(2026, 9, 1))
    assert [(month.issued, month.claimed) for month in months[-3:]] == [(1, 0), (0, 0), (2, 1)]
    assert sum(month.issued for month in months) == 3
