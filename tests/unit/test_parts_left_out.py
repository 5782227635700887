"""Is a reader told that a holder may have left parts of a record out? Wherever that can be, and nowhere else."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

import openler
from openler.cli import main
from openler.credentials.proofs.sd_jwt.disclosures import digest_of
from openler.credentials.verification.lights import PART_INTACT, lights
from openler.foundation.encodings import encode_base64url
from openler.testing.chance import Draws
from openler.testing.hostile.specimens import plain_claims
from openler.testing.signing import did_key_of, fixed_signer, make_token, method_of

AT = datetime(2026, 11, 25, 12, tzinfo=UTC)
ISSUER, HOLDER = fixed_signer(1, "P-256"), fixed_signer(2)
MANDATORY = ["/issuer", "/validFrom", "/validUntil"]
PLAIN = {"vct": "urn:x:badge", "given_name": "A", "grades": [1, 2]}
HEADER = {"alg": "ES256", "kid": method_of(ISSUER), "typ": "dc+sd-jwt"}
CODE = "parts_left_out"


def derived(*places: str) -> dict[str, Any]:
    """Show a part of a badge."""
    named = {"signer": ISSUER, "verification_method": method_of(ISSUER), "at": AT}
    suite: dict[str, Any] = {"cryptosuite": "ecdsa-sd-2023", "mandatory": MANDATORY, "chance": Draws(1)}
    whole = openler.issue(plain_claims(did_key_of(ISSUER)), **named, **suite)
    return openler.derive(whole, selective=places)


def with_disclosures(claims: dict[str, Any], places: list[str], shown: list[str] | None = None, **more: Any) -> str:
    """Issue a token with disclosures, and show some of them; all if None."""
    named: dict[str, Any] = {"signer": ISSUER, "verification_method": method_of(ISSUER), "at": AT}
    token = openler.issue_sd_jwt(claims, **named, chance=Draws(2), disclosable=places, **more)
    return openler.present_sd_jwt(token, disclose=shown)


def notes(report: openler.VerificationReport) -> list[Any]:
    """Give every note about parts, with its check."""
    return [(check, problem) for check, problem in report.problems() if problem.code == CODE]


EVERYTHING = [f"/{name}" for name in plain_claims("x") if name not in ("@context", "issuer")]
BADGE = plain_claims(did_key_of(ISSUER))
PARTIAL: dict[str, Any] = {
    "a part of a badge": lambda: derived("/name"),
    "a part that leaves nothing out": lambda: derived(*EVERYTHING),
    "claims not all disclosed": lambda: with_disclosures(PLAIN, ["/given_name", "/grades/0"], ["/given_name"]),
    "an array's element not disclosed": lambda: with_disclosures(PLAIN, ["/grades/0"], []),
    "nothing disclosed": lambda: with_disclosures(PLAIN, ["/given_name"], []),
    "what is hidden inside a disclosure": lambda: with_disclosures(
        {**PLAIN, "at": {"street": "S"}}, ["/at", "/at/street"], ["/at"]
    ),
    "all disclosed, and decoys": lambda: with_disclosures(PLAIN, ["/given_name"], None, decoys=1),
    "a badge in a token": lambda: with_disclosures(BADGE, ["/name", "/issuer/name"], ["/name"], vct="urn:x:badge"),
}
WHOLE: dict[str, Any] = {
    "claims all disclosed": lambda: with_disclosures(PLAIN, ["/given_name", "/grades/0"]),
    "nothing to disclose": lambda: with_disclosures(PLAIN, []),
    "a badge in a token, all disclosed": lambda: with_disclosures(BADGE, ["/name"], vct="urn:x:badge"),
    "a badge": lambda: openler.issue(BADGE, signer=ISSUER, verification_method=method_of(ISSUER), at=AT),
    "an empty list of digests": lambda: (
        make_token(HEADER, {"iss": did_key_of(ISSUER), **PLAIN, "_sd": []}, ISSUER) + "~"
    ),
}


@pytest.mark.parametrize("case", PARTIAL)
def test_a_record_that_may_be_a_part_says_so_and_passes(case: str) -> None:
    """In the check of the proof, in the sentence and in the light, and as nothing that speaks against the record."""
    report = openler.verify(PARTIAL[case](), at=AT)
    [(check, problem)] = notes(report)
    assert report.verified and report.outcome == "passed"
    assert (check.id, check.outcome, problem.severity, problem.mender) == ("proof", "passed", "warning", "holder")
    assert "Nothing that is shown here was changed" in problem.detail
    said = report.to_json()["sentence"]
    assert said.startswith("This record is valid") and "The holder may have left out parts" in said
    light = lights(report)[0]
    assert (light.outcome, light.reason) == ("passed", PART_INTACT)
    assert openler.accept(report, openler.EveryCheckHolds()).document == report.verified_document


@pytest.mark.parametrize("case", WHOLE)
def test_a_record_that_is_shown_whole_says_nothing_of_it(case: str) -> None:
    """A note beside every record would be read by nobody."""
    report = openler.verify(WHOLE[case](), at=AT)
    assert report.verified and notes(report) == []
    assert "left out" not in json.dumps(report.to_json()) + lights(report)[0].reason


def test_a_digest_inside_a_disclosure_counts_only_where_the_disclosure_is_shown() -> None:
    """What a disclosure hides in turn is known only to whom it is shown."""
    inner = encode_base64url(json.dumps(["s1", "street", "S"]).encode())
    outer = encode_base64url(json.dumps(["s2", "at", {"_sd": [digest_of(inner, "sha-256")]}]).encode())
    payload = {"iss": did_key_of(ISSUER), "vct": "urn:x:badge", "_sd": [digest_of(outer, "sha-256")]}
    token = make_token(HEADER, payload, ISSUER)
    for shown, count in (([outer, inner], 0), ([outer], 1), ([], 1)):
        assert len(notes(openler.verify("~".join([token, *shown, ""]), at=AT))) == count


def test_a_part_that_was_changed_is_refused_and_no_longer_called_a_part() -> None:
    """The note says that nothing was changed, so that it never stands beside a proof that does not hold."""
    for forged in ({**derived("/name"), "name": "Surgeon"}, PARTIAL["nothing disclosed"]()[:-9] + "AAAAAAAA~"):
        report = openler.verify(forged, at=AT)
        assert report.outcome == "failed" and notes(report) == []


def test_a_part_inside_a_presentation_is_told_of_itself() -> None:
    """The presentation is whole; the record in it may not be."""
    shown = {**derived("/name", "/credentialSubject/id")}
    presented = openler.present(
        [shown],
        signer=HOLDER,
        verification_method=method_of(HOLDER),
        at=AT,
        challenge="c",
        domain="https://work.example",
    )
    report = openler.verify(presented, at=AT, expected_challenge="c", expected_domain="https://work.example")
    [member] = report.check("members").members
    assert report.verified and notes(report) == [] and len(notes(member)) == 1
    assert "The holder may have left out parts" in member.to_json()["sentence"]


def test_proof_alone_tells_of_parts_too() -> None:
    """Whoever asks for the proof only learns what it covers."""
    report = openler.verify(derived("/name"), at=AT, proof_only=True)
    assert len(notes(report)) == 1 and report.check("proof").outcome == "passed"


def test_the_terminal_says_it_in_words_and_as_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A note beside the proof, and exit 0 as for every record that holds."""
    file = tmp_path / "shown.json"
    file.write_text(json.dumps(derived("/name")), "utf-8")
    asked = ["credential", "verify", "--at", "2026-11-25T12:00:00Z", str(file)]
    assert main(asked) == 0
    told = capsys.readouterr().out
    assert "note: Nothing that is shown here was changed since it was signed." in told
    assert "The holder may have left out parts that were signed too." in told
    assert main([*asked, "--json"]) == 0
    told = capsys.readouterr().out
    assert f'"code": "{CODE}"' in told or f'"code":"{CODE}"' in told
    assert "urn:openler:problem:parts_left_out" in told
