"""What is fuzzed? One function for each parser: it takes bytes and lets nothing out but a LerError.

Each also asks the parser something that must hold of whatever it accepted, so that a fuzzer finds more than crashes:
what was read and is written again must be read alike.
"""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import openler
from openler.credentials.baking import bake, kind_of_record, unbake
from openler.credentials.canonical import Policy, canonicalize, canonicalize_dataset, parse_nquads, to_dataset
from openler.credentials.contexts import ContextSet
from openler.credentials.did import KeyDirectory, domain_of, parse_did, parse_document, resolve_did
from openler.credentials.did.syntax import is_web_url, split_fragment
from openler.credentials.keys import BadSignature, PublicKey, parse_jwk, parse_key_file, parse_multikey
from openler.credentials.keys.der_signatures import decode_der_signature
from openler.credentials.model import describe, read_credential, read_envelope, read_openbadges2
from openler.credentials.proofs import parse_compact_jws, parse_vc_jwt, verify_vc_jwt
from openler.credentials.schemas import validate_given
from openler.credentials.status import pack_list, unpack_list
from openler.foundation.documents import GivenDocuments
from openler.foundation.encodings import (
    decode_base58btc,
    decode_base64url,
    decode_multibase,
    decode_varint,
    encode_base58btc,
    encode_base64url,
    encode_multibase,
    encode_varint,
)
from openler.foundation.errors import LerError
from openler.foundation.instants import Instant, parse_instant
from openler.foundation.jcs import canonicalize_json
from openler.foundation.pointers import join, resolve, split
from openler.foundation.strict_json import parse_json, parse_json_object
from openler.foundation.tables import is_formula, read_table, write_table
from openler.skills.importers.case import read_case
from openler.skills.importers.csv import guess_columns, read_csv
from openler.skills.importers.rsd import is_rsd, read_rsd
from openler.trust.registry_file import read_registry, write_registry

AT = datetime(2026, 11, 25, 12, tzinfo=UTC)
Target = Callable[[bytes], None]
TARGETS: dict[str, Target] = {}
_WEB = "did:web:school.example"


class Broken(AssertionError):
    """Something that must hold of every input does not."""


def target(function: Target) -> Target:
    """Enter a function in the table under its name."""
    TARGETS[function.__name__] = function
    return function


def refuses(name: str, data: bytes) -> bool:
    """Run a target; true if it refused the input as it should, false if it took it. Everything else comes out."""
    try:
        TARGETS[name](data)
    except LerError as error:
        _hold(bool(error.message) and bool(error.code), "an error without words")
        return True
    return False


def _hold(condition: bool, words: str) -> None:
    if not condition:
        raise Broken(words)


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace")


def _check_nothing(key: PublicKey) -> None:
    try:
        key.verify(bytes(64), b"message")
    except BadSignature:
        return
    raise Broken("a signature of nothing but zeros holds")


@target
def strict_json(data: bytes) -> None:
    """JSON text: what is read can be written, and is read again as the same."""
    value = parse_json(data)
    _hold(parse_json(json.dumps(value).encode()) == value, "written and read again, it is another value")


@target
def jcs(data: bytes) -> None:
    """Canonical JSON: the canonical text is its own canonical text."""
    once = canonicalize_json(parse_json(data))
    _hold(canonicalize_json(parse_json(once)) == once, "the canonical text is not canonical")


@target
def json_ld(data: bytes) -> None:
    """A record into canonical N-Quads as the product reads it; the canonical form is stable."""
    document = parse_json_object(data, max_bytes=1 << 16)
    once = canonicalize(document, contexts=ContextSet(), max_calls=2000)
    _hold(canonicalize_dataset(parse_nquads(once.decode())).nquads.encode() == once, "the form is not canonical")
    turned = dict(reversed(document.items()))
    _hold(canonicalize(turned, contexts=ContextSet(), max_calls=2000) == once, "the order of members counts")


@target
def json_ld_lenient(data: bytes) -> None:
    """Any JSON-LD, with contexts inside, as the conformance tests read it."""
    policy = Policy(load=ContextSet().get, strict=False, inline_contexts="any")
    to_dataset(parse_json(data, max_bytes=1 << 16), policy=policy)


