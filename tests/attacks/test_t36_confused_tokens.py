"""T36: a token that was made for one use is handed in for another. Only the diagonal is accepted."""

import hashlib
import json
import os
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import cbor2
import pytest

import openler
from openler.credentials.proofs import parse_vc_cose, parse_vc_jwt, parse_vp_jwt
from openler.credentials.proofs.errors import WrongTokenType
from openler.credentials.proofs.sd_jwt import parse_sd_jwt, parse_sd_jwt_vc, verify_key_binding
from openler.credentials.proofs.token_claims import read_claims
from openler.foundation.encodings import encode_base64url
from openler.foundation.errors import InvalidProof, LerError
from openler.testing.signing import did_key_of, fixed_signer, make_token, method_of

AT = datetime(2026, 11, 25, 12, tzinfo=UTC)
# One key for everything, listed for every purpose, so that the type alone keeps the uses apart.
ME = fixed_signer(1)
DID, KID = did_key_of(ME), method_of(ME)
RECORD = {
    "@context": ["https://www.w3.org/ns/credentials/v2"],
    "type": ["VerifiableCredential"],
    "credentialSubject": {"id": DID},
}


def _sd_jwt() -> str:
    return openler.issue_sd_jwt(
        {**RECORD},
        signer=ME,
        verification_method=KID,
        at=AT,
        chance=os.urandom,
        vct="urn:x:1",
        holder_key=ME.public_key,
    )


def _bound() -> str:
    return openler.present_sd_jwt(_sd_jwt(), signer=ME, at=AT, challenge="n", domain="v")


# Every kind of token that is made or read here.
KINDS: dict[str, Callable[[], str]] = {
    "vc+jwt": lambda: openler.issue_token(RECORD, signer=ME, verification_method=KID),
    "ob-jwt": lambda: openler.issue_token(RECORD, signer=ME, verification_method=KID, form="ob-jwt"),
    "vp+jwt": lambda: openler.present_token([], signer=ME, verification_method=KID, at=AT, challenge="n"),
    "dc+sd-jwt": _sd_jwt,
    "issuer's part of dc+sd-jwt": lambda: _sd_jwt().split("~")[0],
    "dc+sd-jwt with kb+jwt": _bound,
    "kb+jwt": lambda: _bound().split("~")[-1],
}


def _binding(token: str) -> None:
    """Put a token in the place of the holder's own."""
    read = replace(parse_sd_jwt(_bound()), key_binding=token)
    assert verify_key_binding(read, read_claims(read.jws), resolve_key=_resolve) is not None


def _resolve(method: str, purpose: str) -> Any:
    raise AssertionError(method)


# Whoever takes a token here, and the kinds that it takes.
CONSUMERS: dict[str, tuple[Callable[[str], Any], set[str]]] = {
    "record": (parse_vc_jwt, {"vc+jwt", "ob-jwt"}),
    "presentation": (parse_vp_jwt, {"vp+jwt"}),
    "record with disclosures": (parse_sd_jwt_vc, {"dc+sd-jwt", "dc+sd-jwt with kb+jwt"}),
    "holder's signature": (_binding, {"kb+jwt"}),
}
# Types of other protocols, and of none; signed by the very key, over a good record.
FOREIGN = [
    "dpop+jwt", "openid4vci-proof+jwt", "key-attestation+jwt", "statuslist+jwt", "entity-statement+jwt", "at+jwt",
    "oauth-authz-req+jwt", "openidvci-issuer-metadata+jwt", "secevent+jwt", "logout+jwt", "kb+jwt", "dc+sd-jwt",
    "vc+sd-jwt", "vp+sd-jwt", "vc", "vp", "jwt+vc", "vc+jwt+x", "application/kb+jwt", "vc+cose", "x", " jwt", "jwt ",
    "", "application/",
]  # fmt: skip


@pytest.mark.parametrize("consumer", CONSUMERS)
@pytest.mark.parametrize("kind", KINDS)
def test_only_the_diagonal_is_accepted(consumer: str, kind: str) -> None:
    """Every kind into every consumer, each signed well."""
    take, accepted = CONSUMERS[consumer]
    token = KINDS[kind]()
    if kind in accepted:
        take(token)
        return
    for text in (token, token + "~", token.rstrip("~")):
        if text != token and text in _accepted_spellings(token, kind, accepted):
            continue
        with pytest.raises((LerError, InvalidProof)):
            take(text)


def test_a_cose_message_is_taken_only_as_what_it_says() -> None:
    """Its type is vc+cose; a message of another type, and a token in its place, are refused."""
    message = openler.issue_cose({**RECORD}, signer=ME, verification_method=KID)
    assert openler.verify(message, at=AT).verified
    parts = cbor2.loads(message).value
    for typ in ("application/vp+cose", "application/statuslist+cwt", "application/vc+jwt", "vc", None):
        header = {**cbor2.loads(parts[0]), 16: typ, 3: "application/cwt"}
        protected = cbor2.dumps({label: value for label, value in header.items() if value is not None})
        signature = ME.sign(cbor2.dumps(["Signature1", protected, b"", parts[2]]))
        other = b"\xd2" + cbor2.dumps([protected, {}, parts[2], signature])
        with pytest.raises(WrongTokenType):
            parse_vc_cose(other)
        assert not openler.verify(other, at=AT).verified
    for kind in KINDS.values():
        with pytest.raises(LerError):
            parse_vc_cose(kind().encode())


