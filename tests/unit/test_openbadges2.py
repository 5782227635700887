"""Open Badges 2.0 and before: recognized in every form they had, told apart from what is proved, never passed."""

from datetime import UTC, datetime
from typing import Any

import pytest

import openler
from openler.credentials.model import read_openbadges2

AT = datetime(2026, 11, 25, tzinfo=UTC)
HOSTED: dict[str, Any] = {
    "@context": "https://w3id.org/openbadges/v2",
    "id": "https://badges.example/assertions/7",
    "type": "Assertion",
    "recipient": {"type": "email", "hashed": False, "identity": "learner@example.com"},
    "badge": "https://badges.example/badges/knots",
    "issuedOn": "2020-05-04T09:00:00Z",
    "verification": {"type": "HostedBadge"},
}
VERSION_1 = {
    "uid": "7",
    "recipient": {"type": "email", "hashed": True, "identity": "sha256$00"},
    "badge": "https://badges.example/badges/knots",
    "verify": {"type": "hosted", "url": "https://badges.example/assertions/7"},
}
VERSION_05 = {
    "recipient": "sha256$00",
    "salt": "Kosher",
    "badge": {"version": "0.5.0", "name": "Knots", "issuer": {"origin": "https://badges.example", "name": "College"}},
}


@pytest.mark.parametrize(
    ("document", "type_", "verification"),
    [
        (HOSTED, "Assertion", "hosted"),
        ({**HOSTED, "verification": {"type": "signed"}}, "Assertion", "signed"),
        ({**HOSTED, "verification": {"type": "SignedBadge"}}, "Assertion", "signed"),
        ({**HOSTED, "verification": []}, "Assertion", ""),
        ({**HOSTED, "type": ["extensions:X", "Assertion"]}, "Assertion", "hosted"),
        ({**HOSTED, "@context": [HOSTED["@context"], {"x": "https://x.example/"}]}, "Assertion", "hosted"),
        ({"@context": "https://w3id.org/openbadges/v2", "type": "BadgeClass", "name": "Knots"}, "BadgeClass", ""),
        ({"@context": "https://w3id.org/openbadges/v2", "type": ["Issuer", "Profile"]}, "Issuer", ""),
        (VERSION_1, "Assertion", "hosted"),
        (VERSION_05, "Assertion", ""),
    ],
)
def test_every_form_of_older_badges_is_recognized(document: dict[str, Any], type_: str, verification: str) -> None:
    """Versions 0.5, 1.x and 2.0, with one or many types and contexts."""
    badge = read_openbadges2(document)
    assert badge is not None
    assert (badge.type, badge.verification) == (type_, verification)


@pytest.mark.parametrize(
    "document",
    [
        {},
        {"recipient": "x"},
        {"badge": {}},
        {"@context": ["https://www.w3.org/ns/credentials/v2", "https://w3id.org/openbadges/v2"]},
        {"@context": "https://w3id.org/openbadges/v2", "type": ["VerifiableCredential"]},
    ],
)
def test_a_record_of_another_standard_is_not_taken_for_one(document: dict[str, Any]) -> None:
    """A verifiable credential stays one, even if it borrows the context of version 2.0."""
    assert read_openbadges2(document) is None


@pytest.mark.parametrize("document", [HOSTED, VERSION_1, VERSION_05, {**HOSTED, "verification": {"type": "signed"}}])
def test_no_older_badge_is_ever_called_proved(document: dict[str, Any]) -> None:
    """Undetermined, and the sentence says what it is and what would prove it."""
    report = openler.verify(document, at=AT)
    assert report.outcome == "undetermined"
    (problem,) = report.check("proof").problems
    assert "Open Badges 2.0" in problem.detail and "signed" in problem.detail
    assert problem.next_step


@pytest.mark.parametrize(
    ("more", "check", "words"),
    [
        ({"revoked": True, "revocationReason": "Issued by mistake."}, "status", "Issued by mistake."),
        ({"expires": "2021-05-04T09:00:00Z"}, "validity_period", "2021-05-04"),
        ({"expires": "2021-05-04T09:00:00"}, "validity_period", "2021-05-04"),
    ],
)
def test_what_an_older_badge_says_against_itself_counts(more: dict[str, Any], check: str, words: str) -> None:
    """Nobody needs a signature to believe that a record is over."""
    report = openler.verify({**HOSTED, **more}, at=AT)
    assert report.outcome == "failed"
    assert words in report.check(check).problems[0].detail
