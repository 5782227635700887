"""What does a proof say about itself, apart from its value?

Spec: https://www.w3.org/TR/vc-data-integrity/#proofs
"""

from dataclasses import dataclass
from typing import Any

from openler.credentials.proofs.errors import BadProof
from openler.foundation.instants import BadInstant, Instant, parse_instant
from openler.foundation.json_types import JsonObject
from openler.foundation.pointers import join

# A proof set of a real record has one or two proofs; each costs a canonicalization.
MAX_PROOFS = 16
_TEXTS = ("type", "cryptosuite", "verificationMethod", "proofPurpose", "id", "challenge", "nonce")


@dataclass(frozen=True, slots=True)
class ProofOptions:
    """The members of a proof, read.

    Attributes:
        proof: the proof as it stands in the record, with ``proofValue``.
        pointer: where it stands.
        type: the proof type, such as "DataIntegrityProof".
        cryptosuite: the suite, None where the type alone names it.
        verification_method: the URL or DID URL of the key.
        purpose: why it was made, such as "assertionMethod".
        value: ``proofValue`` as written.
        created: when it says it was made, as written.
        expires: until when it holds.
        domains: for whom it was made; empty if for nobody in particular.
        challenge: the verifier's number that it answers, if any.
        previous: the ids of earlier proofs that it covers.
    """

    proof: JsonObject
    pointer: str
    type: str
    cryptosuite: str | None
    verification_method: str
    purpose: str
    value: str
    created: str | None
    expires: Instant | None
    domains: tuple[str, ...]
    challenge: str | None
    previous: tuple[str, ...]


def proofs_of(document: JsonObject) -> list[tuple[str, JsonObject]]:
    """Give each proof of a record with its JSON pointer; one proof and a list of one are the same.

    Raises:
        BadProof: ``proof`` is no object or list of objects, holds too many, or repeats an id.
    """
    if "proof" not in document:
        return []
    value: Any = document["proof"]
    if isinstance(value, list):
        found = [(join("/proof", index), item) for index, item in enumerate(value)]
    else:
        found = [("/proof", value)]
    for pointer, item in found:
        if not isinstance(item, dict):
            raise BadProof("A proof must be a JSON object.", pointer=pointer)
    if len(found) > MAX_PROOFS:
        raise BadProof(f"The record has {len(found)} proofs; the limit is {MAX_PROOFS}.", pointer="/proof")
    ids = [item["id"] for _, item in found if isinstance(item.get("id"), str)]
    if len(set(ids)) != len(ids):
        raise BadProof("Two proofs of the record have the same id.", pointer="/proof")
    return found


def read_options(proof: JsonObject, *, pointer: str = "/proof") -> ProofOptions:
    """Read the members of one proof.

    Raises:
        BadProof: a member is missing or of the wrong type.
        BadInstant: ``created`` or ``expires`` is no time with a zone.
    """
    for name in _TEXTS:
        if name in proof and not isinstance(proof[name], str):
            raise BadProof(f"The member {name!r} of a proof must be text.", pointer=join(pointer, name))
    return ProofOptions(
        proof=proof,
        pointer=pointer,
        type=_required(proof, "type", pointer),
        cryptosuite=proof.get("cryptosuite"),
        verification_method=_required(proof, "verificationMethod", pointer),
        purpose=_required(proof, "proofPurpose", pointer),
        value=_required(proof, "proofValue", pointer),
        created=proof["created"] if _instant(proof, "created", pointer) else None,
        expires=_instant(proof, "expires", pointer),
        domains=_texts(proof, "domain", pointer),
        challenge=proof.get("challenge"),
        previous=_texts(proof, "previousProof", pointer),
    )


def _required(proof: JsonObject, name: str, pointer: str) -> str:
    text = proof.get(name)
    if not isinstance(text, str) or not text:
        raise BadProof(f"The proof lacks its member {name!r}.", pointer=pointer)
    return text


def _instant(proof: JsonObject, name: str, pointer: str) -> Instant | None:
    if name not in proof:
        return None
    try:
        return parse_instant(proof[name])
    except BadInstant as error:
        raise BadInstant(f"The proof's {name!r} is wrong. {error.message}", pointer=join(pointer, name)) from None


def _texts(proof: JsonObject, name: str, pointer: str) -> tuple[str, ...]:
    value: Any = proof.get(name, [])
    items = value if isinstance(value, list) else [value]
    if not all(isinstance(item, str) for item in items):
        raise BadProof(f"The member {name!r} of a proof must be text or a list of texts.", pointer=join(pointer, name))
    return tuple(items)
