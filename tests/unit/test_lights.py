"""Is a light ever greener than the checks behind it? Every combination of outcomes is tried, and real records."""

import itertools
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

import openler
from openler.credentials.verification.lights import Light, lights
from openler.credentials.verification.report import Check, Outcome, VerificationReport
from openler.foundation.problems import Problem

AT = datetime(2026, 11, 25, tzinfo=UTC)
CASES = Path(__file__).parents[1] / "vectors" / "field-cases"
OUTCOMES: tuple[Outcome, ...] = ("passed", "failed", "undetermined", "not_applicable")
FIVE = ("proof", "issuer_controls_key", "validity_period", "status", "members")
SOURCE = "https://standards.example/"


def _report(outcomes: dict[str, Outcome], kind: str = "achievement") -> VerificationReport:
    reasons = {"failed": (Problem("x", "X", "X."),), "undetermined": (Problem("y", "Y", "Y."),)}
    whole: dict[str, Outcome] = {"parse": "passed", "model": "passed", "schema": "passed", "rules": "passed"}
    checks = tuple(Check(id, outcome, SOURCE, reasons.get(outcome, ())) for id, outcome in (whole | outcomes).items())
    return VerificationReport(
        verified=False, verified_document=None, media_type="", at=AT, checks=checks, kind=kind, document={}
    )


def _first_two(report: VerificationReport) -> tuple[Light, Light]:
    return lights(report)[:2]


def _of(case: str) -> tuple[Light, Light]:
    file = next(path for path in sorted((CASES / case).iterdir()) if path.suffix in (".json", ".jwt", ".png"))
    return _first_two(openler.verify(file.read_bytes(), at=AT))


@pytest.mark.parametrize("proof", OUTCOMES)
def test_green_means_that_every_check_behind_it_is_green(proof: Outcome) -> None:
    """1,024 reports: intact needs seal, key and records inside; in force needs seal, key, dates and status."""
    for combination in itertools.product(OUTCOMES, repeat=len(FIVE) - 1):
        outcomes = dict(zip(FIVE, (proof, *combination), strict=True))
        intact, in_force = _first_two(_report(outcomes))
        if intact.outcome == "passed":
            assert proof == "passed"
            assert {outcomes["issuer_controls_key"], outcomes["members"]} <= {"passed", "not_applicable"}
        if in_force.outcome == "passed":
            assert {outcomes["validity_period"], outcomes["status"]} <= {"passed", "not_applicable"}
            assert proof in ("passed", "not_applicable")
            assert outcomes["issuer_controls_key"] != "failed"
        if "failed" in (outcomes["validity_period"], outcomes["status"]):
            assert in_force.outcome == "failed"
        if proof == "failed":
            assert intact.outcome == "failed"


def test_a_light_is_red_only_for_a_check_that_failed() -> None:
    """Cannot tell is not no: without a failed check, no light is red."""
    for combination in itertools.product(("passed", "undetermined", "not_applicable"), repeat=len(FIVE)):
        report = _report(dict(zip(FIVE, combination, strict=True)))
        assert "failed" not in {light.outcome for light in lights(report)}


def test_without_a_registry_nobody_is_recognized_and_a_file_is_presented_by_nobody() -> None:
    """The last two lights say why they do not apply, whatever the record is."""
    for outcome in OUTCOMES:
        last = lights(_report({"proof": outcome}))[2:]
        assert [light.outcome for light in last] == ["not_applicable", "not_applicable"]
        assert all(light.reason.endswith(".") for light in last)


@pytest.mark.parametrize(
    ("case", "intact", "in_force"),
    [
        ("proof-jcs", "passed", "passed"),
        ("baking-png-altered", "failed", "undetermined"),
        ("status-good", "passed", "undetermined"),
        ("proof-key-of-stranger", "failed", "undetermined"),
        ("did-web-port", "undetermined", "undetermined"),
        ("dates-expired-and-altered", "failed", "undetermined"),
        ("dates-not-yet-valid", "passed", "failed"),
        ("jsonld-no-proof", "failed", "undetermined"),
        ("clr-member-wrong-signer", "failed", "passed"),
        ("baking-png-nothing-inside", "failed", "not_applicable"),
    ],
)
def test_real_records_show_what_their_checks_say(case: str, intact: str, in_force: str) -> None:
    """The lights of published cases."""
    assert tuple(light.outcome for light in _of(case)) == (intact, in_force)


@pytest.mark.parametrize(
    ("cases", "in_force"),
    [
        (("proof-jcs", "jsonld-image-object"), "passed"),
        (("proof-jcs", "status-good"), "undetermined"),
        (("proof-jcs", "dates-not-yet-valid"), "failed"),
        (("proof-jcs", "proof-key-of-stranger"), "undetermined"),
    ],
)
@pytest.mark.parametrize("is_presented", [False, True], ids=["list", "presentation"])
def test_a_collection_is_in_force_as_far_as_every_record_in_it(
    cases: tuple[str, ...], in_force: str, is_presented: bool
) -> None:
    """Records that somebody put together have no dates in common; the gravest of theirs is shown."""
    records = [json.loads((CASES / case / "badge.json").read_text("utf-8")) for case in cases]
    wrapped = {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "type": ["VerifiablePresentation"],
        "verifiableCredential": records,
    }
    report = openler.verify(json.dumps(wrapped if is_presented else records), at=AT)
    assert _first_two(report)[1].outcome == in_force
