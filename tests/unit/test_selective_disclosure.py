"""A holder shows a part of a record: what is chosen, what always stays, what cannot be parted, and what is refused."""

import copy
import json
from datetime import UTC, datetime
from random import Random
from typing import Any

import pytest

import openler
from openler.credentials.canonical import canonicalize
from openler.credentials.contexts import ContextSet
from openler.credentials.did import KeyDirectory
from openler.credentials.issuance import ALWAYS_SHOWN
from openler.credentials.presentations import NotPresentable
from openler.credentials.proofs import (
    BadPointer,
    BadProof,
    CannotDerive,
    CannotSelect,
    CannotSign,
    create_proof,
    derive_proof,
    verify_proof,
)
from openler.credentials.proofs.selective import MAX_POINTERS, part, select
from openler.credentials.proofs.selective import values as proof_values
from openler.credentials.proofs.selective.identities import MARK
from openler.credentials.proofs.suites import ecdsa_sd_2023
from openler.foundation.errors import LerError
from openler.foundation.pointers import join, resolve
from openler.testing.chance import Draws
from openler.testing.signing import did_key_of, fixed_signer, method_of
from properties.generated_documents import make_document
from properties.generated_features import FEATURES, FEATURES_CONTEXT

AT = datetime(2026, 5, 4, 9, 30, tzinfo=UTC)
ISSUER = fixed_signer(1, "P-256")
V2 = "https://www.w3.org/ns/credentials/v2"
OB = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
CLR = "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json"
GIVEN = {FEATURES: json.dumps(FEATURES_CONTEXT).encode()}
CONTEXTS = ContextSet(GIVEN)
# Words of a proof stand in the contexts of records; documents over a context of our own need them beside it.
PROOF_WORDS = "https://w3id.org/security/data-integrity/v2"
Document = dict[str, Any]


def badge(number: int = 1, **subject: Any) -> Document:
    """Make a badge with objects that have no identifiers, and a list that keeps its order."""
    return {
        "@context": [V2, OB],
        "id": f"urn:uuid:5f1c0a52-0d5b-4a6e-9d53-7c5f8f1a2b3{number}",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": "Knots",
        "description": "For six knots.",
        "validFrom": "2026-05-04T09:00:00Z",
        "validUntil": "2028-05-04T09:00:00Z",
        "credentialSubject": {
            "id": "did:example:learner",
            "type": ["AchievementSubject"],
            "role": "Apprentice",
            "result": [{"type": ["Result"], "value": "A"}, {"type": ["Result"], "value": "C"}],
            "achievement": {
                "id": "urn:uuid:9a1f6b1e-42a7-4f5c-a6a3-2a4d6a0f9c11",
                "type": ["Achievement"],
                "name": "Knots",
                "description": "Ties six knots.",
                "criteria": {"narrative": "Tie each knot twice."},
                "tag": ["rope", "harbour"],
                "resultDescription": [
                    {
                        "id": "urn:uuid:9a1f6b1e-42a7-4f5c-a6a3-2a4d6a0f9c12",
                        "type": ["ResultDescription"],
                        "name": "Grade",
                        "resultType": "LetterGrade",
                        "allowedValue": ["C", "A", "B", "A"],
                    }
                ],
            },
            **subject,
        },
    }


ALLOWED = "/credentialSubject/achievement/resultDescription/0/allowedValue"


def issue(claims: Document, **options: Any) -> Document:
    """Sign claims so that parts can be shown."""
    return openler.issue(
        claims,
        signer=ISSUER,
        verification_method=method_of(ISSUER),
        at=AT,
        **{"cryptosuite": "ecdsa-sd-2023", "chance": Draws(), **options},
    )


def sign(document: Document, **options: Any) -> Document:
    """Sign any document, with exactly the pointers that are given."""
    return create_proof(
        document,
        signer=ISSUER,
        verification_method=method_of(ISSUER),
        created=AT,
        contexts=CONTEXTS,
        **{"cryptosuite": "ecdsa-sd-2023", "chance": Draws(), **options},
    )


