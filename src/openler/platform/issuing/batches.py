"""How does a class become records? Checked row by row, released, if need be by a second person, then signed."""

import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from openler.foundation.tables import RowFault, Table, read_table
from openler.platform.achievements.models import Version
from openler.platform.achievements.terms import CLAIM_CHECKS, GRAVE_TYPES, WORK_TYPES
from openler.platform.audit.services import record
from openler.platform.base.acts import Act
from openler.platform.issuing.content import build_content
from openler.platform.issuing.errors import BadClassList, BatchState, SecondPersonNeeded
from openler.platform.issuing.models import Batch, Row, Seat
from openler.platform.issuing.rows import FIELDS, RESULT, RowReader
from openler.platform.issuing.signing import canonical_text, digest_of_text, open_pen, sign_copy
from openler.platform.jobs.services import enqueue
from openler.platform.keystore.services import require_key

# The largest graduating class in the field is a third of this; a larger file is split.
MAX_ROWS = 50_000
MAX_COLUMNS = 60
MAX_CELL = 8_000
# One request carries at most 12 MiB; 12,000 rows with narratives are half of it.
MAX_BYTES = 10 * 1024 * 1024
# As many seats as are signed in one transaction: others that write wait no longer than this takes.
CHUNK = 25
_INSERT = 1000


def read_class(data: bytes) -> Table:
    """Read a class list; rows that cannot be read are told with it.

    Raises: BadClassList, TooLarge, WrongEncoding, BadTable.
    """
    table = read_table(
        data, max_rows=MAX_ROWS, max_columns=MAX_COLUMNS, max_cell_characters=MAX_CELL, max_bytes=MAX_BYTES
    )
    if not table.rows and not table.problems:
        raise BadClassList(_("The list has heads but no rows: there is nobody in it."))
    return table


def check_batch(
    act: Act,
    version: Version,
    *,
    title: str,
    head: Sequence[str],
    rows: Sequence[tuple[int, Sequence[str]]],
    columns: Mapping[str, str],
    form_token: str,
    problems: Sequence[RowFault] = (),
    claim_check: int | None = None,
    source: str = "csv",
) -> Batch:
    """Check every row and keep the batch; nothing is signed. The same form sent again gives the same batch.

    Raises: BadClassList.
    """
    columns = {name: column for name, column in columns.items() if column}
    _check_columns(columns, head)
    check = version.claim_check if claim_check is None else claim_check
    require_check(version, check)
    mine = Batch.objects.filter(form_token=form_token, organization=version.achievement.organization)
    existing = mine.first()
    if existing is not None:
        return existing
    reader = RowReader(
        head,
        columns,
        version.results,
        today=act.at.date(),
        is_list=source == "csv",
        is_work=version.achievement_type in WORK_TYPES,
    )
    kept = [_unreadable(problem) for problem in problems if problem.row]
    kept += [_checked(reader, number, cells) for number, cells in rows]
    try:
        with transaction.atomic():
            batch = Batch.objects.create(
                organization=version.achievement.organization,
                version=version,
                title=title.strip()[:120] or version.name[:120],
                source=source,
                columns=columns,
                head=list(head),
                claim_check=check,
                needs_second=version.achievement_type in GRAVE_TYPES
                or len(kept) > version.achievement.organization.release_limit,
                made_by=act.actor_id,
                made_at=act.at,
                form_token=form_token,
            )
            for row in kept:
                row.batch = batch
            Row.objects.bulk_create(_one_a_number(kept), batch_size=_INSERT)
            record(act, "batch.checked", kind="batch", object_id=batch.pk, detail={"rows": len(kept)})
    except IntegrityError:
        return mine.get()
    return batch


def require_check(version: Version, check: int) -> None:
    """Make sure that a batch only raises the check of a claim.

    Raises: BadClassList.
    """
    if check not in CLAIM_CHECKS or check < version.claim_check:
        raise BadClassList(_("The check of a claim can be raised, not lowered."))


