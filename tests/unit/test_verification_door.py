"""The door: every answer is the AND of its checks, in one order, and nothing undetermined ever counts as passed."""

import copy
import itertools
import json
from datetime import UTC, datetime
from typing import Any

import pytest

import openler
from openler.credentials.verification import CHECK_IDS, Check, EveryCheckHolds, VerificationReport, accept
from openler.credentials.verification.lights import lights
from openler.credentials.verification.sentences import sentence
from openler.foundation.errors import NotAccepted

AT = datetime(2026, 11, 25, 12, tzinfo=UTC)
KEY = openler.KeyFile.of(openler.SoftwareSigner.generate("Ed25519"))
OB = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
V2 = "https://www.w3.org/ns/credentials/v2"


def claims(**more: Any) -> dict[str, Any]:
    """Make the claims of a good badge; members given replace its own, None takes one away."""
    document: dict[str, Any] = {
        "@context": [V2, OB],
        "id": "urn:uuid:5f1c0a52-0d5b-4a6e-9d53-7c5f8f1a2b30",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "issuer": {"id": KEY.controller, "type": ["Profile"], "name": "Fictional College"},
        "validFrom": "2026-05-04T09:00:00Z",
        "credentialSubject": {
            "id": "urn:uuid:0b2f0a9e-3a3c-4d0b-8e36-1f4b9a6c7d21",
            "type": ["AchievementSubject"],
            "achievement": {
                "id": "urn:uuid:9a1f6b1e-42a7-4f5c-a6a3-2a4d6a0f9c11",
                "type": ["Achievement"],
                "name": "Knots",
                "description": "Ties six knots.",
                "criteria": {"narrative": "Tie each twice."},
            },
        },
    }
    document.update(more)
    return {name: value for name, value in document.items() if value is not None}


def signed(**more: Any) -> dict[str, Any]:
    """Sign such claims."""
    return openler.issue(claims(**more), signer=KEY.signer, verification_method=KEY.id, at=AT)


def outcomes(report: VerificationReport) -> dict[str, str]:
    """Give the outcome of each check."""
    return {check.id: check.outcome for check in report.checks}


def test_a_good_record_passes_every_check_in_the_fixed_order() -> None:
    """Ten checks, each once, in the order that every report has."""
    report = openler.verify(signed(), at=AT)
    assert tuple(check.id for check in report.checks) == CHECK_IDS
    assert report.verified and report.outcome == "passed"
    assert accept(report, EveryCheckHolds()).issuer_id == KEY.controller


def test_a_report_is_not_a_truth_value() -> None:
    """`if report:` would take a forged record for a good one."""
    report = openler.verify(signed(), at=AT)
    with pytest.raises(TypeError, match="not true or false"):
        bool(report)


@pytest.mark.parametrize(
    "path", [("name",), ("validFrom",), ("issuer", "name"), ("credentialSubject", "achievement", "name")]
)
def test_one_changed_word_fails_the_proof_and_leaves_the_rest_undetermined(path: tuple[str, ...]) -> None:
    """What a changed record says cannot be relied on, not even its dates."""
    record = copy.deepcopy(signed(name="Knots"))
    inner = record
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = "2026-05-04T09:00:01Z" if path[-1] == "validFrom" else "Changed"
    found = outcomes(openler.verify(record, at=AT))
    assert found["proof"] == "failed"
    assert {found[id] for id in CHECK_IDS[3:]} <= {"undetermined", "not_applicable"}


@pytest.mark.parametrize(
    ("member", "value", "check", "outcome", "words"),
    [
        ("validUntil", "2026-06-01T00:00:00Z", "validity_period", "failed", "expired"),
        ("validFrom", "2027-01-01T00:00:00Z", "validity_period", "failed", "not before"),
        (
            "credentialStatus",
            {
                "type": "BitstringStatusListEntry",
                "statusPurpose": "revocation",
                "statusListIndex": "7",
                "statusListCredential": "https://status.example/1",
            },
            "status",
            "undetermined",
            "fetched",
        ),
        (
            "credentialSchema",
            {"type": "JsonSchema", "id": "https://schemas.example/s.json"},
            "schema",
            "undetermined",
            "not at hand",
        ),
    ],
)
def test_each_fault_is_told_by_its_own_check(member: str, value: Any, check: str, outcome: str, words: str) -> None:
    """The proof stays good, the check that is concerned says why."""
    record = openler.issue(
        claims(**{member: value}), signer=KEY.signer, verification_method=KEY.id, at=AT, cryptosuite="eddsa-jcs-2022"
    )
    report = openler.verify(record, at=AT)
    assert outcomes(report)["proof"] == "passed"
    assert report.check(check).outcome == outcome
    assert words.split()[-1] in " ".join(problem.detail for problem in report.check(check).problems)
    assert not report.verified