def check(document: Document, contexts: ContextSet = CONTEXTS) -> None:
    """Check the proof of a record."""
    verify_proof(document, document["proof"], suite_contexts=contexts, resolve_key=KeyDirectory().resolve_key)


def unsigned(document: Document) -> Document:
    """Take the proof away."""
    return {name: value for name, value in document.items() if name != "proof"}


def test_a_part_passes_every_check_and_shows_nothing_else() -> None:
    """The document that the answer covers is what is shown."""
    record = issue(badge(), mandatory=["/name"])
    shown = openler.derive(record, selective=["/credentialSubject/result/1", "/credentialSubject/achievement/tag/0"])
    report = openler.verify(shown, at=AT)
    assert report.verified and report.verified_document == unsigned(shown)
    subject = shown["credentialSubject"]
    assert shown["name"] == "Knots" and "description" not in shown and "role" not in subject
    assert subject["result"] == [{"type": ["Result"], "value": "C"}]
    assert subject["achievement"]["tag"] == ["rope"]
    assert "resultDescription" not in subject["achievement"]
    assert list(shown) == [name for name in record if name in shown]


def test_a_list_is_shown_whole_or_not_at_all() -> None:
    """One of its values would be another list, which nobody signed."""
    record = issue(badge())
    shown = openler.derive(record, selective=["/credentialSubject/achievement/resultDescription"])
    assert openler.verify(shown, at=AT).verified
    assert resolve(shown, ALLOWED) == ["C", "A", "B", "A"]
    for chosen in ([f"{ALLOWED}/0"], ["/name", f"{ALLOWED}/0", f"{ALLOWED}/1"], [f"{ALLOWED}/3"]):
        with pytest.raises(BadPointer, match="only be shown whole") as caught:
            openler.derive(record, selective=chosen)
        assert caught.value.pointer == next(pointer for pointer in chosen if "allowedValue" in pointer)
    every = [f"{ALLOWED}/{place}" for place in range(4)]
    check(openler.derive(record, selective=every), ContextSet())


def test_types_and_contexts_stay_whole_whatever_is_chosen_of_them() -> None:
    """Without them the words of an object would mean something else, or nothing."""
    claims = badge()
    claims["credentialSubject"]["type"].append("Profile")
    shown = openler.derive(issue(claims), selective=["/type/1", "/@context/0", "/credentialSubject/type/0", "/id"])
    assert (shown["type"], shown["@context"]) == (claims["type"], claims["@context"])
    assert shown["credentialSubject"]["type"] == ["AchievementSubject", "Profile"]
    check(shown, ContextSet())


def test_what_decides_about_a_record_is_always_mandatory() -> None:
    """Neither the issuer nor the holder has to think of it."""
    claims = badge(
        identifier=[{"type": "IdentityObject", "hashed": False, "identityHash": "S-1", "identityType": "name"}]
    )
    claims["issuer"] = {"id": did_key_of(ISSUER), "type": ["Profile"], "name": "Harbour School"}
    claims["termsOfUse"] = [{"id": "https://terms.example/1", "type": "https://terms.example/Kind"}]
    claims["credentialSchema"] = [{"id": "https://schemas.example/1", "type": "https://schemas.example/Kind"}]
    claims["credentialStatus"] = {"id": "https://status.example/1#7", "type": "https://status.example/Kind"}
    shown = openler.derive(issue(claims), selective=[])
    assert {name for name in ALWAYS_SHOWN if name in claims} == set(ALWAYS_SHOWN) - {"issuanceDate", "expirationDate"}
    for name in ALWAYS_SHOWN:
        assert shown.get(name) == claims.get(name)
    assert shown["credentialSubject"]["identifier"] == claims["credentialSubject"]["identifier"]
    assert set(shown["credentialSubject"]["achievement"]) == {"id", "type", "name", "description", "criteria"}
    assert openler.verify(shown, at=AT, proof_only=True).check("proof").outcome == "passed"


