"""How does a hostile client lie about everything around a record: lists, issuers' documents, times, questions (T3, T23)?"""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

from openler.credentials.status import pack_list
from openler.foundation.json_types import JsonObject
from openler.testing.hostile.collection import make_specimens
from openler.testing.hostile.meaning import same_document
from openler.testing.hostile.members import change_members
from openler.testing.hostile.mutation import Mutation, start, with_data, with_document
from openler.testing.hostile.specimens import (
    AT,
    CHALLENGE,
    DOMAIN,
    STATUS,
    WEB,
    Specimen,
    make_status_list,
    serialize,
    sign_with,
)
from openler.testing.hostile.token_specimens import KEY_URL, METADATA, SCHOOL
from openler.testing.rsa_signing import fixed_rsa_signer
from openler.testing.signing import did_key_of, fixed_signer, make_controller_document

STRANGER = fixed_signer(9)


def lie_around(specimen: Specimen) -> Iterator[Mutation]:
    """Give every change of what surrounds a record."""
    yield from _times(specimen)
    if STATUS in specimen.documents:
        yield from _lists(specimen)
    if WEB in specimen.documents:
        yield from _controllers(specimen)
    if METADATA in specimen.documents:
        yield from _key_sets(specimen)
    if KEY_URL in specimen.documents:
        yield from _keys_at_addresses(specimen)
    if specimen.presented:
        yield from _questions(specimen)
        yield from _thieves(specimen)


def _times(specimen: Specimen) -> Iterator[Mutation]:
    years = timedelta(days=366)
    for days in (-10 * years, -2 * years, -1 * years, 40 * years, 1 * years, 2 * years):
        at = AT + days
        has_end = specimen.presented or "CLR" not in specimen.name
        if has_end or days < timedelta(0):
            yield replace(start(specimen), kind="date game", detail=f"judged at {at}", at=at)


def _suite_of(specimen: Specimen) -> str:
    assert isinstance(specimen.data, dict)
    return str(specimen.data["proof"]["cryptosuite"])


def _lists(specimen: Specimen) -> Iterator[Mutation]:
    kind, signer, suite = "status list", specimen.signer, _suite_of(specimen)
    good = specimen.documents[STATUS]
    bent: dict[str, dict[str, Any]] = {
        "revoked": {"places": (4711,)},
        "all revoked": {"places": tuple(range(131_072))},
        "ended": {"validUntil": "2026-11-25T11:59:59Z"},
        "not begun": {"validFrom": "2026-11-25T12:00:01Z"},
        "another id": {"id": "https://status.example/lists/8"},
        "another type": {"type": ["VerifiableCredential"]},
        "another issuer": {"issuer": did_key_of(STRANGER)},
    }
    subjects: dict[str, dict[str, Any]] = {
        "for suspension": {"statusPurpose": "suspension"},
        "for messages": {"statusPurpose": "message"},
        "too short": {"encodedList": "u" + _packed(bytes(16))},
        "empty": {"encodedList": ""},
        "a bomb": {"encodedList": "u" + _packed(bytes(9 << 20))},
        "not packed": {"encodedList": "uAAAA"},
        "cut short": {"encodedList": pack_list(())[:-8]},
        "padded oddly": {"encodedList": pack_list(()) + "A"},
        "another encoding": {"encodedList": "z" + pack_list(())[1:]},
    }
    for detail, more in bent.items():
        document = make_status_list(signer, suite, **more)
        yield with_document(specimen, kind, detail, STATUS, document)
    for detail, subject in subjects.items():
        document = make_status_list(signer, suite, subject=subject)
        yield with_document(specimen, kind, detail, STATUS, document)
    stranger = make_status_list(STRANGER, "eddsa-rdfc-2022")
    yield with_document(specimen, kind, "a stranger's", STATUS, stranger)
    yield with_document(
        specimen, kind, "a stranger's in the issuer's name", STATUS, {**stranger, "issuer": good["issuer"]}
    )
    yield with_document(specimen, kind, "by the subject", STATUS, make_status_list(fixed_signer(2), "eddsa-rdfc-2022"))
    yield with_document(specimen, kind, "unsigned", STATUS, {key: good[key] for key in good if key != "proof"})
    for detail, other in {"none": None, "a page": b"<html>", "empty": b"", "a list": b"[]", "null": b"null"}.items():
        yield with_document(specimen, kind, detail, STATUS, other)
    for record in make_specimens():
        yield with_document(specimen, kind, f"a record: {record.name}", STATUS, record.serialize())
    for change, detail, document in change_members(good):
        reason = same_list(specimen, document)
        yield replace(
            with_document(specimen, f"status list: {change}", detail, STATUS, document),
            means_the_same=reason and "?" + reason,
        )


