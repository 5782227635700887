"""T3: a verdict that forgets the presentation takes stolen records for shown ones (CVE-2024-21669).

Every combination of a record that is good or bad, a presentation that is good or bad, a status and a time is tried:
verified is the AND of them all, and what could not be decided never counts as passed.
"""

import copy
import itertools
import json
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import openler
from openler.foundation.documents import GivenDocuments
from openler.foundation.encodings import encode_base64url
from openler.testing.signing import did_key_of, fixed_signer, method_of

AT = datetime(2026, 11, 25, 12, tzinfo=UTC)
ISSUER, HOLDER, THIEF = fixed_signer(1), fixed_signer(2), fixed_signer(3)
V2 = "https://www.w3.org/ns/credentials/v2"
LIST = "https://status.example/1"
CHALLENGE, DOMAIN = "5b6e0c", "https://home.example"

RECORDS = ("good", "altered", "stranger's key")
PRESENTATIONS = (
    "good",
    "altered",
    "other challenge",
    "other domain",
    "no challenge",
    "old",
    "thief",
    "unsigned",
    "none",
)
STATUSES = ("clear", "revoked", "unreachable")
TIMES = ("now", "expired", "not yet")


def _bits(revoked: bool) -> str:
    import gzip

    # One bit a record, the list as long as the standard asks (131,072 bits); index 0 is ours.
    data = bytes([0x80 if revoked else 0]) + bytes(16383)
    return "u" + encode_base64url(gzip.compress(data, mtime=0))


@cache
def _status_list(revoked: bool) -> bytes:
    claims = {
        "@context": [V2],
        "id": LIST,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "credentialSubject": {
            "id": f"{LIST}#list",
            "type": "BitstringStatusList",
            "statusPurpose": "revocation",
            "encodedList": _bits(revoked),
        },
    }
    return json.dumps(openler.issue(claims, signer=ISSUER, verification_method=method_of(ISSUER), at=AT)).encode()


@cache
def _record(kind: str, time: str) -> dict[str, Any]:
    dates = {
        "now": {},
        "expired": {"validUntil": "2026-11-24T00:00:00Z"},
        "not yet": {"validFrom": "2026-11-26T00:00:00Z"},
    }
    claims = {
        "@context": [V2],
        "id": "urn:uuid:5f1c0a52-0d5b-4a6e-9d53-7c5f8f1a2b30",
        "type": ["VerifiableCredential"],
        "credentialSubject": {"id": did_key_of(HOLDER)},
        "credentialStatus": {
            "type": "BitstringStatusListEntry",
            "statusPurpose": "revocation",
            "statusListIndex": "0",
            "statusListCredential": LIST,
        },
        **dates[time],
    }
    record = openler.issue(claims, signer=ISSUER, verification_method=method_of(ISSUER), at=AT)
    if kind == "altered":
        record = {**record, "name": "Surgeon"}
    if kind == "stranger's key":
        unsigned = {name: value for name, value in record.items() if name != "proof"} | {"issuer": did_key_of(THIEF)}
        record = openler.issue(unsigned, signer=THIEF, verification_method=method_of(THIEF), at=AT)
        record["issuer"] = did_key_of(ISSUER)
    return record


def _present(kind: str, record: dict[str, Any]) -> dict[str, Any]:
    signer = THIEF if kind == "thief" else HOLDER
    asked = {"challenge": CHALLENGE, "domain": DOMAIN}
    if kind == "other challenge":
        asked["challenge"] = "another"
    if kind == "other domain":
        asked["domain"] = "https://elsewhere.example"
    if kind == "no challenge":
        del asked["challenge"]
    at = AT - timedelta(hours=1) if kind == "old" else AT
    shown = openler.present([record], signer=signer, verification_method=method_of(signer), at=at, **asked)
    if kind == "altered":
        shown = {**shown, "id": "urn:uuid:0b2f0a9e-3a3c-4d0b-8e36-1f4b9a6c7d21"}
    if kind == "unsigned":
        del shown["proof"]
    return shown


