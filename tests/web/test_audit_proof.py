"""Does the command about the audit tell a whole chain from a broken one?"""

from datetime import UTC, datetime

import pytest

from openler.platform.audit.models import AuditEntry
from openler.platform.audit.proof import tell_chain
from openler.platform.audit.services import record
from openler.platform.base.acts import Act

_AT = datetime(2026, 11, 1, 9, tzinfo=UTC)


def _three_lines() -> None:
    for number in range(3):
        record(Act(actor_id=None, tenant_id=None, at=_AT), "record.revoked", kind="record", object_id=number)


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