def test_verified_is_the_and_of_all_checks_and_undetermined_never_counts_as_passed() -> None:
    """T3's matrix on one record: every pair of outcomes on two checks, and acceptance follows."""
    good = openler.verify(signed(), at=AT)
    for first, second in itertools.product(("passed", "failed", "undetermined", "not_applicable"), repeat=2):
        checks = [Check("proof", first, ""), Check("status", second, "")]
        verified = {first, second} <= {"passed", "not_applicable"}
        report = VerificationReport(
            verified=verified,
            verified_document=good.verified_document if first == "passed" else None,
            media_type="application/vc",
            at=AT,
            checks=tuple(checks),
            signatory=good.signatory,
        )
        if verified and first == "passed":
            assert accept(report, EveryCheckHolds()).document == good.verified_document
        else:
            with pytest.raises(NotAccepted):
                accept(report, EveryCheckHolds())


def test_a_strangers_key_is_told_apart_from_a_broken_seal() -> None:
    """The proof holds, the key is not the issuer's, and the record is rejected."""
    stranger = openler.KeyFile.of(openler.SoftwareSigner.generate("Ed25519"))
    record = signed()
    del record["proof"]
    from openler.credentials.contexts import ContextSet
    from openler.credentials.proofs import create_proof

    forged = create_proof(
        record,
        signer=stranger.signer,
        verification_method=stranger.id,
        cryptosuite="eddsa-rdfc-2022",
        created=AT,
        contexts=ContextSet(),
    )
    found = outcomes(openler.verify(forged, at=AT))
    assert (found["proof"], found["issuer_controls_key"]) == ("passed", "failed")


def test_a_list_of_records_is_judged_record_by_record() -> None:
    """The second record of a bundle never passes unseen."""
    bad = signed()
    bad["name"] = "Added later"
    report = openler.verify(json.dumps([signed(), bad]).encode(), at=AT)
    assert report.kind == "bundle" and report.outcome == "failed"
    assert [member.outcome for member in report.check("members").members] == ["passed", "failed"]
    assert "At least one of the 2" in sentence(report)


def test_a_presentation_that_nobody_signed_lets_its_records_speak() -> None:
    """A bundle without a proof of its own is as good as what is in it."""
    presentation = {"@context": [V2], "type": ["VerifiablePresentation"], "verifiableCredential": [signed()]}
    report = openler.verify(presentation, at=AT)
    assert report.outcome == "passed"
    assert outcomes(report)["proof"] == "not_applicable"
    assert outcomes(report)["members"] == "passed"


def test_records_nested_without_end_are_not_followed() -> None:
    """Depth is limited, and what was not judged is undetermined."""
    inner: dict[str, Any] = signed()
    for _ in range(12):
        inner = {"@context": [V2], "type": ["VerifiablePresentation"], "verifiableCredential": [inner]}
    assert openler.verify(inner, at=AT).outcome == "undetermined"


@pytest.mark.parametrize(
    "data", [b"", b"{}", b"[]", b"null", b"eyJ", b"\x89PNG\r\n\x1a\n", b"%PDF-1.4", b"<svg/>", b"\x1f\x8b", "💥", {}]
)
def test_nothing_that_is_given_makes_the_door_raise(data: bytes | str | dict[str, Any]) -> None:
    """A bad record is an answer, with a sentence and four lights."""
    report = openler.verify(data, at=AT)
    assert report.outcome != "passed"
    assert sentence(report)
    assert len(lights(report)) == 4
    json.dumps(report.to_json())