def mend_row(act: Act, row: Row, *, values: Mapping[str, str]) -> Row:
    """Take other values for the cells of a bad row and check it again.

    Args:
        values: by column head.

    Raises: BatchState.
    """
    with transaction.atomic():
        batch = Batch.objects.select_for_update().select_related("version").get(pk=row.batch_id)
        current = Row.objects.select_for_update().get(pk=row.pk)
        if current.state == Row.State.ISSUED or batch.state == Batch.State.REFUSED:
            raise BatchState(_("This row is signed already."))
        cells = list(current.cells) + [""] * (len(batch.head) - len(current.cells))
        for column, value in values.items():
            if column in batch.head:
                cells[batch.head.index(column)] = value[:MAX_CELL]
        reader = RowReader(
            batch.head,
            batch.columns,
            batch.version.results,
            today=act.at.date(),
            is_list=batch.source == "csv",
            is_work=batch.version.achievement_type in WORK_TYPES,
        )
        for other in batch.rows.exclude(pk=current.pk).exclude(state=Row.State.BAD).iterator():
            reader.read(other.number, other.cells)
        checked = _checked(reader, current.number, cells)
        current.cells, current.state = checked.cells, checked.state
        current.faults, current.claims = checked.faults, checked.claims
        current.save()
        if current.state == Row.State.GOOD and batch.state == Batch.State.DONE:
            batch.state = Batch.State.CHECKED
            batch.save(update_fields=["state"])
        record(act, "batch.row_mended", kind="batch", object_id=batch.pk, detail={"row": current.number})
    return current


def ask_release(act: Act, batch: Batch) -> Batch:
    """Release the good rows for signing; where a second person is needed, ask for one.

    Raises: BatchState, NoIssuerKey.
    """
    with transaction.atomic():
        current = _locked(batch)
        if current.state != Batch.State.CHECKED:
            raise BatchState(_("This batch was sent already."))
        if not current.rows.filter(state=Row.State.GOOD).exists():
            raise BatchState(_("There is no good row to sign."))
        require_key(current.organization_id, at=act.at)
        if current.needs_second:
            current.state = Batch.State.WAITING
            current.save(update_fields=["state"])
            record(act, "batch.sent", kind="batch", object_id=current.pk)
        else:
            _start(act, current)
    return current


def release(act: Act, batch: Batch) -> Batch:
    """Release a batch that somebody else prepared.

    Raises: BatchState, SecondPersonNeeded.
    """
    with transaction.atomic():
        current = _locked(batch)
        if current.state != Batch.State.WAITING:
            raise BatchState(_("This batch does not wait for a release."))
        if act.actor_id is None or act.actor_id == current.made_by:
            raise SecondPersonNeeded(_("You prepared this batch, so somebody else releases it."))
        _start(act, current)
    return current


def discard(act: Act, batch: Batch) -> None:
    """Take away a batch of which nothing was signed and that waits for nobody.

    Raises: BatchState.
    """
    with transaction.atomic():
        current = _locked(batch)
        is_open = current.state in (Batch.State.CHECKED, Batch.State.REFUSED)
        if not is_open or current.seats.exists():
            raise BatchState(_("Something of this batch was signed or waits for a release, so it stays."))
        record(act, "batch.discarded", kind="batch", object_id=current.pk)
        current.delete()


def refuse(act: Act, batch: Batch, *, reason: str) -> Batch:
    """Refuse a batch that waits; nothing of it is signed.

    Raises: BatchState.
    """
    with transaction.atomic():
        current = _locked(batch)
        if current.state != Batch.State.WAITING:
            raise BatchState(_("This batch does not wait for a release."))
        current.state, current.refusal = Batch.State.REFUSED, reason.strip()[:1000]
        current.save(update_fields=["state", "refusal"])
        record(act, "batch.refused", kind="batch", object_id=current.pk)
    return current


def pause(act: Act, batch: Batch, *, paused: bool) -> Batch:
    """Stop the signing of a batch after the step at hand, or go on with it.

    Raises: BatchState.
    """
    with transaction.atomic():
        current = _locked(batch)
        if current.state not in (Batch.State.SIGNING, Batch.State.PAUSED):
            raise BatchState(_("This batch is not being signed."))
        current.state = Batch.State.PAUSED if paused else Batch.State.SIGNING
        current.save(update_fields=["state"])
        record(act, "batch.paused" if paused else "batch.resumed", kind="batch", object_id=current.pk)
        if not paused:
            _enqueue(current, at=act.at)
    return current


