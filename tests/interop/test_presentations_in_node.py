"""Presentations, records of version 1.1 and sets of proofs: signed here and judged there, signed there and judged here."""

import copy
import json
from datetime import UTC, datetime
from typing import Any

import pytest

import openler
from interop.libraries import Libraries
from interop.test_digital_bazaar import CLAIMS, SUITES
from openler.credentials.keys import KeyKind, SoftwareSigner
from openler.testing.signing import did_key_of, fixed_signer, key_file_of, method_of

# Slow: installs other software through npm, and starts Node for each step.
pytestmark = pytest.mark.slow

CHALLENGE, DOMAIN = "2b1f9a7c-challenge", "https://careers.example"
OTHERS = {"another challenge": ("another", DOMAIN), "another domain": (CHALLENGE, "https://else.example")}
V1, V2 = "https://www.w3.org/2018/credentials/v1", "https://www.w3.org/ns/credentials/v2"
DATA_INTEGRITY = "https://w3id.org/security/data-integrity/v2"
Document = dict[str, Any]


def now() -> datetime:
    """Give the time, as their libraries sign and judge by the clock."""
    return datetime.now(UTC).replace(microsecond=0)


def key_of(signer: SoftwareSigner) -> Document:
    """Give a signer's key file to their libraries."""
    key: Document = json.loads(key_file_of(signer))
    return key


def old_claims(subject: str, issuer: str) -> Document:
    """Claim something in version 1.1 of the data model."""
    return {
        "@context": [V1, DATA_INTEGRITY],
        "id": "urn:uuid:5f1c0a52-0d5b-4a6e-9d53-7c5f8f1a2b31",
        "type": ["VerifiableCredential"],
        "issuer": issuer,
        "issuanceDate": "2026-05-04T09:00:00Z",
        "credentialSubject": {"id": subject},
    }


def records_for(subject: str, issuer: SoftwareSigner) -> list[Document]:
    """Issue a badge with words in several scripts and a record of version 1.1 about somebody."""
    badge = copy.deepcopy(CLAIMS["languages"])
    badge["credentialSubject"]["id"] = subject
    claims = [badge, old_claims(subject, did_key_of(issuer))]
    return [openler.issue(one, signer=issuer, verification_method=method_of(issuer), at=now()) for one in claims]


@pytest.fixture(scope="module")
def libraries(tmp_path_factory: pytest.TempPathFactory) -> Libraries:
    """Install their libraries once."""
    return Libraries.install(tmp_path_factory.mktemp("libraries"), contexts={})


def forged(presentation: Document) -> Document:
    """Change a record inside."""
    changed = copy.deepcopy(presentation)
    changed["verifiableCredential"][0]["id"] = "urn:uuid:5f1c0a52-0d5b-4a6e-9d53-7c5f8f1a2b39"
    return changed


@pytest.mark.parametrize("suite", SUITES, ids=" ".join)
def test_what_is_presented_here_is_accepted_by_them_for_its_challenge_alone(
    suite: tuple[str, KeyKind], libraries: Libraries
) -> None:
    """With its challenge and domain; not with another of either, and not when a record inside was changed."""
    holder = fixed_signer(3, suite[1])
    made = openler.present(
        records_for(did_key_of(holder), fixed_signer(1)),
        signer=holder,
        verification_method=method_of(holder),
        at=now(),
        challenge=CHALLENGE,
        domain=DOMAIN,
        cryptosuite=suite[0],
    )
    asked = {"task": "judge", "challenge": CHALLENGE, "domain": DOMAIN}
    others = [{**asked, "presentation": made, "challenge": c, "domain": d} for c, d in OTHERS.values()]
    answers = libraries.present({**asked, "presentation": made}, *others, {**asked, "presentation": forged(made)})
    assert answers[0] == {"verified": True, "reasons": []}
    assert [answer["verified"] for answer in answers[1:]] == [False] * 3


@pytest.mark.parametrize("version", [1.0, 2.0])
@pytest.mark.parametrize("suite", SUITES, ids=" ".join)
def test_what_is_presented_by_them_is_accepted_here_for_its_challenge_alone(
    suite: tuple[str, KeyKind], version: float, libraries: Libraries
) -> None:
    """The same the other way round, in both versions of the data model; the older one cannot hold newer records."""
    holder = fixed_signer(3, suite[1])
    records = records_for(did_key_of(holder), fixed_signer(1))[0 if version == 2.0 else 1 :]
    task = {"task": "present", "suite": suite[0], "key": key_of(holder), "records": records, "version": version}
    (answer,) = libraries.present({**task, "challenge": CHALLENGE, "domain": DOMAIN})
    made = answer["presentation"]
    report = openler.verify(made, at=now(), expected_challenge=CHALLENGE, expected_domain=DOMAIN)
    assert report.verified, report
    for challenge, domain in OTHERS.values():
        assert not openler.verify(made, at=now(), expected_challenge=challenge, expected_domain=domain).verified
    assert not openler.verify(forged(made), at=now(), expected_challenge=CHALLENGE, expected_domain=DOMAIN).verified


@pytest.mark.parametrize("suite", SUITES, ids=" ".join)
def test_a_record_of_version_1_1_holds_on_both_sides(suite: tuple[str, KeyKind], libraries: Libraries) -> None:
    """Signed here and there with the same key; a changed date is refused on both sides."""
    issuer = fixed_signer(2, suite[1])
    claims = old_claims("urn:uuid:0b2f0a9e-3a3c-4d0b-8e36-1f4b9a6c7d21", did_key_of(issuer))
    here = openler.issue(claims, signer=issuer, verification_method=method_of(issuer), at=now(), cryptosuite=suite[0])
    (answer,) = libraries.present({"task": "issue", "suite": suite[0], "key": key_of(issuer), "claims": claims})
    there = answer["record"]
    changed = [{**record, "issuanceDate": "2025-05-04T09:00:00Z"} for record in (here, there)]
    tasks = [{"task": "check", "record": record} for record in (here, there, *changed)]
    assert [answer["verified"] for answer in libraries.present(*tasks)] == [True, True, False, False]
    assert [openler.verify(record, at=now()).verified for record in (here, there, *changed)] == [
        True,
        True,
        False,
        False,
    ]


def test_a_set_of_proofs_made_on_both_sides_holds_on_both(libraries: Libraries) -> None:
    """One key, four suites, two makers; each proof stands for itself, and one that fails, fails the record here."""
    issuer = fixed_signer(1)
    claims = copy.deepcopy(CLAIMS["lists"])
    claims["issuer"]["id"] = did_key_of(issuer)
    tasks = [
        {"task": "issue", "suite": suite, "key": key_of(issuer), "claims": claims}
        for suite in ("eddsa-rdfc-2022", "eddsa-jcs-2022")
    ]
    theirs = [answer["record"] for answer in libraries.present(*tasks)]
    ours = [
        openler.issue(
            claims, signer=issuer, verification_method=method_of(issuer), at=now(), cryptosuite=str(task["suite"])
        )
        for task in tasks
    ]
    assert all({**record, "proof": None} == {**ours[0], "proof": None} for record in theirs + ours)
    together = {**ours[0], "proof": [record["proof"] for record in (*ours, *theirs)]}
    (answer,) = libraries.present({"task": "check", "record": together})
    assert answer == {"verified": True, "reasons": []}
    assert openler.verify(together, at=now()).verified
    together["proof"][3] = {**together["proof"][3], "created": "2026-05-04T09:00:01Z"}
    assert not openler.verify(together, at=now()).verified
