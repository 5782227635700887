"""T18: a part of a record that its issuer did not sign, or without what its issuer made mandatory, is refused by name.

Whoever has a derived record knows every signature in it. Here that knowledge is used in all ways that the form allows.
"""

import copy
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import cbor2
import pytest

import openler
from openler.credentials.canonical import JsonLdFault
from openler.credentials.contexts import ContextSet
from openler.credentials.did import KeyDirectory
from openler.credentials.keys import BadSignature, SoftwareSigner
from openler.credentials.proofs import BadProof, StatementsDiffer, UnderivedProof, verify_proof
from openler.credentials.proofs.errors import WrongKeyKind, WrongPurpose
from openler.credentials.proofs.selective import canonical_statements, signed_lines
from openler.credentials.proofs.selective.values import (
    BASE_HEADER,
    DERIVED_HEADER,
    MAX_STATEMENTS,
    MAX_VALUE_LETTERS,
    DerivedValue,
    parse_base_value,
    parse_derived_value,
    proof_key_bytes,
)
from openler.foundation.encodings import decode_multibase, encode_base58btc, encode_multibase
from openler.foundation.errors import LerError
from openler.testing.chance import Draws
from openler.testing.signing import fixed_signer, method_of

AT = datetime(2026, 5, 4, 9, 30, tzinfo=UTC)
ISSUER, STRANGER = fixed_signer(1, "P-256"), fixed_signer(2, "P-256")
PLACE = "/proof/proofValue"
Document = dict[str, Any]

CLAIMS: Document = {
    "@context": ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],
    "id": "urn:uuid:5f1c0a52-0d5b-4a6e-9d53-7c5f8f1a2b30",
    "type": ["VerifiableCredential", "OpenBadgeCredential"],
    "name": "Knots, Level 1",
    "validFrom": "2026-05-04T09:00:00Z",
    "validUntil": "2027-05-04T09:00:00Z",
    "credentialStatus": {
        "id": "https://status.example/1#7",
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": "7",
        "statusListCredential": "https://status.example/1",
    },
    "credentialSubject": {
        "type": ["AchievementSubject"],
        "identifier": [
            {"type": "IdentityObject", "hashed": False, "identityHash": "S-1", "identityType": "sourcedId"},
        ],
        "role": "Apprentice",
        "result": [
            {"type": ["Result"], "value": "A"},
            {"type": ["Result"], "value": "C", "status": "Completed"},
        ],
        "achievement": {
            "id": "urn:uuid:9a1f6b1e-42a7-4f5c-a6a3-2a4d6a0f9c11",
            "type": ["Achievement"],
            "name": "Knots, Level 1",
            "description": "Ties six knots and says what each is for.",
            "criteria": {"narrative": "Tie each knot twice."},
            "resultDescription": [
                {
                    "id": "urn:uuid:9a1f6b1e-42a7-4f5c-a6a3-2a4d6a0f9c12",
                    "type": ["ResultDescription"],
                    "name": "Grade",
                    "resultType": "LetterGrade",
                    "allowedValue": ["C", "A", "B", "A"],
                }
            ],
        },
    },
}
CHOSEN = ["/credentialSubject/result", "/credentialSubject/achievement/resultDescription"]


def signed(number: int = 1, *, by: SoftwareSigner = ISSUER, **members: Any) -> Document:
    """Sign the claims for their holder."""
    return openler.issue(
        {**copy.deepcopy(CLAIMS), **members},
        signer=by,
        verification_method=method_of(by),
        at=AT,
        cryptosuite="ecdsa-sd-2023",
        chance=Draws(number),
    )


BASE = signed()
SHOWN = openler.derive(BASE, selective=CHOSEN)


def check(document: Document) -> None:
    """Check the proof of a record."""
    keys = KeyDirectory()
    verify_proof(document, document["proof"], suite_contexts=ContextSet(), resolve_key=keys.resolve_key)


def value_of(document: Document) -> DerivedValue:
    """Read the value of a derived proof."""
    return parse_derived_value(document["proof"]["proofValue"], pointer=PLACE)