def _judge(record: str, presentation: str, status: str, time: str) -> openler.VerificationReport:
    signed = copy.deepcopy(_record(record, time))
    data = signed if presentation == "none" else _present(presentation, signed)
    found = {} if status == "unreachable" else {LIST: _status_list(status == "revoked")}
    return openler.verify(
        data, at=AT, documents=GivenDocuments(found), expected_challenge=CHALLENGE, expected_domain=DOMAIN
    )


@pytest.mark.parametrize("presentation", PRESENTATIONS)
def test_verified_is_the_and_of_record_presentation_status_and_time(presentation: str) -> None:
    """27 combinations for each kind of presentation; one alone is verified, and it is the one where all is good."""
    for record, status, time in itertools.product(RECORDS, STATUSES, TIMES):
        report = _judge(record, presentation, status, time)
        all_good = (record, presentation, status, time) == ("good", "good", "clear", "now")
        assert report.verified is all_good, (record, presentation, status, time)
        assert report.verified is all(check.outcome in ("passed", "not_applicable") for check in report.checks)
        if all_good:
            assert report.accept(openler.EveryCheckHolds()).issuer_id == did_key_of(HOLDER)
        else:
            with pytest.raises(openler.LerError):
                report.accept(openler.EveryCheckHolds())


@pytest.mark.parametrize(
    ("presentation", "check", "outcome"),
    [
        ("altered", "proof", "failed"),
        ("other challenge", "presenter", "failed"),
        ("other domain", "presenter", "failed"),
        ("no challenge", "presenter", "failed"),
        ("old", "presenter", "failed"),
        ("thief", "presenter", "undetermined"),
        ("unsigned", "presenter", "undetermined"),
        ("none", "presenter", "undetermined"),
    ],
)
def test_each_fault_of_a_presentation_is_told_by_its_own_check(presentation: str, check: str, outcome: str) -> None:
    """A good record in a bad presentation: the report says that it is the presentation, and not the record."""
    report = _judge("good", presentation, "clear", "now")
    assert report.check(check).outcome == outcome
    assert report.check("members").outcome in ("passed", "undetermined", "not_applicable")


@given(
    challenge=st.text(min_size=1, max_size=20).filter(lambda text: text.strip()),
    age_seconds=st.integers(min_value=-4000, max_value=4000),
)
def test_only_the_very_challenge_within_ten_minutes_passes(challenge: str, age_seconds: int) -> None:
    """Whatever was signed, and whenever: the presenter is proven for one text and one window only."""
    shown = openler.present(
        [_plain()],
        signer=HOLDER,
        verification_method=method_of(HOLDER),
        at=AT - timedelta(seconds=age_seconds),
        challenge=challenge,
    )
    fresh = -120 <= age_seconds <= 600
    assert openler.verify(shown, at=AT, expected_challenge=challenge).verified is fresh
    assert not openler.verify(shown, at=AT, expected_challenge=challenge + "x").verified


@cache
def _plain() -> dict[str, Any]:
    claims = {"@context": [V2], "type": ["VerifiableCredential"], "credentialSubject": {"id": did_key_of(HOLDER)}}
    return openler.issue(claims, signer=ISSUER, verification_method=method_of(ISSUER), at=AT)


def test_another_signer_beside_the_holder_proves_nothing() -> None:
    """A thief adds a fresh proof of their own to the holder's old presentation: the holder did not sign it now."""
    old = _present("old", _plain())
    added = openler.present(
        [_plain()], signer=THIEF, verification_method=method_of(THIEF), at=AT, challenge=CHALLENGE, domain=DOMAIN
    )
    both = {**old, "proof": [old["proof"], added["proof"]]}
    report = openler.verify(both, at=AT, expected_challenge=CHALLENGE, expected_domain=DOMAIN)
    assert not report.verified and report.outcome == "failed"
