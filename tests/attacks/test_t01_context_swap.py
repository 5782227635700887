"""T1: contexts are exchanged so that words and values swap while the signature holds. Every such record is refused."""

import copy
import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from openler.credentials.canonical import (
    InlineContext,
    NotCompacted,
    Policy,
    ProtectedTermRedefined,
    SplitRecord,
    canonicalize,
    canonicalize_dataset,
    to_dataset,
)
from openler.credentials.contexts import BUNDLED, ContextSet, UnknownContext
from openler.credentials.did import KeyDirectory
from openler.credentials.proofs import BadProof, create_proof, verify_proof
from openler.foundation.documents import GivenDocuments
from openler.foundation.errors import LerError, Undecided
from openler.testing.signing import did_key_of, fixed_signer, method_of

V1 = "https://www.w3.org/2018/credentials/v1"
V2 = "https://www.w3.org/ns/credentials/v2"
OB = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
CREDENTIALS = "https://www.w3.org/2018/credentials#"
SCHOOL = fixed_signer(1)
RECORD: dict[str, Any] = {
    "@context": [V2, OB],
    "id": "urn:uuid:0d9d3f3e-98a1-4cf8-b77d-d6a2b6f4e4a1",
    "type": ["VerifiableCredential", "OpenBadgeCredential"],
    "issuer": {"id": did_key_of(SCHOOL), "type": ["Profile"], "name": "Kestrel Harbor School"},
    "name": "Welding",
    "description": "Given for welding",
    "validFrom": "2026-05-04T09:30:00Z",
    "validUntil": "2027-05-04T09:30:00Z",
    "credentialStatus": {
        "id": "https://status.example/7#94567",
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": "94567",
        "statusListCredential": "https://status.example/7",
    },
    "credentialSubject": {
        "id": "urn:uuid:6c1d1b0c-3a53-4a7e-8f2c-4d3f7b1a2c3d",
        "type": ["AchievementSubject"],
        "achievement": {
            "id": "urn:uuid:5a8e3f21-93c0-4a45-9f13-8f0c5a1b2d4e",
            "type": ["Achievement"],
            "name": "Welder",
            "description": "Welds",
            "criteria": {"narrative": "Ten good seams"},
        },
    },
}
SIGNED = create_proof(
    RECORD,
    signer=SCHOOL,
    verification_method=method_of(SCHOOL),
    cryptosuite="eddsa-rdfc-2022",
    created=datetime(2026, 5, 4, 9, 30, tzinfo=UTC),
    contexts=ContextSet(),
)


VECTORS = Path(__file__).parents[1] / "vectors"
PUBLISHED = [
    VECTORS / "openbadges-canonical" / "linked-data-proof-ob__07_Signed_credential.json",
    VECTORS / "openbadges-canonical" / "linked-data-proof-clr__07_Signed_credential.json",
    VECTORS / "data-integrity" / "eddsa" / "eddsa-rdfc-2022" / "signedDataInt.json",
]


def judge(record: dict[str, Any], given: dict[str, bytes] | None = None) -> None:
    """Check the proof of a record."""
    keys = KeyDirectory(GivenDocuments({}))
    verify_proof(record, record["proof"], suite_contexts=ContextSet(given), resolve_key=keys.resolve_key)


def with_contexts(*contexts: Any) -> dict[str, Any]:
    """Exchange the contexts of the signed record."""
    return {**copy.deepcopy(SIGNED), "@context": list(contexts)}


def meaning(record: dict[str, Any]) -> bytes:
    """Give what a signature over the record covers."""
    return canonicalize({name: value for name, value in record.items() if name != "proof"}, contexts=ContextSet())


def statements(record: dict[str, Any]) -> str:
    """Give what a lenient reader of JSON-LD would sign."""
    unsigned = {name: value for name, value in record.items() if name != "proof"}
    policy = Policy(load=ContextSet().get, strict=False)
    return canonicalize_dataset(to_dataset(unsigned, policy=policy)).nquads


def test_the_record_itself_is_good() -> None:
    """So that every refusal below is due to what was changed."""
    judge(SIGNED)


@pytest.mark.parametrize("url", [url for url in BUNDLED if url != V2])
def test_another_context_in_the_place_of_the_first_is_refused(url: str) -> None:
    """Each bundled context instead of the credentials context."""
    with pytest.raises(LerError):
        judge(with_contexts(url, OB))