def with_value(document: Document, value: DerivedValue | str, **members: Any) -> Document:
    """Give a record another proof value."""
    text = value if isinstance(value, str) else value.serialize()
    return {**document, "proof": {**document["proof"], "proofValue": text, **members}}


def changed(change: Callable[[Document], Any]) -> Document:
    """Change a copy of what is shown."""
    document = copy.deepcopy(SHOWN)
    change(document)
    return document


def test_what_is_shown_holds_before_anything_is_done_to_it() -> None:
    """Otherwise every refusal below would prove nothing."""
    check(SHOWN)
    assert SHOWN["credentialSubject"]["achievement"]["resultDescription"][0]["allowedValue"] == ["C", "A", "B", "A"]
    assert "role" not in SHOWN["credentialSubject"] and "name" not in SHOWN


MANDATORY: dict[str, Callable[[Document], Any]] = {
    "end": lambda d: d.pop("validUntil"),
    "status": lambda d: d.pop("credentialStatus"),
    "status index": lambda d: d["credentialStatus"].pop("statusListIndex"),
    "start": lambda d: d.pop("validFrom"),
    "achievement": lambda d: d["credentialSubject"]["achievement"].pop("id"),
    "whose it is": lambda d: d["credentialSubject"].pop("identifier"),
    "criteria": lambda d: d["credentialSubject"]["achievement"].pop("criteria"),
    "type": lambda d: d["type"].pop(),
}


@pytest.mark.parametrize("name", MANDATORY)
def test_what_is_mandatory_cannot_be_left_out(name: str) -> None:
    """Left out of the record; left out of the record and of the proof's indexes; and called optional."""
    document = changed(MANDATORY[name])
    value = value_of(document)
    with pytest.raises((StatementsDiffer, BadSignature)):
        check(document)
    lines = lines_of(document)
    for count in range(len(value.mandatory_indexes)):
        kept = [index for index in value.mandatory_indexes if index < len(lines)][
            : len(value.mandatory_indexes) - count
        ]
        with pytest.raises((StatementsDiffer, BadSignature)):
            check(with_value(document, replace(value, mandatory_indexes=tuple(kept))))


def lines_of(document: Document) -> list[str]:
    """Give the statements of a record as a verifier writes them, as far as the proof has labels."""
    unsigned = {name: member for name, member in document.items() if name != "proof"}
    quads, canonical = canonical_statements(unsigned, contexts=ContextSet())
    known = value_of(document).labels
    return signed_lines(quads, {label: known.get(reader, "u") for label, reader in canonical.labels.items()})


def test_the_holder_s_own_program_never_leaves_out_what_is_mandatory() -> None:
    """Whatever is chosen, and if it is nothing."""
    for chosen in ([], ["/name"], CHOSEN):
        shown = openler.derive(BASE, selective=chosen)
        assert shown["credentialStatus"] == CLAIMS["credentialStatus"]
        assert shown["validUntil"] == CLAIMS["validUntil"]
        assert shown["credentialSubject"]["achievement"]["id"] == CLAIMS["credentialSubject"]["achievement"]["id"]


ADDED: dict[str, Callable[[Document], Any]] = {
    "value": lambda d: d["credentialSubject"]["result"][0].update(achievedLevel="urn:uuid:1"),
    "object": lambda d: d["credentialSubject"]["result"].append({"type": ["Result"], "value": "A"}),
    "name": lambda d: d.update(name="Knots, Level 9"),
    "end of the list": lambda d: allowed(d).append("A+"),
    "type": lambda d: d["type"].append("EndorsementCredential"),
}


def allowed(document: Document) -> list[str]:
    """Give the list inside the record."""
    values: list[str] = document["credentialSubject"]["achievement"]["resultDescription"][0]["allowedValue"]
    return values


