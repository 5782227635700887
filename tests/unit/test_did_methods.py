"""DID methods: did:key and did:jwk are their own keys, did:web has one URL and one document."""

import json

import pytest

from openler.credentials.did import (
    BadDid,
    BadDocument,
    UnsupportedDidMethod,
    did_jwk_of,
    domain_of,
    parse_did,
    resolve_did,
)
from openler.credentials.did import did_key_of as did_key_of_public
from openler.credentials.did.methods.web import document_url
from openler.credentials.keys import SIGNING_KINDS, BadKey, KeyKind, KeyNotOffered
from openler.foundation.documents import MAX_DOCUMENT_BYTES, GivenDocuments
from openler.foundation.encodings import encode_base64url
from openler.foundation.errors import ResolutionFailed
from openler.testing.signing import did_key_of, fixed_signer, make_controller_document, method_of


def did_jwk(jwk: object) -> str:
    """Write a did:jwk."""
    return "did:jwk:" + encode_base64url(json.dumps(jwk).encode())


@pytest.mark.parametrize("kind", SIGNING_KINDS)
def test_did_key_holds_one_key_named_by_itself(kind: KeyKind) -> None:
    """It may assert, authenticate and more, and the document is a proper one."""
    signer = fixed_signer(1, kind)
    document = resolve_did(did_key_of(signer))
    found = document.verification_method(method_of(signer), "assertionMethod")
    assert found.key == signer.public_key
    assert found.controller == document.id == did_key_of(signer)
    assert found.vouched
    assert document.members["verificationMethod"][0]["publicKeyMultibase"] == signer.public_key.multikey


@pytest.mark.parametrize("kind", SIGNING_KINDS)
def test_did_jwk_holds_one_key_named_0(kind: KeyKind) -> None:
    """The fragment is always 0."""
    signer = fixed_signer(1, kind)
    did = did_jwk(signer.public_key.jwk)
    assert resolve_did(did).verification_method(f"{did}#0", "assertionMethod").key == signer.public_key


@pytest.mark.parametrize(
    "did",
    [
        "did:jwk:AAAA",
        did_jwk([]),
        did_jwk({**fixed_signer(1).public_key.jwk, "d": "AA"}),
        did_jwk({**fixed_signer(1).public_key.jwk, "use": "enc"}),
        did_jwk(fixed_signer(1).public_key.jwk) + "A",
        "did:key:z6Mk",
        "did:key:" + fixed_signer(1).public_key.multikey[1:],
        "did:key:" + fixed_signer(1).public_key.multikey + ":x",
    ],
)
def test_an_identifier_that_is_no_key_is_malformed(did: str) -> None:
    """Neither "not found" nor "not supported": nobody can resolve it."""
    with pytest.raises((BadDid, BadKey)):
        resolve_did(did)


def test_a_kind_of_key_that_is_not_offered_is_named() -> None:
    """did:key of secp256k1 is a good DID for others."""
    with pytest.raises(KeyNotOffered, match="secp256k1"):
        resolve_did("did:key:zQ3shokFTS3brHcDQrn82RUDfCZESWL1ZdCEJwekUDPQiYBme")


def test_an_unknown_method_is_named() -> None:
    """And the answer stays open."""
    with pytest.raises(UnsupportedDidMethod, match="did:example"):
        resolve_did("did:example:ebfeb1f712ebc6f1c276e12ec21")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "did",
        "did:",
        "did:key",
        "did:key:",
        "DID:key:z6Mk",
        "did:KEY:z6Mk",
        "did:web:a b",
        "did:web:a/b",
        "did:web:a#b",
    ]
    + ["did:web:a?b", "did:web:a%2", "did:web:é.example", "did:key:z6Mk\n", "did:web:" + "a" * 5000],
)
def test_a_text_that_is_no_did_is_malformed(text: str) -> None:
    """DID Core 3.1 allows few letters."""
    with pytest.raises(BadDid):
        resolve_did(text)


@pytest.mark.parametrize(
    ("did", "url"),
    [
        ("did:web:w3c-ccg.github.io", "https://w3c-ccg.github.io/.well-known/did.json"),
        ("did:web:w3c-ccg.github.io:user:alice", "https://w3c-ccg.github.io/user/alice/did.json"),
        ("did:web:example.com%3A3000", "https://example.com:3000/.well-known/did.json"),
        ("did:web:example.com%3a3000:user:alice", "https://example.com:3000/user/alice/did.json"),
        ("did:web:localhost%3A8443", "https://localhost:8443/.well-known/did.json"),
        ("did:web:school.example:caf%C3%A9", "https://school.example/caf%C3%A9/did.json"),
        ("did:web:xn--hxajbheg2az3al.example", "https://xn--hxajbheg2az3al.example/.well-known/did.json"),
    ],
)
def test_did_web_has_the_url_of_its_specification(did: str, url: str) -> None:
    """did:web 2.5.2, with its own examples."""
    assert document_url(parse_did(did)) == url


