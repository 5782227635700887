"""Identity hashes: a record is about somebody only if the hash of their identifier says so."""

import hashlib
import json
from pathlib import Path

import pytest

from openler.credentials.rules import match_identity

CASES = Path(__file__).parents[1] / "vectors" / "field-cases"


def test_the_example_of_the_specification_matches() -> None:
    """The vector of the Open Badges model: a@example.com with the salt Kosher."""
    digest = hashlib.sha256(b"a@example.comKosher").hexdigest()
    assert digest.startswith("b5809d8a") and digest.endswith("f399")
    identity = {"hashed": True, "identityHash": f"sha256${digest}", "salt": "Kosher"}
    assert match_identity(identity, "a@example.com").outcome == "match"


@pytest.mark.parametrize("case", ["identity-uppercase-hex", "identity-other-case"])
def test_the_field_cases_get_their_answer(case: str) -> None:
    """Capital hex digits are the same hash; another spelling of a mail address is another one, with advice."""
    entry = next(item for item in json.loads((CASES / "cases.json").read_text())["cases"] if item["id"] == case)
    badge = json.loads((CASES / entry["files"][0]).read_text("utf-8"))
    identifier = badge["credentialSubject"]["identifier"]
    identity = identifier[0] if isinstance(identifier, list) else identifier
    for candidate, expected in entry["candidates"]:
        answer = match_identity(identity, candidate)
        if expected is True:
            assert answer.outcome == "match"
        else:
            assert answer.outcome == "match" or "spelling" in answer.advice


@pytest.mark.parametrize("identity", [{}, {"identityHash": "sha3$00"}, {"identityHash": "nothing"}])
def test_an_unknown_form_of_hash_is_undetermined(identity: dict[str, object]) -> None:
    """Cannot tell is not no."""
    assert match_identity(identity, "a@example.com").outcome == "undetermined"


def test_a_guess_without_the_salt_does_not_match() -> None:
    """T39: the salt is part of the hash, so a guessed address alone proves nothing."""
    digest = hashlib.sha256(b"a@example.com").hexdigest()
    identity = {"hashed": True, "identityHash": f"sha256${digest}", "salt": "Kosher"}
    assert match_identity(identity, "a@example.com").outcome == "no_match"


def test_plain_identifiers_compare_as_written() -> None:
    """An identifier that is not hashed is compared letter by letter."""
    identity = {"hashed": False, "identityHash": "A-17"}
    assert match_identity(identity, "A-17").outcome == "match"
    assert match_identity(identity, "a-17").outcome == "no_match"


def test_half_a_character_matches_nothing() -> None:
    """What a terminal may hand over as text and no UTF-8 can hold: no match, and no exception."""
    assert match_identity({"hashed": False, "identityHash": "A-17"}, "A-17\udce9").outcome == "no_match"
    assert match_identity({"hashed": True, "identityHash": "sha256$00", "salt": "x"}, "\ud800").outcome == "no_match"
