"""How does a hostile client bend a compact token: its header, its letters, its parts (T15 to T17, T36)?"""

import hashlib
import hmac
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from openler.credentials.keys import PublicKey, write_public_pem
from openler.foundation.encodings import decode_base64url, encode_base64url
from openler.foundation.json_types import JsonObject
from openler.testing.hostile.collection import make_specimens
from openler.testing.hostile.disclosed import parts_of, show_anew
from openler.testing.hostile.forged_proofs import other_signatures
from openler.testing.hostile.forged_rsa import badly_padded, by_exponent_one
from openler.testing.hostile.meaning import TWIN
from openler.testing.hostile.members import change_members
from openler.testing.hostile.mutation import Mutation, with_data
from openler.testing.hostile.specimens import ALGORITHMS, Specimen
from openler.testing.rsa_signing import RsaSigner, fixed_rsa_signer
from openler.testing.signing import did_key_of, fixed_signer, make_token, method_of

STRANGER = fixed_signer(9)
# What else headers may say, as forgers write them; none of it may change who signed, or what.
FOREIGN_ALGORITHMS = (
    "none", "None", "NONE", "nOnE", "", "HS256", "HS384", "HS512", "hs256", "ES256", "ES384", "ES512", "ES256K",
    "EdDSA", "eddsa", "Ed25519", "Ed448", "RS256", "RS384", "RS512", "RS1", "PS256", "RSA1_5", "dir", "A128KW", None, 1, ["EdDSA"],
)  # fmt: skip
FOREIGN_HEADERS: JsonObject = {
    "crit": ["x"],
    "b64": False,
    "jku": "https://evil.example/jwks",
    "x5u": "https://evil.example/cert",
    "x5c": ["MIIB"],
    "jwk": {"kty": "OKP", "crv": "Ed25519", "x": "AA"},
    "zip": "DEF",
    "enc": "A128GCM",
    "kid": "../../key",
    "cty": "JWT",
    "p2c": 10**9,
}
FOREIGN_TYPES = (
    "kb+jwt", "dc+sd-jwt", "openid4vci-proof+jwt", "dpop+jwt", "entity-statement+jwt", "statuslist+jwt", "at+jwt",
    "logout+jwt", "vp+jwt", "JOSE", "", 1, None, "keyattestation+jwt", "oauth-authz-req+jwt", "vc+jwt; x=1",
)  # fmt: skip


def bend_tokens(specimen: Specimen) -> Iterator[Mutation]:
    """Give every change of a token."""
    if not isinstance(specimen.data, str):
        return
    parts = parts_of(specimen) if specimen.has_disclosures else None
    for mutation in _bend(specimen, parts.compact if parts else specimen.data):
        # Who means harm is the holder too, and signs for whatever they made of the issuer's token.
        yield (
            mutation
            if parts is None
            else replace(mutation, content=show_anew(specimen, mutation.content.decode(), parts.disclosures).encode())
        )


def _bend(specimen: Specimen, compact: str) -> Iterator[Mutation]:
    header_text, payload_text, signature_text = compact.split(".")
    header = json.loads(decode_base64url(header_text))
    payload = json.loads(decode_base64url(payload_text))
    yield from _headers(specimen, header, payload_text, signature_text)
    yield from _letters(specimen, header_text, payload_text, signature_text)
    yield from _signatures(specimen, header_text, payload_text, signature_text)
    for kind, detail, changed in change_members(payload):
        body = encode_base64url(json.dumps(changed).encode())
        yield with_data(specimen, f"token: {kind}", detail, f"{header_text}.{body}.{signature_text}")
    yield from _by_strangers(specimen, header, payload)
    yield from _sealed_again(specimen, header, payload)


def _write(header: Any) -> str:
    return encode_base64url(json.dumps(header).encode())