def same_list(specimen: Specimen, document: Any) -> str:
    """Say why a changed list is the same list; empty if it is not."""
    return same_document(specimen.documents[STATUS], document, is_set=not specimen.covers_text)


def _packed(data: bytes) -> str:
    import gzip

    from openler.foundation.encodings import encode_base64url

    return encode_base64url(gzip.compress(data, mtime=0))


def _controllers(specimen: Specimen) -> Iterator[Mutation]:
    kind, own, other = "issuer's document", specimen.signer.public_key, STRANGER.public_key
    for purpose in ("authentication", "keyAgreement", "capabilityInvocation", "capabilityDelegation"):
        document = make_controller_document(WEB, {"key-1": own}, purposes=(purpose,))
        yield with_document(specimen, kind, f"for {purpose} only", WEB, document)
    bent: dict[str, Any] = {
        "another key": make_controller_document(WEB, {"key-1": other}),
        "another fragment": make_controller_document(WEB, {"key-2": own}),
        "another did": make_controller_document("did:web:evil.example", {"key-1": own}),
        "no keys": make_controller_document(WEB, {}),
        "none": None,
        "a page": b"<html>",
        "a list": b"[]",
        "empty": b"",
        "revoked": _with_key(specimen, {"revoked": "2026-01-01T00:00:00Z"}),
        "ended": _with_key(specimen, {"expires": "2026-01-01T00:00:00Z"}),
        "controlled by another": _with_key(specimen, {"controller": "did:web:evil.example"}),
        "two keys of one name": _with_two_keys(specimen),
    }
    for detail, document in bent.items():
        yield with_document(specimen, kind, detail, WEB, document)


def _with_key(specimen: Specimen, more: dict[str, str]) -> bytes:
    document = json.loads(serialize(specimen.documents[WEB]))
    document["verificationMethod"][0].update(more)
    return serialize(document)


def _with_two_keys(specimen: Specimen) -> bytes:
    document = json.loads(serialize(specimen.documents[WEB]))
    twin = {**document["verificationMethod"][0], "publicKeyMultibase": STRANGER.public_key.multikey}
    document["verificationMethod"].insert(0, twin)
    return serialize(document)


def _key_sets(specimen: Specimen) -> Iterator[Mutation]:
    """Lie about the keys that an https issuer of tokens with disclosures publishes."""
    own = specimen.documents[METADATA]["jwks"]["keys"][0]
    strange = {**STRANGER.public_key.jwk, "kid": "key-1"}
    for detail, keys in {**_bent_keys(own, strange), "another name": [{**own, "kid": "key-2"}]}.items():
        document: Any = {"issuer": SCHOOL, "jwks": {"keys": keys}}
        yield with_document(specimen, "issuer's document", f"key set: {detail}", METADATA, document)
    metadata: dict[str, Any] = {
        "another issuer": {"issuer": "https://evil.example", "jwks": {"keys": [own]}},
        "no issuer": {"jwks": {"keys": [own]}},
        "a slash more": {"issuer": f"{SCHOOL}/", "jwks": {"keys": [own]}},
        "an address that gives nothing": {"issuer": SCHOOL, "jwks_uri": "https://school.example/keys"},
        "both ways": {"issuer": SCHOOL, "jwks": {"keys": [own]}, "jwks_uri": "https://school.example/keys"},
        "neither way": {"issuer": SCHOOL},
        "none": None,
        "a page": b"<html>",
        "a list": b"[]",
        "empty": b"",
    }
    for detail, document in metadata.items():
        yield with_document(specimen, "issuer's document", f"key set: {detail}", METADATA, document)


