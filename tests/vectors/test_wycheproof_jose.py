"""Wycheproof JWS and JWK: what is offered has the published verdict, what is not offered is refused cleanly (T15)."""

import json
from pathlib import Path
from typing import Any

import pytest

from openler.credentials.keys import BadKey, KeyNotOffered, parse_jwk
from openler.credentials.proofs import (
    AlgorithmNotOffered,
    BadProof,
    Unsigned,
    parse_compact_jws,
    verify_compact_jws,
)
from openler.foundation.errors import LerError
from vectors.table import record

FOLDER = Path(__file__).parent / "wycheproof"
FILES = ["json_web_signature_test.json", "json_web_key_test.json", "json_web_crypto_test.json"]
# Published as valid and refused here, with the reason; nothing else may be.
NOT_OFFERED = {
    "HS256": "a shared secret cannot show who issued a record",
    "HS384": "a shared secret cannot show who issued a record",
    "HS512": "a shared secret cannot show who issued a record",
    "RS384": "Open Badges 3.0 asks for RS256",
    "RS512": "Open Badges 3.0 asks for RS256",
    "PS256": "Open Badges 3.0 asks for RS256",
    "PS384": "Open Badges 3.0 asks for RS256",
    "PS512": "Open Badges 3.0 asks for RS256",
    "ES512": "keys on P-521 are not offered",
}
# json_web_crypto_test.json also holds JWE, and nothing here decrypts; json_web_encryption_test.json holds nothing else.
ENCRYPTED = "jwe"
NO_DECRYPTION = "nothing is decrypted here: records are signed, not encrypted"


def encrypted_cases(name: str) -> int:
    """Count the cases that are left out because they are encrypted."""
    groups = json.loads((FOLDER / name).read_text())["testGroups"]
    return sum(ENCRYPTED in case for group in groups for case in group["tests"])


def cases_of(name: str) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """Give each signed case with its group."""
    groups = json.loads((FOLDER / name).read_text())["testGroups"]
    return [(group, case) for group in groups for case in group["tests"] if ENCRYPTED not in case]


def key_object(group: dict[str, Any]) -> Any:
    """Give the key that a verifier has: the public one, or the shared secret."""
    found = group.get("public") or group["private"]
    keys = found.get("keys", [found])
    # A verifier here is given one key by its name; sets in which a name is not unique have none.
    return keys[0] if len(keys) == 1 else {"kty": "oct", "keys": keys}


def verdict(group: dict[str, Any], case: dict[str, Any]) -> str:
    """Say "valid", "invalid" or the reason why it is not decided."""
    try:
        key = parse_jwk(key_object(group))
        verify_compact_jws(parse_compact_jws(case["jws"]), key)
    except (KeyNotOffered, AlgorithmNotOffered):
        return "not offered"
    except BadKey as error:
        return "not offered" if "shared secret" in error.message else "invalid"
    except Unsigned as error:
        return "not offered" if "shared secret" in error.message else "invalid"
    except LerError:
        return "invalid"
    return "valid"


def algorithm_of(group: dict[str, Any], case: dict[str, Any]) -> str:
    """Read the algorithm from the header, or from the key where lenient decoding would be needed (tcId 372, 373)."""
    try:
        return parse_compact_jws(case["jws"]).algorithm
    except BadProof:
        return str(group["private"]["alg"])


@pytest.mark.parametrize("name", FILES)
def test_each_token_has_the_published_verdict(name: str) -> None:
    """No invalid token is accepted, and a valid one is refused only for an algorithm that is listed with its reason."""
    cases, wrong, excluded = cases_of(name), [], {}
    for group, case in cases:
        answer = verdict(group, case)
        if case["result"] == "invalid" or answer == "valid":
            wrong += [case] if answer == "valid" and case["result"] == "invalid" else []
        elif answer == "not offered" and algorithm_of(group, case) in NOT_OFFERED:
            excluded[f"tcId {case['tcId']}"] = NOT_OFFERED[algorithm_of(group, case)]
        else:
            wrong.append(case)
    if encrypted_cases(name):
        excluded[f"{encrypted_cases(name)} JWE cases"] = NO_DECRYPTION
    tried = len(cases) - sum(case.startswith("tcId") for case in excluded)
    record(f"Wycheproof {name}", tried, tried - len(wrong), excluded)
    assert tried > 0
    assert wrong == []


def test_files_that_are_only_encrypted_are_left_out_by_name() -> None:
    """They are not in the folder, and the table says why."""
    left_out = {"json_web_encryption_test.json (139 cases)": NO_DECRYPTION}
    assert not [name for name in left_out if (FOLDER / name.partition(" ")[0]).exists()]
    record("Wycheproof json_web_encryption_test.json", 0, 0, left_out)


def test_every_algorithm_in_the_list_is_met() -> None:
    """The list of what is not offered holds no algorithm that no vector needs."""
    refused = {
        algorithm_of(group, case)
        for name in FILES
        for group, case in cases_of(name)
        if case["result"] == "valid" and verdict(group, case) == "not offered"
    }
    assert refused == {"HS256", "HS384", "HS512", "RS384", "RS512", "PS256", "PS384", "PS512", "ES512"}
    assert refused == set(NOT_OFFERED)