@pytest.mark.parametrize("name", ADDED)
def test_a_statement_that_was_added_is_told(name: str) -> None:
    """Without a signature; with one of a stranger, in every place; and as if it were mandatory."""
    document = changed(ADDED[name])
    with pytest.raises(StatementsDiffer):
        check(document)
    value = value_of(document)
    forged = STRANGER.sign(b"anything")
    for place in range(len(value.signatures) + 1):
        more = (*value.signatures[:place], forged, *value.signatures[place:])
        with pytest.raises((StatementsDiffer, BadSignature)):
            check(with_value(document, replace(value, signatures=more)))
    for extra in set(range(len(lines_of(document)))) - set(value.mandatory_indexes):
        indexes = tuple(sorted((*value.mandatory_indexes, extra)))
        with pytest.raises((StatementsDiffer, BadSignature)):
            check(with_value(document, replace(value, mandatory_indexes=indexes)))


ALTERED: dict[str, Callable[[Document], Any]] = {
    "grade": lambda d: d["credentialSubject"]["result"][1].update(value="A"),
    "grades exchanged": lambda d: exchange(d["credentialSubject"]["result"], "value"),
    "order of a list": lambda d: allowed(d).reverse(),
    "issuer": lambda d: d.update(issuer="did:key:zDnaepBuvsQ8cpsWrVKw8fbpGpvPeNSjVPTWoq6cRqaYzBKVP"),
    "end": lambda d: d.update(validUntil="2037-05-04T09:00:00Z"),
    "status index": lambda d: d["credentialStatus"].update(statusListIndex="8"),
    "whose it is": lambda d: d["credentialSubject"]["identifier"][0].update(identityHash="S-2"),
    "subject": lambda d: d["credentialSubject"].update(id="did:example:somebody"),
    "name of the record": lambda d: d.update(id="urn:uuid:5f1c0a52-0d5b-4a6e-9d53-7c5f8f1a2b31"),
}


def exchange(items: list[Document], name: str) -> None:
    """Exchange one member of two objects."""
    items[0][name], items[1][name] = items[1][name], items[0][name]


@pytest.mark.parametrize("name", ALTERED)
def test_a_statement_that_was_altered_is_told(name: str) -> None:
    """The number of statements is right, their words are not."""
    with pytest.raises((BadSignature, StatementsDiffer)):
        check(changed(ALTERED[name]))


def test_a_list_that_was_shortened_is_told() -> None:
    """In every length, and with as many signatures as statements are left."""
    for length in range(4):
        document = changed(lambda d, length=length: allowed(d).__delitem__(slice(length, None)))
        with pytest.raises(LerError) as caught:
            check(document)
        assert isinstance(caught.value, (StatementsDiffer, BadSignature))


def test_a_word_that_no_context_knows_is_no_unsigned_extra() -> None:
    """It would make no statement, so that every signature would still fit."""
    with pytest.raises(JsonLdFault):
        check(changed(lambda d: d.update(salary=9000)))


def test_labels_cannot_be_exchanged_left_out_or_made_up() -> None:
    """Each pair exchanged, each one left out, one more, and one object under the label of another."""
    value = value_of(SHOWN)
    labels = dict(value.labels)
    assert len(labels) > 6
    for one, label in labels.items():
        for other, other_label in labels.items():
            if one < other:
                with pytest.raises(BadSignature):
                    check(with_value(SHOWN, replace(value, labels={**labels, one: other_label, other: label})))
        with pytest.raises(StatementsDiffer):
            check(with_value(SHOWN, replace(value, labels={k: v for k, v in labels.items() if k != one})))
    more = {**labels, f"c14n{len(labels)}": encode_multibase(bytes(32), base="u")}
    with pytest.raises(StatementsDiffer):
        check(with_value(SHOWN, replace(value, labels=more)))
    first, second = list(labels)[:2]
    with pytest.raises(BadProof, match="same label"):
        check(with_value(SHOWN, replace(value, labels={**labels, first: labels[second]})))


def test_signatures_cannot_be_exchanged_repeated_or_left_out() -> None:
    """Each holds for one statement and no other."""
    value = value_of(SHOWN)
    ones = value.signatures
    for place in range(len(ones) - 1):
        swapped = (*ones[:place], ones[place + 1], ones[place], *ones[place + 2 :])
        with pytest.raises(BadSignature):
            check(with_value(SHOWN, replace(value, signatures=swapped)))
        with pytest.raises(StatementsDiffer):
            check(with_value(SHOWN, replace(value, signatures=ones[:place] + ones[place + 1 :])))
    with pytest.raises(BadSignature):
        check(with_value(SHOWN, replace(value, signatures=(ones[0],) * len(ones))))
    with pytest.raises(StatementsDiffer):
        check(with_value(SHOWN, replace(value, signatures=(*ones, ones[0]))))


