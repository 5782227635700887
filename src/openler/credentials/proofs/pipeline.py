"""Does this proof hold over this record?

Answers with the mathematics and the purpose only. Whether the issuer controls the key is asked elsewhere, of the
``VerificationMethod`` that comes back. Keys are found by a resolver that the caller gives.

Spec: https://www.w3.org/TR/vc-data-integrity/#algorithms , https://www.w3.org/TR/vc-di-eddsa/#algorithms ,
https://www.w3.org/TR/vc-di-ecdsa/#algorithms
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from openler.credentials.contexts import ContextSet
from openler.credentials.keys import BadSignature, KeyKind, KeyNotOffered, KeyResolver, PublicKey, VerificationMethod
from openler.credentials.proofs.errors import (
    BadProof,
    BrokenChain,
    UnknownCryptosuite,
    WrongDomain,
    WrongKeyKind,
    WrongPurpose,
)
from openler.credentials.proofs.options import ProofOptions, proofs_of, read_options
from openler.credentials.proofs.suite import HashName, Suite, transform_rdfc
from openler.credentials.proofs.suites import SUITES
from openler.foundation.encodings import BadEncoding, decode_multibase
from openler.foundation.errors import LerError
from openler.foundation.instants import Instant
from openler.foundation.json_types import JsonObject
from openler.foundation.pointers import join

ASSERTION = "assertionMethod"
# The longest signature of any suite, 96 bytes, has 132 base58 letters; nothing longer is worth decoding.
MAX_VALUE_LETTERS = 256
_HASHES = {"sha256": hashlib.sha256, "sha384": hashlib.sha384}


@dataclass(frozen=True, slots=True)
class ProofResult:
    """A proof that holds; only a successful check makes one.

    Attributes:
        pointer: where the proof stands in the record; empty for a token, whose proof is around the record.
        cryptosuite: the suite, or "JWT" and the algorithm.
        verification_method: the key's name as the proof gives it.
        method: the key, its controller and who vouches for it.
        purpose: why the proof was made.
        created: when it says it was made, as written.
        expires: until when it holds, None if it does not say.
        document: the record without its proofs, exactly as the proof covers it.
        challenge: the verifier's number that it answers, if any.
        domains: for whom it was made; empty if for nobody in particular.
        is_partial: the holder could leave out what was signed too, so it may be a part only.
    """

    pointer: str
    cryptosuite: str
    verification_method: str
    method: VerificationMethod
    purpose: str
    created: str | None
    expires: Instant | None
    document: JsonObject
    challenge: str | None = None
    domains: tuple[str, ...] = ()
    is_partial: bool = False

    @property
    def key(self) -> PublicKey:
        """The key that signed."""
        return self.method.key

    def expired(self, at: datetime) -> bool:
        """Tell whether the proof itself has run out at this time."""
        return self.expires is not None and self.expires < Instant.of(at)


@dataclass(frozen=True, slots=True)
class ProofOutcome:
    """What became of one proof of a set: a result, or the error that says why there is none."""

    pointer: str
    result: ProofResult | None
    error: LerError | None


@dataclass(frozen=True, slots=True)
class HashData:
    """The steps between a record and the bytes that are signed.

    Attributes:
        document: the record in canonical form.
        configuration: the proof without its value in canonical form.
        document_hash, configuration_hash: their hashes.
    """

    document: bytes
    configuration: bytes
    document_hash: bytes
    configuration_hash: bytes

    @property
    def signed(self) -> bytes:
        """The bytes that are signed: the hash of the configuration, then that of the document."""
        return self.configuration_hash + self.document_hash


def verify_proofs(
    document: JsonObject,
    *,
    suite_contexts: ContextSet,
    resolve_key: KeyResolver,
    expected_purpose: str = ASSERTION,
    expected_domain: str | None = None,
    expected_challenge: str | None = None,
) -> tuple[ProofOutcome, ...]:
    """Check every proof of a record, each for itself; an empty answer means that there is none.

    Raises:
        BadProof: ``proof`` holds no proofs at all, or too many.
    """
    outcomes = []
    for pointer, proof in proofs_of(document):
        try:
            result = verify_proof(
                document,
                proof,
                pointer=pointer,
                suite_contexts=suite_contexts,
                resolve_key=resolve_key,
                expected_purpose=expected_purpose,
                expected_domain=expected_domain,
                expected_challenge=expected_challenge,
            )
        except LerError as error:
            outcomes.append(ProofOutcome(pointer, None, error))
        else:
            outcomes.append(ProofOutcome(pointer, result, None))
    return tuple(outcomes)


def verify_proof(
    document: JsonObject,
    proof: JsonObject,
    *,
    suite_contexts: ContextSet,
    resolve_key: KeyResolver,
    pointer: str = "/proof",
    expected_purpose: str = ASSERTION,
    expected_domain: str | None = None,
    expected_challenge: str | None = None,
) -> ProofResult:
    """Check one proof of a record (Data Integrity 1.0, 4.4 and, for earlier proofs, 4.5).

    Raises:
        BadProof, BadInstant: the proof is malformed.
        UnknownCryptosuite: its suite is not checked here.
        WrongPurpose, WrongDomain: it was made for something else.
        WrongKeyKind, BrokenChain, ContextsDiffer, BadSignature: it does not hold.
        LerError: whatever the key resolver, the contexts and the canonicalization raise.
    """
    suite = _suite_of(proof, pointer)
    options = read_options(proof, pointer=pointer)
    if suite.requires_created and options.created is None:
        raise BadProof(f"A proof of the suite {suite.name} must say when it was created.", pointer=pointer)
    _check_expectations(options, expected_purpose, expected_domain, expected_challenge)
    method = _resolve(options, suite, resolve_key)
    unsigned = {name: value for name, value in document.items() if name != "proof"}
    # Data Integrity 4.5: the earlier proofs that this one names are part of what it covers.
    covered = {**unsigned, "proof": earlier_proofs(document, options)} if options.previous else unsigned
    if not suite.names_contexts:
        _check_contexts(proof, suite_contexts, pointer)
    covered = _check_value(suite, covered, options, method.key, suite_contexts)
    return ProofResult(
        pointer=pointer,
        cryptosuite=suite.name,
        verification_method=options.verification_method,
        method=method,
        purpose=options.purpose,
        created=options.created,
        expires=options.expires,
        document={name: value for name, value in covered.items() if name != "proof"},
        challenge=options.challenge,
        domains=options.domains,
        # What was left out of a derived proof leaves no trace, so that none can be told to show everything.
        is_partial=suite.selective is not None,
    )


def _check_value(
    suite: Suite, covered: JsonObject, options: ProofOptions, key: PublicKey, contexts: ContextSet
) -> JsonObject:
    """Check the proof's value and return the document as it covers it."""
    proof, pointer = options.proof, options.pointer
    if suite.selective is not None:
        suite.selective.check(
            covered,
            hash_configuration(suite, covered, proof, kind=key.kind, contexts=contexts, pointer=pointer),
            options.value,
            key=key,
            contexts=contexts,
            pointer=join(pointer, "proofValue"),
        )
        return covered
    signature = _signature(options, suite.signature_bytes[key.kind])
    covered, data = hash_data(
        suite, covered, proof, hash_name=suite.hashes[key.kind], contexts=contexts, pointer=pointer
    )
    try:
        key.verify(signature, data.signed)
    except BadSignature as error:
        raise BadSignature(error.message, pointer=pointer) from None
    return covered