def _accepted_spellings(token: str, kind: str, accepted: set[str]) -> set[str]:
    # An SD-JWT without disclosures is the issuer's part and "~"; adding or cutting it makes the other kind.
    return {token + "~"} if kind == "issuer's part of dc+sd-jwt" and "dc+sd-jwt" in accepted else set()


@pytest.mark.parametrize("typ", FOREIGN)
def test_a_type_of_another_protocol_is_no_record_and_no_presentation(typ: str) -> None:
    """Through the door, as it stands and as a token with disclosures; also where the payload would do."""
    for payload in ({**RECORD, "issuer": DID, "iss": DID}, {**RECORD, "type": "VerifiablePresentation", "holder": DID}):
        token = make_token({"alg": "EdDSA", "kid": KID, "typ": typ}, payload, ME)
        assert not openler.verify(token, at=AT).verified
        takes = (parse_vc_jwt, parse_vp_jwt)
        for take in takes:
            with pytest.raises(LerError):
                take(token)
        if typ not in ("dc+sd-jwt", "vc+sd-jwt"):
            with pytest.raises(LerError):
                parse_sd_jwt_vc(token + "~")
            assert not openler.verify(token + "~", at=AT).verified


@pytest.mark.parametrize("media_type", ["vc+jwt", "vp+jwt", "dc+sd-jwt", "vc+sd-jwt"])
@pytest.mark.parametrize("kind", KINDS)
def test_an_envelope_holds_what_it_says(media_type: str, kind: str) -> None:
    """A record in a presentation's envelope, a presentation in a record's, a holder's token in either."""
    good = {
        "vc+jwt": {"vc+jwt", "ob-jwt"},
        "vp+jwt": {"vp+jwt"},
        "dc+sd-jwt": {"dc+sd-jwt", "dc+sd-jwt with kb+jwt"},
        "vc+sd-jwt": {"dc+sd-jwt", "dc+sd-jwt with kb+jwt"},
    }
    envelope = {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "type": "EnvelopedVerifiableCredential",
        "id": f"data:application/{media_type},{KINDS[kind]()}",
    }
    assert openler.verify(envelope, at=AT).verified is (kind in good[media_type])


CONTAINED: dict[str, Any] = {"a record": {**RECORD, "name": "Surgeon"}, "an object": {}, "text": "x", "null": None}


@pytest.mark.parametrize("content", CONTAINED)
@pytest.mark.parametrize("name", ["vc", "vp"])
def test_a_token_holds_one_record(name: str, content: str) -> None:
    """A second one in a container of VCDM 1.1 would be passed over here and read elsewhere; also if it is disclosed."""
    payload = {"iss": DID, **RECORD, "issuer": DID, "vct": "urn:x:1"}
    held = CONTAINED[content]
    for typ in ("vc+jwt", "JWT", "dc+sd-jwt", "vc+sd-jwt"):
        end = "~" if typ.endswith("sd-jwt") else ""
        header = {"alg": "EdDSA", "kid": KID, "typ": typ}
        assert openler.verify(make_token(header, payload, ME) + end, at=AT).verified
        both = openler.verify(make_token(header, {**payload, name: held}, ME) + end, at=AT)
        assert both.outcome == "failed" and both.check("parse").outcome == "failed"
    text = encode_base64url(json.dumps(["salt", name, held]).encode())
    hidden = {**payload, "_sd": [encode_base64url(hashlib.sha256(text.encode()).digest())]}
    token = make_token({"alg": "EdDSA", "kid": KID, "typ": "dc+sd-jwt"}, hidden, ME)
    assert openler.verify(f"{token}~", at=AT).verified
    assert openler.verify(f"{token}~{text}~", at=AT).outcome == "failed"


def test_the_plain_type_tells_records_from_presentations_by_what_they_hold() -> None:
    """JWT is the type of Open Badges 3.0 and of presentations of VCDM 1.1; vp stands in the latter only."""
    presentation = {"@context": ["https://www.w3.org/2018/credentials/v1"], "type": ["VerifiablePresentation"]}
    for payload in ({"iss": DID, "vp": presentation}, {"iss": DID, **presentation}):
        with pytest.raises(LerError):
            parsed = parse_vc_jwt(make_token({"alg": "EdDSA", "kid": KID, "typ": "JWT"}, payload, ME))
            assert parsed.document == {}
            raise InvalidProof("nothing is read of it as a record")
    record = make_token({"alg": "EdDSA", "kid": KID, "typ": "JWT"}, {**RECORD, "issuer": DID}, ME)
    with pytest.raises(LerError):
        parse_vp_jwt(record)
