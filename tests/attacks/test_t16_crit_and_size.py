"""T16: critical headers that nobody understands, unencoded payloads, huge tokens, and tokens repeated in errors."""

import time
from typing import Any

import pytest

from openler.credentials.did import KeyDirectory
from openler.credentials.proofs import parse_compact_jws, parse_vc_jwt, parse_vp_jwt, verify_vc_jwt
from openler.credentials.proofs.errors import CriticalHeader
from openler.credentials.proofs.jose import MAX_HEADER_BYTES, MAX_TOKEN_LETTERS
from openler.credentials.proofs.sd_jwt import parse_sd_jwt, parse_sd_jwt_vc, verify_key_binding
from openler.credentials.proofs.sd_jwt.disclosures import digest_of
from openler.foundation.encodings import encode_base64url
from openler.foundation.errors import LerError
from openler.foundation.strict_json import MAX_BYTES, TooLarge
from openler.testing.signing import fixed_signer, make_token, method_of

SIGNER = fixed_signer(1)
HEADER = {"alg": "EdDSA", "kid": method_of(SIGNER)}
PAYLOAD = {"issuer": "did:key:z6Mk"}
# A log line of more than this tells more than what went wrong.
MAX_MESSAGE_LETTERS = 1024


@pytest.mark.parametrize(
    "header",
    [
        {"crit": ["x"], "x": 1},
        {"crit": ["x"]},
        {"crit": []},
        {"crit": "alg"},
        {"crit": None},
        {"crit": ["alg"]},
        {"crit": ["exp"], "exp": 1},
        {"crit": ["b64"], "b64": True},
        {"crit": ["b64"], "b64": False},
        {"b64": False},
        {"b64": "false"},
        {"b64": None},
        {"b64": 0},
    ],
    ids=str,
)
def test_what_is_critical_and_not_understood_stops_the_reader(header: dict[str, Any]) -> None:
    """RFC 7515, 4.1.11 and RFC 7797: before any key is looked for, and whatever the signature."""
    with pytest.raises(CriticalHeader):
        parse_compact_jws(make_token({**HEADER, **header}, PAYLOAD, SIGNER))


@pytest.mark.parametrize(
    "token",
    [
        "A" * (50 << 20),
        "A." * (25 << 20),
        "." * (50 << 20),
        "eyJhbGciOiJFZERTQSJ9." + "A" * (50 << 20) + ".AA",
    ],
    ids=["letters", "parts", "dots", "payload"],
)
def test_a_token_of_fifty_megabytes_is_refused_at_once(token: str) -> None:
    """Its length alone decides, and its text is not repeated."""
    started = time.process_time()
    for data in (token, token.encode()):
        with pytest.raises(TooLarge) as caught:
            parse_vc_jwt(data)
        assert len(str(caught.value)) < MAX_MESSAGE_LETTERS
    assert time.process_time() - started < 1


def test_the_largest_record_still_fits_into_a_token() -> None:
    """The limit of tokens follows from that of records."""
    token = make_token(HEADER, b'{"a":"' + b"a" * (MAX_BYTES - 8) + b'"}', SIGNER)
    assert len(token) <= MAX_TOKEN_LETTERS
    assert len(parse_vc_jwt(token).document["a"]) == MAX_BYTES - 8


def test_a_huge_header_is_refused() -> None:
    """A header holds a few names and at most one key."""
    with pytest.raises(LerError, match="limit"):
        parse_compact_jws(make_token({**HEADER, "zz": "a" * MAX_HEADER_BYTES}, PAYLOAD, SIGNER))


SECRET = "verysecretlearnername"