def hash_data(
    suite: Suite,
    document: JsonObject,
    proof: JsonObject,
    *,
    hash_name: HashName,
    contexts: ContextSet,
    pointer: str = "/proof",
    canonical: bytes | None = None,
) -> tuple[JsonObject, HashData]:
    """Compute what a suite signs; return it with the document as the suite sees it.

    ``canonical`` is the document as canonical N-Quads (SHA-256), if they are at hand.

    Raises:
        ContextsDiffer: the document's contexts are not those of the proof.
        LerError: whatever the contexts and the canonicalization raise.
    """
    # Proof configuration (vc-di-eddsa 3.2.5, 3.3.5): everything but the value.
    options = {name: value for name, value in proof.items() if name != "proofValue"}
    document, configuration = suite.configure(document, options)
    # Transformation (3.2.3, 3.3.3), then hashing (3.2.4, 3.3.4).
    if canonical is None or suite.transform is not transform_rdfc or hash_name != "sha256":
        canonical = suite.transform(document, contexts, hash_name)
    canonical_configuration = _transform_proof(suite, configuration, hash_name, contexts, pointer)
    return document, HashData(
        canonical,
        canonical_configuration,
        _HASHES[hash_name](canonical).digest(),
        _HASHES[hash_name](canonical_configuration).digest(),
    )


def hash_configuration(
    suite: Suite,
    document: JsonObject,
    proof: JsonObject,
    *,
    kind: KeyKind,
    contexts: ContextSet,
    pointer: str = "/proof",
) -> bytes:
    """Compute the hash of what a proof says about itself, for suites that sign the statements one by one.

    Raises:
        LerError: whatever the contexts and the canonicalization raise.
    """
    options = {name: value for name, value in proof.items() if name != "proofValue"}
    _, configuration = suite.configure(document, options)
    hash_name = suite.hashes[kind]
    return hashlib.new(hash_name, _transform_proof(suite, configuration, hash_name, contexts, pointer)).digest()


