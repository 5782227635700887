"""How is it written down that somebody looked into the register? A line for each record that was seen."""

from collections.abc import Iterable

from openler.platform.audit.services import record, record_many
from openler.platform.base.acts import Act
from openler.platform.issuing.models import Seat


def note_list(act: Act, seats: Iterable[Seat], *, is_search: bool) -> None:
    """Write down which records a list showed; a search leaves a line of its own, also where it found nothing.

    What was searched for is not written down: it may be a name.
    """
    shown = [(seat.pk, seat.holder_id) for seat in seats]
    if is_search:
        record(act, "records.searched", kind="organization", object_id=act.tenant_id, detail={"rows": len(shown)})
    record_many(act, "record.listed", "seat", shown)


def note_download(act: Act, seat: Seat) -> None:
    """Write down that somebody took the record itself as a file, after the check of its claim."""
    whose, tenant_id = seat.holder_id, seat.organization_id
    record(act, "record.downloaded", kind="seat", object_id=seat.pk, person_id=whose, tenant_id=tenant_id)


def note_export(act: Act, seats: Iterable[Seat]) -> None:
    """Write down which records left in a file."""
    record_many(act, "record.exported", "seat", [(seat.pk, seat.holder_id) for seat in seats])