def sign_chunk(batch_id: str, *, at: datetime) -> bool:
    """Sign the next rows of a batch in one transaction; whether more are left.

    Doing it again after a crash is safe: a row and its seat, copy and place in the status list stand together, or none.
    """
    with transaction.atomic():
        batch = (
            Batch.objects.select_for_update(of=("self",))
            .select_related("organization", "version__achievement__organization")
            .get(pk=batch_id)
        )
        if batch.state != Batch.State.SIGNING:
            return False
        rows = list(batch.rows.filter(state=Row.State.GOOD)[:CHUNK])
        act = Act(batch.released_by, batch.organization_id, at, purpose="issuing")
        pen = open_pen(batch.organization, at=at) if rows else None
        for row in rows:
            seat = _create_seat(batch, row, at=at)
            sign_copy(seat, at=at, pen=pen)
        if rows:
            Row.objects.filter(pk__in=[row.pk for row in rows]).update(state=Row.State.ISSUED)
            detail: dict[str, str | int] = {"records": len(rows), "from_row": rows[0].number}
            record(act, "records.issued", kind="batch", object_id=batch.pk, detail=detail)
        more = batch.rows.filter(state=Row.State.GOOD).exists()
        if not more:
            batch.state = Batch.State.DONE
            batch.save(update_fields=["state"])
            enqueue("issuing.send_claims", {"batch": str(batch.pk)}, at=at, key=f"claims {batch.pk}", queue="soon")
    return more


def new_form_token() -> str:
    """Give a token for a form, by which the same form sent twice is known."""
    return secrets.token_urlsafe(24)


def _create_seat(batch: Batch, row: Row, *, at: datetime) -> Seat:
    claims: dict[str, Any] = row.claims
    content = build_content(batch.version, claims, salt=secrets.token_urlsafe(16), at=at)
    text, valid_until = canonical_text(content), content.get("validUntil")
    return Seat.objects.create(
        organization=batch.organization,
        version=batch.version,
        row=row,
        batch=batch,
        award_number=claims.get("award_number") or _award_number(batch, row),
        name=claims["name"],
        email=claims.get("email", ""),
        roster_id=claims.get("roster_id", ""),
        content=text,
        content_digest=digest_of_text(text),
        valid_until=datetime.fromisoformat(str(valid_until)) if valid_until else None,
        claim_check=batch.claim_check,
        released_at=at,
        changed_at=at,
    )


def _award_number(batch: Batch, row: Row) -> str:
    return f"{batch.made_at:%Y%m%d}-{batch.pk.hex[:8]}-{row.number}"


def _start(act: Act, batch: Batch) -> None:
    batch.state, batch.released_by, batch.released_at = Batch.State.SIGNING, act.actor_id, act.at
    batch.save(update_fields=["state", "released_by", "released_at"])
    record(act, "batch.released", kind="batch", object_id=batch.pk)
    _enqueue(batch, at=act.at)


def _enqueue(batch: Batch, *, at: datetime) -> None:
    enqueue("issuing.sign_batch", {"batch": str(batch.pk)}, at=at, key=f"sign {batch.pk}")


def _locked(batch: Batch) -> Batch:
    return Batch.objects.select_for_update().get(pk=batch.pk)


def _check_columns(columns: Mapping[str, str], head: Sequence[str]) -> None:
    if "name" not in columns:
        found = ", ".join(f"“{column}”" for column in head if column) or "–"
        raise BadClassList(
            _("No column is chosen for the name in the record. The list has: %(found)s.") % {"found": found}
        )
    for name, column in columns.items():
        if name not in FIELDS and not name.startswith(RESULT):
            raise BadClassList(_("“%(name)s” is no field of a record.") % {"name": name[:60]})
        if column not in head:
            raise BadClassList(_("The list has no column “%(column)s”.") % {"column": column[:60]})


def _checked(reader: RowReader, number: int, cells: Sequence[str]) -> Row:
    read = reader.read(number, cells)
    state = Row.State.BAD if read.faults else Row.State.GOOD
    return Row(number=number, cells=list(cells), state=state, faults=read.faults, claims=read.claims)


def _unreadable(problem: RowFault) -> Row:
    fault = {
        "field": "",
        "column": problem.column,
        "value": problem.value,
        "detail": problem.reason,
        "next_step": problem.remedy,
    }
    return Row(number=problem.row, cells=[], state=Row.State.BAD, faults=[fault])


def _one_a_number(rows: Sequence[Row]) -> list[Row]:
    # A row can have more than one problem of reading; it is kept once, with all of them.
    kept: dict[int, Row] = {}
    for row in rows:
        if row.number in kept:
            kept[row.number].faults += row.faults
            kept[row.number].state = Row.State.BAD
        else:
            kept[row.number] = row
    return [kept[number] for number in sorted(kept)]
