"""Can a program correct records, send their links anew and answer objections, for its own organization alone?"""

import uuid
from typing import Any

import pytest

from openler.platform.audit.models import AuditEntry
from openler.platform.issuing import changes, claims
from openler.platform.issuing.models import Objection, Seat
from openler.platform.organizations.models import Membership
from web.issuing import College
from web.people import make_user
from web.programs import caller, told

pytestmark = pytest.mark.django_db

LIST = "name,email,earned on,Exam\nInés Valdes,ines@people.example,2026-05-04,Proficient\n"


def _seat(college: College) -> Seat:
    college.issue(LIST)
    return Seat.objects.get(organization=college.organization)


def _objection(college: College, seat: Seat) -> Objection:
    return changes.object_to(college.act(make_user("ines")), seat, about="name", text="It is Valdés.")


def test_what_is_left_out_of_a_correction_stays() -> None:
    """Only the name and the end change; the old record is replaced, and its result, day and address stand in the new."""
    college = College()
    seat = _seat(college)
    call = caller(college.issuer, college.organization)
    body = {"fields": {"name": "Inés Valdés", "valid_until": "2031-05-04"}, "reason": "Accent"}
    new = told(call("POST", f"/records/{seat.pk}/correction", body))
    assert (new["name"], new["state"], new["corrects"]) == ("Inés Valdés", "in_force", str(seat.pk))
    assert new["valid_until"] == "2031-05-04T23:59:59+00:00"
    before, after = changes.claims_of(seat), changes.claims_of(Seat.objects.get(pk=new["id"]))
    assert after == before | {"name": "Inés Valdés", "valid_until": "2031-05-04"}
    assert told(call("GET", f"/records/{seat.pk}"))["state"] == "replaced"
    assert told(call("POST", f"/records/{seat.pk}/correction", body), 409)["code"] == "record_state"


def test_a_correction_can_wait_until_it_is_accepted() -> None:
    """Not at once: the old record stays in force with a date at which it ends."""
    college = College()
    seat = _seat(college)
    body = {"fields": {"results": {"Exam": "Working"}}, "reason": "Regraded", "at_once": False}
    new = told(caller(college.issuer, college.organization)("POST", f"/records/{seat.pk}/correction", body))
    seat.refresh_from_db()
    assert seat.state == "in_force" and seat.ends_at is not None
    assert list(changes.claims_of(Seat.objects.get(pk=new["id"]))["results"].values()) == [0]


@pytest.mark.parametrize(
    ("fields", "reason", "pointer"),
    [
        ({"name": " "}, "x", "/fields/name"),
        ({"email": "ines@"}, "x", "/fields/email"),
        ({"earned_on": "4/5/2026"}, "x", "/fields/earned_on"),
        ({"results": {"Exam": "Superb"}}, "x", "/fields/results/7f3e4dd7-3c6d-4a50-9d0b-1d1ba6f2a001"),
        ({"results": {"Poise": "1"}}, "x", None),
        ({"name": "Inés"}, " ", None),
    ],
)
def test_a_faulty_correction_says_where_and_issues_nothing(
    fields: dict[str, Any], reason: str, pointer: str | None
) -> None:
    """The rules of a row hold; the record stays as it is."""
    college = College()
    seat = _seat(college)
    body = {"fields": fields, "reason": reason}
    refused = told(caller(college.issuer, college.organization)("POST", f"/records/{seat.pk}/correction", body), 400)
    assert refused.get("pointer") == pointer
    assert refused["detail"]
    assert Seat.objects.get().state == "in_force"


