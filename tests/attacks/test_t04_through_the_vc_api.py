"""T1 to T4 through the door of the VC API: it takes more than the product does, and still none of the old attacks.

Contexts that swap words, claims that nobody signed, a presentation that is not the holder's, and keys of others are
sent over HTTP, as a record or in a presentation, with the whole check and with that of the proof alone.
"""

import copy
import itertools
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from openler.credentials.contexts import BUNDLED, ContextSet
from openler.credentials.proofs import create_proof
from openler.testing.signing import did_key_of, fixed_signer, method_of
from web.vc_api import V2, Door, post

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("vc_api_open")]

SCHOOL, HOLDER, THIEF = fixed_signer(1), fixed_signer(2), fixed_signer(3)
NOW = datetime.now(UTC)
WORDS = {"Diploma": "https://example.org/#Diploma", "honours": "https://example.org/#honours"}
OB = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
PROOF_ALONE: dict[str, Any] = {"checks": ["proof"]}


def sign(
    document: dict[str, Any],
    signer: Any = SCHOOL,
    *,
    purpose: str = "assertionMethod",
    suite: str = "eddsa-rdfc-2022",
    **answers: str,
) -> Any:
    """Sign a document with a trial key."""
    return create_proof(
        document,
        signer=signer,
        verification_method=method_of(signer),
        cryptosuite=suite,
        created=NOW,
        contexts=ContextSet(allows_inline=True),
        purpose=purpose,
        answers=answers,
    )


def diploma(**members: Any) -> dict[str, Any]:
    """Give a diploma of the school, unsigned, with a context of its own that only adds words."""
    return {
        "@context": [V2, WORDS],
        "id": "urn:uuid:0d9d3f3e-98a1-4cf8-b77d-d6a2b6f4e4a1",
        "type": ["VerifiableCredential", "Diploma"],
        "issuer": did_key_of(SCHOOL),
        "name": "Welding",
        "description": "Given for welding",
        "credentialSubject": {"id": did_key_of(HOLDER), "honours": "none"},
        **members,
    }


def show(*records: Any, signer: Any = HOLDER, holder: Any = HOLDER, **answers: str) -> Any:
    """Give a presentation, signed over its text: so a holder can sign whatever stands in it."""
    bare = {"@context": [V2], "type": ["VerifiablePresentation"], "holder": did_key_of(holder)}
    return sign(
        {**bare, "verifiableCredential": list(records)},
        signer,
        purpose="authentication",
        suite="eddsa-jcs-2022",
        **answers,
    )


def asked(record: Any, **options: Any) -> int:
    """Check a record, and give the status."""
    return post("/vc-api/credentials/verify", {"verifiableCredential": record, "options": options})[0]


def asked_in_presentation(record: Any, **options: Any) -> int:
    """Check a good presentation of a record, and give the status."""
    return post("/vc-api/presentations/verify", {"verifiablePresentation": show(record), "options": options})[0]


SWAPS: dict[str, Callable[[dict[str, Any]], Any]] = {
    "another meaning of a word": lambda one: one["@context"][1].update(honours="https://evil.example/#fee"),
    "two words exchanged": lambda one: one["@context"][1].update(Diploma=WORDS["honours"], honours=WORDS["Diploma"]),
    "keys and meanings exchanged": lambda one: (
        one["@context"][1].update(rank=WORDS["honours"]),
        one["credentialSubject"].update(rank=one["credentialSubject"].pop("honours")),
        one["@context"][1].pop("honours"),
        one["@context"][1].update(honours="https://evil.example/#first"),
        one["credentialSubject"].update(honours="first class"),
    ),
    "name and description exchanged by a context": lambda one: one["@context"].append(
        {"name": "https://schema.org/description", "description": "https://schema.org/name"}
    ),
    "vocabulary appended": lambda one: one["@context"].append({"@vocab": "https://evil.example/#"}),
    "vocabulary in the context": lambda one: one["@context"][1].update({"@vocab": "https://evil.example/#"}),
    "base in the context": lambda one: one["@context"][1].update({"@base": "https://evil.example/"}),
    "imported context": lambda one: one["@context"][1].update({"@import": V2}),
    "not carried on": lambda one: one["@context"][1].update({"@propagate": False}),
    "contexts thrown away": lambda one: one["@context"].insert(1, None),
    "scheme made a prefix": lambda one: one["@context"][1].update({"did": "https://evil.example/#"}),
    "scoped context redefines": lambda one: one["@context"][1].update(
        Diploma={"@id": WORDS["Diploma"], "@context": {"credentialSubject": "https://evil.example/#s"}}
    ),
    "scoped context nulls a word": lambda one: one["@context"][1].update(
        Diploma={"@id": WORDS["Diploma"], "@context": {"name": None}}
    ),
    "id made a word": lambda one: one["@context"][1].update({"id": "https://evil.example/#id"}),
    "type made null": lambda one: one["@context"][1].update({"type": None}),
    "alias of id exchanged": lambda one: one["@context"][1].update({"id": "@type", "type": "@id"}),
    "contexts in another order": lambda one: one["@context"].reverse(),
    "another published context": lambda one: one["@context"].append(OB),
    "an unknown context": lambda one: one["@context"].append("https://unknown.example/1"),
    "an object inside brings its own": lambda one: one["credentialSubject"].update(
        {"@context": {"honours": "https://evil.example/#fee"}}
    ),
    "an object inside nulls them": lambda one: one["credentialSubject"].update({"@context": None}),
}