def test_the_issuer_s_signature_is_bound_to_one_record_and_one_key() -> None:
    """That of another record of the same issuer; that of another proof over the same claims; and a stranger's key."""
    value = value_of(SHOWN)
    another = signed(1, name="Knots, Level 2", validUntil="2028-05-04T09:00:00Z")
    for other in (signed(2), another, signed(1, by=STRANGER)):
        theirs = value_of(openler.derive(other, selective=CHOSEN))
        with pytest.raises(BadSignature):
            check(with_value(SHOWN, replace(value, signature=theirs.signature)))
        with pytest.raises(BadSignature):
            check(with_value(SHOWN, replace(value, public_key=theirs.public_key, signature=theirs.signature)))
    with pytest.raises(BadSignature):
        check(with_value(SHOWN, value_of(openler.derive(another, selective=CHOSEN))))
    own = tuple(
        STRANGER.sign(line.encode())
        for index, line in enumerate(lines_of(SHOWN))
        if index not in value.mandatory_indexes
    )
    mine = replace(value, public_key=proof_key_bytes(STRANGER.public_key), signatures=own)
    with pytest.raises(BadSignature, match="issuer's signature"):
        check(with_value(SHOWN, mine))


def test_a_statement_of_another_record_cannot_be_brought_in() -> None:
    """The same issuer signed both, each with a key of its own."""
    better = signed(2)
    better_shown = openler.derive(better, selective=CHOSEN)
    value, theirs = value_of(SHOWN), value_of(better_shown)
    for place in range(len(value.signatures)):
        ones = (*value.signatures[:place], theirs.signatures[place], *value.signatures[place + 1 :])
        with pytest.raises(BadSignature):
            check(with_value(SHOWN, replace(value, signatures=ones)))


@pytest.mark.parametrize(
    "members",
    [
        {"created": "2026-05-04T09:30:01Z"},
        {"expires": "2099-01-01T00:00:00Z"},
        {"domain": "https://school.example"},
        {"challenge": "1"},
        {"nonce": "1"},
        {"id": "urn:uuid:5d2d1b2a-6f0e-4b6d-9a3e-1f6f0c7f2f12"},
    ],
    ids=lambda members: next(iter(members)),
)
def test_what_the_proof_says_about_itself_is_signed(members: Document) -> None:
    """The holder who derives changes nothing but the value."""
    with pytest.raises(BadSignature):
        check({**SHOWN, "proof": {**SHOWN["proof"], **members}})


def test_another_purpose_and_another_kind_of_key_are_refused() -> None:
    """The suite knows P-256 alone."""
    with pytest.raises(WrongPurpose):
        check({**SHOWN, "proof": {**SHOWN["proof"], "proofPurpose": "authentication"}})
    for kind in ("Ed25519", "P-384"):
        with pytest.raises(WrongKeyKind):
            check({**SHOWN, "proof": {**SHOWN["proof"], "verificationMethod": method_of(fixed_signer(1, kind))}})


def test_the_record_that_only_its_holder_keeps_is_refused_with_the_way_out() -> None:
    """Its value holds the key that unveils every label; a verifier who took it would see more than was meant."""
    with pytest.raises(UnderivedProof) as caught:
        check(BASE)
    assert caught.value.pointer == PLACE and "openler credential derive" in caught.value.advice
    report = openler.verify(BASE, at=AT)
    assert not report.verified and report.check("proof").problems[0].code == "underived_proof"
    under_the_other_header = decode_multibase(BASE["proof"]["proofValue"]).replace(BASE_HEADER, DERIVED_HEADER, 1)
    with pytest.raises(BadProof):
        check(with_value(BASE, encode_multibase(under_the_other_header, base="u")))


