"""Every signed file of others has its line, and what the line says is what verification answers (docs/standards/census.md)."""

import csv
from collections import Counter
from datetime import datetime
from pathlib import Path

import pytest

import openler
from vectors.census import ANSWERS, AT, HERE, OUTCOMES, PAGE, lines, signed_files, signed_kind, to_markdown

# The data from which the project's copies were taken, where it stands beside the project.
DATA = HERE.parents[2] / "shared"
OTHERS = list(csv.DictReader((HERE / "census.csv").open(encoding="utf-8", newline="")))
# Folders of the project's copies, and where the same files stand in the data.
COPIES = {
    "vendors": "standards",
    "field-cases": "field-cases",
    "jose-cookbook": "vectors/jose-cookbook",
    "wycheproof": "vectors/wycheproof",
    "data-integrity": "standards/w3c-data-integrity-vectors",
    "openbadges-canonical": "standards/openbadges-3.0/spec-examples",
}


def test_the_page_is_the_census() -> None:
    """``python tests/vectors/census.py`` writes it anew."""
    assert PAGE.read_text("utf-8") == to_markdown()


def test_every_line_is_defended_and_none_stands_twice() -> None:
    """One line a file; an answer, the rule that gives it, and a reason."""
    told = lines()
    assert [file for file, count in Counter(line.file for line in told).items() if count > 1] == []
    assert all(line.rule and line.why for line in told)
    assert {line.answer for line in told} <= {*ANSWERS.values(), "no record"}


@pytest.mark.parametrize("folder", sorted(COPIES))
def test_every_signed_file_of_the_project_s_copies_has_a_line(folder: str) -> None:
    """Whatever was taken into the project and is signed: none is passed over."""
    named = {line.file for line in lines()}
    found = [f"{COPIES[folder]}/{file}" for file in signed_files(HERE / folder)]
    assert found
    assert [file for file in found if file not in named] == []


@pytest.mark.parametrize("row", [row for row in OTHERS if row["copy"]], ids=lambda row: row["copy"])
def test_a_line_of_the_others_is_what_verification_answers(row: dict[str, str]) -> None:
    """The vendors' lines and the cases of the field are tried in tests of their own."""
    report = openler.verify((HERE / row["copy"]).read_bytes(), at=datetime.fromisoformat(AT))
    assert OUTCOMES[report.outcome] == row["answer"]
    check, outcome = row["rule"].split()
    assert report.check(check).outcome == outcome


@pytest.mark.parametrize(
    "row", [row for row in OTHERS if row["rule"].startswith("tests/")], ids=lambda row: row["file"]
)
def test_what_is_no_record_is_tried_where_its_line_says(row: dict[str, str]) -> None:
    """The module exists and reads the folder of that file."""
    module = HERE.parents[1] / row["rule"]
    assert Path(row["file"]).parts[1] in module.read_text("utf-8")


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b'{"a":[{"proof":{"type":"X"}}]}', "proof"),
        (b'{"proof":[{"type":"X"}]}', "proof"),
        (b'{"proof":{"@id":"x","@context":{"type":{}}}}', ""),
        (b'{"jwt":"eyJhbGciOiJ.e30.AA"}', "token"),
        (b'{"payload":"x","signatures":[]}', "token"),
        (b"see eyJhbGciOiJIUzI1.e30.AA here", "token"),
        (b"\xff\xfe\x00", ""),
        (b'{"a":1}', ""),
    ],
)
def test_what_is_signed_is_found(data: bytes, kind: str) -> None:
    """The scan would be empty if it found nothing, and useless if it found everything."""
    assert signed_kind(data) == kind


@pytest.mark.slow  # reads three thousand files beside the project
def test_every_signed_file_of_the_data_has_a_line() -> None:
    """Each JSON file with a proof, each token, each picture with a record inside; the design's own papers apart."""
    named = {line.file for line in lines()}
    found = {file for file in signed_files(DATA) if not file.startswith("design/")}
    assert found - named == set()
    if DATA.is_dir():
        assert named - found == set()