@pytest.mark.parametrize(
    "token",
    [
        make_token({"alg": SECRET * 50}, PAYLOAD, SIGNER),
        make_token({**HEADER, "kid": SECRET * 50}, {"sub": SECRET * 50}, SIGNER),
        make_token({**HEADER, "typ": SECRET * 50}, PAYLOAD, SIGNER),
        make_token(HEADER, (SECRET * 5000).encode(), SIGNER),
        make_token(HEADER, {"vc": SECRET * 5000}, SIGNER),
        make_token({**HEADER, "jwk": {"kty": SECRET * 5000}}, {"name": SECRET * 5000}, SIGNER),
        SECRET * 5000,
        f"{SECRET}.{SECRET}.{SECRET}=",
        encode_base64url(SECRET.encode() * 500) + ".e30.AA",
    ],
    ids=range(9),
)
def test_an_error_never_repeats_the_token(token: str) -> None:
    """One short line, without the payload."""
    keys = KeyDirectory()
    with pytest.raises(LerError) as caught:
        verify_vc_jwt(token, resolve_key=keys.resolve_key, list_keys=keys.list_keys)
    text = f"{caught.value} {caught.value.advice}"
    assert len(text) < MAX_MESSAGE_LETTERS
    assert token not in text
    assert text.count(SECRET) <= 6


@pytest.mark.parametrize(
    "header", [{"crit": ["x"], "x": 1}, {"crit": []}, {"b64": False}, {"crit": ["b64"], "b64": True}]
)
def test_no_kind_of_token_passes_over_what_is_critical(header: dict[str, Any]) -> None:
    """Presentations, records with disclosures, and the holder's own token."""
    presentation = make_token({**HEADER, "typ": "vp+jwt", **header}, {"type": "VerifiablePresentation"}, SIGNER)
    record = make_token({**HEADER, "typ": "dc+sd-jwt", **header}, PAYLOAD, SIGNER) + "~"
    for take, token in ((parse_vp_jwt, presentation), (parse_sd_jwt_vc, record)):
        with pytest.raises(CriticalHeader):
            take(token)
    claims = {"iss": "did:key:z6Mk", "vct": "urn:x:1", "cnf": {"jwk": SIGNER.public_key.jwk}}
    shown = make_token({**HEADER, "typ": "dc+sd-jwt"}, claims, SIGNER) + "~"
    binding = make_token(
        {"alg": "EdDSA", "typ": "kb+jwt", **header},
        {"iat": 1, "nonce": "n", "aud": "v", "sd_hash": digest_of(shown, "sha-256")},
        SIGNER,
    )
    with pytest.raises(LerError, match=r"critical|encoded"):
        verify_key_binding(parse_sd_jwt(shown + binding), claims, resolve_key=KeyDirectory().resolve_key)


@pytest.mark.parametrize(
    "token", ["~" * (50 << 20), "a." * (25 << 20) + "~", "eyJhbGciOiJFZERTQSJ9.e30.AA" + "~A" * (25 << 20)]
)
def test_a_token_with_disclosures_of_fifty_megabytes_is_refused_at_once(token: str) -> None:
    """Its length alone decides."""
    started = time.process_time()
    for data in (token, token.encode()):
        with pytest.raises(TooLarge) as caught:
            parse_sd_jwt_vc(data)
        assert len(str(caught.value)) < MAX_MESSAGE_LETTERS
    assert time.process_time() - started < 1


@pytest.mark.parametrize(
    "disclosure",
    [SECRET * 500, encode_base64url(SECRET.encode() * 500), encode_base64url(f'["s","{SECRET}","{SECRET}"]'.encode())],
    ids=range(3),
)
def test_an_error_never_repeats_a_disclosure(disclosure: str) -> None:
    """What somebody wanted to keep to themselves does not end in a log."""
    token = make_token({**HEADER, "typ": "dc+sd-jwt"}, PAYLOAD, SIGNER)
    with pytest.raises(LerError) as caught:
        parse_sd_jwt_vc(f"{token}~{disclosure}~")
    text = f"{caught.value} {caught.value.advice}"
    assert len(text) < MAX_MESSAGE_LETTERS and SECRET not in text and disclosure not in text
