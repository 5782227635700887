"""ecdsa-sd-2023 with Digital Bazaar's library: what each signs, each derives, and each accepts what the other derived."""

import copy
import csv
import json
from datetime import UTC, datetime
from typing import Any

import pytest

import openler
from interop.libraries import HERE, Libraries
from interop.test_digital_bazaar import BADGE, CLAIMS, FEATURES, FEATURES_CONTEXT
from openler.testing.chance import Draws
from openler.testing.signing import fixed_signer, key_file_of, method_of

pytestmark = pytest.mark.slow

AT = datetime(2026, 5, 4, 9, 30, tzinfo=UTC)
SIGNER = fixed_signer(1, "P-256")
ROWS = list(csv.DictReader((HERE / "defects.csv").open(encoding="utf-8")))
# What the other maker's library cannot do, each with the reason.
DEFECTS = {row["defect"]: row["reason"] for row in ROWS if row["standard"].startswith("vc-di-ecdsa")}
SYNTAX = "Invalid JSON-LD syntax"
MANDATORY = [
    "/issuer",
    "/validFrom",
    *(f"/credentialSubject/achievement/{n}" for n in ("name", "description", "criteria")),
]
CHOICES = {
    "a name": ["/name"],
    "an object": ["/credentialSubject/result/1"],
    "an item of an array": ["/credentialSubject/achievement/tag/1", "/credentialSubject/achievement/tag/0"],
    "everything": ["/name", "/credentialSubject"],
}
Document = dict[str, Any]


def claims() -> Document:
    """Make a badge whose objects have no identifiers, and which has no list that keeps its order."""
    made = copy.deepcopy(BADGE)
    made["credentialSubject"]["result"] = [{"type": ["Result"], "value": "A"}, {"type": ["Result"], "value": "C"}]
    made["credentialSubject"]["achievement"]["tag"] = ["rope", "harbour"]
    return made


def sign(document: Document) -> Document:
    """Sign here."""
    return openler.issue(
        document,
        signer=SIGNER,
        verification_method=method_of(SIGNER),
        at=AT,
        cryptosuite="ecdsa-sd-2023",
        chance=Draws(1),
    )


@pytest.fixture(scope="module")
def libraries(tmp_path_factory: pytest.TempPathFactory) -> Libraries:
    """Install their libraries once."""
    return Libraries.install(tmp_path_factory.mktemp("libraries"), contexts={FEATURES: FEATURES_CONTEXT})


def their_key() -> Document:
    """Give our trial key as a file that their library reads."""
    loaded: Document = json.loads(key_file_of(SIGNER))
    return loaded


def verified(record: Document) -> bool:
    """Judge a record here, by every check."""
    return openler.verify(record, at=AT).verified


def test_what_is_signed_here_is_derived_there_and_verifies_on_both_sides(libraries: Libraries) -> None:
    """Their check for holders accepts what the issuer gives; each of their parts is accepted here, and there."""
    record = sign(claims())
    (confirmed,) = libraries.selective({"task": "confirm", "record": record})
    assert confirmed == {"verified": True, "reasons": []}
    parts = libraries.selective(*({"task": "derive", "record": record, "selective": one} for one in CHOICES.values()))
    assert [verified(part["record"]) for part in parts] == [True] * len(CHOICES)
    answers = libraries.selective(*({"task": "check", "record": part["record"]} for part in parts))
    assert [answer["verified"] for answer in answers] == [True] * len(CHOICES)


def test_what_is_signed_there_is_derived_here_and_verifies_on_both_sides(libraries: Libraries) -> None:
    """With the same pointers the same part is shown, whoever derives it; and a forgery is refused there too."""
    task = {"task": "sign", "key": their_key(), "claims": claims(), "mandatory": MANDATORY}
    (signed,) = libraries.selective(task)
    ours = [openler.derive(signed["record"], selective=one) for one in CHOICES.values()]
    theirs = libraries.selective(
        *({"task": "derive", "record": signed["record"], "selective": one} for one in CHOICES.values())
    )
    for mine, other in zip(ours, theirs, strict=True):
        assert mine == other["record"]
        assert verified(mine)
    forged = copy.deepcopy(ours)
    forged[0]["name"] = "Knots, Level 9"
    forged[1]["credentialSubject"]["result"][0]["value"] = "A"
    forged[2]["credentialSubject"]["achievement"]["tag"].reverse()
    del forged[3]["credentialSubject"]["achievement"]["criteria"]
    answers = libraries.selective(*({"task": "check", "record": record} for record in [*ours, *forged]))
    # The third is no forgery: these values have no order.
    assert [answer["verified"] for answer in answers] == [True] * 4 + [False, False, True, False]
    assert [verified(record) for record in forged] == [False, False, True, False]


def test_what_only_its_holder_keeps_is_refused_on_both_sides(libraries: Libraries) -> None:
    """A verifier takes derived proofs alone."""
    record = sign(claims())
    (answer,) = libraries.selective({"task": "check", "record": record})
    assert not answer["verified"] and not verified(record)


def test_their_library_stops_at_lists_that_keep_their_order_and_ours_does_not(libraries: Libraries) -> None:
    """Named in the table, and still there; what is derived here is accepted there all the same."""
    assert list(DEFECTS) == ["sd-lists"]
    badge = CLAIMS["lists"]
    record = sign(badge)
    shown = openler.derive(record, selective=["/credentialSubject"])
    assert verified(shown)
    described = shown["credentialSubject"]["achievement"]["resultDescription"]
    assert described[0]["allowedValue"] == ["C", "A", "B", "A"]
    sign_there, derive_there, confirm_there, check_there = libraries.selective(
        {"task": "sign", "key": their_key(), "claims": badge, "mandatory": MANDATORY},
        {"task": "derive", "record": record, "selective": ["/name"]},
        {"task": "confirm", "record": record},
        {"task": "check", "record": shown},
    )
    assert SYNTAX in sign_there["error"] and SYNTAX in derive_there["error"], DEFECTS["sd-lists"]
    assert not confirm_there["verified"]
    assert check_there == {"verified": True, "reasons": []}
