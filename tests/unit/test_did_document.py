"""Documents of controllers: which key is listed for what, and nothing that is not."""

import json
from typing import Any

import pytest

from openler.credentials.did import BadDocument, DidDocument, NotAuthorized, UnknownMethod, parse_document
from openler.credentials.did.document import MAX_METHODS
from openler.credentials.did.errors import FormNotRead
from openler.credentials.keys import BadKey
from openler.testing.signing import fixed_signer

DID = "did:web:school.example"
KEY = fixed_signer(1).public_key
P256 = fixed_signer(1, "P-256").public_key
METHOD = {"id": f"{DID}#a", "type": "Multikey", "controller": DID, "publicKeyMultibase": KEY.multikey}


def document(**members: Any) -> DidDocument:
    """Read a document with one key, changed as asked."""
    base = {"id": DID, "verificationMethod": [METHOD], "assertionMethod": [METHOD["id"]]}
    return parse_document({**base, **members}, expected_id=DID)


@pytest.mark.parametrize(
    ("method", "kind"),
    [
        ({"type": "Multikey", "publicKeyMultibase": KEY.multikey}, "Ed25519"),
        ({"type": "Multikey", "publicKeyMultibase": P256.multikey}, "P-256"),
        ({"type": "Ed25519VerificationKey2020", "publicKeyMultibase": KEY.multikey}, "Ed25519"),
        ({"type": "JsonWebKey2020", "publicKeyJwk": KEY.jwk}, "Ed25519"),
        ({"type": "JsonWebKey", "publicKeyJwk": P256.jwk}, "P-256"),
    ],
)
def test_every_form_of_a_key_is_read(method: dict[str, Any], kind: str) -> None:
    """Multikey, JsonWebKey and their older names."""
    full = {"id": METHOD["id"], "controller": DID, **method}
    found = document(verificationMethod=[full]).verification_method(METHOD["id"], "assertionMethod")
    assert found.key.kind == kind
    assert found.source == "document"


def test_relative_ids_are_resolved_against_the_document() -> None:
    """DID Core 3.2.2 allows them; the document's own id completes them."""
    relative = {**METHOD, "id": "#a"}
    for listed in ("#a", METHOD["id"]):
        found = document(verificationMethod=[relative], assertionMethod=[listed])
        assert found.verification_method(METHOD["id"], "assertionMethod").key == KEY


def test_one_item_and_a_list_of_one_are_the_same() -> None:
    """Some documents leave the brackets out."""
    found = document(verificationMethod=METHOD, assertionMethod=METHOD["id"])
    assert found.verification_method(METHOD["id"], "assertionMethod").key == KEY


def test_an_embedded_key_counts_for_its_own_purpose_only() -> None:
    """Described inside authentication, it may not assert."""
    found = document(verificationMethod=[], assertionMethod=[], authentication=[METHOD])
    assert found.verification_method(METHOD["id"], "authentication").key == KEY
    with pytest.raises(NotAuthorized, match="only for authentication, not for assertionMethod"):
        found.verification_method(METHOD["id"], "assertionMethod")


def test_a_key_under_the_older_list_name_is_read_if_complete() -> None:
    """Profiles also hold keys of other forms under that name; these are passed over."""
    odd = {"type": "CryptographicKey", "owner": DID, "publicKeyPem": "-----BEGIN PUBLIC KEY-----"}
    found = document(verificationMethod=[], publicKey=[odd, METHOD])
    assert found.verification_method(METHOD["id"], "assertionMethod").key == KEY


def test_a_key_that_is_listed_for_nothing_may_do_nothing() -> None:
    """Being described is not being authorised."""
    with pytest.raises(NotAuthorized, match="for no purpose"):
        document(assertionMethod=[]).verification_method(METHOD["id"], "assertionMethod")


def test_a_key_that_is_not_described_is_unknown() -> None:
    """Even if a purpose names it."""
    with pytest.raises(UnknownMethod):
        document(assertionMethod=[f"{DID}#b"]).verification_method(f"{DID}#b", "assertionMethod")


def test_a_key_of_another_controller_is_not_the_subject_s() -> None:
    """Controlled Identifiers 1.0, 3.3: the controller must be the document's subject."""
    with pytest.raises(BadDocument, match="controller"):
        document(verificationMethod=[{**METHOD, "controller": "did:web:other.example"}]).verification_method(
            METHOD["id"], "assertionMethod"
        )


@pytest.mark.parametrize("name", ["secretKeyMultibase", "privateKeyMultibase", "privateKeyJwk", "secretKeyJwk"])
def test_a_published_private_key_is_nobody_s(name: str) -> None:
    """Whoever reads the document could have signed."""
    with pytest.raises(BadKey, match="anybody"):
        document(verificationMethod=[{**METHOD, name: "z"}]).verification_method(METHOD["id"], "assertionMethod")


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"type": "EcdsaSecp256k1VerificationKey2019"}, FormNotRead),
        ({"type": "Ed25519VerificationKey2018"}, FormNotRead),
        ({"type": "Ed25519VerificationKey2020", "publicKeyMultibase": P256.multikey}, BadKey),
        ({"publicKeyMultibase": None}, BadKey),
        ({"type": "JsonWebKey"}, BadKey),
    ],
)
def test_a_key_in_another_form_says_so(change: dict[str, Any], error: type[Exception]) -> None:
    """A type that is not checked here leaves the question open; a key that is none does not."""
    with pytest.raises(error):
        document(verificationMethod=[{**METHOD, **change}]).verification_method(METHOD["id"], "assertionMethod")


def test_an_odd_key_does_not_spoil_the_others() -> None:
    """Keys are read only when asked for."""
    odd = {**METHOD, "id": f"{DID}#odd", "publicKeyMultibase": "zzz"}
    found = document(verificationMethod=[odd, METHOD], assertionMethod=[odd["id"], METHOD["id"]])
    assert [method.id for method in found.usable_methods("assertionMethod")] == [METHOD["id"]]


def test_one_id_described_twice_spoils_the_document() -> None:
    """Two readers would take two keys."""
    with pytest.raises(BadDocument, match="twice"):
        document(verificationMethod=[METHOD, {**METHOD, "id": "#a", "publicKeyMultibase": P256.multikey}])


def test_a_document_with_too_many_keys_is_refused() -> None:
    """Each costs time that a stranger could make us spend."""
    many = [{**METHOD, "id": f"{DID}#{number}"} for number in range(MAX_METHODS + 1)]
    with pytest.raises(BadDocument, match="limit"):
        document(verificationMethod=many)


@pytest.mark.parametrize("id", ["did:web:other.example", f"{DID}/", DID.upper(), None, 7])
def test_the_document_is_about_exactly_its_subject(id: object) -> None:
    """The id must be equal, not alike."""
    with pytest.raises(BadDocument, match="another subject"):
        document(id=id)


def test_fetched_documents_are_data_like_any_other() -> None:
    """A document read from bytes gives the same as one built here."""
    members = json.loads(json.dumps({"id": DID, "verificationMethod": [METHOD], "assertionMethod": ["#a"]}))
    assert parse_document(members, expected_id=DID).lists_keys
    assert not parse_document({"id": DID}, expected_id=DID).lists_keys


def test_an_address_that_nobody_can_read_spoils_the_document_and_nothing_else() -> None:
    """A profile behind a web address that lists a key by ``//[``: refused with words, found by fuzzing."""
    url = "https://school.example/profile"
    with pytest.raises(BadDocument, match="address that is none"):
        parse_document({"id": url, "assertionMethod": "//["}, expected_id=url)
