"""The table of vectors: what every worker recorded, summed by source, with the reason for each case left out."""

from pathlib import Path

import pytest

from vectors.table import FOLDER_VARIABLE, counted, read_rows, record, to_markdown, to_text


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Record into a folder of this test."""
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path))
    return tmp_path


def test_rows_of_all_workers_are_summed(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two processes record the same source."""
    for worker in ("gw0", "gw1"):
        monkeypatch.setenv("PYTEST_XDIST_WORKER", worker)
        record("Suite", 3, 2, {f"case {worker}": "another standard"})
    (row,) = read_rows(folder)
    assert (row.tried, row.passed, len(row.excluded)) == (6, 4, 2)
    assert len(list(folder.iterdir())) == 2


def test_a_case_that_fails_counts_as_tried_and_not_as_passed(folder: Path) -> None:
    """The table never shows more than what passed."""
    with counted("Suite"):
        pass
    with pytest.raises(ZeroDivisionError), counted("Suite"):
        raise ZeroDivisionError
    (row,) = read_rows(folder)
    assert (row.tried, row.passed) == (2, 1)


def test_every_case_left_out_is_named_with_its_reason(folder: Path) -> None:
    """In the terminal gathered by reason, in the page with each case."""
    record("Suite", 1, 1, {"a": "too old", "b": "too old"})
    rows = read_rows(folder)
    assert [line.split() for line in to_text(rows)] == [
        ["1", "of", "1", "passed", "2", "excluded", "Suite"],
        ["2", "because:", "too", "old"],
    ]
    page = to_markdown(rows)
    assert "| Suite | 1 | 1 | 2 |" in page
    assert "| too old | a, b |" in page


def test_without_a_run_nothing_is_recorded(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A test module that is run by other means writes nowhere."""
    monkeypatch.delenv(FOLDER_VARIABLE)
    record("Suite", 1, 1)
    assert read_rows(folder) == []
