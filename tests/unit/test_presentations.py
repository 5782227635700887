"""Does a presentation carry records as their issuers signed them, and is it signed only if verifiers would take it?"""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

import openler
from openler.credentials.presentations import MAX_ANSWER_LETTERS, MAX_RECORDS
from openler.credentials.verification.lights import lights
from openler.credentials.verification.presenter import is_made_by_subject
from openler.testing.signing import did_key_of, fixed_signer, make_token, method_of

AT = datetime(2026, 11, 25, 12, tzinfo=UTC)
ISSUER, HOLDER, P256 = fixed_signer(1), fixed_signer(2), fixed_signer(3, "P-256")
SUITES = [
    (HOLDER, "eddsa-jcs-2022"),
    (HOLDER, "eddsa-rdfc-2022"),
    (P256, "ecdsa-jcs-2019"),
    (P256, "ecdsa-rdfc-2019"),
]


def record_about(holder: str, **more: Any) -> dict[str, Any]:
    """Sign a record about somebody."""
    claims = {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "type": ["VerifiableCredential"],
        "credentialSubject": {"id": holder},
        **more,
    }
    return openler.issue(claims, signer=ISSUER, verification_method=method_of(ISSUER), at=AT)


def presented(records: Any, *, signer: Any = HOLDER, at: datetime = AT, **more: Any) -> dict[str, Any]:
    """Present records with a trial key."""
    return openler.present(records, signer=signer, verification_method=method_of(signer), at=at, **more)


@pytest.mark.parametrize(("signer", "suite"), SUITES, ids=[suite for _, suite in SUITES])
def test_what_is_presented_verifies_with_every_suite(signer: Any, suite: str) -> None:
    """Made and checked here, with challenge and domain; the record inside stays as it was, to the letter."""
    record = record_about(did_key_of(signer))
    shown = presented([record], signer=signer, challenge="n", domain="https://v.example", cryptosuite=suite)
    assert shown["verifiableCredential"] == [record]
    assert (shown["proof"]["cryptosuite"], shown["proof"]["proofPurpose"]) == (suite, "authentication")
    report = openler.verify(shown, at=AT, expected_challenge="n", expected_domain="https://v.example")
    assert report.verified and report.check("presenter").outcome == "passed"


@pytest.mark.parametrize(("signer", "suite"), [SUITES[0], SUITES[2]], ids=["Ed25519", "P-256"])
def test_the_key_alone_chooses_canonical_json(signer: Any, suite: str) -> None:
    """A wallet shows records whose words this version may not know."""
    assert presented([], signer=signer)["proof"]["cryptosuite"] == suite


def test_a_token_is_presented_in_its_envelope() -> None:
    """A compact JWT stays the token that its issuer signed, and is judged inside."""
    claims = {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "type": ["VerifiableCredential"],
        "issuer": did_key_of(ISSUER),
        "credentialSubject": {"id": did_key_of(HOLDER)},
    }
    token = make_token({"alg": "EdDSA", "kid": method_of(ISSUER), "typ": "vc+jwt"}, claims, ISSUER)
    shown = presented([token.encode()])
    assert shown["verifiableCredential"][0]["id"] == f"data:application/vc+jwt,{token}"
    report = openler.verify(shown, at=AT)
    assert report.verified and is_made_by_subject(report)


def test_nothing_is_signed_that_cannot_be_shown() -> None:
    """Unreadable records, too many of them, and empty or endless answers are named; another's name is refused."""
    for records in ([b"no record"], ["{"], [{"@context": [], "n": 2**60}], [{}] * (MAX_RECORDS + 1)):
        with pytest.raises(openler.LerError) as caught:
            presented(records)
        assert caught.value.code in ("not_presentable", "ambiguous_number", "not_canonicalizable")
    for answer in ("", " ", "x" * (MAX_ANSWER_LETTERS + 1)):
        with pytest.raises(openler.LerError, match="letters"):
            presented([], challenge=answer)
    with pytest.raises(openler.LerError) as caught:
        presented([], holder=did_key_of(ISSUER))
    assert caught.value.code == "wrong_holder"


def test_an_empty_presentation_shows_the_key_and_nothing_else() -> None:
    """What binds a record to a wallet: fresh, and about nobody yet."""
    report = openler.verify(presented([], challenge="n"), at=AT, expected_challenge="n")
    assert report.verified
    assert "holds no record" in report.to_json()["sentence"]
    assert not is_made_by_subject(report)


@pytest.mark.parametrize(
    ("minutes", "outcome"), [(-3, "failed"), (-2, "passed"), (0, "passed"), (10, "passed"), (10.1, "failed")]
)
def test_fresh_means_ten_minutes(minutes: float, outcome: str) -> None:
    """A little ahead of the verifier's clock is forgiven, an old signature is not."""
    shown = presented([record_about(did_key_of(HOLDER))], challenge="n")
    report = openler.verify(shown, at=AT + timedelta(minutes=minutes), expected_challenge="n")
    assert report.check("presenter").outcome == outcome


def test_without_a_challenge_nobody_is_asked() -> None:
    """A file has no presenter: the check is not there, and the light says what a share is."""
    report = openler.verify(presented([record_about(did_key_of(HOLDER))]), at=AT)
    assert "presenter" not in {check.id for check in report.checks}
    last = lights(report)[3]
    assert (last.outcome, "Nobody was asked" in last.reason) == ("not_applicable", True)
    with pytest.raises(ValueError, match="domain"):
        openler.verify(b"{}", at=AT, expected_domain="https://v.example")


def test_a_signed_presentation_is_in_force_as_far_as_its_records() -> None:
    """The holder's good seal makes no ended record green, and an ended record is not called altered."""
    ended = record_about(did_key_of(HOLDER), validUntil="2026-11-01T00:00:00Z")
    intact, in_force, *_ = lights(openler.verify(presented([record_about(did_key_of(HOLDER)), ended]), at=AT))
    assert (intact.outcome, in_force.outcome) == ("passed", "failed")
    altered = {**ended, "validUntil": "2027-11-01T00:00:00Z"}
    intact, in_force, *_ = lights(openler.verify(presented([altered]), at=AT))
    assert (intact.outcome, in_force.outcome) == ("failed", "undetermined")
