"""Does the command about the audit tell a whole chain from a broken one?"""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from openler.platform.audit.models import AuditEntry
from openler.platform.audit.proof import tell_chain
from openler.platform.audit.queries import first_changed, judge_end_of_chain, judge_whole_chain
from openler.platform.audit.services import record, record_many
from openler.platform.base.acts import Act

ACT = Act(actor_id=None, tenant_id=None, at=datetime(2026, 11, 1, 9, tzinfo=UTC))


def _three_lines() -> None:
    for number in range(3):
        record(ACT, "record.revoked", kind="record", object_id=number)


@pytest.mark.django_db
def test_a_whole_chain_is_counted(capsys: pytest.CaptureFixture[str]) -> None:
    """Where every line agrees, the command ends with 0 and says how many there are."""
    _three_lines()
    assert tell_chain() == 0
    assert "All 3 entries agree" in capsys.readouterr().out


@pytest.mark.django_db
def test_the_first_broken_line_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    """A line that was changed behind the service's back ends the command with 1 and its number."""
    _three_lines()
    AuditEntry.objects.filter(number=2).update(outcome="refused")
    assert tell_chain() == 1
    assert "Entry 2 is the first" in capsys.readouterr().out


@pytest.mark.django_db
def test_many_lines_of_one_act_are_chained_like_single_ones() -> None:
    """Each row has its line, its person and its ground; the whole chain agrees, before and after."""
    _three_lines()
    record_many(ACT, "record.listed", "seat", [(number, number + 100) for number in range(7)])
    _three_lines()
    assert judge_whole_chain().entries == 13
    assert judge_whole_chain().broken_at is None
    line = AuditEntry.objects.get(kind="seat", object_id="6")
    assert (line.person_id, line.purpose, line.basis) == (106, "register", "legitimate_interest")


@pytest.mark.django_db
def test_many_lines_take_no_more_queries_than_their_bulk_insert(django_assert_num_queries: Any) -> None:
    """Lock, head and the marks of the transaction are the same for two rows and two hundred; rows go many at once."""
    _three_lines()
    with CaptureQueriesContext(connection) as few:
        record_many(ACT, "record.listed", "seat", [(number, None) for number in range(2)])
    with CaptureQueriesContext(connection) as many:
        record_many(ACT, "record.listed", "seat", [(number, None) for number in range(200)])
    inserts = [query for query in many if query["sql"].startswith("INSERT")]
    assert 1 <= len(inserts) <= 200 // 50
    assert len(many) - len(inserts) == len(few) - 1
    with django_assert_num_queries(0):
        record_many(ACT, "record.listed", "seat", [])


@pytest.mark.django_db
@pytest.mark.parametrize("most", [1, 2, 3, 50])
def test_the_end_of_the_chain_is_judged_alone(most: int) -> None:
    """A change shows if it lies among the last lines, and not if it lies before them."""
    _three_lines()
    verdict = judge_end_of_chain(most)
    assert (verdict.entries, verdict.first, verdict.broken_at) == (min(most, 3), max(1, 4 - most), None)
    AuditEntry.objects.filter(number=2).update(outcome="refused")
    assert judge_end_of_chain(most).broken_at == (None if most == 1 else 2)


@pytest.mark.django_db
def test_a_line_taken_from_the_end_shows() -> None:
    """The head remembers how many there were."""
    _three_lines()
    AuditEntry.objects.filter(number=3).delete()
    assert judge_end_of_chain(2).broken_at == 3


@pytest.mark.django_db
def test_single_lines_are_judged_by_the_line_before() -> None:
    """Whichever lines a page shows, a changed one is named."""
    _three_lines()
    assert first_changed(AuditEntry.objects.filter(number__in=(1, 3))) is None
    AuditEntry.objects.filter(number=3).update(person_id=9)
    assert first_changed(AuditEntry.objects.filter(number__in=(1, 3))) == 3


@pytest.mark.django_db
def test_what_the_act_says_stands_above_the_ground_of_its_verb() -> None:
    """A purpose that was named is kept; a program is told from a person."""
    record(replace(ACT, purpose="retention", by_program=True), "share.forgotten", kind="share", object_id=1)
    line = AuditEntry.objects.get()
    assert (line.purpose, line.basis, line.detail) == ("retention", "contract", {"by": "program"})
