"""T2: claims in no context are dropped in silence and shown unsigned. Signing and checking refuse them, with the place."""

import copy
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from openler.credentials.canonical import (
    AmbiguousNumber,
    DroppedValue,
    JsonLdFault,
    NotCompacted,
    RelativeIri,
    UndefinedTerm,
)
from openler.credentials.contexts import ContextSet
from openler.credentials.did import KeyDirectory
from openler.credentials.keys import BadSignature
from openler.credentials.proofs import create_proof, verify_proof
from openler.foundation.documents import GivenDocuments
from openler.testing.signing import did_key_of, fixed_signer, method_of

V2 = "https://www.w3.org/ns/credentials/v2"
OB = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
EXTENSIONS = "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"
SCHOOL = fixed_signer(1)


def make_record() -> dict[str, Any]:
    """Make a record in which every word is defined."""
    return {
        "@context": [V2, OB],
        "id": "urn:uuid:0d9d3f3e-98a1-4cf8-b77d-d6a2b6f4e4a1",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "issuer": {"id": did_key_of(SCHOOL), "type": ["Profile"], "name": "Kestrel Harbor School"},
        "name": "Welding",
        "validFrom": "2026-05-04T09:30:00Z",
        "credentialSubject": {
            "id": "urn:uuid:6c1d1b0c-3a53-4a7e-8f2c-4d3f7b1a2c3d",
            "type": ["AchievementSubject"],
            "result": [{"type": ["Result"], "value": "B"}],
            "achievement": {
                "id": "urn:uuid:5a8e3f21-93c0-4a45-9f13-8f0c5a1b2d4e",
                "type": ["Achievement"],
                "name": "Welder",
                "description": "Welds",
                "criteria": {"narrative": "Ten good seams"},
            },
        },
    }


def sign(record: dict[str, Any]) -> dict[str, Any]:
    """Sign a record."""
    return create_proof(
        record,
        signer=SCHOOL,
        verification_method=method_of(SCHOOL),
        cryptosuite="eddsa-rdfc-2022",
        created=datetime(2026, 5, 4, 9, 30, tzinfo=UTC),
        contexts=ContextSet(),
    )


SIGNED = sign(make_record())


def judge(record: dict[str, Any]) -> None:
    """Check the proof of a record."""
    keys = KeyDirectory(GivenDocuments({}))
    verify_proof(record, record["proof"], suite_contexts=ContextSet(), resolve_key=keys.resolve_key)


def put(*steps: Any, value: Any) -> Callable[[dict[str, Any]], None]:
    """Make a change that puts a value at a place."""

    def change(record: dict[str, Any]) -> None:
        place: Any = record
        for step in steps[:-1]:
            place = place[step]
        place[steps[-1]] = value

    return change


