"""Key files: what is written is read, what others write is read, and every fault is told in words."""

import json

import pytest

from openler.credentials.keys import SIGNING_KINDS, BadKeyFile, KeyFile, KeyKind, parse_key_file
from openler.credentials.keys.key_file import MAX_KEY_FILE_BYTES
from openler.foundation.encodings import encode_base64url, encode_multibase, encode_varint
from openler.testing.signing import did_key_of, fixed_signer, key_file_of, method_of

CODES = {"Ed25519": 0x1300, "P-256": 0x1306, "P-384": 0x1307}


@pytest.mark.parametrize("kind", SIGNING_KINDS)
def test_what_is_written_is_read(kind: KeyKind) -> None:
    """The file names the key as its own did:key and signs the same."""
    signer = fixed_signer(1, kind)
    key_file = parse_key_file(key_file_of(signer))
    assert (key_file.id, key_file.controller) == (method_of(signer), did_key_of(signer))
    assert key_file.signer.sign(b"record") == signer.sign(b"record")


@pytest.mark.parametrize("kind", SIGNING_KINDS)
def test_the_files_of_others_are_read(kind: KeyKind) -> None:
    """The older member name, private JWKs under either name, and a bare private JWK."""
    signer = fixed_signer(2, kind)
    multibase = encode_multibase(encode_varint(CODES[kind]) + signer.secret)
    jwk = {**signer.public_key.jwk, "d": encode_base64url(signer.secret)}
    for members in (
        {"privateKeyMultibase": multibase},
        {"secretKeyMultibase": multibase, "publicKeyMultibase": signer.public_key.multikey},
        {"type": "JsonWebKey", "secretKeyJwk": jwk},
        {"type": "JsonWebKey2020", "privateKeyJwk": jwk, "publicKeyJwk": signer.public_key.jwk},
        jwk,
        {"id": did_key_of(signer), "secretKeyMultibase": multibase},
    ):
        key_file = parse_key_file(json.dumps(members))
        assert key_file.signer.public_key == signer.public_key
        assert key_file.id == method_of(signer)


def test_the_older_form_with_both_halves_is_read() -> None:
    """Seed and public key together; halves that do not belong together are refused."""
    signer, other = fixed_signer(1), fixed_signer(2)
    for public, good in ((signer.public_key.material, True), (other.public_key.material, False)):
        text = encode_multibase(encode_varint(0x1300) + signer.secret + public)
        if good:
            assert parse_key_file(json.dumps({"privateKeyMultibase": text})).signer.public_key == signer.public_key
        else:
            with pytest.raises(BadKeyFile, match="halves"):
                parse_key_file(json.dumps({"privateKeyMultibase": text}))


def test_a_key_may_be_named_by_its_owner_s_domain() -> None:
    """A did:web or https id is kept as it is; who may use it is not the file's to say."""
    members = {**json.loads(key_file_of(fixed_signer(1))), "id": "did:web:school.example#key-1"}
    key_file = parse_key_file(json.dumps(members))
    assert (key_file.id, key_file.controller) == ("did:web:school.example#key-1", "did:web:school.example")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "empty"),
        ("not JSON", "not JSON"),
        ("[]", "JSON object"),
        ("{}", "no private key"),
        (json.dumps({"publicKeyMultibase": fixed_signer(1).public_key.multikey}), "only a public key"),
        (json.dumps({"secretKeyMultibase": fixed_signer(1).public_key.multikey}), "multicodec"),
        (json.dumps({"secretKeyMultibase": encode_multibase(bytes(32))}), "multicodec"),
        (json.dumps({"secretKeyMultibase": encode_multibase(encode_varint(0x1306) + bytes(32))}), "range"),
        (json.dumps({"secretKeyMultibase": encode_multibase(encode_varint(0x1300) + bytes(31))}), "31 bytes"),
        (json.dumps({"secretKeyMultibase": 7}), "must be text"),
        (json.dumps(fixed_signer(1).public_key.jwk), "'d' is missing"),
        (json.dumps({**fixed_signer(1).public_key.jwk, "d": "AA"}), "1 bytes"),
        (json.dumps({**fixed_signer(1).public_key.jwk, "d": encode_base64url(bytes(32))}), "belong together"),
        (" " * (MAX_KEY_FILE_BYTES + 1), "limit"),
    ],
)
def test_a_file_that_cannot_be_used_says_why(text: str, words: str) -> None:
    """And never repeats what it holds."""
    with pytest.raises(BadKeyFile, match=words):
        parse_key_file(text)


@pytest.mark.parametrize(
    "change",
    [
        {"id": method_of(fixed_signer(2))},
        {"id": did_key_of(fixed_signer(1)) + "#" + fixed_signer(2).public_key.multikey},
        {"id": "key-1"},
        {"id": 7},
        {"id": "did:web:school.example"},
        {"publicKeyMultibase": fixed_signer(2).public_key.multikey},
        {"publicKeyMultibase": "z6Mk"},
    ],
    ids=str,
)
def test_a_name_or_public_half_of_another_key_is_refused(change: dict[str, object]) -> None:
    """A record signed under a wrong name would never verify."""
    members = {**json.loads(key_file_of(fixed_signer(1))), **change}
    with pytest.raises(BadKeyFile):
        parse_key_file(json.dumps(members))


def test_no_error_repeats_the_private_key() -> None:
    """A key file with a fault may be shown to others together with its message."""
    signer = fixed_signer(1)
    members = {**json.loads(key_file_of(signer)), "publicKeyMultibase": fixed_signer(2).public_key.multikey}
    with pytest.raises(BadKeyFile) as caught:
        parse_key_file(json.dumps(members))
    assert members["secretKeyMultibase"] not in str(caught.value)


def test_serialized_files_hold_the_terms_of_the_standard() -> None:
    """Controlled Identifiers 1.0: Multikey with publicKeyMultibase and secretKeyMultibase."""
    members = json.loads(KeyFile.of(fixed_signer(1, "P-256")).serialize())
    assert list(members) == ["type", "id", "controller", "publicKeyMultibase", "secretKeyMultibase"]
    assert members["type"] == "Multikey"