def _transform_proof(
    suite: Suite, configuration: JsonObject, hash_name: HashName, contexts: ContextSet, pointer: str
) -> bytes:
    try:
        return suite.transform(configuration, contexts, hash_name)
    except LerError as error:
        # The place was told within the proof; the reader has the whole record.
        error.pointer = pointer + (error.pointer or "")
        raise


def _check_contexts(options: JsonObject, contexts: ContextSet, pointer: str) -> None:
    # These suites read a proof by the record's contexts (vc-di-eddsa, 3.2.5 step 4), so what it names itself is not
    # covered: only contexts that are known may stand there, none that brings words of its own.
    named = options.get("@context", [])
    place = join(pointer, "@context")
    for context in named if isinstance(named, list) else [named]:
        if not isinstance(context, str):
            raise BadProof("A proof holds a context of its own, which no signature covers.", pointer=place)
        contexts.get(context, place)


def _suite_of(proof: JsonObject, pointer: str) -> Suite:
    # Asked before anything else: a proof of another suite may have other members, and is not malformed for it.
    type_, name = proof.get("type"), proof.get("cryptosuite")
    if not isinstance(type_, str) or not (name is None or isinstance(name, str)):
        raise BadProof("The proof does not say in one word of which type it is.", pointer=pointer)
    suite = SUITES.get((type_, name))
    if suite is not None:
        return suite
    if name is None and type_ == "DataIntegrityProof":
        raise BadProof("The proof lacks its member 'cryptosuite'.", pointer=pointer)
    place = join(pointer, "type" if name is None else "cryptosuite")
    raise UnknownCryptosuite(f"Proofs of the suite {(name or type_)[:80]!r} are not checked here.", pointer=place)


def _check_expectations(options: ProofOptions, purpose: str, domain: str | None, challenge: str | None) -> None:
    if options.purpose != purpose:
        raise WrongPurpose(
            f"The proof was made for the purpose {options.purpose[:80]!r}; {purpose!r} is needed.",
            pointer=join(options.pointer, "proofPurpose"),
        )
    if domain is not None and domain not in options.domains:
        raise WrongDomain("The proof was made for another domain.", pointer=join(options.pointer, "domain"))
    if challenge is not None and challenge != options.challenge:
        raise WrongDomain("The proof answers another challenge.", pointer=join(options.pointer, "challenge"))


def _resolve(options: ProofOptions, suite: Suite, resolve_key: KeyResolver) -> VerificationMethod:
    pointer = join(options.pointer, "verificationMethod")
    try:
        method = resolve_key(options.verification_method, options.purpose)
    except KeyNotOffered as error:
        # A kind of key that is not offered is none of this suite's either, and that can be told.
        raise WrongKeyKind(f"{error.message} The suite {suite.name} uses {_or(suite)}.", pointer=pointer) from None
    except LerError as error:
        error.pointer = pointer
        raise
    if method.key.kind not in suite.hashes:
        raise WrongKeyKind(
            f"The suite {suite.name} uses {_or(suite)} keys, and the key is {method.key.kind}.", pointer=pointer
        )
    return method


def _signature(options: ProofOptions, expected_bytes: int) -> bytes:
    place = join(options.pointer, "proofValue")
    if len(options.value) > MAX_VALUE_LETTERS:
        raise BadProof(f"The proof's value has {len(options.value)} letters, more than any signature.", pointer=place)
    try:
        signature = decode_multibase(options.value, allowed="z")
    except BadEncoding as error:
        raise BadProof(f"The proof's value is no signature. {error.message}", pointer=place) from None
    if len(signature) != expected_bytes:
        raise BadProof(f"The proof's value has {len(signature)} bytes; {expected_bytes} are needed.", pointer=place)
    return signature


def earlier_proofs(document: JsonObject, options: ProofOptions) -> list[JsonObject]:
    """Return the proofs of a record that a proof builds on, in the order of the record.

    Raises:
        BrokenChain: one of them is not there.
    """
    # Data Integrity 4.5, steps 2.1 and 2.2: each named proof must be in the record, and none may name itself.
    named = set(options.previous)
    others = [proof for _, proof in proofs_of(document) if proof is not options.proof]
    found = [proof for proof in others if isinstance(proof.get("id"), str) and proof["id"] in named]
    if len(found) != len(named):
        raise BrokenChain(
            "The proof builds on an earlier proof that is not in the record.",
            pointer=join(options.pointer, "previousProof"),
        )
    return found


def _or(suite: Suite) -> str:
    return " or ".join(suite.hashes)
