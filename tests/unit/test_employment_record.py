"""Records of work: each sample keeps or breaks the rule in its name, and every word of them is signed."""

import copy
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

import openler
from openler.credentials.canonical import canonicalize
from openler.credentials.contexts import ContextSet
from openler.credentials.issuance import NotIssuable
from openler.credentials.model import read_credential, read_employment
from openler.credentials.rules import RULES, judge_rules

AT = datetime(2026, 11, 25, tzinfo=UTC)
KEY = openler.KeyFile.of(openler.SoftwareSigner.generate("Ed25519"))
SAMPLES = {
    path.stem: json.loads(path.read_text("utf-8"))
    for path in sorted((Path(__file__).parents[1] / "vectors" / "employment-records").glob("*.json"))
}
VALID = {name: document for name, document in SAMPLES.items() if name.startswith("valid-")}
INVALID = {name: document for name, document in SAMPLES.items() if name.startswith("invalid-")}
JOB = VALID["valid-employment-that-goes-on"]
PLACEMENT = VALID["valid-work-based-learning-told-by-a-college"]


def _told(document: dict[str, Any], *, issuing: bool = False) -> dict[str, str]:
    shape = read_credential(document)
    found = [*judge_rules(shape, check="model", issuing=issuing), *judge_rules(shape, check="rules", issuing=issuing)]
    return {problem.code: problem.severity for problem in found}


def _ours(document: dict[str, Any]) -> dict[str, Any]:
    """Put our key in the place of the sample's issuer; whose record it is stays the same."""
    issuer = document["issuer"]
    named = {**issuer, "id": KEY.controller} if isinstance(issuer, dict) else KEY.controller
    return {**copy.deepcopy(document), "issuer": named}


@pytest.mark.parametrize("name", VALID)
def test_a_valid_record_breaks_no_rule_and_is_issued_and_verified(name: str) -> None:
    """Under the bundled contexts alone: no word is undefined, and the published schema is kept."""
    assert _told(VALID[name], issuing=True) == {}
    canonicalize(VALID[name], contexts=ContextSet())
    record = openler.issue(_ours(VALID[name]), signer=KEY.signer, verification_method=KEY.id, at=AT)
    report = openler.verify(record, at=AT)
    wrong = {check.id: check.outcome for check in report.checks if check.outcome not in ("passed", "not_applicable")}
    # The list of a status is not at hand here, and nothing else is open.
    assert wrong == ({"status": "undetermined"} if "credentialStatus" in record else {})


@pytest.mark.parametrize("name", INVALID)
def test_an_invalid_record_is_told_by_the_rule_in_its_name(name: str) -> None:
    """Readers are warned and take the rest as it is."""
    rule = "employment." + name.split("-")[1]
    told = _told(INVALID[name])
    assert told == {rule: "warning"}


@pytest.mark.parametrize("name", INVALID)
def test_what_a_record_of_work_must_say_is_asked_before_signing(name: str) -> None:
    """Employer, role, period and hours are musts; duties, skills and an end are advice."""
    rule = next(rule for rule in RULES if rule.id == "employment." + name.split("-")[1])
    claims = _ours(INVALID[name])
    if rule.binds_issuers:
        with pytest.raises(NotIssuable):
            openler.issue(claims, signer=KEY.signer, verification_method=KEY.id, at=AT)
    else:
        assert openler.issue(claims, signer=KEY.signer, verification_method=KEY.id, at=AT)["proof"]


def test_every_rule_of_records_of_work_has_an_invalid_sample() -> None:
    """A rule that no sample breaks would show nobody what it asks."""
    rules = {rule.id for rule in RULES if rule.id.startswith("employment.")}
    assert {"employment." + name.split("-")[1] for name in INVALID} == rules


def test_what_a_record_tells_of_work_is_read_with_its_place() -> None:
    """The employer is the source where somebody else issues; what goes on has no end."""
    job, placement = read_employment(read_credential(JOB)), read_employment(read_credential(PLACEMENT))
    assert job is not None and placement is not None
    assert (job.kind, job.employer.value["name"], job.employer.pointer) == (
        "employment",
        "Northfold Freight",
        "/issuer",
    )
    assert (job.role.value, job.ended.value, len(job.skills)) == ("Warehouse operator", None, 2)
    assert (placement.kind, placement.employer.value["name"]) == ("work_based_learning", "Harbour Home")
    assert placement.employer.pointer == "/credentialSubject/source"
    assert [part.value for part in placement.hours] == ["320"]
    assert [part.pointer for part in placement.duties] == ["/credentialSubject/narrative", "/evidence/0"]


@pytest.mark.parametrize(
    ("achievement_type", "role", "tells"),
    [
        ("ext:Employment", None, True),
        ("ext:WorkBasedLearning", None, True),
        ("Fieldwork", "Intern", True),
        ("Fieldwork", None, False),
        ("Course", "Intern", False),
        ("ext:Internship", "Intern", False),
        (["ext:Employment"], "Intern", False),
        (None, "Intern", False),
    ],
)
def test_which_records_tell_of_work(achievement_type: Any, role: str | None, tells: bool) -> None:
    """By the type of the achievement; practical work of a school does, if it names a role."""
    document = copy.deepcopy(JOB)
    document["credentialSubject"]["achievement"]["achievementType"] = achievement_type
    document["credentialSubject"]["role"] = role
    assert (read_employment(read_credential(document)) is not None) is tells


@pytest.mark.parametrize(
    "change",
    [
        {"credentialSubject": []},
        {"credentialSubject": "x"},
        {"credentialSubject": {"achievement": []}},
        {"credentialSubject": {"achievement": "https://a.example"}},
        {"type": ["VerifiableCredential"]},
    ],
)
def test_a_record_of_another_shape_tells_of_no_work(change: dict[str, Any]) -> None:
    """Whatever stands in the places, the answer is none."""
    assert read_employment(read_credential({**JOB, **change})) is None


@pytest.mark.parametrize("hours", ["0", "37.5", "876600"])
def test_hours_are_a_number(hours: str) -> None:
    """Whole or with a point."""
    document = copy.deepcopy(PLACEMENT)
    document["credentialSubject"]["result"][0]["value"] = hours
    assert "employment.hours" not in _told(document)


@pytest.mark.parametrize("hours", ["-8", "1e3", "8 h", "٨", "", ".5", "876601", "1" * 13, 320, None, "NaN"])
def test_what_is_no_number_of_hours_is_told(hours: Any) -> None:
    """Signs, powers, units, other digits, and more than a century."""
    document = copy.deepcopy(PLACEMENT)
    document["credentialSubject"]["result"][0]["value"] = hours
    assert _told(document)["employment.hours"] == "warning"


def test_the_page_about_these_records_names_every_rule_and_type() -> None:
    """What the code asks stands in docs/standards/employment-record.md."""
    page = (Path(__file__).parents[2] / "docs" / "standards" / "employment-record.md").read_text("utf-8")
    rules = [rule.id for rule in RULES if rule.id.startswith("employment.")]
    for word in (*rules, "ext:Employment", "ext:WorkBasedLearning", "ext:HoursWorked", "Fieldwork"):
        assert f"`{word}`" in page, word