@pytest.mark.parametrize("url", [url for url in BUNDLED if url != OB])
def test_another_context_in_the_place_of_the_last_is_refused(url: str) -> None:
    """Each bundled context instead of that of Open Badges 3.0.3, the other versions of it above all."""
    with pytest.raises(LerError):
        judge(with_contexts(V2, url))


@pytest.mark.parametrize("url", list(BUNDLED))
@pytest.mark.parametrize("at", [0, 1, 2])
def test_a_context_more_changes_no_word_that_is_signed(url: str, at: int) -> None:
    """Before, between and behind: it is refused, or every word means what it meant and swapping words is noticed."""
    contexts = [V2, OB]
    contexts.insert(at, url)
    record = with_contexts(*contexts)
    try:
        judge(record)
    except LerError:
        return
    assert meaning(record) == meaning(SIGNED)
    achievement = record["credentialSubject"]["achievement"]
    achievement["name"], achievement["description"] = achievement["description"], achievement["name"]
    with pytest.raises(LerError):
        judge(record)


def test_contexts_in_another_order_change_no_word_that_is_signed() -> None:
    """Both contexts protect their words, so the order cannot give one another meaning."""
    record = with_contexts(OB, V2)
    try:
        judge(record)
    except LerError:
        return
    assert meaning(record) == meaning(SIGNED)


@pytest.mark.parametrize("path", PUBLISHED, ids=[path.stem for path in PUBLISHED])
@pytest.mark.parametrize("url", list(BUNDLED))
def test_the_contexts_of_published_records_cannot_be_exchanged(path: Path, url: str) -> None:
    """Each bundled context in the place of each of theirs: refused, unless not one statement changes by it."""
    record = json.loads(path.read_text("utf-8"))
    (proof,) = record["proof"] if isinstance(record["proof"], list) else [record["proof"]]
    whole = {**record, "proof": proof}
    judge(whole)
    for place, present in enumerate(whole["@context"]):
        if url == present:
            continue
        exchanged = {**whole, "@context": [*whole["@context"][:place], url, *whole["@context"][place + 1 :]]}
        try:
            judge(exchanged)
        except LerError:
            continue
        assert statements(exchanged) == statements(whole)


SWAPPED = {"name": "https://schema.org/description", "description": "https://schema.org/name"}


@pytest.mark.parametrize(
    "context",
    [SWAPPED, {"@vocab": "https://evil.example/"}, {"@base": "https://evil.example/"}, {"@version": 1.1}, {}, None],
    ids=["swapped", "vocab", "base", "harmless", "empty", "null"],
)
def test_a_context_in_the_record_is_refused_where_it_stands(context: Any) -> None:
    """Whatever it says; the fault points at it."""
    with pytest.raises(InlineContext) as caught:
        judge(with_contexts(V2, OB, context))
    assert caught.value.pointer == "/@context/2"


@pytest.mark.parametrize("context", [SWAPPED, [SWAPPED], None, [None]], ids=["object", "list", "null", "null list"])
def test_a_context_inside_an_object_is_refused_where_it_stands(context: Any) -> None:
    """The subject brings a context that swaps its words."""
    record = copy.deepcopy(SIGNED)
    record["credentialSubject"]["@context"] = context
    with pytest.raises(InlineContext) as caught:
        judge(record)
    assert str(caught.value.pointer).startswith("/credentialSubject/@context")


def test_a_bundled_context_inside_an_object_redefines_nothing() -> None:
    """A nested context by URL meets words that are protected."""
    record = copy.deepcopy(SIGNED)
    record["credentialSubject"]["@context"] = V1
    with pytest.raises(ProtectedTermRedefined):
        judge(record)


def test_an_unknown_context_leaves_the_question_open_and_is_named() -> None:
    """It is not fetched, and the record is not called forged for it."""
    with pytest.raises(UnknownContext) as caught:
        judge(with_contexts(V2, OB, "https://evil.example/context.json"))
    assert isinstance(caught.value, Undecided)
    assert caught.value.url == "https://evil.example/context.json"
    assert caught.value.pointer == "/@context/2"


def test_a_given_context_never_replaces_a_bundled_one() -> None:
    """A file handed over for a bundled URL counts for nothing."""
    judge(SIGNED, {OB: json.dumps({"@context": SWAPPED}).encode()})


def test_a_given_context_cannot_swap_protected_words() -> None:
    """A file handed over for a new URL is trusted no further."""
    url = "https://contexts.example/names.json"
    with pytest.raises(ProtectedTermRedefined):
        judge(with_contexts(V2, OB, url), {url: json.dumps({"@context": SWAPPED}).encode()})


