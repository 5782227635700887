"""Does the engine clear its bars? Each ratio is taken inside one run, both sides in turn."""

import hashlib
import itertools
import json
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import documents
from bars import Bar
from measuring import NODE_PROCESSES, ROUNDS, Here, InNode, Rounds, Side
from others import by_pyld, by_pyoxigraph, inlined, node

import openler
from openler.cli.batch_signing import Job, prepare, sign_rows
from openler.cli.pool import in_order, usable_cores
from openler.cli.rows import RawRow
from openler.credentials import proofs
from openler.credentials.canonical import PoisonGraph, Quad, canonicalize, canonicalize_dataset
from openler.credentials.contexts import ContextSet
from openler.credentials.did import KeyDirectory
from openler.credentials.keys import SoftwareSigner
from openler.credentials.model import CredentialShape, read_credential
from openler.credentials.proofs import create_proof, verify_vc_jwt
from openler.credentials.rules import judge_validity, published_schema, validate_published
from openler.credentials.status import MIN_ENTRIES, lists, pack_list
from openler.credentials.templates import CredentialTemplate
from openler.foundation.encodings import encode_base64url

AT = datetime(2026, 11, 26, 12, tzinfo=UTC)
KEY = openler.KeyFile.of(SoftwareSigner.from_secret("Ed25519", hashlib.sha256(b"bench").digest()))
CONTEXTS = ContextSet()
SUITE = "eddsa-rdfc-2022"
MESSAGE = b"m" * 64
TEMPLATE_ROWS = 2_000
COMPARED_RECORDS = 200
POOL_ROWS, POOL_ROUNDS = 2_000, 5
# Of complete graphs, those that no implementation without a limit gets done.
POISON_NODES = (8, 9, 10, 12)


def sign(document: dict[str, Any]) -> dict[str, Any]:
    """Sign without judging: canonical form, hashes, signature, base58."""
    return create_proof(
        document,
        signer=KEY.signer,
        verification_method=KEY.id,
        cryptosuite=SUITE,
        created=AT,
        contexts=CONTEXTS,
    )


@dataclass(frozen=True)
class Records:
    """What is measured; made once."""

    ob3: dict[str, Any]
    clr50: dict[str, Any]
    clr500: dict[str, Any]
    signed: dict[str, Any]
    status_list: bytes

    @classmethod
    def make(cls) -> "Records":
        """Make all of them from the seed."""
        ob3 = documents.badge(KEY.controller)
        clr50 = documents.transcript(KEY.controller, 50, sign)
        return cls(
            ob3, clr50, documents.transcript(KEY.controller, 500, sign), sign(ob3), json.dumps(_status_list()).encode()
        )


def marked_places() -> list[int]:
    """Give two places in a hundred of a status list."""
    return list(range(7, MIN_ENTRIES, 50))


def _status_list() -> dict[str, Any]:
    url = "https://college.example/status/1"
    subject = {"id": f"{url}#list", "type": "BitstringStatusList", "statusPurpose": "revocation"}
    claims = {
        "@context": [documents.V2],
        "id": url,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": KEY.controller,
        "validFrom": "2026-05-04T09:30:00Z",
        "credentialSubject": {**subject, "encodedList": pack_list(marked_places())},
    }
    return openler.issue(claims, signer=KEY.signer, verification_method=KEY.id, at=AT)


