"""Records in envelopes: a token in a data: URL is judged as the token it is, wherever it stands."""

import copy
import json
from datetime import UTC, datetime
from typing import Any

import pytest

import openler
from openler.credentials.model import read_envelope
from openler.foundation.encodings import encode_base64url

AT = datetime(2026, 11, 25, 12, tzinfo=UTC)
KEY = openler.KeyFile.of(openler.SoftwareSigner.generate("Ed25519"))
V2 = "https://www.w3.org/ns/credentials/v2"
CLAIMS: dict[str, Any] = {
    "@context": [V2],
    "id": "urn:uuid:5f1c0a52-0d5b-4a6e-9d53-7c5f8f1a2b30",
    "type": ["VerifiableCredential"],
    "issuer": KEY.controller,
    "validFrom": "2026-05-04T09:00:00Z",
    "credentialSubject": {"id": "did:example:learner"},
}


def _token(claims: dict[str, Any]) -> str:
    header = {"alg": "EdDSA", "typ": "vc+jwt", "kid": KEY.id}
    parts = [encode_base64url(json.dumps(part).encode()) for part in (header, claims)]
    return ".".join([*parts, encode_base64url(KEY.signer.sign(".".join(parts).encode()))])


def _envelope(content: str, media_type: str = "application/vc+jwt,") -> dict[str, Any]:
    return {"@context": V2, "type": "EnvelopedVerifiableCredential", "id": f"data:{media_type}{content}"}


@pytest.mark.parametrize("media_type", ["application/vc+jwt,", "application/vc+ld+json+jwt;", "Application/VC+JWT,"])
def test_a_token_in_an_envelope_is_judged_as_the_token(media_type: str) -> None:
    """The form of the standard, and that of its drafts."""
    report = openler.verify(_envelope(_token(CLAIMS), media_type), at=AT)
    assert report.verified
    assert report.media_type == "application/vc+jwt"


def test_an_altered_token_in_an_envelope_fails() -> None:
    """The envelope protects nothing by itself."""
    head, _, signature = _token(CLAIMS).split(".")
    payload = encode_base64url(json.dumps({**CLAIMS, "name": "Another"}).encode())
    report = openler.verify(_envelope(f"{head}.{payload}.{signature}"), at=AT)
    assert report.check("proof").outcome == "failed"


@pytest.mark.parametrize("media_type", ["application/mdoc,", "application/vp+sd-jwt,", "text/html,", ","])
def test_what_is_not_read_here_is_undetermined_and_named(media_type: str) -> None:
    """Cannot tell is not no."""
    report = openler.verify(_envelope("eyJhbGciOiJFZERTQSJ9.e30.AA", media_type), at=AT)
    assert report.outcome == "undetermined"
    assert [problem.code for _, problem in report.problems()] == ["unsupported_form"]


def test_members_in_envelopes_are_judged_each_by_itself() -> None:
    """A bundle of a good and an expired record: both are reported, and nothing passes unseen."""
    over = {**copy.deepcopy(CLAIMS), "id": "urn:uuid:6", "validUntil": "2026-06-01T00:00:00Z"}
    bundle = {
        "@context": [V2],
        "type": ["VerifiablePresentation"],
        "verifiableCredential": [_envelope(_token(CLAIMS)), _envelope(_token(over)), _envelope("x", "text/plain,")],
    }
    check = openler.verify(bundle, at=AT).check("members")
    good, expired, unread = check.members
    assert check.outcome == "failed"
    assert good.verified
    assert expired.check("validity_period").outcome == "failed"
    assert unread.outcome == "undetermined"
    assert [report.pointer for report in (good, unread)] == ["/verifiableCredential/0", "/verifiableCredential/2"]


def test_a_presentation_is_no_better_than_each_record_in_it() -> None:
    """A record that has run out ends the presentation of it, as it would if it were given alone."""
    over = {**copy.deepcopy(CLAIMS), "validUntil": "2026-06-01T00:00:00Z"}
    for members, outcome in (([CLAIMS], "passed"), ([CLAIMS, over], "failed")):
        bundle = {
            "@context": [V2],
            "type": ["VerifiablePresentation"],
            "verifiableCredential": [_envelope(_token(claims)) for claims in members],
        }
        report = openler.verify(bundle, at=AT)
        assert report.outcome == outcome
        assert report.verified is (outcome == "passed")


@pytest.mark.parametrize(
    "document",
    [
        {},
        {"type": "EnvelopedVerifiableCredential"},
        {"type": "EnvelopedVerifiableCredential", "id": 7},
        {"type": ["EnvelopedVerifiableCredential"], "id": "https://a.example"},
        {"type": [{}, None], "id": "data:application/vc+jwt,x"},
    ],
)
def test_what_is_no_envelope_is_none(document: dict[str, Any]) -> None:
    """Never an exception, whatever stands there."""
    assert read_envelope(document) is None