def _headers(specimen: Specimen, header: JsonObject, payload: str, signature: str) -> Iterator[Mutation]:
    public = specimen.signer.public_key
    for name in FOREIGN_ALGORITHMS:
        head = _write({**header, "alg": name})
        yield with_data(specimen, "token algorithm", f"{name}, signature kept", f"{head}.{payload}.{signature}")
        yield with_data(specimen, "token algorithm", f"{name}, no signature", f"{head}.{payload}.")
        for text in sealed_by_secrets(f"{head}.{payload}", public, specimen.owner):
            yield with_data(specimen, "token algorithm", f"{name}, sealed with the public key", text)
    changes = [{**header, name: value} for name, value in FOREIGN_HEADERS.items()]
    changes += [{**header, "typ": name} for name in FOREIGN_TYPES]
    changes += [{name: value for name, value in header.items() if name != left} for left in header]
    changes += [{**header, "extra": 1}, {**header, "kid": method_of(STRANGER)}, {**header, "kid": None}, {}]
    changes += [{**header, "jwk": key.jwk} for key in (public, STRANGER.public_key)]
    for changed in changes:
        text = f"{_write(changed)}.{payload}.{signature}"
        yield with_data(specimen, "token header", json.dumps(changed)[:80], text)
    for raw in (b"", b"null", b"[]", b'{"alg":"EdDSA","alg":"none"}', b"\xff", b"{", b" " * 20000, b"[" * 9000):
        text = f"{encode_base64url(raw)}.{payload}.{signature}"
        yield with_data(specimen, "token header", repr(raw[:20]), text)


def _letters(specimen: Specimen, header: str, payload: str, signature: str) -> Iterator[Mutation]:
    whole = f"{header}.{payload}.{signature}"
    for name, parts in {"header": 0, "payload": 1, "signature": 2}.items():
        for detail, change in spellings().items():
            split = whole.split(".")
            changed = change(split[parts])
            if changed != split[parts]:
                split[parts] = changed
                yield with_data(specimen, "base64url", f"{name}: {detail}", ".".join(split))
    wholes = {
        "two parts": f"{header}.{payload}",
        "four parts": f"{whole}.{signature}",
        "five parts": f"{header}..{payload}.{signature}.x",
        "nothing signed": f"{header}..{signature}",
        "nothing": "..",
        "a tilde": f"{whole}~",
        "parts exchanged": f"{payload}.{header}.{signature}",
        "twice": whole + whole,
        "a blank inside": f"{header}. {payload}.{signature}",
        "a line end inside": f"{header}.\n{payload}.{signature}",
        "quoted": json.dumps(whole)[:-1],
        "JSON form": json.dumps({"payload": payload, "protected": header, "signature": signature}),
        "JSON form, general": json.dumps({"payload": payload, "signatures": [{"protected": header}]}),
        "in a member": json.dumps({"jwt": whole}),
    }
    for detail, text in wholes.items():
        yield with_data(specimen, "token parts", detail, text)


def sealed_by_secrets(signing_input: str, public: PublicKey, *names: str) -> Iterator[str]:
    """Seal what everybody can read with what everybody knows: the public key in each of its forms, names, nothing."""
    texts = ("", public.multikey, json.dumps(public.jwk), write_public_pem(public), *names)
    for secret in (public.material, *(text.encode() for text in texts)):
        seal = hmac.new(secret, signing_input.encode(), hashlib.sha256).digest()
        yield f"{signing_input}.{encode_base64url(seal)}"


def spellings() -> dict[str, Callable[[str], str]]:
    """Give ways of writing base64url that readers may take for the same, or for something else."""
    return {
        "padded": lambda text: text + "=" * (-len(text) % 4 or 4),
        "stray bits": lambda text: text[:-1] + _next_letter(text[-1]),
        "plus for minus": lambda text: text.replace("-", "+"),
        "slash for underscore": lambda text: text.replace("_", "/"),
        "upper case": str.upper,
        "one letter more": lambda text: text + "A",
        "one letter less": lambda text: text[:-1],
        "a foreign letter": lambda text: text[:4] + "\u0410" + text[5:],
        "a zero byte": lambda text: text + "\0",
    }


def _next_letter(letter: str) -> str:
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    return letters[(letters.index(letter) + 1) % 64]


def _signatures(specimen: Specimen, header: str, payload: str, signature: str) -> Iterator[Mutation]:
    made = decode_base64url(signature)
    for kind, other in other_signatures(specimen, made):
        text = f"{header}.{payload}.{encode_base64url(other)}"
        yield with_data(specimen, kind, "in a token", text, means_the_same=TWIN if kind == "ECDSA twin" else "")
    for bit in range(len(made) * 8):
        flipped = bytearray(made)
        flipped[bit >> 3] ^= 1 << (bit & 7)
        text = f"{header}.{payload}.{encode_base64url(bytes(flipped))}"
        yield with_data(specimen, "bit of a signature", f"{bit} in a token", text)
    if isinstance(specimen.signer, RsaSigner):
        for detail, block in badly_padded(f"{header}.{payload}".encode()):
            text = f"{header}.{payload}.{encode_base64url(specimen.signer.sign_padded(block))}"
            yield with_data(specimen, "RSA padding", detail, text)
    for other_specimen in make_specimens():
        if isinstance(other_specimen.data, str) and other_specimen is not specimen:
            foreign = other_specimen.data.partition("~")[0].split(".")
            for parts in ((0, 1), (0, 2), (1, 2), (0,), (1,), (2,)):
                split = [
                    foreign[index] if index in parts else [header, payload, signature][index] for index in range(3)
                ]
                yield with_data(specimen, "part of another token", f"{parts} of {other_specimen.name}", ".".join(split))