def sides_here(records: Records) -> dict[str, Side]:
    """Give everything that is measured in this process."""
    signature = KEY.signer.sign(MESSAGE)
    template = CredentialTemplate(
        documents.template(KEY.controller), signer=KEY.signer, verification_method=KEY.id, cryptosuite=SUITE
    )
    rows = itertools.cycle(list(documents.rows(TEMPLATE_ROWS)))
    signed_shape = read_credential(records.signed)
    shape, inlined_text = read_credential(records.ob3), json.dumps(inlined(records.ob3))
    schema, packed = published_schema(shape) or "", pack_list(marked_places())
    given = openler.GivenDocuments({"https://college.example/status/1": records.status_list})
    full = openler.verify(records.signed, at=AT, documents=given)
    assert full.verified, [problem for _, problem in full.problems()]
    return {
        "raw sign": Here(lambda: KEY.signer.sign(MESSAGE)),
        "raw verify": Here(lambda: KEY.signer.public_key.verify(signature, MESSAGE)),
        "canonicalize ob3": Here(lambda: canonicalize(records.ob3, contexts=CONTEXTS)),
        "canonicalize clr50": Here(lambda: canonicalize(records.clr50, contexts=CONTEXTS)),
        "pyld ob3": Here(lambda: by_pyld(records.ob3)),
        "pyld clr50": Here(lambda: by_pyld(records.clr50)),
        "pyoxigraph ob3": Here(lambda: by_pyoxigraph(inlined_text)),
        "sign": Here(lambda: sign(records.ob3)),
        "issue": Here(lambda: openler.issue(records.ob3, signer=KEY.signer, verification_method=KEY.id, at=AT)),
        "sign clr500": Here(lambda: sign(records.clr500)),
        "template": Here(lambda: template.issue(next(rows), at=AT)),
        "proof only": Here(lambda: openler.verify(records.signed, at=AT, proof_only=True)),
        "node's checks": Here(lambda: _as_node_checks(records.signed, signed_shape)),
        "full verify": Here(lambda: openler.verify(records.signed, at=AT, documents=given)),
        "schema": Here(lambda: validate_published(shape, schema)),
        "pack": Here(lambda: pack_list(marked_places())),
        # Below the store of lists that were unpacked before.
        "unpack": Here(lambda: lists._unpack(packed)),
        **token_sides(records.ob3),
    }


def _as_node_checks(record: dict[str, Any], shape: CredentialShape) -> None:
    """Check what ``verifyCredential`` does: data model, dates, proof, purpose, and whose the key is; its status is given."""
    report = openler.verify(record, at=AT, proof_only=True)
    outcome, _ = judge_validity(shape, at=AT)
    assert outcome == "passed"
    assert all(check.outcome == "passed" for check in report.checks)


def token_sides(document: dict[str, Any]) -> dict[str, Side]:
    """Give signing and checking a token."""
    if not hasattr(proofs, "create_vc_jwt"):
        return {}
    directory, token = KeyDirectory(at=AT), _token(document)
    return {
        "token sign": Here(lambda: _token(document)),
        "token verify": Here(
            lambda: verify_vc_jwt(token, resolve_key=directory.resolve_key, list_keys=directory.list_keys)
        ),
    }


def _token(document: dict[str, Any]) -> str:
    token: str = proofs.create_vc_jwt(document, signer=KEY.signer, verification_method=KEY.id)
    return token


def engine_bars(records: Records) -> tuple[list[Bar], Rounds]:
    """Measure everything, Node too if it is there; give the bars and what was measured."""
    rounds, sides = Rounds(), sides_here(records)
    given = {
        "key": json.loads(KEY.serialize()),
        "jwk": {**KEY.signer.public_key.jwk, "d": encode_base64url(KEY.signer.secret)},
        "ob3": records.ob3,
        "clr50": records.clr50,
        "signed": records.signed,
        "token": _token(records.ob3) if hasattr(proofs, "create_vc_jwt") else "",
    }
    with node(given) as start:
        missing = start if isinstance(start, str) else ""
        if not isinstance(start, str):
            acts = ["canonicalize ob3", "canonicalize clr50", "issue", "verify"]
            acts += ["jose sign", "jose verify"] if given["token"] else []
            sides |= {f"node {act}": InNode([start() for _ in range(NODE_PROCESSES)], act) for act in acts}
        rounds.measure(sides)
    return list(_bars(rounds, records, missing)), rounds


