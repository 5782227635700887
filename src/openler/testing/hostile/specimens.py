"""Which records with a proof in their own JSON does a hostile client start from? One of every suite and kind.

They are made from trial keys. Each holds as it stands; whatever is changed in it afterwards is refused because of the change.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from openler.credentials.contexts import ContextSet
from openler.credentials.derivation import derive
from openler.credentials.issuance import issue
from openler.credentials.keys import KeyKind, Signer
from openler.credentials.presentations import present
from openler.credentials.proofs.pipeline import hash_data
from openler.credentials.proofs.suites import SUITES
from openler.credentials.status import pack_list
from openler.foundation.encodings import encode_multibase
from openler.foundation.json_types import JsonObject
from openler.testing.chance import Draws
from openler.testing.signing import did_key_of, fixed_signer, make_controller_document, make_token, method_of

AT = datetime(2026, 11, 25, 12, tzinfo=UTC)
CREATED = "2026-11-25T12:00:00Z"
V1 = "https://www.w3.org/2018/credentials/v1"
V2 = "https://www.w3.org/ns/credentials/v2"
OB = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
CLR = "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json"
SUITE_2020 = "https://w3id.org/security/suites/ed25519-2020/v1"
STATUS = "https://status.example/lists/7"
WEB = "did:web:school.example"
CHALLENGE, DOMAIN = "c5b6e0c1f0a94d1b", "https://work.example"
HOLDER = fixed_signer(2)
ALGORITHMS: dict[KeyKind, str] = {"Ed25519": "EdDSA", "P-256": "ES256", "P-384": "ES384", "RSA": "RS256"}


# Compared as the very thing it is: a specimen is made once.
@dataclass(frozen=True, slots=True, eq=False)
class Specimen:
    """A signed record with everything that its verification asks for.

    Attributes:
        name: what it is, in a few words.
        data: the record as JSON, or a compact token, with its disclosures if it has some.
        signer: the issuer's key; the holder's for a presentation.
        covers_text: the seal covers the text itself (JCS, tokens), so that even the order of a set is signed.
        documents: what its DIDs and addresses stand for, as JSON.
        presented: it answers the challenge and the domain above.
        method: the key's name, where it is not that of the key's did:key.
        holder: who signed that these disclosures are shown; None if nobody did.
    """

    name: str
    data: JsonObject | str
    signer: Signer
    covers_text: bool = False
    documents: Mapping[str, Any] = field(default_factory=dict)
    presented: bool = False
    method: str = ""
    holder: Signer | None = None

    @property
    def verification_method(self) -> str:
        """The name of the key that signed."""
        return self.method or method_of(self.signer)

    @property
    def owner(self) -> str:
        """Who issued or presents it."""
        return self.verification_method.partition("#")[0]

    @property
    def has_disclosures(self) -> bool:
        """Whether it is a token with disclosures."""
        return isinstance(self.data, str) and "~" in self.data

    def serialize(self) -> bytes:
        """Give the bytes that a verifier is given."""
        return self.data.encode() if isinstance(self.data, str) else serialize(self.data)

    def serialize_documents(self) -> dict[str, bytes]:
        """Give the documents as a source would answer them."""
        return {url: serialize(document) for url, document in self.documents.items()}


def serialize(value: Any) -> bytes:
    """Write JSON as any program would."""
    return json.dumps(value, ensure_ascii=True, separators=(",", ":")).encode("ascii")


def embedded_specimens() -> Iterator[Specimen]:
    """Make every specimen whose proof stands in its own JSON; the same bytes each time."""
    yield from _embedded()
    yield _with_status("eddsa-rdfc-2022")
    yield _with_status("ecdsa-jcs-2019", "P-256")
    yield _of_a_website()
    yield _transcript("eddsa-rdfc-2022")
    yield _transcript("eddsa-jcs-2022")
    yield from _presentations()
    yield _part_of_a_badge()
    yield _proof_set()
    yield _proof_chain()


def sign_with(
    document: JsonObject, signer: Signer, suite_name: str, *, more: Mapping[str, Any] | None = None
) -> JsonObject:
    """Sign any document with any suite, sound or not, and put the proof behind those that it has.

    ``more`` replaces or adds members of the proof before it is signed, for example its purpose.
    """
    suite = next(suite for suite in SUITES.values() if suite.name == suite_name)
    earlier = document.get("proof", [])
    earlier = earlier if isinstance(earlier, list) else [earlier]
    unsigned = {name: value for name, value in document.items() if name != "proof"}
    proof: JsonObject = {
        "type": suite.proof_type,
        **({"cryptosuite": suite.cryptosuite} if suite.cryptosuite else {}),
        "created": CREATED,
        "verificationMethod": method_of(signer),
        "proofPurpose": "assertionMethod",
        **(more or {}),
    }
    if suite.names_contexts:
        proof = {"@context": unsigned["@context"], **proof}
    named = [item for item in earlier if item.get("id") and item["id"] == proof.get("previousProof")]
    covered = {**unsigned, "proof": named} if named else unsigned
    name = suite.hashes[signer.public_key.kind]
    _, data = hash_data(suite, covered, proof, hash_name=name, contexts=ContextSet())
    proof["proofValue"] = encode_multibase(signer.sign(data.signed))
    return {**unsigned, "proof": [*earlier, proof] if earlier else proof}


def plain_claims(issuer: str, *, number: int = 1) -> JsonObject:
    """Give the claims of a small Open Badge."""
    return {
        "@context": [V2, OB],
        "id": f"urn:uuid:5f1c0a52-0d5b-4a6e-9d53-7c5f8f1a{number:04x}",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": "Welding, level 2",
        "issuer": {"id": issuer, "type": ["Profile"], "name": "Kestrel Harbor School"},
        "validFrom": "2026-05-04T09:30:00Z",
        "validUntil": "2027-05-04T09:30:00Z",
        "credentialSubject": {
            "id": did_key_of(HOLDER),
            "type": ["AchievementSubject"],
            "achievement": {
                "id": f"urn:uuid:6a8e3f21-93c0-4a45-9f13-8f0c5a1b{number:04x}",
                "type": ["Achievement"],
                "name": "Welder",
                "description": "Welds ten good seams",
                "criteria": {"narrative": "Ten seams without a flaw"},
            },
        },
    }


def _rich_claims(signer: Signer, number: int) -> JsonObject:
    claims = plain_claims(did_key_of(signer), number=number)
    claims["endorsement"] = [_endorsement(claims["id"])]
    claims["description"] = "Given for welding"
    claims["awardedDate"] = "2026-05-04T09:30:00Z"
    claims["evidence"] = [
        {"id": "https://school.example/seams/1", "type": ["Evidence"], "name": "Seam 1"},
        {"id": "https://school.example/seams/2", "type": ["Evidence"], "name": "Seam 2"},
    ]
    claims["issuer"]["url"] = "https://school.example"
    subject = claims["credentialSubject"]
    subject["role"] = "Apprentice"
    subject["result"] = [
        {"type": ["Result"], "resultDescription": "urn:uuid:0b2f0a9e-3a3c-4d0b-8e36-1f4b9a6c7d21", "value": "B"}
    ]
    achievement = subject["achievement"]
    achievement["creditsAvailable"] = 12
    achievement["tag"] = ["welding", "metal"]
    achievement["alignment"] = [
        {
            "type": ["Alignment"],
            "targetName": "Weld steel",
            "targetUrl": "https://skills.example/11",
            "targetType": "ext:skill",
        },
        {"type": ["Alignment"], "targetName": "Read drawings", "targetUrl": "https://skills.example/12"},
    ]
    achievement["resultDescription"] = [
        {
            "id": "urn:uuid:0b2f0a9e-3a3c-4d0b-8e36-1f4b9a6c7d21",
            "type": ["ResultDescription"],
            "name": "Grade",
            "resultType": "LetterGrade",
            "allowedValue": ["A", "B", "C"],
        }
    ]
    return claims


def _endorsement(about: str) -> JsonObject:
    board = fixed_signer(3)
    claims = {
        "@context": [V2, OB],
        "id": "urn:uuid:be1c0a52-0d5b-4a6e-9d53-7c5f8f1a2b30",
        "type": ["VerifiableCredential", "EndorsementCredential"],
        "issuer": {"id": did_key_of(board), "type": ["Profile"], "name": "Welding board"},
        "validFrom": "2026-05-05T09:30:00Z",
        "name": "Endorsed",
        "credentialSubject": {"id": about, "type": ["EndorsementSubject"], "endorsementComment": "Seen and good"},
    }
    return issue(claims, signer=board, verification_method=method_of(board), at=AT, cryptosuite="eddsa-rdfc-2022")


def _issued(claims: JsonObject, suite: str, kind: KeyKind = "Ed25519") -> JsonObject:
    signer = fixed_signer(1, kind)
    return issue(claims, signer=signer, verification_method=method_of(signer), at=AT, cryptosuite=suite)


def _embedded() -> list[Specimen]:
    school = fixed_signer(1)
    made = [
        Specimen("badge eddsa-rdfc-2022", _issued(_rich_claims(school, 1), "eddsa-rdfc-2022"), school),
        Specimen("badge eddsa-jcs-2022", _issued(_rich_claims(school, 2), "eddsa-jcs-2022"), school, True),
    ]
    kinds: tuple[KeyKind, ...] = ("P-256", "P-384")
    for kind in kinds:
        signer = fixed_signer(1, kind)
        for suite in ("ecdsa-rdfc-2019", "ecdsa-jcs-2019"):
            data = _issued(plain_claims(did_key_of(signer), number=16 + len(made)), suite, kind)
            made.append(Specimen(f"badge {suite} {kind}", data, signer, "-jcs-" in suite))
    older = plain_claims(did_key_of(school), number=32)
    older["@context"] = [V2, OB, SUITE_2020]
    signed = sign_with(older, school, "Ed25519Signature2020")
    made.append(Specimen("badge Ed25519Signature2020", signed, school))
    first = sign_with(claims_of_1_1(did_key_of(school)), school, "eddsa-rdfc-2022")
    made.append(Specimen("VCDM 1.1 eddsa-rdfc-2022", first, school))
    return made


def claims_of_1_1(issuer: str) -> JsonObject:
    """Give the claims of a record of VCDM 1.1 about two subjects."""
    return {
        "@context": [V1, "https://w3id.org/security/data-integrity/v2"],
        "id": "urn:uuid:7f1c0a52-0d5b-4a6e-9d53-7c5f8f1a2b30",
        "type": ["VerifiableCredential"],
        "issuer": issuer,
        "issuanceDate": "2026-05-04T09:30:00Z",
        "expirationDate": "2027-05-04T09:30:00Z",
        "credentialSubject": [{"id": did_key_of(HOLDER)}, {"id": "urn:uuid:8c1d1b0c-3a53-4a7e-8f2c-4d3f7b1a2c3d"}],
    }


def seal_token(payload: JsonObject, signer: Signer, **header: Any) -> str:
    """Sign a payload as VC-JOSE does; ``header`` replaces or adds members of the header."""
    head = {"alg": ALGORITHMS[signer.public_key.kind], "typ": "vc+jwt", "kid": method_of(signer), **header}
    return make_token({name: value for name, value in head.items() if value is not None}, payload, signer)


def make_status_list(signer: Signer, suite: str, *, places: tuple[int, ...] = (), **more: Any) -> JsonObject:
    """Sign a status list in which these places are revoked; ``more`` replaces members of the list."""
    subject = {
        "id": f"{STATUS}#list",
        "type": "BitstringStatusList",
        "statusPurpose": "revocation",
        "encodedList": pack_list(places),
        **more.pop("subject", {}),
    }
    claims = {
        "@context": [V2],
        "id": STATUS,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": did_key_of(signer),
        "validFrom": "2026-01-01T00:00:00Z",
        "validUntil": "2027-01-01T00:00:00Z",
        "credentialSubject": subject,
        **more,
    }
    return sign_with(claims, signer, suite)


def _with_status(suite: str, kind: KeyKind = "Ed25519") -> Specimen:
    signer = fixed_signer(1, kind)
    claims = plain_claims(did_key_of(signer), number=64 if kind == "Ed25519" else 65)
    claims["credentialStatus"] = {
        "id": f"{STATUS}#4711",
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": "4711",
        "statusListCredential": STATUS,
    }
    lists = {STATUS: make_status_list(signer, suite, places=(4710, 4712))}
    return Specimen(f"badge with status {suite}", _issued(claims, suite, kind), signer, "-jcs-" in suite, lists)


def _of_a_website() -> Specimen:
    signer = fixed_signer(1)
    method = f"{WEB}#key-1"
    data = issue(
        plain_claims(WEB, number=66), signer=signer, verification_method=method, at=AT, cryptosuite="eddsa-rdfc-2022"
    )
    documents = {WEB: json.loads(make_controller_document(WEB, {"key-1": signer.public_key}))}
    return Specimen("badge of a did:web issuer", data, signer, False, documents, method=method)


def _transcript(suite: str) -> Specimen:
    signer = fixed_signer(1)
    issuer = did_key_of(signer)
    members = [_issued(plain_claims(issuer, number=number), suite) for number in (3, 4)]
    claims = {
        "@context": [V2, CLR, OB],
        "id": "urn:uuid:9f1c0a52-0d5b-4a6e-9d53-7c5f8f1a2b30",
        "type": ["VerifiableCredential", "ClrCredential"],
        "name": "Transcript",
        "issuer": {"id": issuer, "type": ["Profile"], "name": "Kestrel Harbor School"},
        "validFrom": "2026-05-04T09:30:00Z",
        "credentialSubject": {
            "id": did_key_of(HOLDER),
            "type": ["ClrSubject"],
            "verifiableCredential": members,
        },
    }
    return Specimen(f"CLR {suite}", _issued(claims, suite), signer, "-jcs-" in suite)


def _presentations() -> list[Specimen]:
    kinds: list[tuple[str, KeyKind]] = [
        ("eddsa-jcs-2022", "Ed25519"),
        ("eddsa-rdfc-2022", "Ed25519"),
        ("ecdsa-jcs-2019", "P-256"),
    ]
    made = []
    school = fixed_signer(1)
    for suite, kind in kinds:
        holder = fixed_signer(2, kind)
        claims = plain_claims(did_key_of(school), number=5)
        claims["credentialSubject"]["id"] = did_key_of(holder)
        record = _issued(claims, "eddsa-rdfc-2022")
        token = seal_token({**claims, "id": "urn:uuid:af1c0a52-0d5b-4a6e-9d53-7c5f8f1a2b30"}, school)
        shown = present(
            [record] if suite == "eddsa-rdfc-2022" else [record, token],
            signer=holder,
            verification_method=method_of(holder),
            at=AT,
            challenge=CHALLENGE,
            domain=DOMAIN,
            cryptosuite=suite,
        )
        made.append(Specimen(f"presentation {suite}", shown, holder, "-jcs-" in suite, presented=True))
    return made


def _part_of_a_badge() -> Specimen:
    signer = fixed_signer(1, "P-256")
    whole = issue(
        _rich_claims(signer, 69),
        signer=signer,
        verification_method=method_of(signer),
        at=AT,
        cryptosuite="ecdsa-sd-2023",
        mandatory=["/issuer", "/validFrom", "/validUntil"],
        chance=Draws(1),
    )
    shown = ["/name", "/credentialSubject/id", "/credentialSubject/achievement"]
    return Specimen("part of a badge ecdsa-sd-2023", derive(whole, selective=shown), signer)


def _proof_set() -> Specimen:
    school, board = fixed_signer(1), fixed_signer(3)
    once = sign_with(plain_claims(did_key_of(school), number=67), school, "eddsa-rdfc-2022")
    return Specimen("badge with a proof set", sign_with(once, board, "eddsa-rdfc-2022"), school)


def _proof_chain() -> Specimen:
    school, board = fixed_signer(1), fixed_signer(3)
    first = sign_with(
        plain_claims(did_key_of(school), number=68),
        board,
        "eddsa-jcs-2022",
        more={"id": "urn:uuid:26329423-bec9-4b2e-88cb-a7c7d9dc4544"},
    )
    more = {"previousProof": "urn:uuid:26329423-bec9-4b2e-88cb-a7c7d9dc4544"}
    return Specimen("badge with a proof chain", sign_with(first, school, "eddsa-jcs-2022", more=more), school, True)
