"""T39: a badge that names nobody's key is shown by somebody else, or a mail address is guessed from its hash."""

from datetime import UTC, datetime
from typing import Any

import pytest

import openler
from openler.credentials.verification.lights import lights
from openler.testing.signing import did_key_of, fixed_signer, method_of

AT = datetime(2026, 11, 25, 12, tzinfo=UTC)
ISSUER, THIEF = fixed_signer(1), fixed_signer(3)
OB = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"


def claims_about(subject: dict[str, Any]) -> dict[str, Any]:
    """Make the claims of a badge about a subject."""
    return {
        "@context": ["https://www.w3.org/ns/credentials/v2", OB],
        "id": "urn:uuid:5f1c0a52-0d5b-4a6e-9d53-7c5f8f1a2b30",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "issuer": {"id": did_key_of(ISSUER), "type": ["Profile"], "name": "Fictional College"},
        "validFrom": "2026-05-04T09:00:00Z",
        "credentialSubject": {
            "type": ["AchievementSubject"],
            "achievement": {
                "id": "urn:uuid:9a1f6b1e-42a7-4f5c-a6a3-2a4d6a0f9c11",
                "type": ["Achievement"],
                "name": "Knots",
                "description": "Ties six knots.",
                "criteria": {"narrative": "Tie each twice."},
            },
            **subject,
        },
    }


def identity(**more: Any) -> dict[str, Any]:
    """Make a subject that is known by a hashed mail address."""
    hashed = {
        "type": "IdentityObject",
        "hashed": True,
        "identityType": "emailAddress",
        "identityHash": "sha256$" + "ab" * 32,
        **more,
    }
    return {"identifier": [hashed]}


SUBJECTS = [identity(salt="k3q9"), {"id": "did:example:somebody-else", **identity(salt="k3q9")}]


@pytest.mark.parametrize("subject", SUBJECTS, ids=["hash only", "another's key"])
def test_a_bearer_badge_shown_by_somebody_else_proves_no_presenter(subject: dict[str, Any]) -> None:
    """The thief's signature is fresh and true, and the badge is good: still nobody knows whose badge it is."""
    badge = openler.issue(claims_about(subject), signer=ISSUER, verification_method=method_of(ISSUER), at=AT)
    shown = openler.present([badge], signer=THIEF, verification_method=method_of(THIEF), at=AT, challenge="n")
    report = openler.verify(shown, at=AT, expected_challenge="n")
    assert report.check("members").outcome == "passed"
    assert report.check("presenter").outcome == "undetermined"
    assert not report.verified
    assert (lights(report)[3].outcome, lights(report)[3].reason) == ("undetermined", "Who shows it is not proven.")
    assert "who shows it is not proven" in report.to_json()["sentence"]


@pytest.mark.parametrize("subject", SUBJECTS, ids=["hash only", "another's key"])
def test_a_share_of_a_bearer_badge_never_says_that_its_subject_made_it(subject: dict[str, Any]) -> None:
    """Without a challenge the light does not apply, and its words claim nothing about whom the badge is about."""
    badge = openler.issue(claims_about(subject), signer=ISSUER, verification_method=method_of(ISSUER), at=AT)
    shown = openler.present([badge], signer=THIEF, verification_method=method_of(THIEF), at=AT)
    last = lights(openler.verify(shown, at=AT))[3]
    assert last.outcome == "not_applicable"
    assert "is not shown" in last.reason


def test_a_hash_without_salt_is_not_issued() -> None:
    """Whoever has a list of addresses could find out whose it is; a reader of older badges is warned."""
    unsalted = claims_about(identity())
    with pytest.raises(openler.LerError, match="without a salt"):
        openler.issue(unsalted, signer=ISSUER, verification_method=method_of(ISSUER), at=AT)
    openler.issue(claims_about(identity(salt="k3q9")), signer=ISSUER, verification_method=method_of(ISSUER), at=AT)