@pytest.mark.parametrize("name", SWAPS)
def test_t1_no_context_swap_passes_the_door_that_takes_inline_contexts(name: str) -> None:
    """The signed record holds; with its contexts exchanged it does not, alone, in a presentation, or by its proof."""
    record = sign(diploma())
    assert asked(record) == asked_in_presentation(record) == 200
    swapped = copy.deepcopy(record)
    SWAPS[name](swapped)
    # Another context that changes no word of this record leaves its meaning as it was signed.
    harmless = name == "another published context"
    for status in (asked(swapped), asked(swapped, **PROOF_ALONE), asked_in_presentation(swapped)):
        assert status == (200 if harmless else 400)


def test_t1_no_bundled_context_is_replaced_by_one_that_is_sent() -> None:
    """A context by URL means what this program carries under that URL, whatever stands beside it."""
    for url in sorted(BUNDLED)[:12]:
        record = sign(diploma())
        record["@context"].append({url: "https://evil.example/"})
        assert asked(record) == 400


ADDED: dict[str, Callable[[dict[str, Any]], Any]] = {
    "a salary": lambda one: one["credentialSubject"].update(salary=90000),
    "a grade beside the subject": lambda one: one.update(grade="A"),
    "a word in small letters": lambda one: one["credentialSubject"].update(Honours="first class"),
    "a type": lambda one: one["type"].append("Doctorate"),
    "a word in an object of its own": lambda one: one.update(evidence={"type": "Diploma", "seen": "by the dean"}),
    "a word in the issuer": lambda one: one.update(issuer={"id": one["issuer"], "accredited": True}),
    "a word in the proof": lambda one: one["proof"].update(witness="the dean"),
    "a status nobody signed": lambda one: one.update(credentialStatus={"type": "Unheard"}),
}


@pytest.mark.parametrize("name", ADDED)
def test_t2_no_unsigned_claim_passes_and_none_is_signed(name: str) -> None:
    """Added behind the signature it is refused with the place; an issuer instance signs nothing with such a word."""
    record = sign(diploma())
    ADDED[name](record)
    for status in (asked(record), asked(record, **PROOF_ALONE), asked_in_presentation(record)):
        assert status == 400
    if name != "a word in the proof":
        door = Door("eddsa-jcs-2022", "Ed25519")
        claims = diploma(issuer=door.did)
        ADDED[name](claims)
        assert door.issue(claims)[0] == 400


STATUSES = (
    "good",
    "altered",
    "other challenge",
    "other domain",
    "no answer",
    "thief signs",
    "thief holds",
    "for issuing",
    "unsigned",
)
RECORDS = ("good", "altered", "stranger's key", "unsigned", "expired")


def record_of(kind: str) -> Any:
    """Give a record of a kind."""
    ended = (NOW - timedelta(days=1)).strftime("%Y-%m-%dT%H:%M:%SZ")
    if kind == "unsigned":
        return diploma()
    signed = sign(diploma(**({"validUntil": ended} if kind == "expired" else {})), THIEF if "key" in kind else SCHOOL)
    if kind == "altered":
        signed["credentialSubject"]["honours"] = "first class"
    return signed