def test_a_value_cut_short_anywhere_is_refused() -> None:
    """At every length, and with something behind its end."""
    data = decode_multibase(SHOWN["proof"]["proofValue"])
    for length in range(0, len(data), 7):
        with pytest.raises(BadProof):
            check(with_value(SHOWN, encode_multibase(data[:length], base="u")))
    for tail in (b"\0", b"\xf6", data):
        with pytest.raises(BadProof):
            check(with_value(SHOWN, encode_multibase(data + tail, base="u")))


def parts() -> list[Any]:
    """Give the five parts of the value."""
    loaded: list[Any] = cbor2.loads(decode_multibase(SHOWN["proof"]["proofValue"])[len(DERIVED_HEADER) :])
    return loaded


def value_with(place: int, part: Any) -> str:
    """Write the value with another part."""
    changed_parts = parts()
    changed_parts[place] = part
    return encode_multibase(DERIVED_HEADER + cbor2.dumps(changed_parts), base="u")


BYTES = bytes(64)
HOSTILE: dict[str, Callable[[], str]] = {
    "base58": lambda: "z" + encode_base58btc(decode_multibase(SHOWN["proof"]["proofValue"])),
    "padded": lambda: SHOWN["proof"]["proofValue"] + "=",
    "no header": lambda: encode_multibase(cbor2.dumps(parts()), base="u"),
    "another header": lambda: encode_multibase(b"\xd9\x5d\x02" + cbor2.dumps(parts()), base="u"),
    "header alone": lambda: encode_multibase(DERIVED_HEADER, base="u"),
    "four parts": lambda: encode_multibase(DERIVED_HEADER + cbor2.dumps(parts()[:4]), base="u"),
    "six parts": lambda: encode_multibase(DERIVED_HEADER + cbor2.dumps([*parts(), 0]), base="u"),
    "a map of parts": lambda: encode_multibase(DERIVED_HEADER + cbor2.dumps(dict(enumerate(parts()))), base="u"),
    "a tagged whole": lambda: encode_multibase(DERIVED_HEADER + b"\xd8\x20" + cbor2.dumps(parts()), base="u"),
    "a tagged signature": lambda: value_with(0, cbor2.CBORTag(64, parts()[0])),
    "a number too large": lambda: value_with(4, [2**70]),
    "a regular expression": lambda: value_with(0, cbor2.CBORTag(35, "(a+)+$")),
    "a fraction": lambda: value_with(0, cbor2.CBORTag(30, [1, 3])),
    "a decimal": lambda: value_with(0, cbor2.CBORTag(4, [10**9, 1])),
    "a value that holds itself": lambda: encode_multibase(DERIVED_HEADER + bytes.fromhex("d81c81d81d00"), base="u"),
    "an open-ended array": lambda: encode_multibase(
        DERIVED_HEADER + b"\x9f" + b"".join(map(cbor2.dumps, parts())) + b"\xff", base="u"
    ),
    "a number written long": lambda: encode_multibase(
        DERIVED_HEADER + cbor2.dumps(parts()).removesuffix(cbor2.dumps(parts()[4])) + b"\x98\x01\x00", base="u"
    ),
    "arrays in arrays": lambda: encode_multibase(DERIVED_HEADER + b"\x81" * 100_000 + b"\0", base="u"),
    "an array without end": lambda: encode_multibase(DERIVED_HEADER + bytes.fromhex("9b7fffffffffffffff"), base="u"),
    "bytes without end": lambda: encode_multibase(DERIVED_HEADER + bytes.fromhex("855b7fffffffffffffff"), base="u"),
    "a short signature": lambda: value_with(0, BYTES[1:]),
    "a long signature": lambda: value_with(0, BYTES + b"\0"),
    "a signature as text": lambda: value_with(0, "a" * 64),
    "a key of 36 bytes": lambda: value_with(1, bytes(36)),
    "an Ed25519 key": lambda: value_with(1, b"\xed\x01" + bytes(33)),
    "a key off the curve": lambda: value_with(1, b"\x80\x24\x02" + b"\xff" * 32),
    "no signatures": lambda: value_with(2, None),
    "a short signature of a statement": lambda: value_with(2, [BYTES[1:]]),
    "a map as signatures": lambda: value_with(2, {0: BYTES}),
    "labels as a list": lambda: value_with(3, [[0, bytes(32)]]),
    "a label of 31 bytes": lambda: value_with(3, {0: bytes(31)}),
    "a label by text": lambda: value_with(3, {"c14n0": bytes(32)}),
    "a label by a negative number": lambda: value_with(3, {-1: bytes(32)}),
    "a label by a truth value": lambda: value_with(3, {False: bytes(32)}),
    "a label twice": lambda: encode_multibase(
        DERIVED_HEADER
        + b"\x85"
        + b"".join(cbor2.dumps(part) for part in parts()[:3])
        + b"\xa2"
        + 2 * (b"\0" + cbor2.dumps(bytes(32)))
        + b"\x80",
        base="u",
    ),
    "an index twice": lambda: value_with(4, [0, 0]),
    "indexes out of order": lambda: value_with(4, [1, 0]),
    "a negative index": lambda: value_with(4, [-1]),
    "an index as a fraction": lambda: value_with(4, [0.0]),
    "an index as a truth value": lambda: value_with(4, [False]),
    "an index as text": lambda: value_with(4, ["0"]),
    "an index beyond every record": lambda: value_with(4, [MAX_STATEMENTS]),
    "more signatures than statements anywhere": lambda: value_with(2, [BYTES] * (MAX_STATEMENTS + 1)),
    "more labels than objects anywhere": lambda: value_with(3, {n: bytes(32) for n in range(MAX_STATEMENTS + 1)}),
    "more letters than any value": lambda: "u" + "A" * MAX_VALUE_LETTERS,
    "not base64": lambda: "u2V0B****",
    "nothing": lambda: "u",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_value_in_another_shape_is_refused(name: str) -> None:
    """By the name of the value's place, and never by anything but a plain refusal."""
    with pytest.raises(BadProof) as caught:
        check(with_value(SHOWN, HOSTILE[name]()))
    assert caught.value.pointer == PLACE
    assert len(str(caught.value)) < 300


def test_an_index_beyond_the_record_is_told() -> None:
    """One that the shape allows, and the record has no statement for."""
    value = value_of(SHOWN)
    with pytest.raises(StatementsDiffer):
        check(with_value(SHOWN, replace(value, mandatory_indexes=(*value.mandatory_indexes, MAX_STATEMENTS - 1))))


@pytest.mark.parametrize(
    "parts_of_base",
    [
        [BYTES, bytes(35), bytes(31), [], []],
        [BYTES, bytes(35), bytes(32), [BYTES[1:]], []],
        [BYTES, bytes(35), bytes(32), [], [1]],
        [BYTES, bytes(35), bytes(32), [], ["/a"] * 513],
        [BYTES, bytes(35), bytes(32), [], {}],
        [BYTES, bytes(34), bytes(32), [], []],
        [BYTES, bytes(35), bytes(32), []],
    ],
    ids=str,
)
def test_a_base_value_in_another_shape_is_refused(parts_of_base: list[Any]) -> None:
    """The holder's program reads a stranger's file too."""
    text = encode_multibase(BASE_HEADER + cbor2.dumps(parts_of_base), base="u")
    with pytest.raises(BadProof):
        parse_base_value(text, pointer=PLACE)
    with pytest.raises(BadProof):
        openler.derive(with_value(BASE, text), selective=["/name"])


def test_statements_shown_twice_cannot_be_told_from_the_holder_s_choice_but_never_more() -> None:
    """Whoever has a part can show less of it: that is what the suite allows, and all that it allows."""
    value = value_of(SHOWN)
    less = openler.derive(BASE, selective=["/credentialSubject/achievement/resultDescription"])
    check(less)
    assert "result" not in less["credentialSubject"]
    lines, smaller = lines_of(SHOWN), lines_of(less)
    assert set(smaller) < set(lines) and set(value_of(less).signatures) < set(value.signatures)
