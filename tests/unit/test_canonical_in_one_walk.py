"""One walk writes what the reference reading writes, and takes no document that it cannot be sure of."""

import json
from typing import Any

import pytest

from openler.credentials.canonical import canonicalize, canonicalize_by_reference, transform
from openler.credentials.canonical.compiled import NotPlain
from openler.credentials.canonical.emission import Walk
from openler.credentials.contexts import ContextSet
from openler.foundation.errors import LerError

V2 = "https://www.w3.org/ns/credentials/v2"
V1 = "https://www.w3.org/2018/credentials/v1"
OB = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
CLR = "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json"
ANY_WORD = "https://www.w3.org/ns/credentials/undefined-terms/v2"
ED25519 = "https://w3id.org/security/suites/ed25519-2020/v1"
OTHER = "https://contexts.example/two-names/v1"
OWN = "https://contexts.example/v1"
EX = "https://vocabulary.example/"
OWN_CONTEXT = {
    "@context": {
        "id": "@id",
        "type": "@type",
        "ex": {"@id": EX, "@prefix": True},
        "said": EX + "said",
        "alias": EX + "said",
        "in": {"@id": EX + "in", "@language": "de"},
        "by": {"@id": EX + "by", "@type": "@id"},
        "kind": {"@id": EX + "kind", "@type": "@vocab"},
        "steps": {"@id": EX + "steps", "@container": "@list"},
        "graph": {"@id": EX + "graph", "@container": "@graph"},
        "index": {"@id": EX + "index", "@container": "@index"},
        "data": {"@id": EX + "data", "@type": "@json"},
        "from": {"@reverse": EX + "from"},
        "Odd": {"@id": EX + "Odd", "@context": {"@protected": True, "said": EX + "odd", "type": None}},
    }
}
BADGE = {
    "@context": [V2, OB],
    "id": "urn:uuid:1",
    "type": ["VerifiableCredential", "OpenBadgeCredential"],
    "issuer": {"id": "https://college.example/", "type": ["Profile"], "address": {"type": ["Address"]}},
    "validFrom": "2026-01-01T00:00:00Z",
    "credentialSubject": {
        "type": "AchievementSubject",
        "achievement": {
            "id": "https://college.example/a",
            "type": "Achievement",
            "name": 'Care "first" \\ \n\u0007\u007f 學',
            "criteria": {"narrative": "Done."},
            "creditsAvailable": 3.5,
            "resultDescription": [
                {
                    "id": "urn:r",
                    "type": "ResultDescription",
                    "name": "Grade",
                    "resultType": "LetterGrade",
                    "allowedValue": ["A", "B", "A"],
                }
            ],
        },
        "result": [{"type": ["Result"], "value": "A"}, {"type": ["Result"], "value": "A"}],
    },
    "proof": {"type": "DataIntegrityProof", "cryptosuite": "eddsa-rdfc-2022", "proofPurpose": "assertionMethod"},
}


def contexts() -> ContextSet:
    """Give the bundled contexts and two of our own."""
    other = {"@context": {**OWN_CONTEXT["@context"], "second": "@id"}}
    return ContextSet({OWN: json.dumps(OWN_CONTEXT).encode(), OTHER: json.dumps(other).encode()})


def own(**members: Any) -> dict[str, Any]:
    """Make a document over the context of our own."""
    return {"@context": OWN, "id": "urn:x:1", **members}


def is_plain(document: Any, using: ContextSet) -> bool:
    """Tell whether one walk takes the document."""
    try:
        Walk().document(document, transform._compiler_of(using).root())
    except (NotPlain, LerError):
        return False
    return True


def answer(canonical: Any, document: Any, **options: Any) -> Any:
    """Give the canonical form, or the refusal with its place."""
    try:
        return canonical(document, **options)
    except LerError as error:
        return type(error), error.pointer