@target
def nquads(data: bytes) -> None:
    """N-Quads: a statement that is written again is read alike."""
    quads = parse_nquads(_text(data[: 1 << 16]))
    written = "".join(quad.line() for quad in quads)
    _hold(parse_nquads(written) == quads, "written and read again, they are other statements")


@target
def rdfc(data: bytes) -> None:
    """RDFC-1.0: the canonical form does not depend on the order of the statements, and is its own canonical form."""
    quads = parse_nquads(_text(data[: 1 << 12]))
    once = canonicalize_dataset(quads, max_calls=1000).nquads
    _hold(canonicalize_dataset(reversed(quads), max_calls=1000).nquads == once, "the order of statements counts")
    _hold(canonicalize_dataset(parse_nquads(once), max_calls=1000).nquads == once, "the form is not canonical")


@target
def base58(data: bytes) -> None:
    """Base58: a text that is read has one spelling."""
    text = _text(data)
    _hold(encode_base58btc(decode_base58btc(text)) == text, "two spellings of the same bytes")


@target
def base64url(data: bytes) -> None:
    """Base64url: a text that is read has one spelling."""
    text = _text(data)
    _hold(encode_base64url(decode_base64url(text)) == text, "two spellings of the same bytes")


@target
def multibase(data: bytes) -> None:
    """Multibase: a text that is read has one spelling in its base."""
    text = _text(data)
    _hold(encode_multibase(decode_multibase(text), base=text[0]) == text, "two spellings of the same bytes")


@target
def varint(data: bytes) -> None:
    """Varints: a number that is read has one spelling."""
    number, rest = decode_varint(data)
    _hold(encode_varint(number) + rest == data, "two spellings of the same number")


@target
def multikey(data: bytes) -> None:
    """Multikey: a key that is read has one spelling, can be loaded, and checks a signature without stumbling."""
    text = _text(data)
    key = parse_multikey(text)
    _hold(key.multikey == text, "two spellings of the same key")
    _check_nothing(key)


@target
def jwk(data: bytes) -> None:
    """JWK: the public part that is read is read again as the same key."""
    key = parse_jwk(parse_json(data))
    _hold(parse_jwk(key.jwk) == key, "another key")
    _check_nothing(key)


@target
def key_file(data: bytes) -> None:
    """Key files: what is read and written is read again."""
    read = parse_key_file(data)
    _hold(parse_key_file(read.serialize()).signer.public_key == read.signer.public_key, "another key")


@target
def der_signature(data: bytes) -> None:
    """ECDSA signatures in DER, on both curves; what P-256 takes, P-384 with its larger numbers takes too."""
    _hold(len(decode_der_signature(data, kind="P-384")) == 96, "a signature of another width")
    _hold(len(decode_der_signature(data, kind="P-256")) == 64, "a signature of another width")


@target
def jws_compact(data: bytes) -> None:
    """Compact JWS: what was signed are the very letters received."""
    token = parse_compact_jws(data)
    text = f"{token.signing_input.decode()}.{encode_base64url(token.signature)}"
    _hold(text in _text(data), "other letters than those received")


@target
def vc_jwt(data: bytes) -> None:
    """Tokens that carry a record, through to the check of their signature; no key is at hand."""
    token = parse_vc_jwt(data)
    read_credential(token.document)
    keys = KeyDirectory(GivenDocuments({}), at=AT)
    verify_vc_jwt(token, resolve_key=keys.resolve_key, list_keys=keys.list_keys)


@target
def carrier(data: bytes) -> None:
    """PNG, SVG and PDF files: what is taken out of a picture can be put into it and taken out again."""
    found = unbake(data)
    for baked in found:
        if baked.carrier in ("png", "svg"):
            again = unbake(bake(data, baked.payload, kind=kind_of_record(baked.payload)))
            _hold(any(item.payload.strip() == baked.payload.strip() for item in again), "another record")