SUBJECT, ACHIEVEMENT = ("credentialSubject",), ("credentialSubject", "achievement")
INJECTIONS: list[tuple[str, type[JsonLdFault], Callable[[dict[str, Any]], None], str]] = [
    ("salary", UndefinedTerm, put(*SUBJECT, "salary", value=90000), "/credentialSubject/salary"),
    ("grade", UndefinedTerm, put(*ACHIEVEMENT, "grade", value="A"), "/credentialSubject/achievement/grade"),
    ("capital", UndefinedTerm, put(*ACHIEVEMENT, "Name", value="x"), "/credentialSubject/achievement/Name"),
    ("lower case", UndefinedTerm, put("validfrom", value="2020-01-01T00:00:00Z"), "/validfrom"),
    ("slash", UndefinedTerm, put(*SUBJECT, "a/b~c", value=1), "/credentialSubject/a~1b~0c"),
    ("keyword form", UndefinedTerm, put("@license", value="x"), "/@license"),
    ("at top", UndefinedTerm, put("gpa", value="4.0"), "/gpa"),
    ("null value", UndefinedTerm, put("gpa", value=None), "/gpa"),
    ("in an issuer", UndefinedTerm, put("issuer", "accredited", value=True), "/issuer/accredited"),
    ("deep", UndefinedTerm, put(*SUBJECT, "result", 0, "score", value=1), "/credentialSubject/result/0/score"),
    ("type", UndefinedTerm, put(*ACHIEVEMENT, "type", value=["Achievement", "Honours"]),
     "/credentialSubject/achievement/type/1"),
    ("single type", UndefinedTerm, put(*SUBJECT, "result", 0, "type", value="Grade"),
     "/credentialSubject/result/0/type"),
    ("type of JSON values at top", UndefinedTerm,
     put("type", value=["VerifiableCredential", "OpenBadgeCredential", "@json"]), "/type/2"),
    ("type of JSON values deep", UndefinedTerm, put(*SUBJECT, "result", 0, "type", value=["@json", "Result"]),
     "/credentialSubject/result/0/type/0"),
    ("schema type without its context", UndefinedTerm,
     put("credentialSchema", value={"id": "https://schemas.example/1", "type": "1EdTechJsonSchemaValidator2019"}),
     "/credentialSchema/type"),
    ("relative id", RelativeIri, put(*SUBJECT, "id", value="student-4711"), "/credentialSubject/id"),
    ("path id", RelativeIri, put(*ACHIEVEMENT, "id", value="/badges/7"), "/credentialSubject/achievement/id"),
    ("fragment id", RelativeIri, put("issuer", "id", value="#school"), "/issuer/id"),
    ("empty id", RelativeIri, put(*SUBJECT, "id", value=""), "/credentialSubject/id"),
    ("id with a space", RelativeIri, put(*SUBJECT, "id", value="https://a.example/x y"), "/credentialSubject/id"),
    ("id that ends its own term", RelativeIri,
     put(*SUBJECT, "id", value="urn:a> <urn:b> <urn:c> .\n<urn:d"), "/credentialSubject/id"),
    ("relative reference", RelativeIri, put(*ACHIEVEMENT, "image", value="badge.png"),
     "/credentialSubject/achievement/image"),
    ("blank node as a word", RelativeIri, put("_:word", value="x"), "/_:word"),
    ("index", DroppedValue, put(*ACHIEVEMENT, "@index", value="x"), "/credentialSubject/achievement/@index"),
    ("null in a value object", DroppedValue, put("name", value={"@value": None}), "/name"),
    ("language without text", DroppedValue, put("name", value={"@language": "en"}), "/name"),
    ("language of an object", DroppedValue, put(*ACHIEVEMENT, "@language", value="en"),
     "/credentialSubject/achievement"),
    ("direction of an object", DroppedValue, put("@direction", value="rtl"), ""),
    ("list in a list", NotCompacted, put(*SUBJECT, "result", value=[[{"type": ["Result"], "value": "A"}]]),
     "/credentialSubject/result/0"),
    ("language of one letter", DroppedValue, put("name", value={"@value": "x", "@language": "h"}), "/name"),
    ("language with an underscore", DroppedValue, put("name", value={"@value": "x", "@language": "en_US"}), "/name"),
    ("malformed language", DroppedValue, put("name", value={"@value": "x", "@language": "a b"}), "/name"),
    ("large integer", AmbiguousNumber, put(*SUBJECT, "creditsEarned", value=2**53),
     "/credentialSubject/creditsEarned"),
]  # fmt: skip
CASES = pytest.mark.parametrize(
    ("fault", "change", "pointer"), [case[1:] for case in INJECTIONS], ids=[case[0] for case in INJECTIONS]
)


@CASES
def test_signing_refuses_what_would_not_be_signed(
    fault: type[JsonLdFault], change: Callable[[dict[str, Any]], None], pointer: str
) -> None:
    """The issuer learns which word it is and where it stands, before anything is issued."""
    record = make_record()
    change(record)
    with pytest.raises(fault) as caught:
        sign(record)
    assert caught.value.pointer == pointer


@CASES
def test_checking_refuses_what_was_not_signed(
    fault: type[JsonLdFault], change: Callable[[dict[str, Any]], None], pointer: str
) -> None:
    """A claim put into a signed record is found, although the statements that were signed are all there."""
    record = copy.deepcopy(SIGNED)
    change(record)
    with pytest.raises(fault) as caught:
        judge(record)
    assert caught.value.pointer == pointer
    assert caught.value.advice


def test_the_record_itself_is_good() -> None:
    """So that every refusal above is due to what was put in."""
    judge(SIGNED)


def test_a_word_is_signed_as_soon_as_a_context_defines_it() -> None:
    """With the extensions context the schema's type has a meaning."""
    record = make_record()
    record["@context"].append(EXTENSIONS)
    record["credentialSchema"] = {"id": "https://schemas.example/1", "type": "1EdTechJsonSchemaValidator2019"}
    judge(sign(record))


def test_a_word_of_another_object_is_no_word_here() -> None:
    """Words are scoped: what a status entry may say, a profile may not."""
    record = make_record()
    record["issuer"]["statusListIndex"] = "7"
    with pytest.raises(UndefinedTerm):
        sign(record)


def test_the_direction_of_a_text_is_signed() -> None:
    """Turned around in a signed record, it is noticed."""
    record = make_record()
    record["name"] = {"@value": "لحام", "@language": "ar", "@direction": "rtl"}
    signed = sign(record)
    judge(signed)
    signed["name"]["@direction"] = "ltr"
    with pytest.raises(BadSignature):
        judge(signed)
