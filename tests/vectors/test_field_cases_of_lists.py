"""What really goes wrong with class lists and frameworks in the field: each case through the services, to the record."""

import csv
import io
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from openler.foundation.tables import is_formula, read_table, write_table
from openler.platform.frameworks.models import FrameworkItem
from openler.platform.frameworks.queries import children_of, top_items
from openler.platform.frameworks.services import import_framework
from openler.platform.issuing import batches
from openler.platform.issuing.errors import BadClassList
from openler.platform.issuing.models import Batch, Row, Seat
from openler.platform.issuing.signing import open_unbound
from vectors.table import record
from vectors.test_field_cases import HERE, OF_LISTS
from web.issuing import College, verified
from web.people import act

pytestmark = pytest.mark.django_db

OPENLER = Path(sys.executable).parent / "openler"
CASES: dict[str, dict[str, Any]] = {
    case["id"]: case
    for case in json.loads((HERE / "cases.json").read_text("utf-8"))["cases"]
    if case["id"].startswith(OF_LISTS)
}


def _data(case: str) -> bytes:
    return (HERE / CASES[case]["files"][0]).read_bytes()


def _numbers(rows: Any) -> list[int]:
    # The cases count people from 1; a spreadsheet has the heads in its first row.
    return [row.number - 1 for row in rows]


def _checked(case: str, college: College) -> Batch:
    """Check the list, and hold it against what the case says of rows, whatever else the case demands."""
    page = CASES[case]["page"]
    batch = college.check(_data(case), token=case)
    bad = {row.number - 1: row.faults for row in batch.rows.filter(state=Row.State.BAD)}
    good = _numbers(batch.rows.filter(state=Row.State.GOOD))
    assert batch.rows.count() == page.get("rows", batch.rows.count())
    assert all(fault["detail"] and fault["next_step"] for faults in bad.values() for fault in faults)
    if "accepted" in page:
        assert page["accepted"] in (len(good), good)
    for wanted in page.get("rejected", []):
        columns = {fault["column"]: f"{fault['detail']} {fault['next_step']}" for fault in bad[wanted["row"]]}
        assert any(word in columns[wanted["column"]] for word in wanted.get("reason_any", [""]))
    if "rejected" in page:
        assert sorted(bad) == [wanted["row"] for wanted in page["rejected"]]
    for name in ("flagged_rows", "rejected_or_flagged"):
        assert sorted(bad) == page.get(name, sorted(bad))
    return batch


def _issued(batch: Batch, college: College) -> list[dict[str, Any]]:
    """Sign the good rows; the records, in the order of the list, each of which verifies."""
    count = batch.rows.filter(state=Row.State.GOOD).count()
    batches.ask_release(college.act(college.issuer), batch)
    while batches.sign_chunk(str(batch.pk), at=college.act(college.issuer).at):
        pass
    records = [open_unbound(seat) for seat in Seat.objects.filter(batch=batch).order_by("row__number")]
    assert len(records) == count
    assert all(verified(data, college.organization).verified for data in records)
    return [json.loads(data) for data in records]


def _names(records: list[dict[str, Any]]) -> list[str]:
    return [record["credentialSubject"]["identifier"][0]["identityHash"] for record in records]


def _narratives(records: list[dict[str, Any]]) -> list[str]:
    return [record["credentialSubject"]["narrative"] for record in records]


def _windows_1252(case: str, college: College) -> None:
    table = batches.read_class(_data(case))
    assert (table.encoding, table.encoding_assumed) == ("windows-1252", True)
    records = _issued(_checked(case, college), college)
    assert _names(records) == ["Zoë Øystein-Nuñez", "Jürgen Groß"]
    assert _narratives(records)[0] == "Passed – with l’épreuve “finale”"


def _semicolons(case: str, college: College) -> None:
    assert _narratives(_issued(_checked(case, college), college))[0] == "Score 87,5; second try"


def _quoted_newlines(case: str, college: College) -> None:
    lines = [row.line for row in batches.read_class(_data(case)).rows]
    assert lines == [2, 6, 7]
    told = _narratives(_issued(_checked(case, college), college))
    assert told[0] == 'First line\nsecond line, with comma\n\nand "quotes"'


def _duplicates(case: str, college: College) -> None:
    records = _issued(_checked(case, college), college)
    assert len(set(_names(records))) == len(records) == CASES[case]["page"]["issued_people"]


