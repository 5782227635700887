"""PEM: what OpenSSL writes is read, what is written OpenSSL reads, and every other block is refused in words."""

import json
import subprocess
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed448, ed25519, rsa, x25519
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from openler.credentials.keys import (
    SIGNING_KINDS,
    BadKey,
    BadKeyFile,
    BadPassphrase,
    KeyFile,
    KeyKind,
    KeyNotOffered,
    multikey,
    parse_key_file,
    parse_multikey,
    parse_public_file,
    parse_public_pem,
    write_public_pem,
)
from openler.credentials.keys.pem import MAX_PEM_BYTES, parse_private_pem
from openler.credentials.keys.public import CACHED_KEYS
from openler.testing.signing import fixed_signer, method_of

VECTORS = Path(__file__).parents[1] / "vectors"
WORDS = b"correct horse battery staple"
OPENSSL = {
    "Ed25519": ["genpkey", "-algorithm", "ED25519"],
    "P-256": ["genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256"],
    "P-384": ["genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-384"],
}


def openssl(*words: str, text: bytes = b"") -> bytes:
    """Run the program that most people make their keys with."""
    return subprocess.run(["openssl", *words], input=text, capture_output=True, check=True, timeout=60).stdout


def private_pem(key: ed448.Ed448PrivateKey | x25519.X25519PrivateKey | ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


@pytest.mark.parametrize("kind", SIGNING_KINDS)
def test_keys_of_openssl_sign_and_its_signatures_fit(kind: KeyKind, tmp_path: Path) -> None:
    """A key made there signs here, its public half is the same, plain and encrypted."""
    made = openssl(*OPENSSL[kind])
    public = parse_public_pem(openssl("pkey", "-pubout", text=made))
    assert public.kind == kind
    assert parse_public_file(made) == public
    words = tmp_path / "words"
    words.write_bytes(WORDS)
    hidden = openssl("pkcs8", "-topk8", "-v2", "aes-256-cbc", "-passout", f"file:{words}", text=made)
    for file, passphrase in ((made, None), (made, b"not needed"), (hidden, WORDS)):
        key = parse_key_file(file, passphrase=passphrase)
        assert key.signer.public_key == public
        assert key.id == method_of(key.signer)
        public.verify(key.signer.sign(b"record"), b"record")


@pytest.mark.parametrize("kind", SIGNING_KINDS)
def test_openssl_reads_what_is_written(kind: KeyKind, tmp_path: Path) -> None:
    """The public half, the private one, and the encrypted one; and so is each read here again."""
    signer = fixed_signer(7, kind)
    public = write_public_pem(signer.public_key)
    assert openssl("pkey", "-pubin", "-pubout", text=public.encode()).decode() == public
    assert parse_public_pem(public) == signer.public_key
    file = KeyFile.of(signer)
    words = tmp_path / "words"
    words.write_bytes(WORDS)
    hidden = file.serialize("pem", passphrase=WORDS)
    assert "BEGIN ENCRYPTED PRIVATE KEY" in hidden
    for text, more in ((file.serialize("pem"), ()), (hidden, ("-passin", f"file:{words}"))):
        assert openssl("pkey", "-pubout", *more, text=text.encode()).decode() == public
    assert parse_key_file(hidden, passphrase=WORDS).signer.secret == signer.secret


@pytest.mark.parametrize("kind", SIGNING_KINDS)
def test_every_form_of_a_key_file_is_the_same_key(kind: KeyKind) -> None:
    """Multikey and JWK keep the name under which it is published; PEM has none and goes by its did:key."""
    signer = fixed_signer(8, kind)
    named = KeyFile("did:web:school.example#key-1", "did:web:school.example", signer)
    for form in ("multikey", "jwk", "pem"):
        text = named.serialize(form)  # type: ignore[arg-type]
        read = parse_key_file(text)
        assert read.signer.secret == signer.secret
        assert read.id == (method_of(signer) if form == "pem" else named.id)
        assert parse_public_file(text) == signer.public_key


def test_the_older_forms_of_openssl_are_read() -> None:
    """SEC 1 with the curve's name before it, and PKCS #1 of an RSA key, which verifies only."""
    text = openssl("ecparam", "-genkey", "-name", "prime256v1")
    assert b"EC PARAMETERS" in text
    assert parse_key_file(text).signer.public_key.kind == "P-256"
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    for form in (PublicFormat.PKCS1, PublicFormat.SubjectPublicKeyInfo):
        assert parse_public_pem(key.public_key().public_bytes(Encoding.PEM, form)).kind == "RSA"
    pkcs1 = key.private_bytes(Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption())
    with pytest.raises(BadKeyFile, match="Ed25519, P-256 and P-384 do"):
        parse_key_file(pkcs1)


def test_a_passphrase_that_is_missing_or_another_is_told_as_that() -> None:
    """And one for a form that is never encrypted, an empty one, or an endless one, writes nothing."""
    file = KeyFile.of(fixed_signer(1))
    hidden = file.serialize("pem", passphrase=WORDS)
    for passphrase, said in ((None, "no passphrase"), (b"", "no passphrase"), (b"wrong", "another passphrase")):
        with pytest.raises(BadPassphrase, match=said):
            parse_key_file(hidden, passphrase=passphrase)
    with pytest.raises(BadPassphrase, match="1 to 1,024"):
        parse_key_file(hidden, passphrase=b"x" * 1025)
    for passphrase in (b"", b"x" * 1025):
        with pytest.raises(BadPassphrase, match="1 to 1,024"):
            file.serialize("pem", passphrase=passphrase)
    for form in ("multikey", "jwk"):
        with pytest.raises(BadKeyFile, match="Only a PEM key"):
            file.serialize(form, passphrase=WORDS)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("key", "name"),
    [
        (ed448.Ed448PrivateKey.generate(), "Ed448"),
        (x25519.X25519PrivateKey.generate(), "X25519"),
        (ec.generate_private_key(ec.SECP256K1()), "secp256k1"),
        (ec.generate_private_key(ec.SECP521R1()), "P-521"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_other_kinds_are_not_offered_rather_than_malformed(key: ed448.Ed448PrivateKey, name: str) -> None:
    """They are keys, and nobody here signs with them or checks them."""
    with pytest.raises(KeyNotOffered):
        parse_private_pem(private_pem(key))
    with pytest.raises(KeyNotOffered):
        parse_public_pem(key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))


def test_what_is_no_single_key_is_refused() -> None:
    """A certificate, two keys, the wrong half, a short RSA key, half a key, letters, and more than any key holds."""
    signer = fixed_signer(1)
    public, private = write_public_pem(signer.public_key), KeyFile.of(signer).serialize("pem")
    short = rsa.generate_private_key(public_exponent=65537, key_size=1024).public_key()
    certificate = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"
    for text, said in (
        (certificate, "CERTIFICATE, and not a PUBLIC KEY"),
        (public + public, "2 blocks"),
        (private, "private key stands where a public"),
        (short.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode(), "1024 bits"),
        (public.replace("MCow", "MCoW"), "no public key that can be read"),
        (public[:40], "no public key that can be read"),
        ("é" + public, "blocks|ASCII"),
        (public + "x" * MAX_PEM_BYTES, "longer than"),
    ):
        with pytest.raises(BadKey, match=said):
            parse_public_pem(text.encode())
    for text, said in (
        (public, "only a public key"),
        (certificate, "CERTIFICATE, and not a PRIVATE KEY"),
        (private + private, "2 blocks"),
        (private.replace("MC4C", "MC4D"), "no private key that can be read"),
        ("-----BEGIN EC PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\nAAAA\n-----END EC PRIVATE KEY-----\n", "outdated"),
    ):
        with pytest.raises(BadKeyFile, match=said):
            parse_key_file(text)


def test_a_private_key_with_another_s_public_half_is_refused() -> None:
    """A file whose halves differ would sign what its published half refuses."""
    mine, other = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    der = mine.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    point = mine.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    swapped = der.replace(point, other.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint))
    assert swapped != der
    text = openssl("base64", text=swapped).decode()
    with pytest.raises(BadKeyFile, match="no private key that can be read"):
        parse_key_file(f"-----BEGIN PRIVATE KEY-----\n{text}-----END PRIVATE KEY-----\n")


def test_public_files_of_every_form_are_read() -> None:
    """A JWK, a verification method with either member, and PEM; a private member in a public JWK is refused there."""
    signer = fixed_signer(3, "P-256")
    key = signer.public_key

    for members in (key.jwk, {"publicKeyJwk": key.jwk}, {"type": "Multikey", "publicKeyMultibase": key.multikey}):
        assert parse_public_file(json.dumps(members)) == key
    for wrong in ("{}", "[]", '{"publicKeyMultibase": "z6Mk"}', '{"publicKeyJwk": 1}', "no key"):
        with pytest.raises(BadKeyFile):
            parse_public_file(wrong)


def test_an_ed25519_key_signs_what_another_library_verifies() -> None:
    """The seed in PKCS #8 is the seed of RFC 8410."""
    signer = fixed_signer(4)
    public = ed25519.Ed25519PublicKey.from_public_bytes(signer.public_key.material)
    public.verify(parse_key_file(KeyFile.of(signer).serialize("pem")).signer.sign(b"x"), b"x")


@pytest.mark.parametrize("name", ["ecdsa_secp256r1_sha256_p1363_test", "ecdsa_secp384r1_sha384_test", "ed25519_test"])
def test_published_keys_are_the_same_in_pem_and_by_their_numbers(name: str) -> None:
    """Every group of Wycheproof publishes its key in both forms; each is written again as it was."""
    groups = json.loads((VECTORS / "wycheproof" / f"{name}.json").read_text())["testGroups"]
    assert groups
    for group in groups:
        read = parse_public_pem(group["publicKeyPem"])
        published = bytes.fromhex(group["publicKey"].get("uncompressed") or group["publicKey"]["pk"])
        raw = (
            (Encoding.Raw, PublicFormat.Raw)
            if read.kind == "Ed25519"
            else (Encoding.X962, PublicFormat.UncompressedPoint)
        )
        assert read.load().public_bytes(*raw) == published
        assert write_public_pem(read).split() == group["publicKeyPem"].split()


def test_what_is_kept_of_keys_is_bounded_and_nobody_can_change_it() -> None:
    """A stranger's thousands of keys push out others, and a caller's change of a JWK stays the caller's."""
    for number in range(CACHED_KEYS + 50):
        parse_multikey(fixed_signer(number).public_key.multikey)
    assert multikey._parse.cache_info().currsize <= CACHED_KEYS
    key = parse_multikey(fixed_signer(1, "P-256").public_key.multikey)
    key.jwk["x"] = "changed"
    assert key.jwk["x"] != "changed"
    assert parse_multikey(key.multikey) == key
