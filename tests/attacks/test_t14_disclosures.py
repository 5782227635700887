"""T14: salts repeat, digests tell the order of the claims, and disclosures are forged, doubled or overwrite a claim."""

import json
import os
from datetime import UTC, datetime
from typing import Any

import pytest

import openler
from openler.credentials.proofs.sd_jwt import BadDisclosure, hide, parse_disclosure, show
from openler.credentials.proofs.sd_jwt.disclosures import digest_of
from openler.foundation.encodings import encode_base64url
from openler.foundation.errors import LerError
from openler.testing.signing import did_key_of, fixed_signer, make_token, method_of

AT = datetime(2026, 11, 25, 12, tzinfo=UTC)
ISSUER = fixed_signer(1)
ISSUED = 10_000


def test_ten_thousand_records_share_no_salt_and_tell_no_order() -> None:
    """128 bits each, and the digests stand in an order that follows from them alone."""
    claims = {"first": 1, "second": 2, "third": 3, "list": ["a"]}
    salts: set[str] = set()
    orders: dict[tuple[str, ...], int] = {}
    for _ in range(ISSUED):
        payload, disclosures = hide(claims, ["/first", "/second", "/third", "/list/0"], chance=os.urandom)
        salts.update(disclosure.salt for disclosure in disclosures)
        names = {disclosure.digest: str(disclosure.name) for disclosure in disclosures}
        assert payload["_sd"] == sorted(payload["_sd"])
        order = tuple(names[digest] for digest in payload["_sd"])
        orders[order] = orders.get(order, 0) + 1
    assert len(salts) == 4 * ISSUED
    assert all(len(salt) == 22 for salt in salts)
    # Six orders of three; each as often as the others, within five standard deviations.
    assert len(orders) == 6
    assert all(abs(count - ISSUED / 6) < 5 * (ISSUED * 5 / 36) ** 0.5 for count in orders.values())


def disclosure(*members: Any) -> str:
    """Write a disclosure, whatever it holds."""
    return encode_base64url(json.dumps(list(members)).encode())


def digest(text: str) -> str:
    """Give its digest."""
    return digest_of(text, "sha-256")


A, B, C = disclosure("s1", "a", 1), disclosure("s2", "b", 2), disclosure("s3", 3)
NESTED = disclosure("s4", "nested", {"_sd": [digest(A)]})
ELEMENT = {"...": digest(C)}
RAW = encode_base64url(b'["s","a",1')


def named(name: str) -> tuple[dict[str, Any], list[str]]:
    """Give a payload whose only disclosure has this name."""
    text = disclosure("s", name, "forged")
    return {"_sd": [digest(text)]}, [text]


