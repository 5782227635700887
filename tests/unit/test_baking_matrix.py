"""Every record in every carrier: PNG and SVG, Open Badges 3.0 and 2.0 and CLR, as JSON, as token and as address."""

import json
from datetime import UTC, datetime
from typing import Any
from xml.etree import ElementTree

import pytest

import openler
from openler.credentials.baking import bake, kind_of_record, unbake
from openler.foundation.encodings import encode_base64url
from openler.testing.pictures import itxt, make_png, make_svg

AT = datetime(2026, 11, 25, tzinfo=UTC)
KEY = openler.KeyFile.of(openler.SoftwareSigner.generate("Ed25519"))
V2 = "https://www.w3.org/ns/credentials/v2"
OB = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
CLR = "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json"
BADGE: dict[str, Any] = {
    "@context": [V2, OB],
    "id": "urn:uuid:1f8c4c0e-5a0b-4a53-9d53-0b8a3f9d2c11",
    "type": ["VerifiableCredential", "OpenBadgeCredential"],
    "issuer": {"id": KEY.controller, "type": ["Profile"], "name": "Collège"},
    "name": "Nœuds & <b>Knoten</b> ]]> 🪢",
    "validFrom": "2026-05-04T09:00:00Z",
    "credentialSubject": {
        "id": "did:example:learner",
        "type": ["AchievementSubject"],
        "achievement": {
            "id": "urn:uuid:1",
            "type": ["Achievement"],
            "name": "Knots",
            "description": "Ties knots.",
            "criteria": {"narrative": "Tie each twice."},
        },
    },
}
OB2: dict[str, Any] = {
    "@context": "https://w3id.org/openbadges/v2",
    "id": "https://badges.example/assertions/7?a=1&b=2",
    "type": "Assertion",
    "badge": "https://badges.example/badges/knots",
    "verification": {"type": "HostedBadge"},
}


def _signed(claims: dict[str, Any]) -> dict[str, Any]:
    return openler.issue(claims, signer=KEY.signer, verification_method=KEY.id, at=AT)


def _token(claims: dict[str, Any]) -> bytes:
    header = {"alg": "EdDSA", "kid": KEY.id}
    parts = [encode_base64url(json.dumps(part).encode()) for part in (header, claims)]
    return ".".join([*parts, encode_base64url(KEY.signer.sign(".".join(parts).encode()))]).encode()


def _transcript() -> dict[str, Any]:
    return {
        **BADGE,
        "@context": [V2, CLR, OB],
        "id": "urn:uuid:9",
        "type": ["VerifiableCredential", "ClrCredential"],
        "credentialSubject": {
            "id": "did:example:learner",
            "type": ["ClrSubject"],
            "verifiableCredential": [_signed(BADGE)],
        },
    }


def _json(document: dict[str, Any]) -> bytes:
    return json.dumps(document, ensure_ascii=False, indent=1).encode()


RECORDS: dict[str, tuple[str, bytes]] = {
    "ob3 as JSON": ("ob3", _json(_signed(BADGE))),
    "ob3 as token": ("ob3", _token(BADGE)),
    "clr as JSON": ("clr", _json(_signed(_transcript()))),
    "clr as token": ("clr", _token(_transcript())),
    "ob2 as JSON": ("ob2", _json(OB2)),
    "ob2 as token": ("ob2", _token({**OB2, "verification": {"type": "SignedBadge"}})),
    "ob2 as address": ("ob2", b"https://badges.example/assertions/7?a=1&b=2"),
}
CARRIERS = {
    "png": make_png([itxt(b"Comment", "ünrelated".encode())]) + b"behind the end",
    "svg": make_svg(b"<desc>a &lt; b</desc>\r\n<g/>", prolog=b'<?xml version="1.0"?>\r\n<!-- x -->'),
}
# How each standard asks for it: keyword of the iTXt chunk; namespace and name of the SVG's first element.
PLACES = {
    "ob3": (b"openbadgecredential", "{https://purl.imsglobal.org/ob/v3p0}credential"),
    "clr": (b"clrcredential", "{https://purl.imsglobal.org/clr/v2p0}credential"),
    "ob2": (b"openbadges", "{http://openbadges.org}assertion"),
}


@pytest.mark.parametrize("carrier", CARRIERS)
@pytest.mark.parametrize("name", RECORDS)
def test_each_record_goes_in_and_comes_out_of_each_carrier(name: str, carrier: str) -> None:
    """Byte for byte, found under its own kind, and every other byte of the picture stays where it was."""
    kind, record = RECORDS[name]
    assert kind_of_record(record) == kind
    plain = CARRIERS[carrier]
    baked = bake(plain, record, kind=kind)  # type: ignore[arg-type]
    (found,) = unbake(baked)
    assert (found.carrier, found.kind, found.payload) == (carrier, kind, record)
    at = next(place for place in range(len(plain)) if baked[place] != plain[place])
    added = len(baked) - len(plain)
    # What was put in is one piece; it may begin with letters that stood at its place before.
    assert any(baked[: at - back] + baked[at - back + added :] == plain for back in range(16))


@pytest.mark.parametrize("name", RECORDS)
def test_each_record_stands_where_its_standard_asks_for_it(name: str) -> None:
    """The keyword of the chunk, the namespace and name of the element, the attribute for tokens and addresses."""
    kind, record = RECORDS[name]
    keyword, tag = PLACES[kind]
    assert itxt(keyword, record) in bake(CARRIERS["png"], record, kind=kind)  # type: ignore[arg-type]
    first = ElementTree.fromstring(bake(CARRIERS["svg"], record, kind=kind))[0]  # type: ignore[arg-type]
    assert first.tag == tag
    if record.startswith(b"{"):
        assert (first.text or "").encode() == record
        # Version 2.0 repeats the address of a hosted assertion beside its text.
        assert first.get("verify") == (OB2["id"] if kind == "ob2" else None)
    else:
        assert first.get("verify") == record.decode()
        assert not first.text


@pytest.mark.parametrize("carrier", CARRIERS)
@pytest.mark.parametrize("name", RECORDS)
def test_what_a_picture_carries_is_judged_as_the_record_itself(name: str, carrier: str) -> None:
    """The same verdict from the picture and from the bare record."""
    kind, record = RECORDS[name]
    report = openler.verify(bake(CARRIERS[carrier], record, kind=kind), at=AT)  # type: ignore[arg-type]
    assert report.carrier == carrier
    if kind == "ob2":
        assert (report.kind, report.verified) == ("openbadges2", False)
    else:
        bare = openler.verify(record, at=AT)
        assert {check.id: check.outcome for check in report.checks} == {
            check.id: check.outcome for check in bare.checks
        }
        assert report.check("proof").outcome == "passed"


@pytest.mark.parametrize("carrier", CARRIERS)
def test_the_kinds_stand_beside_each_other_and_the_provable_one_comes_first(carrier: str) -> None:
    """Baking one replaces its own kind only."""
    picture = CARRIERS[carrier]
    for name in ("ob2 as address", "clr as JSON", "ob3 as token", "ob3 as JSON"):
        picture = bake(picture, RECORDS[name][1], kind=RECORDS[name][0])  # type: ignore[arg-type]
    found = unbake(picture)
    assert sorted(one.kind for one in found) == ["clr", "ob2", "ob3"]
    assert found[-1].kind == "ob2"
    assert RECORDS["ob3 as JSON"][1] in {one.payload for one in found}