def presentation_of(kind: str, record: Any) -> Any:
    """Give a presentation of a kind."""
    right = {"challenge": "c7", "domain": "home.example"}
    if kind == "unsigned":
        shown = show(record)
        return {name: value for name, value in shown.items() if name != "proof"}
    if kind == "for issuing":
        bare = {"@context": [V2], "type": ["VerifiablePresentation"], "holder": did_key_of(HOLDER)}
        return sign({**bare, "verifiableCredential": [record]}, HOLDER, **right)
    wrong = {
        "other challenge": {**right, "challenge": "c8"},
        "other domain": {**right, "domain": "away.example"},
        "no answer": {},
    }
    signer = THIEF if kind == "thief signs" else HOLDER
    holder = THIEF if kind == "thief holds" else HOLDER
    shown = show(record, signer=signer, holder=holder, **wrong.get(kind, right))
    if kind == "altered":
        shown["id"] = "urn:uuid:5d9d3f3e-98a1-4cf8-b77d-d6a2b6f4e4a1"
    return shown


@pytest.mark.parametrize(("shown", "record"), list(itertools.product(STATUSES, RECORDS)))
def test_t3_the_verdict_is_the_and_of_presentation_and_records(shown: str, record: str) -> None:
    """Only where the holder answered and the record holds is the answer 200, verified, without errors."""
    body = {
        "verifiablePresentation": presentation_of(shown, record_of(record)),
        "options": {"challenge": "c7", "domain": "home.example"},
    }
    status, answer = post("/vc-api/presentations/verify", body)
    is_good = (shown, record) == ("good", "good")
    assert (status, answer["verified"]) == ((200, True) if is_good else (400, False))
    assert bool(answer.get("errors")) is not is_good


def test_t4_the_proof_alone_is_no_verdict_about_the_issuer() -> None:
    """A stranger's good signature under the school's name: the proof holds, and the whole check refuses it."""
    record = sign(diploma(), THIEF)
    status, answer = post("/vc-api/credentials/verify", {"verifiableCredential": record, "options": PROOF_ALONE})
    assert (status, answer["checks"], set(answer["results"])) == (200, ["proof"], {"proof"})
    for options in ({}, {"checks": []}, {"checks": ["proof", "status"]}, {"checks": ["Proof"]}):
        assert asked(record, **options) == 400, options
    product = Client().post("/api/v1/verifications", json.dumps({"record": record}), content_type="application/json")
    assert json.loads(product.content)["verified"] is False


def test_t4_a_purpose_is_what_was_asked_whoever_asks() -> None:
    """A record signed to sign in is none; expecting that purpose does not make it an issued one by its other checks."""
    record = sign(diploma(), purpose="authentication")
    assert asked(record) == asked(record, **PROOF_ALONE) == 400
    assert asked(record, **PROOF_ALONE, expectedProofPurpose="assertionMethod") == 400
    shown = sign({"@context": [V2], "type": ["VerifiablePresentation"]}, HOLDER)
    assert post("/vc-api/presentations/verify", {"verifiablePresentation": shown})[0] == 400


def test_t4_what_is_expected_of_a_presentation_is_not_asked_of_its_records() -> None:
    """The records inside are held to their own purpose, whatever is expected of what is around them."""
    inner = sign(diploma(), purpose="authentication")
    body = {"verifiablePresentation": show(inner), "options": {"expectedProofPurpose": "authentication"}}
    assert post("/vc-api/presentations/verify", body)[0] == 400
    body["verifiablePresentation"] = show(sign(diploma()))
    assert post("/vc-api/presentations/verify", body)[0] == 200


def test_t16_and_t21_nothing_that_is_sent_comes_back_in_a_fault() -> None:
    """Names twice, half numbers, huge tokens: refused in few words, without an echo of what was sent."""
    secret = "s3cret" * 20
    for body in (
        f'{{"verifiableCredential": {{"a": 1, "a": "{secret}"}}}}',
        f'{{"verifiableCredential": "{secret}.{secret}.{secret}"}}',
        json.dumps({"verifiableCredential": {"@context": [V2], "type": "VerifiableCredential", "id": "x " + secret}}),
        json.dumps({"verifiableCredential": "a" * 400_000 + ".b.c"}),
    ):
        status, answer = post("/vc-api/credentials/verify", body)
        assert status in (400, 413, 422)
        assert secret * 2 not in json.dumps(answer)
        assert len(json.dumps(answer)) < 20_000