def _by_strangers(specimen: Specimen, header: JsonObject, payload: JsonObject) -> Iterator[Mutation]:
    names: tuple[Any, ...] = (method_of(STRANGER), header.get("kid"), STRANGER.public_key.multikey, "#key-1", None)
    for stranger in (STRANGER, fixed_rsa_signer(9)) if isinstance(specimen.signer, RsaSigner) else (STRANGER,):
        own = {"alg": ALGORITHMS[stranger.public_key.kind], "typ": header["typ"]}
        for kid in names:
            for more in ({}, {"jwk": stranger.public_key.jwk}, {"jku": "https://evil.example"}, {"x5c": ["AA"]}):
                head = {**own, **more, **({"kid": kid} if kid is not None else {})}
                text = make_token(head, payload, stranger)
                yield with_data(specimen, "token by a stranger", json.dumps(head)[:80], text)
    if isinstance(specimen.signer, RsaSigner):
        for name in ("kid", "typ", "extra"):
            head = {key: value for key, value in header.items() if key != name}
            text = by_exponent_one(specimen.signer, head, payload)
            yield with_data(specimen, "token by a stranger", f"the issuer's modulus with exponent 1, no {name}", text)
    # A record that names its issuer by iss alone would be the stranger's own, and rightly accepted as that.
    renamed = [{**payload, "iss": did_key_of(STRANGER)}] if "issuer" in payload else []
    for body in (*renamed, {**payload, "iss": 1}, {**payload, "iss": ["x"]}):
        head = {"alg": "EdDSA", "typ": header["typ"], "kid": method_of(STRANGER)}
        yield with_data(specimen, "token by a stranger", "named as iss only", make_token(head, body, STRANGER))


def _sealed_again(specimen: Specimen, header: JsonObject, payload: JsonObject) -> Iterator[Mutation]:
    """The issuer's own key under a token that contradicts itself, has run out, or was made for something else."""
    lies: dict[str, JsonObject] = {
        "another iss": {**payload, "iss": did_key_of(STRANGER)},
        "ended": {**payload, "exp": 1700000000},
        "not begun": {**payload, "nbf": 4000000000},
        "an end that is text": {**payload, "exp": "4000000000"},
    }
    # Elsewhere the record has no id, or nobody whom it is about, but these claims; others are no contradiction.
    if "credentialSubject" in payload:
        lies["another jti"] = {**payload, "jti": "urn:x:1"}
        lies["a record under vc too"] = {**payload, "vc": {"type": ["VerifiableCredential"], "name": "Surgeon"}}
        lies["a presentation under vp too"] = {**payload, "vp": {"type": ["VerifiablePresentation"]}}
    if "credentialSubject" in payload or "vc" in payload:
        # In plain claims it is only a late end, which is their issuer's to say.
        lies["an end that is huge"] = {**payload, "exp": 1e300}
        lies["another sub"] = {**payload, "sub": did_key_of(STRANGER)}
        lies["two records"] = {
            **payload,
            "vc": {"type": ["VerifiableCredential"]},
            "credentialSubject": {"id": "urn:x:1"},
        }
    for detail, body in lies.items():
        yield with_data(specimen, "date game", detail, make_token(header, body, specimen.signer))
    own = str(header["typ"])
    for name in FOREIGN_TYPES:
        if name is not None and name not in ("vc+jwt; x=1", own):
            text = make_token({**header, "typ": name}, payload, specimen.signer)
            yield with_data(specimen, "token of another type", str(name), text)
    for name in ("crit", "b64"):
        text = make_token({**header, name: FOREIGN_HEADERS[name]}, payload, specimen.signer)
        yield with_data(specimen, "token header", f"{name}, signed", text)