def _keys_at_addresses(specimen: Specimen) -> Iterator[Mutation]:
    """Lie about a key at an address of its own, and about the issuer's document that names it."""
    own, strange = specimen.documents[KEY_URL], fixed_rsa_signer(9).public_key.jwk
    documents: dict[str, Any] = {
        **{f"{detail}": keys[0] for detail, keys in _bent_keys(own, strange).items() if len(keys) == 1},
        "exponent 1": {**own, "e": "AQ"},
        "exponent 3": {**own, "e": "Aw"},
        "a modulus more": {**own, "n": own["n"] + "AA"},
        "half a modulus": {**own, "n": own["n"][:171]},
        "numbers exchanged": {**own, "n": own["e"], "e": own["n"]},
        "a zero in front": {**own, "n": "AA" + own["n"]},
        "for PS256": {**own, "alg": "PS256"},
        "for RS512": {**own, "alg": "RS512"},
        "none": None,
        "a page": b"<html>",
        "a list": b"[]",
        "empty": b"",
        "a key set of others": {"keys": [{**own, "kid": "2"}]},
    }
    for detail, document in documents.items():
        yield with_document(specimen, "issuer's document", f"key: {detail}", KEY_URL, document)
    issuer = specimen.documents[SCHOOL]
    bent: dict[str, JsonObject] = {
        "names another key": {"assertionMethod": ["https://school.example/keys/2"]},
        "names no key": {"assertionMethod": []},
        "names it for signing in only": {"assertionMethod": [], "authentication": [KEY_URL]},
        "is another's": {"id": "https://evil.example"},
        "names a part of the address": {"assertionMethod": [KEY_URL + "#1"]},
    }
    for detail, more in bent.items():
        yield with_document(specimen, "issuer's document", detail, SCHOOL, {**issuer, **more})
    for detail, content in {"is none": None, "is a page": b"<html>", "is a list": b"[]"}.items():
        yield with_document(specimen, "issuer's document", detail, SCHOOL, content)


def _bent_keys(own: dict[str, str], strange: dict[str, str]) -> dict[str, list[Any]]:
    """Give lists of keys under none of which the issuer's token holds."""
    return {
        "another key": [strange],
        "for encryption": [{**own, "use": "enc"}],
        "for deriving": [{**own, "key_ops": ["deriveBits"]}],
        "for another algorithm": [{**own, "alg": "HS256"}],
        "with its private half": [{**own, "d": "AAAA"}],
        "of another type": [{**own, "kty": "oct", "k": "AAAA"}],
        "of no type": [{name: value for name, value in own.items() if name != "kty"}],
        "text": ["key"],
        "twice": [own, own],
        "two keys of one name": [strange, own],
        "no key": [],
    }


def _questions(specimen: Specimen) -> Iterator[Mutation]:
    first = start(specimen)
    for text in ("", "x", CHALLENGE.upper(), CHALLENGE + " ", CHALLENGE[:-1], CHALLENGE + "\0"):
        yield replace(first, kind="presented to another", detail=f"challenge {text!r}", challenge=text)
    for text in (
        "https://evil.example",
        DOMAIN + "/",
        DOMAIN.upper(),
        "work.example",
        "https://work.example.evil.example",
    ):
        yield replace(first, kind="presented to another", detail=f"domain {text!r}", domain=text)
    for seconds in (-3600, -121, 601, 3600, 86400):
        at = AT + timedelta(seconds=seconds)
        yield replace(first, kind="presented at another time", detail=f"{seconds} s", at=at)


def _thieves(specimen: Specimen) -> Iterator[Mutation]:
    if isinstance(specimen.data, str):
        return
    unsigned = {name: value for name, value in specimen.data.items() if name != "proof"}
    for other in make_specimens():
        if not specimen.presented or other.presented or isinstance(other.data, str):
            continue
        # A thief shows somebody else's record, and signs for it with a key of their own.
        shown = {**unsigned, "holder": did_key_of(STRANGER), "verifiableCredential": [other.data]}
        answers = {"challenge": CHALLENGE, "domain": DOMAIN, "proofPurpose": "authentication"}
        signed = sign_with(shown, STRANGER, "eddsa-jcs-2022", more=answers)
        yield with_data(specimen, "shown by a thief", other.name, signed)
