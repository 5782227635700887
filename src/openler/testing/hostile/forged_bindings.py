"""How does a hostile client bend, drop or carry over the holder's signature of a token with disclosures (T13)?"""

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from openler.foundation.encodings import decode_base64url, encode_base64url
from openler.foundation.json_types import JsonObject
from openler.testing.hostile.collection import make_specimens
from openler.testing.hostile.disclosed import NOW, Parts, bind_anew, parts_of
from openler.testing.hostile.forged_proofs import other_signatures
from openler.testing.hostile.forged_tokens import (
    FOREIGN_ALGORITHMS,
    FOREIGN_HEADERS,
    FOREIGN_TYPES,
    sealed_by_secrets,
    spellings,
)
from openler.testing.hostile.meaning import TWIN
from openler.testing.hostile.members import change_members
from openler.testing.hostile.mutation import Mutation, with_data
from openler.testing.hostile.specimens import DOMAIN, Specimen
from openler.testing.hostile.token_specimens import OTHER_SALTS, badge_sd_jwt, plain_sd_jwt, website_sd_jwt
from openler.testing.signing import fixed_signer, make_token, method_of

STRANGER = fixed_signer(9)


def bend_bindings(specimen: Specimen) -> Iterator[Mutation]:
    """Give every change of the holder's own token."""
    if not specimen.has_disclosures or specimen.holder is None:
        return
    parts = parts_of(specimen)
    for kind, detail, binding in (
        *_headers(specimen, parts),
        *_claims(parts),
        *_signed_claims(specimen, parts),
        *_signatures(specimen, parts),
        *_by_others(specimen, parts),
        *_carried_over(specimen, parts),
    ):
        text = Parts(parts.compact, parts.disclosures, binding).write()
        reason = TWIN if kind == "ECDSA twin" else ""
        yield with_data(specimen, kind, f"key binding: {detail}", text, means_the_same=reason)
    yield from _bound_to_another(specimen, parts)
    yield from _not_asked(specimen, parts)


Binding = tuple[str, str, str]


def _headers(specimen: Specimen, parts: Parts) -> Iterator[Binding]:
    header_text, payload, signature = parts.binding.split(".")
    header = json.loads(decode_base64url(header_text))
    public = specimen.holder.public_key if specimen.holder else specimen.signer.public_key
    kind = "key binding header"
    for name in FOREIGN_ALGORITHMS:
        head = _write({**header, "alg": name})
        yield kind, f"{name}, signature kept", f"{head}.{payload}.{signature}"
        yield kind, f"{name}, no signature", f"{head}.{payload}."
        for text in sealed_by_secrets(f"{head}.{payload}", public):
            yield kind, f"{name}, sealed with the public key", text
    changes: list[JsonObject] = [{**header, name: value} for name, value in FOREIGN_HEADERS.items()]
    changes += [{**header, "typ": name} for name in FOREIGN_TYPES if name != "kb+jwt"]
    changes += [{name: value for name, value in header.items() if name != left} for left in header]
    changes += [{**header, "extra": 1}, {**header, "jwk": STRANGER.public_key.jwk}, {**header, "jwk": public.jwk}, {}]
    for changed in changes:
        yield kind, json.dumps(changed)[:80], f"{_write(changed)}.{payload}.{signature}"
    for raw in (b"", b"null", b"[]", b'{"alg":"EdDSA","alg":"none"}', b"\xff", b"{", b" " * 20000, b"[" * 9000):
        yield kind, repr(raw[:20]), f"{encode_base64url(raw)}.{payload}.{signature}"


def _claims(parts: Parts) -> Iterator[Binding]:
    header, payload, signature = parts.binding.split(".")
    for kind, detail, changed in change_members(json.loads(decode_base64url(payload))):
        yield f"key binding: {kind}", detail, f"{header}.{_write(changed)}.{signature}"


def _signed_claims(specimen: Specimen, parts: Parts) -> Iterator[Binding]:
    """The holder's own key under an answer to another question, of another hour, over something else, of another type."""
    bent: dict[str, list[Any]] = {
        "nonce": ["", "x", None, 7, ["c5b6e0c1f0a94d1b"], "C5B6E0C1F0A94D1B", "c5b6e0c1f0a94d1b ", {}],
        "aud": [None, "", "https://evil.example", DOMAIN + "/", DOMAIN.upper(), [], ["https://evil.example"], 7, {}],
        "iat": [None, NOW - 601, NOW + 121, NOW - 10**8, NOW + 10**8, str(NOW), True, -1, 1e300, 10**30, [NOW], {}],
        "sd_hash": [None, "", "x", 7, ["x"], encode_base64url(bytes(32)), encode_base64url(bytes(48)), {}],
    }
    for claim, values in bent.items():
        for value in values:
            yield "key binding signed askew", f"{claim}: {value!r}"[:80], _anew(specimen, parts, **{claim: value})
    for name in FOREIGN_TYPES:
        if name not in (None, "kb+jwt"):
            yield "key binding signed askew", f"typ: {name}", _anew(specimen, parts, header={"typ": name})
    for name in ("dc+sd-jwt", "vc+sd-jwt", "KB-JWT", "kb+jwt "):
        yield "key binding signed askew", f"typ: {name}", _anew(specimen, parts, header={"typ": name})
    for name in ("crit", "b64", "typ"):
        head = {name: None if name == "typ" else FOREIGN_HEADERS[name]}
        yield "key binding signed askew", f"{name}, signed", _anew(specimen, parts, header=head)