def test_a_new_link_goes_out_by_mail_and_never_stands_in_the_answer(mailoutbox: list[Any]) -> None:
    """The link before is dead; another address is taken if one is sent."""
    college = College()
    seat = _seat(college)
    first = seat.links.get()
    call, place = caller(college.issuer, college.organization), f"/records/{seat.pk}/claim-link"
    answers = [call("POST", place, {}), call("POST", place, {"email": "new@people.example"})]
    assert all(told(one)["is_sent"] for one in answers)
    assert [mail.to for mail in mailoutbox[-2:]] == [["ines@people.example"], ["new@people.example"]]
    first.refresh_from_db()
    assert first.ended_at is not None
    now_open = seat.links.get(ended_at=None)
    assert claims.token_of(now_open) in mailoutbox[-1].body
    for answer in answers:
        text = answer.content.decode()
        assert all(
            secret not in text for link in seat.links.all() for secret in (claims.token_of(link), claims.code_of(link))
        )
    assert Seat.objects.get().email == "new@people.example"


def test_a_link_without_an_address_is_refused_and_the_old_one_lives() -> None:
    """Where no mail can go, nothing is made; nor for an address that is none, or a record that was revoked."""
    college = College()
    college.issue("name\nBo\n")
    seat = Seat.objects.get()
    call, place = caller(college.issuer, college.organization), f"/records/{seat.pk}/claim-link"
    assert told(call("POST", place, {}), 400)["pointer"] == "/email"
    assert told(call("POST", place, {"email": "bo@"}), 400)["code"] == "bad_change"
    assert seat.links.filter(ended_at=None).count() == seat.links.count() == 1
    told(call("POST", f"/records/{seat.pk}/revocation", {"reason": "In error"}))
    assert told(call("POST", place, {"email": "bo@people.example"}), 409)["code"] == "record_state"
    assert Seat.objects.get().email == ""


def test_an_objection_is_read_and_answered_once() -> None:
    """It stands in the list until it is answered; that it was seen is written down."""
    college = College()
    seat = _seat(college)
    objection = _objection(college, seat)
    call = caller(college.issuer, college.organization)
    (listed,) = told(call("GET", "/objections"))["objections"]
    assert (listed["id"], listed["record"], listed["text"]) == (str(objection.pk), str(seat.pk), "It is Valdés.")
    assert AuditEntry.objects.filter(verb="record.listed", object_id=str(seat.pk)).count() == 1
    place = f"/objections/{objection.pk}/answer"
    assert told(call("POST", place, {"text": " "}), 400)["code"] == "bad_change"
    assert told(call("POST", place, {"text": "Corrected."}))["answer"] == "Corrected."
    assert told(call("POST", place, {"text": "Again."}), 409)["code"] == "record_state"
    assert told(call("GET", "/objections")) == {"total": 0, "page": 1, "objections": []}


def test_scope_role_and_tenant_count_for_each() -> None:
    """Without the scope or the role 403, of another organization 404; what is theirs stays as it is."""
    mine, theirs = College("mine"), College("theirs")
    seat = _seat(theirs)
    objection = _objection(theirs, seat)
    bodies = {
        f"/records/{seat.pk}/correction": {"fields": {"name": "X"}, "reason": "x"},
        f"/records/{seat.pk}/claim-link": {"email": "x@people.example"},
        f"/objections/{objection.pk}/answer": {"text": "x"},
    }
    for place, body in bodies.items():
        for user, scopes in ((theirs.issuer, ("records:read", "records:issue")), (theirs.reviewer, ())):
            assert caller(user, theirs.organization, *scopes)("POST", place, body).status_code == 403, place
        call = caller(mine.issuer, mine.organization)
        assert told(call("POST", place, body), 404)["code"] == "no_such_record"
        nowhere = place.replace(str(seat.pk), str(uuid.UUID(int=1))).replace(str(objection.pk), str(uuid.UUID(int=1)))
        assert call("POST", nowhere, body).status_code == 404
    assert told(caller(mine.issuer, mine.organization)("GET", "/objections"))["total"] == 0
    Membership.objects.filter(user=mine.reviewer).update(roles=["recruiter"])
    assert caller(mine.reviewer, mine.organization)("GET", "/objections").status_code == 403
    assert caller(mine.issuer, mine.organization, "records:issue")("GET", "/objections").status_code == 403
    seat.refresh_from_db()
    assert (Seat.objects.count(), seat.email, seat.links.count()) == (1, "ines@people.example", 1)
    assert Objection.objects.get().answered_at is None
