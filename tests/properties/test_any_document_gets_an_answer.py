"""Records of others, with anything at all written into any place, get an answer: no shape makes a reader stumble."""

import json
from copy import deepcopy
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

import openler
from openler.credentials.model import describe, read_credential, read_openbadges2
from openler.credentials.rules import judge_rules, judge_validity
from openler.credentials.status import VerifiedList, check_status
from openler.foundation.documents import GivenDocuments

AT = datetime(2026, 11, 25, tzinfo=UTC)
VENDORS = Path(__file__).parents[1] / "vectors" / "vendors"
STATUS_URL = "https://status.example/1"
EXTRAS: dict[str, Any] = {
    "credentialStatus": {
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": "7",
        "statusListCredential": STATUS_URL,
    },
    "name": {"@value": "Knots", "@language": "en"},
    "relatedResource": [{"id": "https://a.example/1", "digestSRI": "sha256-AA"}],
    "awardedDate": "2026-05-04T09:00:00Z",
    "proof": [{"id": "urn:uuid:1", "type": "DataIntegrityProof", "previousProof": ["urn:uuid:2"]}, {"id": []}],
}
JUNK: list[Any] = [
    None,
    True,
    0,
    -1,
    1.5,
    "",
    "x",
    "https://a.example",
    "eyJ.J.x",
    [],
    {},
    [[]],
    [None],
    [{}, "a"],
    {"id": []},
    {"id": "urn:uuid:1", "type": {}},
    {"type": [{}, None]},
    {"@value": []},
    {"id": "urn:uuid:1", "type": ["VerifiableCredential"]},
]


def _records() -> list[dict[str, Any]]:
    found = []
    for path in sorted(VENDORS.rglob("*.json")):
        document = json.loads(path.read_text("utf-8"))
        if isinstance(document, dict) and path.stat().st_size < 60_000:
            found += [document, {**document, **EXTRAS}]
    return found


RECORDS = _records()


def _places(value: Any) -> list[tuple[Any, Any]]:
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    found = []
    for key, inner in list(items):
        found.append((value, key))
        found += _places(inner)
    return found


@st.composite
def _bent_records(draw: st.DrawFn) -> dict[str, Any]:
    document: dict[str, Any] = deepcopy(draw(st.sampled_from(RECORDS)))
    for _ in range(draw(st.integers(1, 3))):
        holder, key = draw(st.sampled_from(_places(document)))
        holder[key] = deepcopy(draw(st.sampled_from(JUNK)))
    return document


@given(document=_bent_records())
@settings(max_examples=400)
def test_reading_and_judging_never_raise(document: dict[str, Any]) -> None:
    """Shape, summary, rules, dates and status answer whatever stands in whichever place."""
    shape = read_credential(document)
    describe(document)
    read_openbadges2(document)
    judge_validity(shape, at=AT)
    for check in ("model", "rules"):
        for problem in judge_rules(shape, check=check):
            assert problem.detail and problem.pointer is not None
    listed = json.dumps(document).encode()
    check_status(
        shape.statuses,
        issuer_id=shape.issuer_id,
        record_id=None,
        documents=GivenDocuments({STATUS_URL: listed}),
        verify_list=lambda data: VerifiedList(json.loads(data)),
    )


@given(document=_bent_records())
@settings(max_examples=150)
def test_the_door_answers_and_never_calls_a_bent_record_good(document: dict[str, Any]) -> None:
    """A report comes back, in words; none of these is accepted, for their issuers' documents are not at hand."""
    report = openler.verify(document, at=AT)
    assert not report.verified
    assert json.dumps(report.to_json())