PLAIN = {
    "badge": BADGE,
    "older data model": {
        "@context": [V1, ED25519],
        "type": "VerifiableCredential",
        "issuanceDate": "2026-01-01T00:00:00Z",
        "credentialSubject": {"id": "urn:x:2"},
        "proof": {"type": "Ed25519Signature2020", "proofPurpose": "assertionMethod", "proofValue": "z1"},
    },
    "any word": {"@context": [V2, ANY_WORD], "type": "VerifiableCredential", "issuer": "urn:x", "nobody": {"knew": 1}},
    "transcript": {
        "@context": [V2, CLR, OB],
        "id": "urn:uuid:2",
        "type": ["VerifiableCredential", "ClrCredential"],
        "credentialSubject": {"type": "ClrSubject", "verifiableCredential": [BADGE, {**BADGE, "id": "urn:uuid:3"}]},
    },
    "presentation": {"@context": V2, "type": "VerifiablePresentation", "verifiableCredential": [BADGE]},
    "nothing in a place": own(said=[None, "x", None], by=None, steps=[None], kind=[]),
    "said twice": own(said=["x", "x", {"@value": "x"}], alias="x"),
    "alike": own(said=[{"said": "x"}, {"said": "x"}, {"said": [{}, {}]}]),
    "ring of lists": own(steps=["a", {"said": "b", "steps": [{"steps": [1, True, 2.5]}]}, {"@value": "c"}]),
    "empty list": own(steps=[]),
    "spoken": own(said=[{"@value": "Grüße", "@language": "DE-ch"}, {"@value": "plain"}]),
    "graph": own(graph=[{"said": "x"}, {"id": "urn:x:2", "said": {"said": "y"}}]),
    "word of the vocabulary": own(kind=["said", "by"]),
    "property written out": own(**{EX + "more": {EX + "deep": 1}}),
}
NOT_PLAIN = {
    "no context": {"id": "urn:x:1"},
    "says nothing": own(),
    "own context inside": own(said={"@context": {"said": EX + "other"}, "said": "x"}),
    "null context": own(said={"@context": None, "https://a.example/p": "x"}),
    "undefined": own(nope=1),
    "relative": own(by="somewhere"),
    "prefix": own(by="ex:here"),
    "blank node label": own(by="_:b0"),
    "blank identifier": {"@context": OWN, "id": "_:b0", "said": "x"},
    "null identifier": {"@context": OWN, "id": None, "said": "x"},
    "second name": {"@context": OTHER, "id": "urn:x:1", "said": {"second": "urn:x:2", "said": "x"}},
    "keyword": own(**{"@type": EX + "T"}),
    "language of the word": own(**{"in": "gut"}),
    "value that is no text": own(said={"@value": 1}),
    "value with an odd language": own(said={"@value": "x", "@language": "no language"}),
    "value with a type": own(said={"@value": "x", "@type": EX + "T"}),
    "empty graph": own(graph={}),
    "text as graph": own(graph="x"),
    "list in a list": own(steps=[["x"]]),
    "list in a list of none": own(said=[["x"]]),
    "index": own(index={"a": "x"}),
    "json": own(data={"a": [1]}),
    "reverse": own(**{"from": {"id": "urn:x:2"}}),
    "large number": own(said=2**53),
    "type that hides types": own(type=["Odd", EX + "T"], said="x"),
    "type that is no text": own(type=[{"a": 1}], said="x"),
    "one record in two places": {**BADGE, "credentialSubject": {"id": "urn:uuid:1", "issuer": "urn:other"}},
    "no document": ["x"],
}


@pytest.mark.parametrize("hash_name", ["sha256", "sha384"])
@pytest.mark.parametrize("name", PLAIN)
def test_one_walk_writes_what_the_reference_writes(name: str, hash_name: Any) -> None:
    """Documents as issuers write them need no more than one walk."""
    assert is_plain(PLAIN[name], contexts())
    options = {"contexts": contexts(), "hash_name": hash_name}
    assert canonicalize(PLAIN[name], **options) == canonicalize_by_reference(PLAIN[name], **options)


@pytest.mark.parametrize("name", NOT_PLAIN)
def test_whatever_is_not_plain_gets_the_answer_of_the_reference(name: str) -> None:
    """The walk refuses nothing itself: the reference says what is wrong and where, or that nothing is."""
    document: Any = NOT_PLAIN[name]
    assert not is_plain(document, contexts())
    expected = answer(canonicalize_by_reference, document, contexts=contexts())
    assert answer(canonicalize, document, contexts=contexts()) == expected


def test_half_a_surrogate_pair_is_refused_by_name() -> None:
    """It is no character; strict JSON lets none in, and a document made otherwise is refused all the same."""
    got = answer(canonicalize, own(said="\ud800"), contexts=contexts())
    assert got == answer(canonicalize_by_reference, own(said="\ud800"), contexts=contexts())
    assert isinstance(got, tuple)


def test_the_budget_holds_for_alike_nodes() -> None:
    """Nodes that cannot be told apart by themselves go to the algorithm with the budget."""
    document = own(said=[{"said": [{"said": "x"}, {"said": "x"}]} for _ in range(40)])
    assert is_plain(document, contexts())
    spent = answer(canonicalize, document, contexts=contexts(), max_calls=10)
    assert spent == answer(canonicalize_by_reference, document, contexts=contexts(), max_calls=10)
    assert isinstance(spent, tuple)


def test_a_deep_document_is_left_to_the_reference() -> None:
    """The walk stops long before Python's own limit."""
    document: Any = {"said": "x"}
    for _ in range(70):
        document = {"said": document}
    assert not is_plain({"@context": OWN, **document}, contexts())
    got = answer(canonicalize, {"@context": OWN, **document}, contexts=contexts())
    assert got == answer(canonicalize_by_reference, {"@context": OWN, **document}, contexts=contexts())
