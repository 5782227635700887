"""How is a record given a proof, and how is a part of it shown?

Every member of the record stays as it was. A record that has proofs already gets one more in its set, and the new proof
may cover earlier ones (a chain).

Spec: https://www.w3.org/TR/vc-data-integrity/#add-proof , https://www.w3.org/TR/vc-data-integrity/#add-proof-set-chain ,
https://www.w3.org/TR/vc-di-ecdsa/#add-derived-proof-ecdsa-sd-2023
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from openler.credentials.contexts import ContextSet
from openler.credentials.keys import KeyKind, Signer
from openler.credentials.proofs.errors import CannotDerive, CannotSign
from openler.credentials.proofs.options import MAX_PROOFS, proofs_of
from openler.credentials.proofs.pipeline import ASSERTION, hash_configuration, hash_data
from openler.credentials.proofs.suite import Selective, Suite
from openler.credentials.proofs.suites import SUITES
from openler.foundation.chance import Chance
from openler.foundation.encodings import encode_multibase
from openler.foundation.json_types import JsonObject
from openler.foundation.pointers import join


def create_proof(
    document: JsonObject,
    *,
    signer: Signer,
    verification_method: str,
    cryptosuite: str,
    created: datetime,
    contexts: ContextSet,
    purpose: str = ASSERTION,
    answers: Mapping[str, str] | None = None,
    proof_id: str | None = None,
    previous: Sequence[str] = (),
    mandatory: Sequence[str] = (),
    chance: Chance | None = None,
    canonical: bytes | None = None,
) -> JsonObject:
    """Sign a record and return it with its proof.

    Args:
        document: the record; proofs that it has already stay.
        signer: the key.
        verification_method: the key's name.
        cryptosuite: the suite, "Ed25519Signature2020" for the one that is named by its type.
        created: time of the proof, aware.
        contexts: the contexts that may be used.
        purpose: why the proof is made.
        answers: what a verifier asked the proof to repeat: ``challenge`` and ``domain``.
        proof_id: name of the proof, a URL, so that later ones can build on it.
        previous: names of the proofs that this one covers as well.
        mandatory: JSON pointers to what is always shown, for suites whose records can be shown in part.
        chance: source of random numbers, for the same suites.
        canonical: the record without its proofs as canonical N-Quads (SHA-256), if the caller has made them.

    Raises:
        CannotSign: no such suite to sign with, a key of another kind, or options that do not go together.
        BadProof: the record's proofs are malformed.
        BadPointer, CannotSelect: what is always to be shown is no part of the record.
        LerError: whatever the contexts and the canonicalization raise.
    """
    kind = signer.public_key.kind
    suite = _suite_to_sign(cryptosuite, kind, document)
    if created.tzinfo is None:
        raise CannotSign("The time of signing needs its zone.")
    earlier = [item for _, item in proofs_of(document)]
    covered = _covered(document, earlier, suite, proof_id, previous)
    proof: JsonObject = {
        **({"@context": document["@context"]} if suite.names_contexts and "@context" in document else {}),
        **({} if proof_id is None else {"id": proof_id}),
        "type": suite.proof_type,
        **({} if suite.cryptosuite is None else {"cryptosuite": suite.cryptosuite}),
        "created": created.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "verificationMethod": verification_method,
        "proofPurpose": purpose,
        **(answers or {}),
        **({"previousProof": previous[0] if len(previous) == 1 else list(previous)} if previous else {}),
    }
    if suite.selective is None:
        if mandatory:
            raise CannotSign(
                f"Records of the suite {suite.name} are always shown whole, so no part can be mandatory.",
                advice="Leave the pointers out, or sign with ecdsa-sd-2023.",
            )
        _, data = hash_data(
            suite,
            covered,
            proof,
            hash_name=suite.hashes[kind],
            contexts=contexts,
            canonical=None if previous else canonical,
        )
        proof["proofValue"] = encode_multibase(signer.sign(data.signed))
    else:
        proof["proofValue"] = _base_value(suite, suite.selective, covered, proof, signer, mandatory, chance, contexts)
    unsigned = {name: value for name, value in document.items() if name != "proof"}
    return {**unsigned, "proof": [*earlier, proof] if earlier else proof}


def _base_value(
    suite: Suite,
    selective: Selective,
    covered: JsonObject,
    proof: JsonObject,
    signer: Signer,
    mandatory: Sequence[str],
    chance: Chance | None,
    contexts: ContextSet,
) -> str:
    if chance is None:
        raise CannotSign(f"The suite {suite.name} needs random numbers, and no source of them was given.")
    return selective.create(
        covered,
        hash_configuration(suite, covered, proof, kind=signer.public_key.kind, contexts=contexts),
        signer=signer,
        mandatory=mandatory,
        chance=chance,
        contexts=contexts,
    )


def derive_proof(document: JsonObject, *, selective: Sequence[str], contexts: ContextSet) -> JsonObject:
    """Return a part of a record with the proof that covers it; the record's other proofs, which cover all of it, go.

    Args:
        document: a record with one proof of a suite whose records can be shown in part.
        selective: JSON pointers to what is shown beside what its issuer made mandatory.
        contexts: the contexts that may be used.

    Raises:
        CannotDerive: no such proof, more than one, or one that was derived already.
        BadProof: the record's proofs are malformed.
        BadPointer, CannotSelect: what is to be shown is no part of the record.
        LerError: whatever the contexts and the canonicalization raise.
    """
    found = [(place, proof, suite) for place, proof in proofs_of(document) if (suite := _selective_suite(proof))]
    if len(found) != 1:
        number = "no proof" if not found else f"{len(found)} proofs"
        raise CannotDerive(f"The record has {number} from which a part of it could be shown; one is needed.")
    pointer, proof, suite = found[0]
    assert suite.selective is not None
    if "previousProof" in proof:
        raise CannotDerive("The proof builds on another one, which covers the whole record.", pointer=pointer)
    value = proof.get("proofValue")
    if not isinstance(value, str):
        raise CannotDerive("The proof has no value.", pointer=pointer)
    unsigned = {name: member for name, member in document.items() if name != "proof"}
    revealed, derived = suite.selective.derive(
        unsigned, value, selective=selective, contexts=contexts, pointer=join(pointer, "proofValue")
    )
    return {**revealed, "proof": {**proof, "proofValue": derived}}


def is_for_holder_alone(document: JsonObject) -> bool:
    """Tell whether a record has a proof from which every part of it can be shown, so that it is shown to nobody.

    Raises:
        BadProof: the record's proofs are malformed.
    """
    for _, proof in proofs_of(document):
        suite, value = _selective_suite(proof), proof.get("proofValue")
        if suite is None or suite.selective is None or not isinstance(value, str):
            continue
        if suite.selective.is_base(value):
            return True
    return False


def is_selective(cryptosuite: str) -> bool:
    """Tell whether records of a suite can be shown in part."""
    suite = SUITES.get(("DataIntegrityProof", cryptosuite))
    return suite is not None and suite.selective is not None


def _selective_suite(proof: JsonObject) -> Suite | None:
    type_, name = proof.get("type"), proof.get("cryptosuite")
    suite = SUITES.get((type_, name)) if isinstance(type_, str) and isinstance(name, str) else None
    return suite if suite is not None and suite.selective is not None else None


def _suite_to_sign(cryptosuite: str, kind: KeyKind, document: JsonObject) -> Suite:
    suite = SUITES.get(("DataIntegrityProof", cryptosuite)) or SUITES.get((cryptosuite, None))
    if suite is None:
        raise CannotSign(f"Proofs of the suite {cryptosuite[:80]!r} are not made here.")
    if kind not in suite.hashes:
        names = " or ".join(suite.hashes)
        raise CannotSign(f"The suite {suite.name} signs with {names} keys, and this key is {kind}.")
    named = document.get("@context", [])
    if suite.needs_context is not None and suite.needs_context not in (named if isinstance(named, list) else [named]):
        raise CannotSign(
            f"The record does not name the context of the suite {suite.name}, so readers would not know its proof.",
            pointer="/@context",
            advice=f"Add {suite.needs_context} to its contexts.",
        )
    return suite


def _covered(
    document: JsonObject, earlier: Sequence[JsonObject], suite: Suite, proof_id: str | None, previous: Sequence[str]
) -> JsonObject:
    """Return what the new proof covers: the record, and the proofs that it builds on (Data Integrity 4.3)."""
    ids = [proof["id"] for proof in earlier if isinstance(proof.get("id"), str)]
    if len(earlier) >= MAX_PROOFS:
        raise CannotSign(f"The record has {len(earlier)} proofs already; the limit is {MAX_PROOFS}.", pointer="/proof")
    if proof_id is not None and (":" not in proof_id or proof_id in ids):
        raise CannotSign(f"The proof's name {proof_id[:120]!r} is no URL, or another proof has it.")
    unsigned = {name: value for name, value in document.items() if name != "proof"}
    if not previous:
        return unsigned
    if suite.selective is not None:
        raise CannotSign(f"A proof of the suite {suite.name} cannot build on others: they cover the whole record.")
    missing = [name for name in previous if name not in ids]
    if missing or len(set(previous)) != len(previous):
        raise CannotSign(
            f"The record has no proof of the name {missing[0][:120]!r}." if missing else "A proof is named twice.",
            pointer="/proof",
            advice="Name proofs by their member 'id'; one without an id cannot be built on.",
        )
    return {**unsigned, "proof": [proof for proof in earlier if proof.get("id") in previous]}
