"""Which status lists were judged before, so that what cannot change about them is not asked again?

A list speaks for thousands of records, and the same bytes have the same proof each time. Whether its key is still in
force, whether that key is the issuer's, and whether the list itself is in force is asked anew for every record.
"""

import hashlib
from dataclasses import dataclass

from openler.credentials.keys import PublicKey
from openler.credentials.model import CredentialShape, read_credential
from openler.credentials.model.shape import listed
from openler.credentials.proofs import proofs_of
from openler.credentials.proofs.options import read_options
from openler.credentials.rules import Limit, judge_validity
from openler.credentials.status import VerifiedList
from openler.credentials.verification.seals import Question
from openler.foundation.errors import LerError
from openler.foundation.json_types import JsonObject
from openler.foundation.kept import Kept

ASSERTION = "assertionMethod"
# A list of 131,072 entries, all of them set at random, has 22 KB; larger ones are rare, and judged each time.
MAX_KEPT_BYTES = 64 << 10


@dataclass(frozen=True, slots=True)
class _KnownList:
    """A list that was judged whole, and the one key that signed it."""

    shape: CredentialShape
    document: JsonObject
    issuer_id: str
    method_id: str
    key: PublicKey
    ends: tuple[Limit, ...]
    made: str | None


_KNOWN: Kept[bytes, _KnownList] = Kept(64)


def recall_list(data: bytes, question: Question) -> VerifiedList | None:
    """Return a list that was judged before and still holds; None if it must be judged, for whatever reason."""
    if not _may_keep(data, question):
        return None
    known = _KNOWN.get(hashlib.sha256(data).digest())
    if known is None:
        return None
    try:
        method = question.directory.resolve_key(known.method_id, ASSERTION)
        if method.key != known.key:
            return None
        question.directory.check_issuer_control(known.issuer_id, method)
    except LerError:
        return None
    outcome, _ = judge_validity(known.shape, at=question.at, ends=known.ends)
    return VerifiedList(known.document, made=known.made) if outcome == "passed" else None


def keep_list(data: bytes, document: JsonObject, question: Question) -> None:
    """Keep a list whose every check has just passed, if nothing but its key and its dates can change that.

    Args:
        data: the list as it came.
        document: the same, read, with its proof.
        question: under which it was judged.
    """
    shape = read_credential(document)
    proofs = proofs_of(document)
    depends = (*shape.schemas, *shape.members, *shape.endorsements, *listed(document.get("relatedResource")))
    if not _may_keep(data, question) or len(proofs) != 1 or depends:
        return
    pointer, proof = proofs[0]
    options = read_options(proof, pointer=pointer)
    if shape.issuer_id is None:
        return
    known = _KnownList(
        shape=shape,
        document={name: value for name, value in document.items() if name != "proof"},
        issuer_id=shape.issuer_id,
        method_id=options.verification_method,
        key=question.directory.resolve_key(options.verification_method, ASSERTION).key,
        ends=(Limit("expires", f"{pointer}/expires", options.expires, None),) if options.expires else (),
        made=options.created,
    )
    _KNOWN.put(hashlib.sha256(data).digest(), known)


def _may_keep(data: bytes, question: Question) -> bool:
    # What a list says under contexts of somebody's own is for that one question.
    contexts = question.contexts
    return contexts.is_bundled_only and not contexts.allows_inline and len(data) <= MAX_KEPT_BYTES
