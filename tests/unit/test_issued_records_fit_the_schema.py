"""Do records that are issued here fit the schema that 1EdTech publishes, by the word of another validator?"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft201909Validator

from openler.credentials import schemas
from openler.credentials.schemas import BUNDLED_SCHEMAS
from openler.platform.issuing import binding, changes
from openler.platform.issuing.models import Seat
from openler.platform.issuing.signing import open_unbound
from web.issuing import College, wallet_presentation
from web.people import act, make_user

pytestmark = pytest.mark.django_db

PUBLISHED = "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json"
SKILL = {
    "uri": "https://skills.example/1",
    "label": "Vital signs",
    "code": "VS",
    "framework": "Open Nursing Framework",
}
HEADS = "name,email,student_id,awarded_on,started_on,valid_until,role,narrative,evidence_url,exam,points"
FULL = "Inés Valdés,ines@people.example,00417,2026-05-04,2026-01-12,2028-05-04,Student,Hours.,https://e.example/1,Proficient,87.5"
LEAST = "Bo Marklund,,00418,,,,,,,,"


def _faults(record: bytes) -> list[str]:
    """Give the place of each fault that the published schema, byte for byte, finds."""
    file, _digest = BUNDLED_SCHEMAS[PUBLISHED]
    schema = json.loads((Path(schemas.__file__).parent / "files" / file).read_text("utf-8"))
    assert schema["$schema"] == f"{Draft201909Validator.META_SCHEMA['$id']}#"
    validator = Draft201909Validator(schema, format_checker=Draft201909Validator.FORMAT_CHECKER)
    return sorted({fault.json_path for fault in validator.iter_errors(json.loads(record))})


def _records(college: College) -> Iterator[bytes]:
    """Issue a full row and the least of one; give unbound copies, bound ones, and a correction."""
    college.issue(f"{HEADS}\n{FULL}\n{LEAST}\n")
    student = make_user("student")
    for seat in Seat.objects.order_by("name"):
        yield open_unbound(seat)
        presentation, _did = wallet_presentation("challenge", "college.example")
        yield binding.bind(
            act(student),
            seat.links.get(ended_at=None),
            presentation,
            passed_check=1,
            expected_challenge="challenge",
            expected_domain="college.example",
        )
        new = changes.correct(college.act(college.issuer), seat, claims=changes.claims_of(seat), reason="A slip")
        yield open_unbound(new)


def test_records_fit_the_published_schema() -> None:
    """With results, evidence, role, dates and skills, and with as little as can be; unbound, bound and corrected."""
    records = list(_records(College(alignments=[SKILL])))
    full: dict[str, Any] = json.loads(records[4])
    assert {"validUntil", "evidence", "credentialStatus"} <= full.keys()
    subject = {"id", "identifier", "activityStartDate", "activityEndDate", "role", "narrative", "result"}
    assert subject <= full["credentialSubject"].keys()
    assert full["credentialSubject"]["achievement"]["alignment"]
    assert [_faults(record) for record in records] == [[]] * 6


def test_two_status_entries_are_the_one_exception() -> None:
    """A record that can be suspended has two, which the schema does not foresee; with either alone it fits."""
    college = College(achievement_type="License", can_be_suspended=True)
    for record in _records(college):
        assert _faults(record) == ["$.credentialStatus"]
        for entry in (document := json.loads(record))["credentialStatus"]:
            assert _faults(json.dumps({**document, "credentialStatus": entry}).encode()) == []
