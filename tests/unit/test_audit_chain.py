"""Does every act leave a line that nobody can take back quietly?"""

import pytest

from openler.platform.audit.models import AuditEntry
from openler.platform.audit.queries import judge_whole_chain
from openler.platform.audit.services import record
from web.people import act

pytestmark = pytest.mark.django_db


def _three() -> None:
    for number in range(3):
        record(act(), "thing.done", kind="thing", object_id=number, detail={"count": number})


def test_an_untouched_chain_agrees_with_itself() -> None:
    """Lines written one after the other agree, whatever the database made of their values."""
    _three()
    verdict = judge_whole_chain()
    assert (verdict.entries, verdict.broken_at) == (3, None)


@pytest.mark.parametrize("field", ["verb", "object_id", "outcome", "purpose", "detail"])
def test_a_changed_line_shows(field: str) -> None:
    """Whatever is changed afterwards, the walk names the line."""
    _three()
    value = {"count": 9} if field == "detail" else "other"
    AuditEntry.objects.filter(number=2).update(**{field: value})
    verdict = judge_whole_chain()
    assert verdict.broken_at == 2
    assert "changed" in verdict.reason


@pytest.mark.parametrize(("number", "broken_at"), [(1, 1), (2, 2), (3, 3)])
def test_a_missing_line_shows(number: int, broken_at: int) -> None:
    """A line that was taken out shows, the last one too."""
    _three()
    AuditEntry.objects.filter(number=number).delete()
    assert judge_whole_chain().broken_at == broken_at
