"""What a caller expects of a record's own proofs, and contexts that only add words: both only where they are asked for."""

from datetime import UTC, datetime
from typing import Any

import pytest

import openler
from openler.credentials.presentations import NotPresentable, WrongHolder, sign_presentation
from openler.credentials.verification import ExpectedProof, VerificationReport
from openler.testing.signing import did_key_of, fixed_signer, make_token, method_of

AT = datetime(2026, 11, 25, 12, tzinfo=UTC)
V2 = "https://www.w3.org/ns/credentials/v2"
SCHOOL, HOLDER = fixed_signer(1), fixed_signer(2)
INLINE = {"Trial": "https://example.org/#Trial"}


def record(**more: Any) -> dict[str, Any]:
    """Give a signed record."""
    claims = {
        "@context": [V2],
        "type": ["VerifiableCredential"],
        "credentialSubject": {"id": did_key_of(HOLDER)},
        **more,
    }
    return openler.issue(
        claims, signer=SCHOOL, verification_method=method_of(SCHOOL), at=AT, allow_inline_contexts=True
    )


def shown(presentation: Any, **more: Any) -> dict[str, Any]:
    """Sign a presentation that stands already."""
    return sign_presentation(presentation, signer=HOLDER, verification_method=method_of(HOLDER), at=AT, **more)


def judge(data: Any, **more: Any) -> VerificationReport:
    """Judge it at the time of signing."""
    return openler.verify(data, at=AT, **more)


BARE: dict[str, Any] = {"@context": [V2], "type": ["VerifiablePresentation"]}


def test_an_expected_answer_must_be_in_the_proof_whoever_is_the_subject() -> None:
    """Challenge and domain each count; how old the proof is, and about whom the records are, is not asked."""
    answer = shown(BARE | {"verifiableCredential": record()}, challenge="c7", domain="home.example")
    for good in (ExpectedProof(), ExpectedProof(challenge="c7"), ExpectedProof(domain="home.example")):
        report = judge(answer, expected_proof=good)
        assert report.verified
        assert "presenter" not in {check.id for check in report.checks}
    for bad in (ExpectedProof(challenge="c8"), ExpectedProof(challenge="c7", domain="a.example")):
        report = judge(answer, expected_proof=bad)
        assert report.check("proof").outcome == "failed"
        assert report.check("proof").problems[0].code == "wrong_domain_or_challenge"


def test_what_nobody_signed_is_no_answer() -> None:
    """A bundle without a proof speaks through its records only while nothing is asked of its holder."""
    bundle = BARE | {"verifiableCredential": [record()]}
    assert judge(bundle).verified
    assert judge(bundle, expected_proof=ExpectedProof(challenge="c7")).check("proof").outcome == "failed"


def test_a_purpose_is_expected_of_the_outermost_record_only() -> None:
    """A presentation for another purpose is none; the records inside keep their own."""
    answer = shown(BARE | {"verifiableCredential": [record()]})
    assert judge(answer, expected_proof=ExpectedProof(purpose="authentication")).verified
    assert not judge(answer, expected_proof=ExpectedProof(purpose="assertionMethod")).verified
    assert not judge(record(), expected_proof=ExpectedProof(purpose="authentication")).verified


def test_a_token_answers_nothing_of_this() -> None:
    """Neither alone nor in an envelope, whatever it says inside."""
    payload = {name: value for name, value in record().items() if name != "proof"}
    header = {"alg": "EdDSA", "typ": "vc+jwt", "kid": method_of(SCHOOL)}
    token = make_token(header, payload | {"nonce": "c7"}, SCHOOL)
    envelope = {"@context": [V2], "id": f"data:application/vc+jwt,{token}", "type": "EnvelopedVerifiableCredential"}
    for data in (token, envelope):
        for expected in (ExpectedProof(challenge="c7"), ExpectedProof(purpose="authentication")):
            report = judge(data, expected_proof=expected)
            assert not report.verified
            assert report.check("parse").problems[0].code == "wrong_domain_or_challenge"


def test_a_presentation_without_holder_belongs_to_nobody() -> None:
    """It holds, and its issuer check does not apply; it never shows who presents."""
    from openler.credentials.contexts import ContextSet
    from openler.credentials.proofs import create_proof

    answer = create_proof(
        BARE,
        signer=HOLDER,
        verification_method=method_of(HOLDER),
        cryptosuite="eddsa-jcs-2022",
        created=AT,
        contexts=ContextSet(),
        purpose="authentication",
        answers={"challenge": "c7"},
    )
    report = judge(answer)
    assert report.verified
    assert report.check("issuer_controls_key").outcome == "not_applicable"
    assert judge(answer, expected_challenge="c7").check("presenter").outcome == "undetermined"
    with pytest.raises(openler.LerError):
        openler.accept(report, openler.EveryCheckHolds())


def test_an_inline_context_is_taken_only_where_that_is_said() -> None:
    """With it a warning stands at its place; without it the record is refused by every door of the library."""
    own = record(**{"@context": [V2, INLINE], "type": ["VerifiableCredential", "Trial"]})
    report = judge(own, allow_inline_contexts=True)
    assert report.verified
    assert [problem.pointer for problem in report.check("model").problems] == ["/@context/1"]
    assert report.check("model").problems[0].severity == "warning"
    assert not judge(own).verified
    claims = {name: value for name, value in own.items() if name != "proof"}
    with pytest.raises(openler.LerError, match="context of its own"):
        openler.issue(claims, signer=SCHOOL, verification_method=method_of(SCHOOL), at=AT)
    inside = judge(shown(BARE | {"verifiableCredential": own}), allow_inline_contexts=True)
    assert inside.verified
    # Told once, with the record that brings it.
    assert not inside.check("model").problems
    assert inside.check("members").members[0].check("model").problems


@pytest.mark.parametrize(
    ("presentation", "error"),
    [
        ({}, NotPresentable),
        (BARE | {"proof": {}}, NotPresentable),
        ({"@context": [V2], "type": ["VerifiableCredential"]}, NotPresentable),
        (BARE | {"holder": did_key_of(SCHOOL)}, WrongHolder),
        (BARE | {"verifiableCredential": [{}] * 501}, NotPresentable),
        (BARE | {"@context": [V2, INLINE]}, openler.LerError),
    ],
)
def test_what_is_no_presentation_of_the_holder_is_not_signed(presentation: Any, error: type[Exception]) -> None:
    """Nothing comes out."""
    with pytest.raises(error):
        shown(presentation, cryptosuite="eddsa-rdfc-2022")
    assert shown(BARE)["holder"] == did_key_of(HOLDER)
    assert shown(BARE | {"@context": [V2, INLINE]}, cryptosuite="eddsa-rdfc-2022", allow_inline_contexts=True)["proof"]
