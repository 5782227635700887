"""How does the suite ecdsa-sd-2023 sign so that the holder can show a part? P-256 over each statement by itself.

The issuer signs the statements that are always shown together with a key of this one proof, and every other statement
with that key. The holder passes on the signatures of what is shown. Every blank node is called by an HMAC, so that a
label tells nothing about what is kept back. Proofs that were derived from one base can be linked by its signature.

Spec: https://www.w3.org/TR/vc-di-ecdsa/#ecdsa-sd-2023 (sections 3.5 and 3.6)
"""

import hashlib
import hmac
from collections.abc import Callable, Iterable, Sequence

from openler.credentials.contexts import ContextSet
from openler.credentials.keys import BadSignature, PublicKey, Signer, SoftwareSigner
from openler.credentials.keys.errors import BadKey
from openler.credentials.proofs.errors import (
    CannotDerive,
    CannotSign,
    StatementsDiffer,
    UnderivedProof,
)
from openler.credentials.proofs.selective import Statements, canonical_statements, part, select, signed_lines
from openler.credentials.proofs.selective.values import (
    HMAC_BYTES,
    MAX_STATEMENTS,
    BaseValue,
    DerivedValue,
    is_base_value,
    parse_base_value,
    parse_derived_value,
    parse_proof_key,
    proof_key_bytes,
)
from openler.credentials.proofs.suite import Selective, Suite, configure_rdfc, transform_rdfc
from openler.foundation.chance import Chance
from openler.foundation.encodings import encode_base64url
from openler.foundation.json_types import JsonObject

_SECRET_BYTES = 32
# Of 2^32 draws one is no key; a source that gives none in so many is broken.
_MAX_DRAWS = 16


def create_base_value(
    document: JsonObject,
    configuration_hash: bytes,
    *,
    signer: Signer,
    mandatory: Sequence[str],
    chance: Chance,
    contexts: ContextSet,
) -> str:
    """Make the value of a base proof (sections 3.6.2, 3.6.3 and 3.6.5).

    Raises:
        BadPointer, CannotSelect: what is always to be shown is no part of the record, or it has no parts.
        CannotSign: more statements than can be signed one by one.
    """
    hmac_key = chance(HMAC_BYTES)
    key = _make_key(chance)
    statements = part(document, contexts=contexts, relabel=hmac_labels(hmac_key))
    if len(statements.lines) > MAX_STATEMENTS:
        raise CannotSign(f"The record makes {len(statements.lines)} statements; the limit is {MAX_STATEMENTS}.")
    always = statements.indexes_of(mandatory)
    optional = [line for index, line in enumerate(statements.lines) if index not in always]
    public_key = proof_key_bytes(key.public_key)
    mandatory_hash = _hash(statements.lines[index] for index in sorted(always))
    return BaseValue(
        signature=signer.sign(configuration_hash + public_key + mandatory_hash),
        public_key=public_key,
        hmac_key=hmac_key,
        signatures=tuple(key.sign(line.encode()) for line in optional),
        mandatory=tuple(mandatory),
    ).serialize()


def derive(
    document: JsonObject, value: str, *, selective: Sequence[str], contexts: ContextSet, pointer: str
) -> tuple[JsonObject, str]:
    """Return the part of a record that is shown, without proof, and the value of its derived proof (section 3.6.6).

    Raises:
        CannotDerive: the value is derived already, its statements are not those of the record, or nothing is shown.
        BadProof: the value is malformed.
        BadPointer, CannotSelect: what is to be shown is no part of the record, or it has no parts.
    """
    if not is_base_value(value):
        parse_derived_value(value, pointer=pointer)
        raise CannotDerive(
            "The record is derived already, and nothing more can be left out of it.",
            pointer=pointer,
            advice="Derive from the record that the issuer gave.",
        )
    base = parse_base_value(value, pointer=pointer)
    # Section 3.5.4, steps 1 to 6.
    statements = part(document, contexts=contexts, relabel=hmac_labels(base.hmac_key))
    combined = (*base.mandatory, *selective)
    revealed = select(document, combined)
    if revealed is None:
        raise CannotDerive("Nothing is chosen, and nothing is mandatory.", advice="Choose what to show.")
    always, shown = statements.indexes_of(base.mandatory), statements.indexes_of(combined)
    # Step 10.
    optional = [index for index in range(len(statements.lines)) if index not in always]
    if len(optional) != len(base.signatures):
        raise CannotDerive(
            f"The proof has {len(base.signatures)} signatures for {len(optional)} statements: the record was changed.",
            pointer=pointer,
        )
    signatures = {index: base.signatures[place] for place, index in enumerate(optional) if index in shown}
    _check_own(statements, signatures, parse_proof_key(base.public_key, pointer=pointer), pointer)
    return revealed, DerivedValue(
        signature=base.signature,
        public_key=base.public_key,
        signatures=tuple(signatures.values()),
        labels=statements.reader_labels(shown, revealed, contexts=contexts),
        # Steps 7 to 9.
        mandatory_indexes=tuple(place for place, index in enumerate(sorted(shown)) if index in always),
    ).serialize()