def _bars(rounds: Rounds, records: Records, missing: str) -> Iterator[Bar]:
    def over(what: str, other: str, own: str, limit: float) -> Bar:
        figure = rounds.ratio(other, own) if rounds.has(other) else None
        note = f"{rounds.seconds(own) * 1000:.3f} ms" if figure else missing
        return Bar(what, figure, "times", limit, is_least=True, note=note)

    def raw(what: str, own: str, kind: str, limit: float) -> Bar:
        unit: Any = "raw signatures" if kind == "raw sign" else "raw verifications"
        return Bar(what, rounds.ratio(own, kind), unit, limit, note=f"{rounds.seconds(own) * 1000:.3f} ms")

    yield over("canonicalize a badge (OB3), over PyLD", "pyld ob3", "canonicalize ob3", 30)
    yield over("canonicalize a badge, over Node jsonld", "node canonicalize ob3", "canonicalize ob3", 30)
    yield over("canonicalize a transcript of 50, over PyLD", "pyld clr50", "canonicalize clr50", 30)
    yield over("canonicalize a transcript of 50, over Node jsonld", "node canonicalize clr50", "canonicalize clr50", 80)
    yield raw("sign a badge", "sign", "raw sign", 8)
    yield over("sign a badge, over Node @digitalbazaar/vc", "node issue", "sign", 30)
    yield raw("issue a badge from a template, as JSON", "template", "raw sign", 4)
    yield raw("verify a badge, proof only", "proof only", "raw verify", 4)
    yield raw("verify a badge in full, key and status list at hand", "full verify", "raw verify", 7)
    yield over("verify a badge, the same checks, over Node @digitalbazaar/vc", "node verify", "node's checks", 15)
    yield _large_transcript(rounds)
    if rounds.has("token sign"):
        yield over("sign a token, over Node jose", "node jose sign", "token sign", 2)
        yield over("check a token, over Node jose", "node jose verify", "token verify", 1)
    yield Bar("check a badge by its JSON Schema", rounds.seconds("schema") * 1e6, "µs", 20)
    yield Bar("pack a status list of 131,072, 2 % set", rounds.seconds("pack") * 1000, "ms", 1)
    yield Bar("unpack it", rounds.seconds("unpack") * 1000, "ms", 0.1)
    yield Bar("refuse a complete graph of 8 to 12 blank nodes", _poison() * 1000, "ms", 50, note="the slowest")
    yield Bar("canonical forms equal to PyLD’s and pyoxigraph’s", _equal(records), "%", 100, is_least=True)
    yield _two_processes()


def _large_transcript(rounds: Rounds) -> Bar:
    """Ask for a hundred milliseconds where Node takes four seconds, and for as much more or less as it takes here."""
    limit, note = 100.0, ""
    if rounds.has("node canonicalize clr50"):
        by_node = rounds.seconds("node canonicalize clr50") * 10
        limit, note = 100 * by_node / 4, f"100 ms where Node takes 4 s; here it takes {by_node:.1f} s"
    return Bar("sign a transcript of 500", rounds.seconds("sign clr500") * 1000, "ms", limit, note=note)


def _poison() -> float:
    """Give the longest time that a poison graph takes to be refused."""
    longest = 0.0
    for count in POISON_NODES:
        nodes = [f"_:n{number}" for number in range(count)]
        quads = [Quad(one, "<urn:p>", other) for one in nodes for other in nodes if one != other]
        times = []
        for _ in range(ROUNDS):
            start = time.process_time()
            try:
                canonicalize_dataset(quads)
            except PoisonGraph:
                times.append(time.process_time() - start)
            else:
                raise AssertionError(f"a complete graph of {count} was not refused")
        longest = max(longest, sorted(times)[len(times) // 2])
    return longest


def _equal(records: Records) -> float:
    """Give in percent how many documents have the canonical form that others give them."""
    template = CredentialTemplate(documents.template(KEY.controller), signer=KEY.signer, verification_method=KEY.id)
    compared = [records.ob3, records.clr50, records.clr500]
    for row in documents.rows(COMPARED_RECORDS):
        record = json.loads(template.issue(row, at=AT))
        compared.append({name: value for name, value in record.items() if name != "proof"})
    equal = 0
    for document in compared:
        own = canonicalize(document, contexts=CONTEXTS)
        equal += own == by_pyld(document) == by_pyoxigraph(json.dumps(inlined(document)))
    return 100 * equal / len(compared)


def _two_processes() -> Bar:
    what = "records from a template by two processes, over one"
    if usable_cores() < 2:
        return Bar(what, None, "times", 1.7, is_least=True, note="one core")
    template = json.dumps(documents.template(KEY.controller)).encode()
    job = Job(template, KEY.serialize().encode(), SUITE, {}, None, AT)
    raws = [RawRow(line, json.dumps(row).encode()) for line, row in enumerate(documents.rows(POOL_ROWS), 1)]
    chunks = [raws[start : start + 100] for start in range(0, POOL_ROWS, 100)] * 5
    walls: dict[int, list[float]] = {1: [], 2: []}
    for _ in range(POOL_ROUNDS):
        for workers, seen in walls.items():
            start = time.perf_counter()
            for _ in in_order(sign_rows, chunks, workers=workers, prepare=prepare, given=(job,)):
                pass
            seen.append(time.perf_counter() - start)
    ratios = sorted(one / two for one, two in zip(walls[1], walls[2], strict=True))
    rate = 5 * POOL_ROWS / sorted(walls[2])[POOL_ROUNDS // 2]
    return Bar(what, ratios[POOL_ROUNDS // 2], "times", 1.7, is_least=True, note=f"{rate:,.0f} a second, by the clock")
