"""Every published file that is kept is read by a test, or a reason says why it is only kept."""

from pathlib import Path

from vectors.accounts import ROOT, Reading, kept_files, reasons, unaccounted


def test_a_file_that_no_test_reads_is_told_unless_a_reason_excuses_it() -> None:
    """And so is a reason that excuses nothing any more."""
    kept = {"suite/a.json", "suite/b.json", "suite/c.json"}
    assert unaccounted(kept, kept, []) == []
    assert unaccounted(kept, {"suite/a.json"}, ["suite/[bc].json"]) == []
    assert unaccounted(kept, {"suite/a.json"}, ["suite/b.*"]) == ["suite/c.json is kept, and no test reads it"]
    (idle,) = unaccounted(kept, kept, ["suite/b.json"])
    assert "suite/b.json, of which every file is read" in idle


def test_every_reason_excuses_files_that_are_kept() -> None:
    """No line of the table is about files that are not here."""
    assert all(reasons().values())
    assert not [fault for fault in unaccounted(kept_files(), (), reasons()) if "excuses" in fault]


def test_what_is_opened_is_noted_unless_one_looks_away(tmp_path: Path) -> None:
    """Only files beside the vectors count, and checking digests does not."""
    reading = Reading()
    reading.watch()
    (tmp_path / "other.json").write_text("{}")
    with reading.looking_away():
        (ROOT / "vendors.csv").read_bytes()
    assert reading.names == set()
    (ROOT / "unread-vectors.csv").read_bytes()
    assert reading.names == {"unread-vectors.csv"}