def check_derived_value(
    document: JsonObject,
    configuration_hash: bytes,
    value: str,
    *,
    key: PublicKey,
    contexts: ContextSet,
    pointer: str,
) -> None:
    """Check the value of a derived proof over what is shown of a record (section 3.6.7).

    Raises:
        UnderivedProof: the value is that of a base proof.
        BadProof: it is malformed.
        StatementsDiffer: it does not fit what is shown.
        BadSignature: a signature does not hold.
        LerError: whatever the contexts and the canonicalization raise.
    """
    if is_base_value(value):
        raise UnderivedProof(
            "The record is the one that only its holder keeps: it holds what lets every part of it be shown.",
            pointer=pointer,
        )
    derived = parse_derived_value(value, pointer=pointer)
    proof_key = parse_proof_key(derived.public_key, pointer=pointer)
    # Section 3.5.9, steps 3 to 7.
    quads, canonical = canonical_statements(document, contexts=contexts)
    if set(derived.labels) != set(canonical.labels.values()):
        raise StatementsDiffer("The proof does not know the objects that the record holds.", pointer=pointer)
    labels = {label: derived.labels[reader] for label, reader in canonical.labels.items()}
    lines = signed_lines(quads, labels)
    always = set(derived.mandatory_indexes)
    if always and max(always) >= len(lines):
        raise StatementsDiffer("The record lacks statements that its issuer made mandatory.", pointer=pointer)
    optional = [line for index, line in enumerate(lines) if index not in always]
    # Section 3.6.7, step 3.
    if len(optional) != len(derived.signatures):
        raise StatementsDiffer(
            f"The proof has {len(derived.signatures)} signatures for {len(optional)} statements.", pointer=pointer
        )
    # Steps 5 to 7.
    mandatory_hash = _hash(lines[index] for index in derived.mandatory_indexes)
    try:
        key.verify(derived.signature, configuration_hash + derived.public_key + mandatory_hash)
    except BadSignature:
        detail = "The issuer's signature does not fit the key of the proof and the statements that are always shown."
        raise BadSignature(detail, pointer=pointer) from None
    # Step 8.
    for line, signature in zip(optional, derived.signatures, strict=True):
        try:
            proof_key.verify(signature, line.encode())
        except BadSignature:
            raise BadSignature("A statement of the record was not signed by its issuer.", pointer=pointer) from None


def _check_own(statements: Statements, signatures: dict[int, bytes], key: PublicKey, pointer: str) -> None:
    # Not asked by the standard: nobody should hand on a record that every verifier will refuse.
    for index, signature in signatures.items():
        try:
            key.verify(signature, statements.lines[index].encode())
        except BadSignature:
            raise CannotDerive(
                "A statement of the record is not the one that its issuer signed: the record was changed.",
                pointer=pointer,
            ) from None


def hmac_labels(key: bytes) -> Callable[[str], str]:
    """Name blank nodes by the HMAC of their canonical label (section 3.4.4)."""
    return lambda label: f"u{encode_base64url(hmac.digest(key, label.encode(), 'sha256'))}"


def _hash(lines: Iterable[str]) -> bytes:
    """Hash statements, joined (section 3.4.17)."""
    return hashlib.sha256("".join(lines).encode()).digest()


def _make_key(chance: Chance) -> SoftwareSigner:
    for _ in range(_MAX_DRAWS):
        try:
            return SoftwareSigner.from_secret("P-256", chance(_SECRET_BYTES))
        except BadKey:
            continue
    raise CannotSign("The source of random numbers gives no key.")


SUITE = Suite(
    proof_type="DataIntegrityProof",
    cryptosuite="ecdsa-sd-2023",
    hashes={"P-256": "sha256"},
    signature_bytes={"P-256": 64},
    transform=transform_rdfc,
    configure=configure_rdfc,
    selective=Selective(create=create_base_value, check=check_derived_value, derive=derive, is_base=is_base_value),
)