def test_each_of_several_subjects_and_achievements_keeps_what_decides() -> None:
    """Subjects may stand in a list."""
    claims = {**badge(), "type": ["VerifiableCredential"]}
    claims["credentialSubject"] = [
        badge()["credentialSubject"],
        {"id": "did:example:other"},
        badge()["credentialSubject"],
    ]
    claims["credentialSubject"][2]["achievement"] = [badge()["credentialSubject"]["achievement"]]
    record = issue(claims)
    pointers = proof_values.parse_base_value(record["proof"]["proofValue"], pointer="").mandatory
    assert "/credentialSubject/0/achievement/criteria" in pointers
    assert "/credentialSubject/2/achievement/0/id" in pointers
    assert all(resolve(record, pointer) is not None for pointer in pointers)


def test_a_record_of_the_older_data_model_can_be_shown_in_part() -> None:
    """VCDM 1.1, whose contexts say less; its proof needs a context that knows its words."""
    claims = {
        "@context": ["https://www.w3.org/2018/credentials/v1", "https://w3id.org/security/data-integrity/v2"],
        "type": ["VerifiableCredential"],
        "issuer": did_key_of(ISSUER),
        "issuanceDate": "2026-05-04T09:00:00Z",
        "expirationDate": "2028-05-04T09:00:00Z",
        "credentialSubject": {"id": "did:example:learner"},
    }
    shown = openler.derive(issue(claims), selective=["/credentialSubject"])
    assert openler.verify(shown, at=AT).verified
    assert shown["expirationDate"] == claims["expirationDate"]


SHAPES: dict[str, tuple[Document, list[str]]] = {
    "JSON inside": ({"data": {"a": [1, {"b": {}}], "id": "x"}, "label": "l"}, ["/data"]),
    "texts by language": ({"titles": {"de": "Knoten", "pt-BR": "Nós"}, "label": "l"}, ["/titles/de"]),
    "objects by identifier": (
        {"people": {"https://people.example/1": {"label": "a"}, "https://people.example/2": {"label": "b"}}},
        ["/people/https:~1~1people.example~12"],
    ),
    "objects by type": ({"byKind": {"Thing": [{"label": "a"}, {"weight": 2.5}]}}, ["/byKind/Thing/1"]),
    "a graph": ({"graph": {"label": "a", "link": "https://a.example"}}, ["/graph/label"]),
    "graphs": ({"graph": [{"label": "a"}, {"label": "a"}, {"flag": True}]}, ["/graph/1"]),
    "named graphs": ({"namedGraph": {"https://g.example/1": {"label": "a", "flag": True}}}, ["/namedGraph"]),
    "nested words": ({"details": {"label": "a", "flag": True}}, ["/details/flag"]),
    "reversed words": ({"partOf": ["https://a.example/1", "https://a.example/2"]}, ["/partOf/1"]),
    "labels of the record's own": ({"inner": {"id": "_:n1", "label": "a"}, "link": "_:n1"}, ["/link"]),
    "labels on the way": ({"inner": {"id": "_:n1", "label": "a", "flag": True}, "link": "_:n1"}, ["/inner/flag"]),
    "objects in a list": ({"steps": [{"label": "a"}, {"label": "a"}, "b"], "label": "l"}, ["/steps"]),
    "links in a list": ({"stepLinks": ["https://a.example/1", "https://a.example/1"]}, ["/stepLinks"]),
    "an empty list": ({"steps": [], "label": "l"}, ["/steps"]),
    "lists in lists": ({"steps": [["a", "b"], ["a", "b"], []], "label": "l"}, ["/steps"]),
    "two equal lists": ({"amount": [{"@list": ["a"]}, {"@list": ["a"]}], "label": "l"}, ["/amount/1"]),
    "equal objects": ({"inner": [{"label": "a"}, {"label": "a"}, {"label": "a", "flag": True}]}, ["/inner/1"]),
    "an object twice": ({"inner": [{"id": "ex:1", "label": "a"}, {"id": "ex:1", "label": "a"}]}, ["/inner/1"]),
    "an empty object": ({"inner": [{}, {"label": "a"}]}, ["/inner/0"]),
    "names with slashes": ({"titles": {"de": "a~b/c"}, "label": "l"}, ["/titles"]),
}


