"""Whatever a stranger writes where a key, an identifier, a proof or a token belongs, the answer is one of our own."""

from copy import deepcopy
from datetime import UTC, datetime
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from openler.credentials.contexts import ContextSet
from openler.credentials.did import KeyDirectory, parse_document, resolve_did
from openler.credentials.keys import parse_jwk, parse_key_file, parse_multikey
from openler.credentials.proofs import create_proof, parse_vc_jwt, verify_proofs, verify_vc_jwt
from openler.foundation.documents import GivenDocuments
from openler.foundation.encodings import encode_base58btc, encode_base64url
from openler.foundation.errors import LerError
from openler.testing.signing import did_key_of, fixed_signer, make_token, method_of

SIGNER = fixed_signer(1)
SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20)
JSON = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
WORDS = st.sampled_from(
    ["kty", "crv", "x", "y", "n", "e", "d", "alg", "use", "key_ops", "OKP", "EC", "RSA", "Ed25519", "P-256"]
)
SIGNED = create_proof(
    {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "type": ["VerifiableCredential"],
        "issuer": did_key_of(SIGNER),
        "credentialSubject": {"id": "urn:uuid:0d9d3f3e-98a1-4cf8-b77d-d6a2b6f4e4a1"},
    },
    signer=SIGNER,
    verification_method=method_of(SIGNER),
    cryptosuite="eddsa-jcs-2022",
    created=datetime(2026, 5, 4, 9, 30, tzinfo=UTC),
    contexts=ContextSet(),
)


def only_ours(function: Any, *arguments: Any, **options: Any) -> None:
    """Call, and let nothing but our own errors be raised."""
    try:
        function(*arguments, **options)
    except LerError as error:
        assert str(error)


@given(st.text(max_size=60) | st.binary(max_size=60).map(lambda data: "z" + encode_base58btc(data)) | JSON)
def test_any_text_as_multikey(value: object) -> None:
    """Random letters, random bytes in base58, random JSON."""
    only_ours(parse_multikey, value)


@given(st.dictionaries(WORDS | st.text(max_size=5), JSON | WORDS, max_size=8) | JSON)
def test_any_object_as_jwk(value: object) -> None:
    """Members of the right name with values of any kind."""
    only_ours(parse_jwk, value)


@given(
    st.text(max_size=80)
    | st.text("abz0.%:", max_size=40).map(lambda text: f"did:web:{text}")
    | st.binary(max_size=40).map(lambda data: "did:jwk:" + encode_base64url(data))
)
def test_any_text_as_did(text: str) -> None:
    """And as the name of a key."""
    only_ours(resolve_did, text)
    only_ours(KeyDirectory().resolve_key, text, "assertionMethod")
    only_ours(KeyDirectory().list_keys, text, "assertionMethod")


@given(st.binary(max_size=80) | st.text(max_size=80))
def test_any_bytes_as_key_file(data: bytes | str) -> None:
    """A file picked by mistake."""
    only_ours(parse_key_file, data)


@given(st.dictionaries(st.sampled_from(["id", "verificationMethod", "assertionMethod", "publicKey"]), JSON))
def test_any_object_as_document(members: dict[str, Any]) -> None:
    """A document with lists of anything."""
    only_ours(parse_document, members, expected_id="did:web:school.example")


@given(st.binary(max_size=200))
def test_any_bytes_as_the_document_of_a_domain(data: bytes) -> None:
    """Whatever the server sent."""
    did = "did:web:school.example"
    keys = KeyDirectory(GivenDocuments({did: data, "https://school.example/": data}))
    only_ours(keys.resolve_key, f"{did}#key-1", "assertionMethod")
    only_ours(keys.resolve_key, "https://school.example/#key-1", "assertionMethod")


@settings(max_examples=200)
@given(st.data())
def test_any_value_anywhere_in_a_proof(data: st.DataObject) -> None:
    """One member of the proof or the record becomes something else; nothing changed may pass."""
    document = deepcopy(SIGNED)
    part = data.draw(st.sampled_from([document, document["proof"]]))
    name = data.draw(st.sampled_from(sorted(part)) | st.text(max_size=6))
    value = data.draw(JSON)
    before = part.get(name)
    part[name] = value
    keys = KeyDirectory()
    try:
        outcomes = verify_proofs(document, suite_contexts=ContextSet(), resolve_key=keys.resolve_key)
    except LerError:
        return
    if any(outcome.result for outcome in outcomes):
        assert (type(before), before) == (type(value), value)


@settings(max_examples=200)
@given(
    st.dictionaries(st.sampled_from(["alg", "kid", "jwk", "typ", "cty", "crit", "b64"]), JSON),
    st.dictionaries(st.sampled_from(["iss", "sub", "nbf", "exp", "jti", "vc", "issuer", "credentialSubject"]), JSON),
    st.booleans(),
)
def test_any_header_and_payload_of_a_token(header: dict[str, Any], payload: dict[str, Any], good: bool) -> None:
    """With a good header or any."""
    full = {**header, "alg": "EdDSA", "kid": method_of(SIGNER)} if good else header
    token = make_token(full, payload, SIGNER)
    keys = KeyDirectory()
    only_ours(verify_vc_jwt, token, resolve_key=keys.resolve_key, list_keys=keys.list_keys)


@given(st.text(max_size=100) | st.binary(max_size=100))
def test_any_bytes_as_token(data: bytes | str) -> None:
    """A file picked by mistake."""
    only_ours(parse_vc_jwt, data)
