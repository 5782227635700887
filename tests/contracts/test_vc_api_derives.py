"""Do holders get from the VC API the parts of a record that they ask for, and verifiers nothing that is none?"""

from typing import Any

import pytest

from web.vc_api import V2, VERSIONS, Door, Mutation, credential_2, drop, mutated, put

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("vc_api_open")]

SUBJECT = {
    "won": [
        {"type": "Regatta", "sail": [{"size": 5.5, "year": 2023}, {"size": 6.1, "year": 2024}]},
        {"type": "Regatta", "sail": [{"size": 7.8, "year": 2020}]},
    ],
    "name": "Mira",
}
WORDS = {
    "@protected": True,
    "Regatta": {
        "@id": "urn:example:Regatta",
        "@context": {
            "@protected": True,
            "id": "@id",
            "type": "@type",
            "sail": {
                "@id": "urn:example:sail",
                "@context": {"@protected": True, "size": "urn:example:size", "year": "urn:example:year"},
            },
        },
    },
    "won": {"@id": "urn:example:won", "@type": "@id"},
}


def regatta() -> dict[str, Any]:
    """Give a credential with lists in lists, shaped as those that the suite for disclosure is tried with."""
    return {"@context": [V2, WORDS], "type": ["VerifiableCredential"], "credentialSubject": SUBJECT}


@pytest.fixture
def door() -> Door:
    """Give the instance that discloses in parts."""
    return Door("ecdsa-sd-2023", "P-256")


@pytest.mark.parametrize(
    ("pointers", "shown"),
    [
        ([], None),
        (["/credentialSubject/name"], {"name": "Mira"}),
        (["/credentialSubject/won/0/sail/1"], {"won": [{"type": "Regatta", "sail": [{"size": 6.1, "year": 2024}]}]}),
        (["/credentialSubject/won/1"], {"won": [SUBJECT["won"][1]]}),
        (["/credentialSubject"], SUBJECT),
    ],
)
def test_a_part_is_shown_with_what_is_mandatory_and_nothing_else(door: Door, pointers: Any, shown: Any) -> None:
    """The issuer stays whatever is asked; the part holds by its own proof, and says no more than was asked."""
    base = door.issued(regatta(), mandatoryPointers=["/issuer"])
    status, part = door.derive(base, pointers)
    assert status == 201, part
    assert part["issuer"] == door.did
    assert part.get("credentialSubject") == shown
    assert part["proof"]["proofValue"][0] == "u"
    # Nothing was claimed about anybody where no part was chosen, so that is no record.
    assert door.verify(part)[0] == (200 if shown else 400)


def test_a_part_is_told_to_be_one_without_being_called_a_fault(door: Door) -> None:
    """A warning of its own type; the answer is good and has no errors."""
    status, part = door.derive(door.issued(regatta(), mandatoryPointers=["/issuer"]), ["/credentialSubject/name"])
    assert status == 201
    status, answer = door.verify(part)
    assert (status, answer["verified"]) == (200, True) and "errors" not in answer
    told = [(one["code"], one["type"], one["check"]) for one in answer["warnings"]]
    assert told[-1] == ("parts_left_out", "urn:openler:problem:parts_left_out", "proof")


def test_what_the_issuer_made_mandatory_cannot_be_left_out(door: Door) -> None:
    """Pointers of the issuer are kept in whatever the holder shows."""
    base = door.issued(regatta(), mandatoryPointers=["/issuer", "/credentialSubject/won/0/sail/0/year"])
    status, part = door.derive(base, ["/credentialSubject/name"])
    assert status == 201
    assert part["credentialSubject"]["won"][0]["sail"][0]["year"] == 2023
    for change in (drop("credentialSubject", "won"), drop("issuer"), put("credentialSubject", "name", value="Milo")):
        assert door.verify(mutated(part, change))[0] == 400


@pytest.mark.parametrize("version", sorted(VERSIONS))
def test_the_holder_s_own_copy_is_no_answer_to_a_verifier(door: Door, version: str) -> None:
    """It would let a verifier show every part itself; its proof is refused, and what is derived from it holds."""
    base = door.issued(VERSIONS[version]())
    assert door.verify(base)[0] == 400
    assert door.verify(door.provable(base))[0] == 200


def test_a_derived_part_is_shown_in_a_presentation(door: Door) -> None:
    """The instance presents it as its holder, by a suite for whole documents."""
    part = door.provable(door.issued(regatta()))
    shown = door.present(part)
    assert shown["proof"]["cryptosuite"] == "ecdsa-rdfc-2019"
    assert door.verify_presentation(shown, challenge="c7", domain="verifier.example")[0] == 200


BAD: dict[str, Mutation] = {
    "changed": put("credentialSubject", "name", value="Milo"),
    "no proof": drop("proof"),
    "another suite": put("proof", "cryptosuite", value="ecdsa-rdfc-2019"),
    "value cut short": put("proof", "proofValue", value="u2V0A"),
    "value in another base": put("proof", "proofValue", value="z3"),
    "no context": drop("@context"),
    "a context that redefines": lambda document: document["@context"].append({"name": "urn:example:name"}),
}


@pytest.mark.parametrize("name", BAD)
def test_nothing_is_derived_from_what_the_issuer_did_not_sign(door: Door, name: str) -> None:
    """400 with a reason; the untouched record gives its part."""
    base = door.issued(credential_2())
    status, answer = door.derive(mutated(base, BAD[name]), ["/credentialSubject/name"])
    assert status in (400, 422), answer
    assert answer["detail"]
    assert door.derive(base, ["/credentialSubject/name"])[0] == 201


@pytest.mark.parametrize(
    "pointers",
    [None, "x", [7], ["credentialSubject"], ["/nobody"], ["/credentialSubject/name/0"], ["/@context/0"] * 501],
)
def test_pointers_to_nothing_are_told(door: Door, pointers: Any) -> None:
    """Neither a part nor a fault of ours."""
    status, answer = door.derive(door.issued(credential_2()), pointers)
    assert status in (400, 422), answer


@pytest.mark.parametrize("pointers", [["credentialSubject"], ["/nobody"], ["/credentialSubject/name/0"]])
def test_mandatory_pointers_to_nothing_are_told(door: Door, pointers: Any) -> None:
    """A record whose issuer believes that something is mandatory, and is not, is not signed."""
    status, answer = door.issue(credential_2(), mandatoryPointers=pointers)
    assert status in (400, 422), answer


def test_a_derived_part_is_not_derived_again(door: Door) -> None:
    """A part lacks what the rest would need."""
    part = door.provable(door.issued(credential_2()))
    assert door.derive(part, ["/credentialSubject/name"])[0] == 400
    assert (
        Door("eddsa-rdfc-2022", "Ed25519").derive(
            Door("ecdsa-rdfc-2019", "P-256").issued(credential_2()), ["/credentialSubject"]
        )[0]
        == 400
    )