@pytest.mark.parametrize("name", SHAPES)
def test_every_way_of_writing_is_parted(name: str) -> None:
    """What is shown verifies; so does everything at once, and nothing but what is mandatory."""
    members, chosen = SHAPES[name]
    document = {"@context": [FEATURES, PROOF_WORDS], "type": "Thing", "when": "2026-05-04T09:00:00Z", **members}
    record = sign(document, mandatory=["/when"])
    for selective in (chosen, [f"/{member}" for member in members], []):
        shown = derive_proof(record, selective=selective, contexts=CONTEXTS)
        check(shown)
        assert MARK not in json.dumps(shown)
    whole = derive_proof(record, selective=[f"/{member}" for member in members], contexts=CONTEXTS)
    assert unsigned(whole) == document


def test_parts_of_generated_records_verify_whatever_is_chosen() -> None:
    """Badges, transcripts and documents of every feature; pointers by chance; what cannot be parted says so."""
    parted = refused = 0
    for number in range(120):
        document, random = make_document(number), Random(number)
        if document["@context"] == FEATURES:
            document["@context"] = [FEATURES, PROOF_WORDS]
        document.pop("proof", None)
        try:
            canonicalize(document, contexts=CONTEXTS)
            canonicalize({**document, "proof": {"type": "DataIntegrityProof"}}, contexts=CONTEXTS)
        except LerError:
            # What cannot be signed at all is not parted either.
            continue
        try:
            record = sign(document, mandatory=[join("", next(n for n in document if n != "@context"))])
        except CannotSelect:
            refused += 1
            continue
        chosen = [pointer for pointer in _pointers(document) if random.random() < 0.1][:MAX_POINTERS]
        try:
            shown = derive_proof(record, selective=chosen, contexts=CONTEXTS)
        except BadPointer as error:
            assert "only be shown whole" in error.message
        except CannotSelect as error:
            assert "cannot stand by itself" in error.message or "cannot be told apart" in error.message
            refused += 1
        else:
            check(shown)
            parted += 1
    assert parted > 40 and refused < 15


