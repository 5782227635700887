"""Can an owner's program read the audit of its organization, whole and in parts, and nobody else's?"""

from datetime import timedelta
from typing import Any

import pytest

from openler.platform.audit.models import AuditEntry
from openler.platform.audit.services import record
from openler.platform.base.acts import Act
from openler.platform.issuing.models import Seat
from web.issuing import College
from web.people import AT, make_user
from web.programs import caller, told

pytestmark = pytest.mark.django_db


def test_lines_are_told_as_on_the_page_and_the_look_is_one() -> None:
    """Who by name, what in words, on which thing; the look itself stands first the next time."""
    college = College()
    college.issue("name,roster id\nAda,S-1\n")
    seat = Seat.objects.get()
    call = caller(college.issuer, college.organization)
    told(call("GET", f"/records/{seat.pk}"))
    (viewed,) = [one for one in told(call("GET", "/audit"))["lines"] if one["verb"] == "record.viewed"]
    assert (viewed["object"], viewed["name"], viewed["kind"]) == (str(seat.pk), seat.award_number, "seat")
    assert viewed["who"] == "College-Issuer, by a program" and viewed["actor"] == college.issuer.pk
    assert viewed["what"] == "Opened a record of the register"
    assert told(call("GET", "/audit"))["lines"][0]["verb"] == "audit.viewed"


def test_accounts_of_people_outside_are_not_told() -> None:
    """Whoever is no member has neither name nor number in the answer."""
    college, outside = College(), make_user("outside")
    record(Act(outside.pk, college.organization.pk, AT), "record.viewed", kind="seat", object_id=college.version.pk)
    line = told(caller(college.issuer, college.organization)("GET", "/audit?group=looks"))["lines"][0]
    assert (line["verb"], line["actor"]) == ("record.viewed", None)
    assert "Outside" not in str(line)


def test_filters_narrow_by_group_and_day() -> None:
    """Days count whole, the last one included."""
    college = College()
    for days, verb in ((0, "record.viewed"), (1, "posting.saved"), (2, "record.viewed")):
        who = Act(college.issuer.pk, college.organization.pk, AT + timedelta(days=1000 + days))
        record(who, verb, kind="organization", object_id=college.organization.pk)
    call = caller(college.issuer, college.organization)
    first, last = ((AT + timedelta(days=1000 + days)).date().isoformat() for days in (0, 1))

    def verbs(query: str) -> list[str]:
        return [one["verb"] for one in told(call("GET", f"/audit?{query}"))["lines"]]

    assert verbs(f"since={first}&until={last}") == ["posting.saved", "record.viewed"]
    assert verbs(f"since={first}&until={last}&group=hiring") == ["posting.saved"]
    assert verbs(f"since={last}") == ["record.viewed", "posting.saved"]
    assert set(verbs("group=hiring")) == {"posting.saved"}


def test_parts_join_without_a_gap_or_a_double_line() -> None:
    """Looks in between move nothing; the last part says that it is the last."""
    college = College()
    for number in range(150):
        record(
            college.act(college.issuer),
            "posting.saved",
            kind="posting",
            object_id=college.version.pk,
            detail={"n": number},
        )
    call = caller(college.issuer, college.organization)
    known = set(AuditEntry.objects.filter(tenant_id=college.organization.pk).values_list("number", flat=True))
    part = told(call("GET", "/audit"))
    numbers = [one["number"] for one in part["lines"]]
    while part["next_before"] is not None:
        part = told(call("GET", f"/audit?before={part['next_before']}"))
        numbers += [one["number"] for one in part["lines"]]
    assert numbers == sorted(known, reverse=True)


def test_only_an_owner_with_the_scope_reads_it_and_only_their_own() -> None:
    """Another role and another scope are refused; lines of another organization are never among them."""
    mine, theirs = College("mine"), College("theirs")
    call: Any = caller(mine.reviewer, mine.organization)
    assert call("GET", "/audit").status_code == 403
    assert caller(mine.issuer, mine.organization, "records:read")("GET", "/audit").status_code == 403
    lines = told(caller(mine.issuer, mine.organization)("GET", "/audit"))["lines"]
    own = set(AuditEntry.objects.filter(tenant_id=mine.organization.pk).values_list("number", flat=True))
    assert lines and {one["number"] for one in lines} <= own
    assert AuditEntry.objects.filter(tenant_id=theirs.organization.pk).exists()


@pytest.mark.parametrize(
    "query", ["group=gossip", "since=4/5/2026", "until=2026-02-30", "before=x", "before=9223372036854775808"]
)
def test_a_filter_that_cannot_be_read_is_named(query: str) -> None:
    """Never all lines in place of the few that were meant."""
    college = College()
    refused = told(caller(college.issuer, college.organization)("GET", f"/audit?{query}"), 400)
    assert query.partition("=")[0] in refused["detail"]
    assert not AuditEntry.objects.filter(verb="audit.viewed").exists()