def hide_end(record: dict[str, Any]) -> None:
    """Write the end of validity as the URL behind the word."""
    record[CREDENTIALS + "validUntil"] = {
        "@value": record.pop("validUntil"),
        "@type": "http://www.w3.org/2001/XMLSchema#dateTime",
    }


def hide_status(record: dict[str, Any]) -> None:
    """Write the status as the URL behind the word."""
    record[CREDENTIALS + "credentialStatus"] = record.pop("credentialStatus")


def hide_subject_id(record: dict[str, Any]) -> None:
    """Write the subject's id as the keyword."""
    record["credentialSubject"]["@id"] = record["credentialSubject"].pop("id")


def hide_type(record: dict[str, Any]) -> None:
    """Write a type as the URL behind the word."""
    record["type"] = ["VerifiableCredential", "https://purl.imsglobal.org/spec/vc/ob/vocab.html#OpenBadgeCredential"]


def hide_in_included(record: dict[str, Any]) -> None:
    """Move the end of validity into a block of included objects."""
    record["@included"] = [{"id": record["id"], "type": "VerifiableCredential", "validUntil": record.pop("validUntil")}]


def hide_in_graph(record: dict[str, Any]) -> None:
    """Wrap the whole record into a graph."""
    inner = {name: record.pop(name) for name in list(record) if name not in ("@context", "proof")}
    record["@graph"] = [inner]


def hide_in_set(record: dict[str, Any]) -> None:
    """Wrap the status into a set object."""
    record["credentialStatus"] = {"@set": [record["credentialStatus"]]}


HIDERS = [hide_end, hide_status, hide_subject_id, hide_type, hide_in_included, hide_in_graph, hide_in_set]


@pytest.mark.parametrize("hide", HIDERS, ids=[hide.__name__ for hide in HIDERS])
def test_what_is_signed_cannot_be_hidden_from_readers_of_the_json(hide: Callable[[dict[str, Any]], None]) -> None:
    """The same statements written so that software looking for the word misses it: refused, although they are signed."""
    record = copy.deepcopy(SIGNED)
    hide(record)
    assert statements(record) == statements(SIGNED)
    with pytest.raises(NotCompacted):
        judge(record)


def test_a_record_cannot_say_in_one_place_that_it_ends_and_in_another_that_it_does_not() -> None:
    """An endorsement speaks of the record; the record's own end of validity is moved there, the statements stay."""
    endorsed = {
        **copy.deepcopy(RECORD),
        "endorsement": [
            {
                "id": "urn:uuid:1f0e7c39-2f4a-4b7e-9f7e-0a1b2c3d4e5f",
                "type": ["VerifiableCredential", "EndorsementCredential"],
                "name": "Endorsed",
                "issuer": {"id": "urn:uuid:2b", "type": ["Profile"]},
                "validFrom": "2026-05-05T00:00:00Z",
                "credentialSubject": {"id": RECORD["id"], "type": ["EndorsementSubject"]},
            }
        ],
    }
    meaning(endorsed)
    moved = copy.deepcopy(endorsed)
    subject = moved["endorsement"][0]["credentialSubject"]
    subject["type"] = ["EndorsementSubject", "VerifiableCredential"]
    subject["validUntil"] = moved.pop("validUntil")
    assert statements(moved) == statements(endorsed)
    with pytest.raises(SplitRecord):
        meaning(moved)


@pytest.mark.parametrize("context", [SWAPPED, None, {"@vocab": "https://evil.example/"}, [V2, {}]])
def test_a_proof_brings_no_context_of_its_own(context: Any) -> None:
    """An rdfc suite reads a proof by the record's contexts, so whatever stands there would be covered by nothing."""
    record = copy.deepcopy(SIGNED)
    record["proof"]["@context"] = context
    with pytest.raises(BadProof) as caught:
        judge(record)
    assert caught.value.pointer == "/proof/@context"


def test_a_proof_may_name_known_contexts_only() -> None:
    """Programs write the record's contexts into the proof as well; an unknown one could say anything."""
    record = copy.deepcopy(SIGNED)
    record["proof"]["@context"] = [V2, OB]
    judge(record)
    record["proof"]["@context"] = "https://evil.example/context"
    with pytest.raises(UnknownContext) as caught:
        judge(record)
    assert caught.value.pointer == "/proof/@context"