def _signatures(specimen: Specimen, parts: Parts) -> Iterator[Binding]:
    header, payload, signature = parts.binding.split(".")
    made = decode_base64url(signature)
    if specimen.holder is not None:
        for kind, other in other_signatures(replace(specimen, signer=specimen.holder), made):
            yield kind, "", f"{header}.{payload}.{encode_base64url(other)}"
    for bit in range(len(made) * 8):
        flipped = bytearray(made)
        flipped[bit >> 3] ^= 1 << (bit & 7)
        yield "bit of a signature", str(bit), f"{header}.{payload}.{encode_base64url(bytes(flipped))}"
    for place, name in enumerate(("header", "payload", "signature")):
        for detail, change in spellings().items():
            split = parts.binding.split(".")
            if change(split[place]) != split[place]:
                split[place] = change(split[place])
                yield "base64url", f"{name}: {detail}", ".".join(split)


def _by_others(specimen: Specimen, parts: Parts) -> Iterator[Binding]:
    kind = "key binding by a stranger"
    compact, shown = parts.compact, parts.disclosures
    stranger = STRANGER.public_key.jwk
    for head in ({}, {"jwk": stranger}, {"kid": method_of(STRANGER)}, {"x5c": ["AA"]}, {"jku": "https://evil.example"}):
        for signer in (STRANGER, fixed_signer(9, "P-256"), fixed_signer(9, "P-384"), specimen.signer):
            yield kind, json.dumps(head)[:60], bind_anew(signer, compact, shown, header=head)
    yield kind, "the issuer's token", compact
    yield kind, "the issuer's own, as its holder", bind_anew(specimen.signer, compact, shown, iss=specimen.owner)
    if specimen.holder is not None:
        named = {"alg": "none"}
        yield kind, "unsigned", bind_anew(specimen.holder, compact, shown, header=named).rpartition(".")[0] + "."


def _carried_over(specimen: Specimen, parts: Parts) -> Iterator[Binding]:
    kind = "key binding replayed"
    for other in make_specimens():
        if isinstance(other.data, str) and other is not specimen:
            yield kind, f"of {other.name}", other.data.rpartition("~")[2] or other.data.partition("~")[0]
    for make in (badge_sd_jwt, website_sd_jwt):
        yield kind, f"of {make.__name__} with other salts", make(OTHER_SALTS).rpartition("~")[2]
    if specimen.holder is not None:
        compact, shown = parts.compact, parts.disclosures
        others = [shown[1:], shown[:-1], (), shown[::-1], (*shown, shown[0]), ("x", *shown)]
        yield from ((kind, f"over {len(one)} others", bind_anew(specimen.holder, compact, one)) for one in others)
        foreign = plain_sd_jwt(OTHER_SALTS).partition("~")[0]
        yield kind, "over another token", bind_anew(specimen.holder, foreign, shown)
        yield kind, "without the last tilde", bind_anew(specimen.holder, "~".join([compact, *shown])[:-1], ())


def _bound_to_another(specimen: Specimen, parts: Parts) -> Iterator[Mutation]:
    """Exchange the holder's key in the issuer's token, and sign as the new holder."""
    header, payload, signature = parts.compact.split(".")
    claims = json.loads(decode_base64url(payload))
    strange: JsonObject = {"jwk": STRANGER.public_key.jwk}
    confirmations: dict[str, Any] = {
        "a stranger's": strange,
        "by name": {"kid": method_of(STRANGER)},
        "both keys": {**claims["cnf"], "kid": method_of(STRANGER)},
        "a list": [claims["cnf"], strange],
        "a thumbprint": {"jkt": STRANGER.public_key.thumbprint},
        "none": None,
    }
    for detail, confirmation in confirmations.items():
        body = {**claims, "cnf": confirmation}
        compacts = {
            "the issuer's signature kept": f"{header}.{_write(body)}.{signature}",
            "the stranger's own": make_token(json.loads(decode_base64url(header)), body, STRANGER),
        }
        for whose, compact in compacts.items():
            binding = bind_anew(STRANGER, compact, parts.disclosures)
            text = Parts(compact, parts.disclosures, binding).write()
            yield with_data(specimen, "key binding by a stranger", f"bound to {detail}, {whose}", text)


def _not_asked(specimen: Specimen, parts: Parts) -> Iterator[Mutation]:
    """Whether or not anybody asks who shows it, a holder's signature that is there must hold."""
    for detail, binding in {
        "a stranger's": bind_anew(STRANGER, parts.compact, parts.disclosures),
        "over other disclosures": bind_anew(specimen.holder or STRANGER, parts.compact, ()),
        "cut short": parts.binding[:-4],
    }.items():
        text = Parts(parts.compact, parts.disclosures, binding).write()
        asked_nothing = with_data(specimen, "key binding by a stranger", f"{detail}, nobody asked", text)
        yield replace(asked_nothing, challenge=None, domain=None)


def _anew(specimen: Specimen, parts: Parts, *, header: JsonObject | None = None, **claims: Any) -> str:
    assert specimen.holder is not None
    return bind_anew(specimen.holder, parts.compact, parts.disclosures, header=header, **claims)


def _write(value: Any) -> str:
    return encode_base64url(json.dumps(value).encode())