def test_a_time_without_zone_is_a_fault_of_the_program() -> None:
    """The caller is told at once."""
    with pytest.raises(ValueError, match="zone"):
        openler.verify(signed(), at=datetime(2026, 1, 1))


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"validFrom": "2026-05-04"}, "validFrom"),
        ({"gradeBand": "A"}, "gradeBand"),
        ({"id": "student-1"}, "/id"),
        ({"credentialSubject": {}}, "credentialSubject"),
        ({"issuer": "did:key:z6MkikSjTgjxwojwAmrPtQhfTr7s4TwoeMqyzY4xnRoBTA8a"}, "belongs to"),
        ({"proof": {"type": "DataIntegrityProof"}}, "proof already"),
        ({"name": "x", "@context": [V2, {"@vocab": "https://x.example/"}, OB]}, "context"),
    ],
)
def test_what_a_verifier_would_refuse_is_not_signed(more: dict[str, Any], words: str) -> None:
    """Nothing is signed, and the place is named."""
    with pytest.raises(openler.LerError, match=words):
        signed(**more)


def test_claims_without_an_issuer_get_the_owner_of_the_key() -> None:
    """As the VC API does; an issuer object without id keeps its other members."""
    assert signed(issuer=None)["issuer"] == KEY.controller
    assert signed(issuer={"type": ["Profile"], "name": "N"})["issuer"] == {
        "id": KEY.controller,
        "type": ["Profile"],
        "name": "N",
    }


def test_the_end_of_a_proof_is_told_by_the_dates_and_by_the_proof_where_only_that_is_asked() -> None:
    """An end in the proof is no broken seal; asked about the proof alone, it is the proof's."""
    from openler.credentials.contexts import ContextSet
    from openler.credentials.proofs import SUITES
    from openler.credentials.proofs.pipeline import hash_data
    from openler.foundation.encodings import encode_multibase

    document = claims()
    proof = {
        "@context": document["@context"],
        "type": "DataIntegrityProof",
        "cryptosuite": "eddsa-jcs-2022",
        "created": "2026-05-04T09:00:00Z",
        "expires": "2026-06-01T00:00:00Z",
        "verificationMethod": KEY.id,
        "proofPurpose": "assertionMethod",
    }
    suite = SUITES[("DataIntegrityProof", "eddsa-jcs-2022")]
    _, data = hash_data(suite, document, proof, hash_name="sha256", contexts=ContextSet())
    proof["proofValue"] = encode_multibase(KEY.signer.sign(data.signed))
    record = {**document, "proof": proof}
    found = outcomes(openler.verify(record, at=AT))
    assert (found["proof"], found["validity_period"]) == ("passed", "failed")
    assert outcomes(openler.verify(record, at=AT, proof_only=True))["proof"] == "failed"
    assert openler.verify(record, at=datetime(2026, 5, 5, tzinfo=UTC)).accept(EveryCheckHolds())


def test_a_signed_open_badge_2_is_named_and_never_passes() -> None:
    """The older kind of token is told apart from a record whose seal is checked."""
    from openler.foundation.encodings import encode_base64url

    payload = {"@context": "https://w3id.org/openbadges/v2", "type": "Assertion", "verification": {"type": "signed"}}
    parts = [encode_base64url(json.dumps(part).encode()) for part in ({"alg": "RS256"}, payload)]
    report = openler.verify(".".join([*parts, encode_base64url(b"s" * 256)]), at=AT)
    assert report.kind == "openbadges2" and report.outcome == "undetermined"
    assert "Open Badges 2.0" in sentence(report)


def test_a_record_may_go_further_than_the_published_schema_where_the_data_model_allows_it() -> None:
    """Two status entries and a name with its language: each is noted, and neither counts against the record."""
    entry = {
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": "7",
        "statusListCredential": "https://status.example/1",
    }
    record = signed(
        name={"@value": "Nudos", "@language": "es"}, credentialStatus=[entry, {**entry, "statusPurpose": "suspension"}]
    )
    check = openler.verify(record, at=AT).check("schema")
    assert check.outcome == "passed"
    assert {problem.code for problem in check.problems} == {"several_status_entries", "text_with_language"}