HOSTILE: dict[str, tuple[dict[str, Any], list[str]]] = {
    "overwrites a claim": ({"a": 7, "_sd": [digest(A)]}, [A]),
    "overwrites another disclosure": ({"_sd": [digest(A), digest(disclosure("s9", "a", 2))]}, [A, disclosure("s9", "a", 2)]),
    "overwrites inside": ({"x": {"a": 7, "_sd": [digest(A)]}}, [A]),
    "named _sd": named("_sd"),
    "named ...": named("..."),
    "named _sd_alg": named("_sd_alg"),
    "without a digest": ({"vct": "x"}, [A]),
    "without a digest beside a good one": ({"_sd": [digest(A)]}, [A, B]),
    "twice": ({"_sd": [digest(A)]}, [A, A]),
    "digest twice in one list": ({"_sd": [digest(A), digest(A)]}, [A]),
    "digest twice in two places": ({"_sd": [digest(A)], "x": {"_sd": [digest(A)]}}, [A]),
    "digest twice, once inside": ({"_sd": [digest(A), digest(NESTED)]}, [A, NESTED]),
    "digest of nothing twice": ({"_sd": ["AA", "AA"]}, []),
    "digest of nothing in list and array": ({"_sd": ["AA"], "x": [{"...": "AA"}]}, []),
    "element for a claim": ({"_sd": [digest(C)]}, [C]),
    "claim for an element": ({"x": [{"...": digest(A)}]}, [A]),
    "element with a neighbour": ({"x": [{**ELEMENT, "y": 1}]}, [C]),
    "element that is no text": ({"x": [{"...": 7}]}, []),
    "element outside an array": ({"x": ELEMENT}, [C]),
    "element at the top": (dict(ELEMENT), [C]),
    "_sd is text": ({"_sd": digest(A)}, [A]),
    "_sd is an object": ({"_sd": {digest(A): 1}}, [A]),
    "_sd holds a number": ({"_sd": [digest(A), 7]}, [A]),
    "_sd is null": ({"_sd": None}, []),
    "unknown hash": ({"_sd_alg": "sha-1", "_sd": [digest(A)]}, [A]),
    "hash is a list": ({"_sd_alg": ["sha-256"], "_sd": [digest(A)]}, [A]),
    "hash of another length": ({"_sd_alg": "sha-512", "_sd": [digest(A)]}, [A]),
    "one member": ({"_sd": [digest(disclosure("s"))]}, [disclosure("s")]),
    "four members": ({"_sd": [digest(disclosure("s", "a", 1, 2))]}, [disclosure("s", "a", 1, 2)]),
    "salt is a number": ({"_sd": [digest(disclosure(1, "a", 1))]}, [disclosure(1, "a", 1)]),
    "name is a number": ({"_sd": [digest(disclosure("s", 1, 1))]}, [disclosure("s", 1, 1)]),
    "name is null": ({"_sd": [digest(disclosure("s", None, 1))]}, [disclosure("s", None, 1)]),
    "an object": ({"_sd": [digest("e30")]}, ["e30"]),
    "not JSON": ({"_sd": [digest(RAW)]}, [RAW]),
    "name twice inside": ({"_sd": [digest(encode_base64url(b'["s","a",{"x":1,"x":2}]'))]}, [encode_base64url(b'["s","a",{"x":1,"x":2}]')]),
    "padding": ({"_sd": [digest(A + "=")]}, [A + "="]),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_disclosure_is_refused(name: str) -> None:
    """Although the issuer itself signed each of these payloads: by the reader, and by the door in every check."""
    payload, disclosures = HOSTILE[name]
    with pytest.raises(BadDisclosure):
        show(payload, disclosures)
    signed = {"iss": did_key_of(ISSUER), "vct": "urn:x:badge", **payload}
    token = make_token({"alg": "EdDSA", "kid": method_of(ISSUER), "typ": "dc+sd-jwt"}, signed, ISSUER)
    report = openler.verify("~".join([token, *disclosures, ""]), at=AT)
    assert report.outcome == "failed" and report.verified_document is None


@pytest.mark.parametrize("claim", ["iss", "nbf", "exp", "cnf", "vct", "vct#integrity", "status"])
@pytest.mark.parametrize("inside", [False, True])
def test_what_decides_is_never_disclosed_selectively(claim: str, inside: bool) -> None:
    """A holder could leave out the end of a record, or its status, or to whom it is bound; also a part of them."""
    text = disclosure("s", "part" if inside else claim, "x")
    hidden: dict[str, Any] = {"_sd": [digest(text)]}
    payload = {"iss": did_key_of(ISSUER), "vct": "urn:x:badge"}
    payload = {name: value for name, value in payload.items() if name != claim}
    payload |= {claim: hidden} if inside else hidden
    token = make_token({"alg": "EdDSA", "kid": method_of(ISSUER), "typ": "dc+sd-jwt"}, payload, ISSUER)
    report = openler.verify(f"{token}~{text}~", at=AT)
    assert report.outcome == "failed"
    with pytest.raises(LerError):
        openler.issue_sd_jwt(
            {"vct": "urn:x:badge", claim: {"part": 1}},
            signer=ISSUER,
            verification_method=method_of(ISSUER),
            at=AT,
            chance=os.urandom,
            disclosable=[f"/{claim}/part" if inside else f"/{claim}"],
        )


def test_a_changed_disclosure_is_a_forgery() -> None:
    """Salt, name or value: the digest is another."""
    payload, texts = {"_sd": [digest(A)]}, [A]
    assert show(payload, texts).claims == {"a": 1}
    for changed in (
        disclosure("s0", "a", 1),
        disclosure("s1", "A", 1),
        disclosure("s1", "a", 2),
        disclosure("s1", "a", 1.0),
    ):
        with pytest.raises(BadDisclosure, match="nobody signed"):
            show(payload, [changed])


def test_disclosures_inside_one_another_end() -> None:
    """A chain deeper than any record is refused, by its depth and not by the stack."""
    text = disclosure("s", "end", 1)
    texts = [text]
    for number in range(200):
        text = disclosure(f"s{number}", "x", {"_sd": [digest(text)]})
        texts.append(text)
    with pytest.raises(BadDisclosure, match="deeper"):
        show({"_sd": [digest(text)]}, texts)
    element = disclosure("s", 1)
    texts = [element]
    for number in range(200):
        element = disclosure(f"s{number}", [{"...": digest(element)}])
        texts.append(element)
    with pytest.raises(BadDisclosure, match="deeper"):
        show({"x": [{"...": digest(element)}]}, texts)


def test_a_long_name_costs_no_more_than_its_length() -> None:
    """A name of a megabyte above a hundred thousand members: no place is written that nobody reads."""
    payload = {"n" * (1 << 20): {str(number): [] for number in range(100_000)}}
    assert show(payload, []).claims == payload


def test_an_undisclosed_claim_leaves_no_trace() -> None:
    """Neither its digest nor its place is in what a verifier gets."""
    payload = {"_sd": [digest(A)], "x": [ELEMENT, 1], "y": {"_sd": [digest(B)]}, "_sd_alg": "sha-256"}
    assert show(payload, []).claims == {"x": [1], "y": {}}
    assert parse_disclosure(A).name == "a"