def _formulas(case: str, college: College) -> None:
    batch = _checked(case, college)
    rows = tuple(tuple(row.cells) for row in batch.rows.all())
    written = write_table(tuple(batch.head), rows)
    cells = [cell for line in csv.reader(io.StringIO(written.decode("utf-8-sig"))) for cell in line]
    assert cells
    assert not any(is_formula(cell) for cell in cells)
    read = read_table(written, max_rows=9, max_columns=9, max_cell_characters=999)
    assert tuple(row.cells for row in read.rows) == rows
    assert _narratives(_issued(batch, college))[1] == "-2 points for lateness"


def _mail_addresses(case: str, college: College) -> None:
    batch = _checked(case, college)
    _issued(batch, college)
    found = [seat.email for seat in Seat.objects.order_by("row__number")]
    plain = [f"{name}@kestrel-harbor.example" for name in ("ilse+boats", "o'brien", "bo")]
    assert found == [*plain, "dana@büro.example"]


def _missing_column(case: str, college: College) -> None:
    with pytest.raises(BadClassList) as told:
        _checked(case, college)
    assert "for the name" in told.value.message
    assert "“email”, “awarded_on”" in told.value.message
    assert Batch.objects.count() == 0


def _extra_columns(case: str, college: College) -> None:
    from openler.platform.issuing.api import _batch

    batch = _checked(case, college)
    assert _batch(batch)["columns_not_used"] == ["Remark"]
    records = _issued(batch, college)
    assert _names(records)[1:] == ["Zoë Øystein-Nuñez", "سلمى الكرمي"]
    assert not any("Remark" in json.dumps(record) or '"x"' in json.dumps(record) for record in records)


def _head_only(case: str, college: College) -> None:
    with pytest.raises(BadClassList, match="no rows"):
        _checked(case, college)


def _leading_zeros(case: str, college: College) -> None:
    batch = _checked(case, college)
    _issued(batch, college)
    assert Seat.objects.get().roster_id == "00417"


def _unclosed_quote(case: str, college: College) -> None:
    batch = _checked(case, college)
    opened, after = batch.rows.all()
    assert (opened.number, opened.state) == (2, Row.State.BAD)
    assert "row 2 (line 2 of the file)" in opened.faults[0]["detail"]
    assert (after.number, after.claims["name"]) == (3, "Learner Number 2")


def _terminal(case: str) -> tuple[int, str]:
    file = str(HERE / CASES[case]["files"][0])
    limit = CASES[case].get("limit_s", 60)
    done = subprocess.run([OPENLER, "framework", "check", file], capture_output=True, timeout=limit, check=False)
    return done.returncode, (done.stdout + done.stderr).decode().casefold()


def _cycle(case: str, college: College) -> None:
    wanted = CASES[case]["expect"][0]
    code, said = _terminal(case)
    assert code in wanted["exit"]
    assert all(any(word in said for word in words) for words in wanted["mentions"])
    outcome = import_framework(act(college.issuer), tenant_id=None, data=_data(case))
    assert outcome.taken == outcome.counted
    assert any("cycle" in fault.code for fault in outcome.faults)
    met, waiting = set(), list(top_items(outcome.framework))
    while waiting:
        item = waiting.pop()
        assert item.pk not in met
        met.add(item.pk)
        waiting += children_of(item)
    assert len(met) == outcome.taken == 2


def _rsd(case: str, college: College) -> None:
    code, _said = _terminal(case)
    assert [code] == CASES[case]["expect"][0]["exit"]
    outcome = import_framework(act(college.issuer), tenant_id=None, data=_data(case), title="Yard")
    assert (outcome.taken, outcome.counted, outcome.faults) == (1, 1, ())
    item = FrameworkItem.objects.get()
    assert item.label == "Bowline, tied one-handed"
    assert item.statement.split() == ["Ties", "a", "bowline", "with", "one", "hand,", "within", "ten", "seconds."]


DEMANDS: dict[str, Callable[[str, College], None]] = {
    "csv-windows-1252": _windows_1252,
    "csv-semicolons-decimal-comma": _semicolons,
    "csv-quoted-newlines": _quoted_newlines,
    "csv-duplicates": _duplicates,
    "csv-formulas": _formulas,
    "csv-mail-addresses": _mail_addresses,
    "csv-missing-column": _missing_column,
    "csv-extra-columns": _extra_columns,
    "csv-head-only": _head_only,
    "csv-leading-zeros": _leading_zeros,
    "csv-unclosed-quote": _unclosed_quote,
    "framework-cycle": _cycle,
    "framework-rsd-bom": _rsd,
}


@pytest.mark.parametrize("case", sorted(CASES))
def test_a_list_of_the_field_is_answered_as_its_case_demands(case: str) -> None:
    """Rows taken and refused with column and remedy, every letter in the signed record, nothing guessed in silence."""
    DEMANDS[case](case, College())
    record("field cases", tried=1, passed=1)
