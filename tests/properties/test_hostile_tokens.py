"""Whatever is done to a signed token, it is never accepted as another, and the door always answers."""

import json
import os
import random
from datetime import UTC, datetime
from typing import Any

import pytest

import openler
from openler.credentials.proofs import parse_compact_jws
from openler.credentials.proofs.sd_jwt import parse_sd_jwt
from openler.foundation.encodings import decode_base64url, encode_base64url
from openler.foundation.errors import LerError
from openler.testing.signing import did_key_of, fixed_signer, method_of

AT = datetime(2026, 11, 25, 12, tzinfo=UTC)
ISSUER, HOLDER = fixed_signer(1), fixed_signer(2, "P-256")
ASKED = {"expected_challenge": "n", "expected_domain": "v"}
ROUNDS = 700
RECORD = {
    "@context": ["https://www.w3.org/ns/credentials/v2"],
    "type": ["VerifiableCredential"],
    "name": "Welding",
    "credentialSubject": {"id": did_key_of(HOLDER), "name": "Žofie"},
}
STRANGE: list[Any] = [
    None,
    True,
    -1,
    1e300,
    "",
    "x",
    [],
    {},
    [[]],
    {"...": "x"},
    {"_sd": ["x"]},
    "did:key:z6Mk",
    "a" * 5000,
]
NAMES = ["_sd", "...", "_sd_alg", "iss", "exp", "nbf", "cnf", "vct", "status", "vc", "vp", "alg", "typ", "kid", "crit", "jwk", "type"]  # fmt: skip


def vc_jwt() -> str:
    """Make a record's token."""
    return openler.issue_token(RECORD, signer=ISSUER, verification_method=method_of(ISSUER))


def vp_jwt() -> str:
    """Make a presentation's token, with a record in it."""
    return openler.present_token(
        [vc_jwt()], signer=HOLDER, verification_method=method_of(HOLDER), at=AT, challenge="n", domain="v"
    )


def sd_jwt() -> str:
    """Make a token with disclosures, signed by its holder."""
    token = openler.issue_sd_jwt(
        {**RECORD, "credentialSubject": [RECORD["credentialSubject"], {"id": did_key_of(HOLDER), "name": "x"}]},
        signer=ISSUER,
        verification_method=method_of(ISSUER),
        at=AT,
        chance=os.urandom,
        disclosable=["/name", "/credentialSubject/0/name", "/credentialSubject/1", "/credentialSubject/1/name"],
        vct="urn:x:1",
        holder_key=HOLDER.public_key,
        decoys=1,
    )
    return openler.present_sd_jwt(token, signer=HOLDER, at=AT, challenge="n", domain="v")


def changed_value(value: Any, chance: random.Random) -> Any:
    """Change something in a JSON value."""
    if isinstance(value, dict) and value and chance.random() < 0.8:
        name = chance.choice(list(value))
        match chance.randrange(3):
            case 0:
                return {key: item for key, item in value.items() if key != name}
            case 1:
                return {**value, name: changed_value(value[name], chance)}
        return {**value, chance.choice(NAMES): chance.choice(STRANGE)}
    if isinstance(value, list) and value and chance.random() < 0.8:
        place = chance.randrange(len(value))
        return [*value[:place], changed_value(value[place], chance), *value[place + 1 :]]
    return chance.choice(STRANGE)


def changed_part(part: str, chance: random.Random) -> str:
    """Change one part between the dots: its JSON, its letters, or where it ends."""
    if chance.random() < 0.5:
        try:
            value = json.loads(decode_base64url(part))
        except (LerError, ValueError):
            pass
        else:
            return encode_base64url(json.dumps(changed_value(value, chance)).encode())
    place = chance.randrange(len(part) + 1)
    match chance.randrange(4):
        case 0:
            return part[:place] + chance.choice("ABxyz019-_") + part[place + 1 :]
        case 1:
            return part[:place]
        case 2:
            return part[:place] + chance.choice(["=", ".", "~", " ", "é", "\0", "AA"]) + part[place:]
    return part[place:] + part[:place]


def changed(token: str, chance: random.Random) -> str:
    """Change a token somewhere."""
    pieces = token.split("~")
    if len(pieces) > 1 and chance.random() < 0.3:
        chance.shuffle(pieces)
        return "~".join(pieces[chance.randrange(2) :])
    place = chance.randrange(len(pieces))
    parts = pieces[place].split(".")
    part = chance.randrange(len(parts))
    parts[part] = changed_part(parts[part], chance)
    pieces[place] = ".".join(parts)
    return "~".join(pieces)


@pytest.mark.parametrize("make", [vc_jwt, vp_jwt, sd_jwt], ids=lambda make: make.__name__)
def test_no_changed_token_is_accepted(make: Any) -> None:
    """Changed anywhere: never verified, never a crash, and every answer says why."""
    chance = random.Random(make.__name__)
    token = make()
    assert openler.verify(token, at=AT, **({} if make is vc_jwt else ASKED)).verified
    for _ in range(ROUNDS):
        other = changed(token, chance)
        # Blanks around a token do not matter, and neither does what is no change.
        if other.strip(" ") == token:
            continue
        report = openler.verify(other, at=AT, **({} if make is vc_jwt else ASKED))
        assert not report.verified, other
        assert any(check.problems for check in report.checks if check.outcome in ("failed", "undetermined"))


@pytest.mark.parametrize("make", [vc_jwt, vp_jwt, sd_jwt], ids=lambda make: make.__name__)
def test_claims_of_any_shape_get_an_answer(make: Any) -> None:
    """Signed by the right key, whatever they hold: judged or refused, never a crash."""
    chance = random.Random(f"{make.__name__} signed")
    token = make().split("~")
    jws = parse_compact_jws(token[0])
    signer = HOLDER if make is vp_jwt else ISSUER
    claims = json.loads(jws.payload)
    for _ in range(ROUNDS):
        header, payload = dict(jws.header), claims
        for _ in range(chance.randint(1, 4)):
            payload = changed_value(payload, chance)
        if chance.random() < 0.3:
            header = changed_value(header, chance)
        signing_input = (
            f"{encode_base64url(json.dumps(header).encode())}.{encode_base64url(json.dumps(payload).encode())}"
        )
        signed = f"{signing_input}.{encode_base64url(signer.sign(signing_input.encode()))}"
        report = openler.verify("~".join([signed, *token[1:]]), at=AT, **ASKED)
        assert report.checks and report.outcome in ("passed", "failed", "undetermined")


def test_json_forms_of_any_shape_get_an_answer() -> None:
    """The flattened and the general form, with parts of other types."""
    chance = random.Random("json")
    whole = parse_sd_jwt(sd_jwt())
    protected, payload, signature = whole.compact.split(".")
    header = {"disclosures": list(whole.disclosures), "kb_jwt": whole.key_binding}
    first = {"protected": protected, "signature": signature, "header": header}
    for form in ({"payload": payload, **first}, {"payload": payload, "signatures": [first]}):
        good = openler.verify(form, at=AT, **ASKED)
        assert good.verified
        for _ in range(ROUNDS // 2):
            other = changed_value(form, chance)
            if isinstance(other, dict):
                # RFC 7515, 7.2.1: members that are not understood are ignored; what is said stays the same.
                report = openler.verify(other, at=AT, **ASKED)
                assert not report.verified or report.verified_document == good.verified_document
