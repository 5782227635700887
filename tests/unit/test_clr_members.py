"""Every record inside a transcript is judged and told in the tree, whatever it calls itself."""

from datetime import UTC, datetime
from typing import Any

import pytest

import openler
from openler.credentials.contexts import ContextSet
from openler.credentials.model import describe
from openler.credentials.proofs import create_proof

AT = datetime(2026, 11, 25, tzinfo=UTC)
KEY = openler.KeyFile.of(openler.SoftwareSigner.generate("Ed25519"))
V2 = "https://www.w3.org/ns/credentials/v2"
CLR = "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json"
OB = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"


def _sign(claims: dict[str, Any]) -> dict[str, Any]:
    return openler.issue(claims, signer=KEY.signer, verification_method=KEY.id, at=AT)


def _plain(number: int, **more: Any) -> dict[str, Any]:
    return _sign(
        {
            "@context": [V2],
            "id": f"urn:uuid:1f8c4c0e-5a0b-4a53-9d53-0b8a3f9d2c{number:02}",
            "type": ["VerifiableCredential"],
            "name": f"Record {number}",
            "validFrom": "2026-05-04T09:00:00Z",
            "credentialSubject": {"id": "did:example:learner"},
            **more,
        }
    )


def _endorsement() -> dict[str, Any]:
    return _sign(
        {
            "@context": [V2, OB],
            "id": "urn:uuid:2",
            "type": ["VerifiableCredential", "EndorsementCredential"],
            "issuer": {"id": KEY.controller, "type": ["Profile"]},
            "name": "Endorsed",
            "validFrom": "2026-05-04T09:00:00Z",
            "credentialSubject": {"id": "urn:uuid:1", "type": ["EndorsementSubject"]},
        }
    )


def _transcript(*members: Any, **more: Any) -> dict[str, Any]:
    claims = {
        "@context": [V2, CLR, OB],
        "id": "urn:uuid:9",
        "type": ["VerifiableCredential", "ClrCredential"],
        "issuer": {"id": KEY.controller, "type": ["Profile"]},
        "name": "Transcript",
        "validFrom": "2026-05-04T09:00:00Z",
        "credentialSubject": {
            "id": "did:example:learner",
            "type": ["ClrSubject"],
            "verifiableCredential": list(members),
        },
        **more,
    }
    return create_proof(
        {**claims, "issuer": {"id": KEY.controller, "type": ["Profile"]}},
        signer=KEY.signer,
        verification_method=KEY.id,
        cryptosuite="eddsa-jcs-2022",
        created=AT,
        contexts=ContextSet(),
    )


def test_members_of_every_kind_are_told_in_the_tree() -> None:
    """A plain record, an endorsement, a transcript in the transcript: none is passed over."""
    inner = _transcript(_plain(1), id="urn:uuid:10")
    report = openler.verify(_transcript(_plain(2), _endorsement(), inner), at=AT)
    assert report.outcome == "passed"
    members = report.check("members").members
    assert [member.kind for member in members] == ["generic", "endorsement", "clr"]
    assert [member.kind for member in members[2].check("members").members] == ["generic"]
    assert members[2].pointer == "/credentialSubject/verifiableCredential/2"


@pytest.mark.parametrize("position", [0, 1, 2])
def test_a_member_of_any_kind_that_was_altered_ends_the_transcript(position: int) -> None:
    """Signed over by the transcript's issuer, and no longer what its own issuer signed."""
    members = [_plain(1), _endorsement(), _transcript(_plain(2), id="urn:uuid:10")]
    members[position]["name"] = "Altered"
    report = openler.verify(_transcript(*members), at=AT)
    assert report.check("proof").outcome == "passed"
    assert report.outcome == "failed"
    outcomes = [member.outcome for member in report.check("members").members]
    assert [outcome == "failed" for outcome in outcomes] == [number == position for number in range(3)]


@pytest.mark.parametrize("member", ["eyJ.eyJ.x", 7, None, [], {"type": "Note"}, {"name": "Unsigned"}])
def test_what_stands_among_the_members_and_is_no_record_ends_the_transcript(member: Any) -> None:
    """Text, numbers, empty things and unsigned notes are judged, not skipped."""
    report = openler.verify(_transcript(_plain(1), member), at=AT)
    assert report.outcome == "failed"
    assert len(report.check("members").members) == 2


@pytest.mark.parametrize(
    ("contexts", "pointer"),
    [([V2, OB, CLR], "/@context/1"), ([V2, CLR], "/@context/2"), ([CLR, V2, OB], "/@context/0")],
)
def test_the_contexts_of_a_transcript_stand_in_their_order(contexts: list[str], pointer: str) -> None:
    """Data model, CLR, Open Badges; the validator asks for exactly that."""
    report = openler.verify(_transcript(_plain(1), **{"@context": contexts}), at=AT)
    assert report.outcome == "failed"
    assert pointer in {problem.pointer for _check, problem in report.problems()}


def test_a_transcript_that_is_a_part_says_so() -> None:
    """Left out or false means that the issuer knows of nothing more."""
    assert describe(_transcript(_plain(1), partial=True)).is_partial
    assert not describe(_transcript(_plain(1), partial=False)).is_partial
    assert not describe(_transcript(_plain(1))).is_partial
    assert openler.verify(_transcript(_plain(1), partial=True), at=AT).verified
