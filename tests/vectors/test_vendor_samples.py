"""Every signed sample of others: what a verification answers, offline, and why (vendors.csv)."""

import csv
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

import openler
from openler.credentials.verification import VerificationReport
from vectors.table import record

HERE = Path(__file__).parent
ROWS = list(csv.DictReader((HERE / "vendors.csv").open(encoding="utf-8")))
AT = datetime(2026, 11, 25, 12, tzinfo=UTC)
EXIT = {"passed": 0, "failed": 1, "undetermined": 2}
INTACT_BUT_OF_STRANGERS = [
    row["file"] for row in ROWS if row["proof"] == "passed" and row["issuer_binding"] == "failed"
]


def _given(row: dict[str, str]) -> dict[str, bytes]:
    pairs = (pair.rsplit("=", 1) for pair in row["given"].split())
    return {url: (HERE / path).read_bytes() for url, path in pairs}


def _verify(row: dict[str, str], *, proof_only: bool = False) -> VerificationReport:
    data = (HERE / "vendors" / row["file"]).read_bytes()
    return openler.verify(data, at=AT, documents=openler.GivenDocuments(_given(row)), proof_only=proof_only)


def _outcome(report: VerificationReport, id: str) -> str:
    return next((check.outcome for check in report.checks if check.id == id), "not_applicable")


@pytest.mark.parametrize("row", ROWS, ids=[f"{row['file']}{'+given' if row['given'] else ''}" for row in ROWS])
def test_a_sample_of_another_vendor_gets_the_answer_that_its_line_defends(row: dict[str, str]) -> None:
    """Proof, whose key, status and the whole, each as the table says."""
    report = _verify(row)
    assert {
        "proof": _outcome(report, "proof"),
        "issuer_binding": _outcome(report, "issuer_controls_key"),
        "status": _outcome(report, "status"),
        "exit": str(EXIT[report.outcome]),
    } == {name: row[name] for name in ("proof", "issuer_binding", "status", "exit")}
    record("signed samples of other vendors (vendors.csv)", tried=1, passed=1, excluded={})


def test_every_sample_has_a_line() -> None:
    """No file in the folder is passed over."""
    files = {
        path.relative_to(HERE / "vendors").as_posix()
        for path in (HERE / "vendors").rglob("*")
        if path.is_file() and path.name != "SOURCE.txt"
    }
    assert files == {row["file"] for row in ROWS}


@pytest.mark.parametrize("name", INTACT_BUT_OF_STRANGERS)
def test_proof_only_passes_the_mathematics_and_is_never_accepted(name: str) -> None:
    """A did:key that is not the issuer: the proof holds, and no policy takes the answer for more."""
    report = _verify({"file": name, "given": ""}, proof_only=True)
    assert _outcome(report, "proof") == "passed"
    assert not report.verified
    with pytest.raises(openler.LerError, match="Only the proof"):
        openler.accept(report, openler.EveryCheckHolds())


@pytest.mark.parametrize("row", [row for row in ROWS if row["exit"] == "0" and row["file"].endswith(".json")])
def test_an_altered_sample_fails_at_its_proof(row: dict[str, str]) -> None:
    """One word changed in a sample that holds with its issuer's document: exactly the proof check says so."""
    document = json.loads((HERE / "vendors" / row["file"]).read_text("utf-8"))
    document["issuer"]["name"] = "Somebody Else"
    report = openler.verify(document, at=AT, documents=openler.GivenDocuments(_given(row)))
    assert [check.id for check in report.checks if check.outcome == "failed"] == ["proof"]