@target
def picture(data: bytes) -> None:
    """Pictures into which a record is put: it comes out as it went in."""
    record = b'{"@context":["https://www.w3.org/ns/credentials/v2"],"type":["VerifiableCredential"]}'
    baked = bake(data, record, kind="ob3")
    _hold(any(item.payload == record for item in unbake(baked)), "another record came out")


@target
def open_badges_2(data: bytes) -> None:
    """Open Badges 2.0 assertions, hosted and signed."""
    document = parse_json_object(data)
    read_openbadges2(document)
    openler.verify(document, at=AT)


@target
def status_list(data: bytes) -> None:
    """Encoded status lists: one that is unpacked can be packed, and unpacks to the same."""
    bits = unpack_list(_text(data))
    marked = [8 * place + bit for place, byte in enumerate(bits) if byte for bit in range(8) if byte & 0x80 >> bit]
    _hold(unpack_list(pack_list(marked, size=8 * len(bits))) == bits, "packed and unpacked, it is another list")
    unpack_list(_text(data), entry_bits=8)


@target
def did(data: bytes) -> None:
    """DIDs and DID URLs: syntax, what stands behind them, and whose they are."""
    text = _text(data)
    base, _ = split_fragment(text)
    is_web_url(text)
    domain_of(text)
    _hold(parse_did(base).text == base, "another DID")
    resolve_did(base)


@target
def did_document(data: bytes) -> None:
    """DID documents: every key that one lists is found, or refused with words."""
    members = parse_json_object(data)
    document = parse_document(members, expected_id=_WEB)
    for purpose in ("assertionMethod", "authentication"):
        for method in document.usable_methods(purpose):
            _hold(document.names(method.id, purpose), "a key that is not listed")
    parse_document({**members, "id": "https://a.example/b"}, expected_id="https://a.example/b")
    directory = KeyDirectory(GivenDocuments({_WEB: data}), at=AT)
    for name in list(document.methods)[:4]:
        directory.resolve_key(name, "assertionMethod")


@target
def instant(data: bytes) -> None:
    """Times: with a zone or without, one that is read has an order."""
    text = _text(data)
    read = parse_instant(text, zone_required=False)
    now = Instant.of(AT)
    _hold((read < now) + (read == now) + (read > now) == 1, "neither before nor after")


@target
def table(data: bytes) -> None:
    """CSV tables: what is written again holds no formula and reads back, and importers take any table."""
    read = read_table(data, max_rows=200, max_columns=40, max_cell_characters=2000, max_bytes=1 << 16)
    written = write_table(read.header, tuple(row.cells for row in read.rows))
    _hold(not any(is_formula(line) for line in written.decode("utf-8-sig").splitlines()[:1]), "a formula in the head")
    if is_rsd(read.header):
        read_rsd(read)
    read_csv(read, columns=guess_columns(read.header))


@target
def framework(data: bytes) -> None:
    """CASE packages."""
    read_case(data)


@target
def pointer(data: bytes) -> None:
    """JSON pointers: what is joined is split alike, and any pointer is looked up in any document."""
    head, _, tail = data.partition(b"\n")
    text = _text(head)
    steps = split("/" + text)
    _hold(split(join("", *steps)) == steps, "split otherwise than it was joined")
    resolve(parse_json(tail), "/" + text)


@target
def registry_file(data: bytes) -> None:
    """Registry files: what is read and written is read again as the same."""
    read = read_registry(data)
    _hold(read_registry(json.dumps(write_registry(read)).encode()) == read, "another registry")


@target
def schema_judge(data: bytes) -> None:
    """A schema and a document, with a line end between them."""
    schema, _, document = data.partition(b"\n")
    validate_given(parse_json_object(document), schema, "https://schemas.example/1")


@target
def record(data: bytes) -> None:
    """The door: any bytes get a report, never an exception; the words for people as well."""
    report = openler.verify(data, at=AT, expected_challenge="c", expected_domain="https://work.example")
    json.dumps(report.to_json())
    _hold(not report.verified or report.outcome == "passed", "verified and not passed")
    if report.document is not None:
        _tell(report.document)


def _tell(document: Any) -> None:
    describe(document)
    read_envelope(document)