def _pointers(value: Any, place: str = "") -> list[str]:
    """Give a pointer to each part of a document."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    found = [] if not place else [place]
    for name, member in items:
        if name != "@context":
            found += _pointers(member, join(place, name))
    return found


def test_a_transcript_shows_one_record_of_several() -> None:
    """The records inside stand in graphs of their own, each with its proof."""
    member = openler.issue(badge(2), signer=ISSUER, verification_method=method_of(ISSUER), at=AT)
    other = openler.issue(badge(3), signer=ISSUER, verification_method=method_of(ISSUER), at=AT)
    claims = {
        "@context": [V2, CLR, OB],
        "id": "urn:uuid:7e1c0a52-0d5b-4a6e-9d53-7c5f8f1a2b31",
        "type": ["VerifiableCredential", "ClrCredential"],
        "issuer": {"id": did_key_of(ISSUER), "type": ["Profile"], "name": "Harbour School"},
        "name": "Transcript",
        "validFrom": "2026-05-04T09:00:00Z",
        "credentialSubject": {
            "id": "did:example:learner",
            "type": ["ClrSubject"],
            "verifiableCredential": [member, other],
        },
    }
    record = issue(claims, mandatory=["/name"])
    shown = openler.derive(record, selective=["/credentialSubject/verifiableCredential/1"])
    report = openler.verify(shown, at=AT)
    assert report.verified, list(report.problems())
    assert shown["credentialSubject"]["verifiableCredential"] == [other]
    assert report.check("members").outcome == "passed"


@pytest.mark.parametrize(
    "pointer",
    [
        "",
        "/",
        "name",
        "#/name",
        "/nothing",
        "/name/x",
        "/credentialSubject/result/2",
        "/credentialSubject/result/-",
        "/credentialSubject/result/01",
        "/credentialSubject/result/+1",
        "/na~me",
        "/na~2me",
        "/proof",
        "/" + "a" * 2000,
    ],
)
def test_a_pointer_to_nothing_is_refused(pointer: str) -> None:
    """In the issuer's hands and in the holder's, with the pointer in the message."""
    record = issue(badge())
    with pytest.raises(BadPointer):
        openler.derive(record, selective=["/name", pointer])
    with pytest.raises(BadPointer):
        issue(badge(), mandatory=[pointer])
    with pytest.raises(BadPointer):
        select(unsigned(record), [pointer])


def test_too_many_pointers_and_pointers_that_are_no_text_are_refused() -> None:
    """The limit holds for what is mandatory and chosen together."""
    with pytest.raises(BadPointer, match="limit"):
        openler.derive(issue(badge()), selective=["/name"] * (MAX_POINTERS + 1))
    with pytest.raises(BadPointer):
        openler.derive(issue(badge()), selective=[7])  # type: ignore[list-item]


def test_only_what_its_issuer_signed_for_it_can_be_shown_in_part() -> None:
    """Another suite, no proof, two proofs, a part of a part, and a proof without a value."""
    record = issue(badge())
    plain = openler.issue(badge(), signer=ISSUER, verification_method=method_of(ISSUER), at=AT)
    shown = openler.derive(record, selective=["/name"])
    for wrong in (plain, unsigned(plain), {**record, "proof": [record["proof"]] * 2}, shown):
        with pytest.raises(CannotDerive):
            openler.derive(wrong, selective=["/name"])
    for value in (None, 7, ["u"]):
        with pytest.raises(CannotDerive):
            openler.derive({**record, "proof": {**record["proof"], "proofValue": value}}, selective=["/name"])
    with pytest.raises(BadProof):
        openler.derive({**record, "proof": "u"}, selective=["/name"])
    with pytest.raises(CannotDerive):
        openler.derive({**record, "proof": {**record["proof"], "previousProof": "urn:uuid:1"}}, selective=["/name"])


def test_another_proof_beside_it_is_left_behind() -> None:
    """It covers the whole record, so that it could not hold over a part."""
    both = issue(badge(), cryptosuite="ecdsa-rdfc-2019", chance=None)
    both = issue(both, previous=[])
    assert [proof["cryptosuite"] for proof in both["proof"]] == ["ecdsa-rdfc-2019", "ecdsa-sd-2023"]
    shown = openler.derive(both, selective=["/name"])
    assert shown["proof"]["cryptosuite"] == "ecdsa-sd-2023"
    assert openler.verify(shown, at=AT).verified


def test_a_part_can_be_presented_and_the_record_itself_cannot() -> None:
    """Whoever got the record could show all of it to others."""
    record, holder = issue(badge(), mandatory=["/name"]), fixed_signer(3)
    options: Document = {"signer": holder, "verification_method": method_of(holder), "at": AT}
    for kept in (record, json.dumps(record), {**record, "proof": [record["proof"]]}):
        with pytest.raises(NotPresentable, match="only you keep") as caught:
            openler.present([openler.derive(record, selective=[]), kept], **options)
        assert caught.value.pointer == "/verifiableCredential/1" and "derive" in caught.value.advice
    shown = openler.present([openler.derive(record, selective=["/description"])], **options)
    assert openler.verify(shown, at=AT).verified
    with pytest.raises(NotPresentable, match="cannot be read"):
        openler.present([{**record, "proof": "x"}], **options)


def test_a_pointer_that_splits_a_list_is_found_among_many() -> None:
    """The last of hundreds."""
    record = issue(badge())
    with pytest.raises(BadPointer) as caught:
        openler.derive(record, selective=[*["/name"] * 300, f"{ALLOWED}/2"])
    assert caught.value.pointer == f"{ALLOWED}/2"


def test_a_record_that_was_changed_is_not_handed_on() -> None:
    """A statement more, one less, and one altered, before a verifier would refuse it."""
    record = issue(badge())
    more, less, other = copy.deepcopy(record), copy.deepcopy(record), copy.deepcopy(record)
    more["credentialSubject"]["creditsEarned"] = 9
    del less["description"]
    other["description"] = "For nine knots."
    for changed in (more, less):
        with pytest.raises(CannotDerive, match="the record was changed"):
            openler.derive(changed, selective=["/name"])
    with pytest.raises(CannotDerive, match="the record was changed"):
        openler.derive(other, selective=["/description"])


def test_choosing_nothing_of_a_record_without_anything_mandatory_is_refused() -> None:
    """Other software may sign so; there would be nothing to show."""
    record = sign(unsigned(issue(badge())))
    with pytest.raises(CannotDerive, match="Nothing is chosen"):
        openler.derive(record, selective=[])
    check(openler.derive(record, selective=["/issuer"]), ContextSet())


def test_signing_needs_a_p256_key_and_chance() -> None:
    """And a source that gives keys."""
    for kind in ("Ed25519", "P-384"):
        signer = fixed_signer(1, kind)
        claims = {**badge(), "issuer": {"id": did_key_of(signer), "type": ["Profile"], "name": "S"}}
        with pytest.raises(CannotSign, match="P-256"):
            openler.issue(
                claims,
                signer=signer,
                verification_method=method_of(signer),
                at=AT,
                cryptosuite="ecdsa-sd-2023",
                chance=Draws(),
            )
    with pytest.raises(CannotSign, match="random"):
        issue(badge(), chance=None)
    with pytest.raises(CannotSign, match="gives no key"):
        issue(badge(), chance=bytes)
    with pytest.raises(CannotSign, match="always shown whole"):
        issue(badge(), cryptosuite="ecdsa-rdfc-2019", mandatory=["/name"])


def test_every_record_has_a_key_and_labels_of_its_own() -> None:
    """Two draws, two keys; labels of the same object tell nothing about each other."""
    first, second = (issue(badge(), chance=Draws(number)) for number in (1, 2))
    values = [proof_values.parse_base_value(record["proof"]["proofValue"], pointer="") for record in (first, second)]
    assert values[0].public_key != values[1].public_key and values[0].hmac_key != values[1].hmac_key
    shown = [
        proof_values.parse_derived_value(openler.derive(record, selective=[])["proof"]["proofValue"], pointer="")
        for record in (first, second)
    ]
    assert set(shown[0].labels.values()).isdisjoint(shown[1].labels.values())
    assert issue(badge(), chance=Draws(1)) == first


def test_a_record_of_more_statements_than_the_limit_is_not_signed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each costs a signature, and each verifier a check."""
    monkeypatch.setattr(ecdsa_sd_2023, "MAX_STATEMENTS", 10)
    with pytest.raises(CannotSign, match="limit is 10"):
        issue(badge())


def test_names_that_are_kept_for_parts_are_refused() -> None:
    """A record that used them could pass one object off as another."""
    for name in ("urn:openler:node:1", "urn:openler:place"):
        with pytest.raises(CannotSelect):
            part({"@context": FEATURES, "link": name}, contexts=CONTEXTS, relabel=str)
    with pytest.raises(CannotSelect):
        part({"@context": FEATURES, "byRole": {"a": {"label": "x"}}}, contexts=CONTEXTS, relabel=str)