@pytest.mark.parametrize(
    "did",
    [
        "did:web:%3A8443",
        "did:web:school.example%3A0",
        "did:web:school.example%3A65536",
        "did:web:school.example%3Aport",
        "did:web:school.example%2Fevil",
        "did:web:user%40school.example",
        "did:web:127.0.0.1",
        "did:web:127.0.0.1%3A80",
        "did:web:2130706433",
        "did:web:0x7f000001",
        "did:web:-school.example",
        "did:web:school..example",
        "did:web:school.example.",
        "did:web:school.example::x",
        "did:web:school.example:..:x",
        "did:web:school.example:%2e%2e:x",
        "did:web:school.example:a%2Fb",
        "did:web:school.example:a%5Cb",
        "did:web:school.example:a%3Fb",
        "did:web:school.example:a%23b",
        "did:web:school.example:a%00b",
        "did:web:" + "a" * 64 + ".example",
    ],
)
def test_did_web_names_a_host_and_nothing_that_leads_elsewhere(did: str) -> None:
    """No address, no user, no hidden separator, no way up."""
    with pytest.raises(BadDid):
        resolve_did(did, documents=GivenDocuments({did: b"{}"}))


def test_did_web_is_asked_for_by_its_did_and_then_by_its_url() -> None:
    """Either may be given by hand."""
    did, url = "did:web:school.example:issuers:7", "https://school.example/issuers/7/did.json"
    key = fixed_signer(1).public_key
    data = make_controller_document(did, {"key-1": key})
    for name in (did, url):
        document = resolve_did(did, documents=GivenDocuments({name: data}))
        assert document.verification_method(f"{did}#key-1", "assertionMethod").key == key


def test_did_web_that_is_not_at_hand_says_what_to_give() -> None:
    """The question stays open, with the URL that was not fetched and the option that answers it."""
    with pytest.raises(ResolutionFailed) as caught:
        resolve_did("did:web:school.example")
    assert "https://school.example/.well-known/did.json" in caught.value.message
    assert "--document did:web:school.example=FILE" in caught.value.advice


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<html><title>404</title>",
        b"[]",
        b'{"id": "did:web:other.example"}',
        b"{}",
        b'{"id": "did:web:school.example", "id": "did:web:school.example"}',
        b"\xff\xfe{\0}\0",
        b'{"id": "did:web:school.example", "verificationMethod": ["x"]}',
        b'{"id": "did:web:school.example", "verificationMethod": [{"id": "#a"}]}',
        b'{"id": "did:web:school.example", "assertionMethod": [7]}',
    ],
)
def test_what_is_no_document_of_its_own_leaves_the_question_open(data: bytes) -> None:
    """An error page or another subject's document shows nothing about this one."""
    with pytest.raises(BadDocument):
        resolve_did("did:web:school.example", documents=GivenDocuments({"did:web:school.example": data}))


def test_a_document_beyond_the_limit_is_not_read() -> None:
    """One mebibyte holds any document many times over."""
    data = b'{"id": "did:web:school.example"}' + b" " * MAX_DOCUMENT_BYTES
    given = GivenDocuments({"https://school.example/.well-known/did.json": data})
    with pytest.raises(ResolutionFailed, match="limit"):
        resolve_did("did:web:school.example", documents=given)


@pytest.mark.parametrize(
    ("identifier", "domain"),
    [
        ("did:web:School.example", "school.example"),
        ("did:web:school.example%3A8443:issuers:7", "school.example:8443"),
        ("https://School.example/issuers/7", "school.example"),
        ("https://school.example:8443/x", "school.example:8443"),
        ("https://user@school.example/x", "school.example"),
        ("did:key:z6Mk", None),
        ("urn:uuid:4ca4a241-fc3b-4d92-978e-f56fa96ae795", None),
        ("https://", None),
        ("school.example", None),
    ],
)
def test_the_domain_is_the_host_that_stands_behind_an_identifier(identifier: str, domain: str | None) -> None:
    """A bare key has none, and a user name in a URL is not one."""
    assert domain_of(identifier) == domain


def test_a_key_s_did_jwk_is_the_one_of_the_specification() -> None:
    """The example of the did:jwk specification (P-256): read, and written again letter by letter."""
    published = (
        "did:jwk:eyJjcnYiOiJQLTI1NiIsImt0eSI6IkVDIiwieCI6ImFjYklRaXVNczNpOF91c3pFakoydHBUdFJNNEVVM3l6OTFQSDZDZEgyVjAi"
        "LCJ5IjoiX0tjeUxqOXZXTXB0bm1LdG00NkdxRHo4d2Y3NEk1TEtncmwyR3pIM25TRSJ9"
    )
    (method,) = resolve_did(published).usable_methods("assertionMethod")
    assert (method.id, method.key.kind) == (f"{published}#0", "P-256")
    assert did_jwk_of(method.key) == published
    (again,) = resolve_did(did_key_of_public(method.key)).usable_methods("assertionMethod")
    assert again.key == method.key
