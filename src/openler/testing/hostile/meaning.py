"""Do two documents say the same, so that a seal over the one is rightly one over the other?

An answer of its own: it knows JSON, and that RDF statements are a set. Only where contexts were exchanged does it ask
for the canonical form, for nothing else tells what words mean. A change that this module does not call the same, and
that verification accepts, is a fault of one of them.

Spec: https://www.rfc-editor.org/rfc/rfc8785#section-3.2.2.3 (numbers), https://www.w3.org/TR/json-ld11/#sets-and-lists
"""

import json
from dataclasses import replace
from typing import Any

from openler.credentials.canonical import canonicalize
from openler.credentials.contexts import ContextSet
from openler.credentials.keys.public import CURVES
from openler.credentials.model import read_credential
from openler.credentials.model.shape import id_of
from openler.credentials.model.summary import RecordSummary, describe
from openler.foundation.encodings import BadEncoding, decode_base58btc, encode_base58btc
from openler.foundation.errors import LerError
from openler.foundation.json_types import JsonObject
from openler.testing.hostile.specimens import Specimen

# What stays in order though RDF statements do not: contexts, and what a context or @list makes a list.
ORDERED = ("allowedValue", "@list")
NUMBER = "a number in another spelling is the same number (RFC 8785, 3.2.2.3)"
ALONE = "a list of one and the one itself are the same statement (JSON-LD 1.1, 4.3)"
ORDER = "the order of a set is not said (JSON-LD 1.1, 4.3)"
TWICE = "the same statement twice is one statement (RDF 1.1 Concepts, 4)"
NODE = "an object that has only an id is that id, where a context says that an id is meant (JSON-LD 1.1, 4.2.3)"
NULL = "null in a list says nothing (JSON-LD 1.1 API, 5.1.2 step 5)"
EMPTY = "an empty set says nothing (JSON-LD 1.1 API, 8.1)"
VALUE = "a text written out as a value object is that text (JSON-LD 1.1, 9.5)"
TWIN = "every ECDSA signature (r, s) has the twin (r, n - s) by the same key over the same bytes (FIPS 186-5, 6.4.2)"
FEWER = "each proof of a set stands alone; what a set holds is not said (Data Integrity 1.0, 2.1.1)"
UNREAD = "a proof that is not checked here counts for nothing beside one that holds, and the report says so"
BEHIND = "contexts behind those that the proof names are left out of what it covers (vc-di-eddsa 1.0, 3.3.2, step 4)"
CONTEXTS = "other contexts under which not one statement differs: the canonical form is equal (RDFC-1.0)"
OF_PROOF = (
    "rdfc suites read a proof by the record's own contexts, not by those it names (vc-di-eddsa 1.0, 3.2.5, step 4)"
)
ISSUER = (
    "records inside a transcript share its graph, so what is said of its issuer may stand with any of them that has the "
    "same issuer: not one statement differs (CLR 2.0, ClrSubject; RDFC-1.0)"
)
FILE = "a file may hold a list of records; a list of one is that record"
NOTHING = "nothing changed"
# The words by which ``_normal`` knows them, in the order in which they are tried.
_STEPS = {
    NUMBER: "number",
    NULL: "null",
    EMPTY: "empty",
    VALUE: "value",
    ALONE: "alone",
    NODE: "node",
    TWICE: "twice",
    ORDER: "order",
}
_STRING = "http://www.w3.org/2001/XMLSchema#string"


def same_meaning(specimen: Specimen, changed: Any) -> str:
    """Say why a changed record means what the specimen means; empty if it does not, or if it is read otherwise."""
    original = specimen.data
    reasons: list[str] = []
    if isinstance(changed, list) and len(changed) == 1:
        changed = changed[0]
        reasons.append(FILE)
    if isinstance(original, str) or not isinstance(changed, dict):
        return ""
    proofs = _same_proofs(specimen, original.get("proof"), changed.get("proof"))
    body = _same_body(specimen, _without(original, "proof"), _without(changed, "proof"))
    if body is None and not specimen.covers_text and _says_the_same_of_its_issuer(original, changed):
        original, changed = ({**document, "issuer": id_of(document.get("issuer"))} for document in (original, changed))
        body = _same_body(specimen, _without(original, "proof"), _without(changed, "proof"))
        reasons.append(ISSUER)
    if proofs is None or body is None or _reading(original) != _reading(changed):
        return ""
    told = dict.fromkeys([*reasons, *body, *proofs])
    told.pop(NOTHING, None)
    return "; ".join(told) or NOTHING


def _says_the_same_of_its_issuer(before: JsonObject, after: JsonObject) -> bool:
    issuers = before.get("issuer"), after.get("issuer")
    is_told_elsewhere = issuers[0] != issuers[1] and id_of(issuers[0]) == id_of(issuers[1]) is not None
    whole = (_without(document, "proof") for document in (before, after))
    return read_credential(before).kind == "clr" and is_told_elsewhere and _same_statements(*whole)


def same_document(before: Any, after: Any, *, is_set: bool) -> str:
    """Say why two signed documents around a record mean the same; empty if they do not."""
    return "; ".join(_same_value(before, after, is_set=is_set) or ())


def _same_body(specimen: Specimen, before: JsonObject, after: JsonObject) -> list[str] | None:
    if not specimen.covers_text:
        same = _same_value(before, after, is_set=True)
        if same is not None:
            return same
        bare = _same_value(_bare(before), _bare(after), is_set=True)
        return [*bare, CONTEXTS] if bare is not None and _same_statements(before, after) else None
    signed, present = (_listed(document.get("@context")) for document in (before, after))
    if present[: len(signed)] != signed:
        return None
    told = [BEHIND] if len(present) > len(signed) else [ALONE] if before["@context"] != after["@context"] else []
    same = _same_value(before, {**after, "@context": before["@context"]}, is_set=False)
    return None if same is None else [*told, *same]


def _same_value(before: Any, after: Any, *, is_set: bool) -> list[str] | None:
    """Name what has to be overlooked for both to be equal; None if nothing helps."""
    if _key(before) == _key(after):
        return [NOTHING]
    needed = dict(_STEPS) if is_set else {NUMBER: "number"}
    if not _equal(before, after, needed):
        return None
    for reason in tuple(needed):
        fewer = {name: step for name, step in needed.items() if name != reason}
        if _equal(before, after, fewer):
            needed = fewer
    return list(needed)


def _equal(before: Any, after: Any, steps: dict[str, str]) -> bool:
    chosen = frozenset(steps.values())
    return _key(_normal(before, chosen)) == _key(_normal(after, chosen))


def _key(value: Any) -> str:
    return json.dumps(value, sort_keys=True)


def _normal(value: Any, steps: frozenset[str], name: str = "") -> Any:
    if "number" in steps and isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        return int(value)
    if isinstance(value, dict):
        kept = {key: member for key, member in value.items() if member != [] or "empty" not in steps}
        members = {key: _normal(member, steps, key) for key, member in kept.items()}
        if "node" in steps and set(members) == {"id"}:
            return members["id"]
        is_text = "value" in steps and isinstance(members.get("@value"), (str, int, bool))
        plain = set(members) == {"@value"} or (members.get("@type") == _STRING and set(members) == {"@value", "@type"})
        return members["@value"] if is_text and plain else members
    if not isinstance(value, list) or name in ORDERED:
        return value
    items = [_normal(item, steps, name) for item in value if item is not None or "null" not in steps]
    if "twice" in steps:
        items = list({_key(item): item for item in items}.values())
    if "order" in steps and name != "@context":
        items = sorted(items, key=_key)
    return items[0] if "alone" in steps and len(items) == 1 else items


def _bare(value: Any) -> Any:
    """Leave every context out."""
    if isinstance(value, dict):
        return {name: _bare(member) for name, member in value.items() if name != "@context"}
    return [_bare(item) for item in value] if isinstance(value, list) else value


def _same_statements(before: JsonObject, after: JsonObject) -> bool:
    contexts = ContextSet()
    try:
        return canonicalize(before, contexts=contexts) == canonicalize(after, contexts=contexts)
    except LerError:
        return False


def _reading(document: JsonObject) -> object:
    """Give what people and checks read in a record, apart from the order of what is a set."""
    shape = read_credential(document)
    dates = (shape.valid_from.value, shape.valid_until.value)
    parts = (shape.members, shape.endorsements, shape.statuses, shape.schemas)
    # Not the version of the data model: it follows from the contexts, and only chooses which dates are read.
    told = (shape.kind, shape.issuer_id, shape.issuer_name)
    counted = [len({_key(part.value) for part in group if part.value is not None}) for group in parts]
    return (told, _key(dates), counted, _sorted(describe(document)))


def _sorted(summary: RecordSummary) -> RecordSummary:
    def ordered(items: tuple[Any, ...]) -> tuple[Any, ...]:
        return tuple(sorted(set(items), key=repr))

    return replace(
        summary,
        # Of several subjects the first is told; which one stands first is not signed by an rdfc suite.
        subject_id=None,
        results=ordered(summary.results),
        alignments=ordered(summary.alignments),
        evidence=ordered(summary.evidence),
        members=ordered(tuple(_sorted(member) for member in summary.members)),
    )


def _without(document: JsonObject, name: str) -> JsonObject:
    return {key: member for key, member in document.items() if key != name}


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _same_proofs(specimen: Specimen, before: Any, after: Any) -> list[str] | None:
    originals = _listed(before)
    reasons: list[str] = []
    found: list[int] = []
    for proof in _listed(after):
        matches = ((index, _same_proof(specimen, original, proof)) for index, original in enumerate(originals))
        index, same = next(((index, same) for index, same in matches if same is not None), (-1, [UNREAD]))
        reasons += same
        if index >= 0:
            found.append(index)
    if not found:
        return None
    if len(set(found)) < len(originals):
        reasons.append(FEWER)
    if len(found) > len(set(found)):
        reasons.append(TWICE)
    if found != sorted(found):
        reasons.append(ORDER)
    if isinstance(before, list) is not isinstance(after, list):
        reasons.append(ALONE)
    return reasons


def _same_proof(specimen: Specimen, before: JsonObject, after: Any) -> list[str] | None:
    if not isinstance(after, dict):
        return None
    reasons: list[str] = []
    is_jcs = "-jcs-" in str(before.get("cryptosuite"))
    if not is_jcs and "@context" in after and all(isinstance(item, str) for item in _listed(after["@context"])):
        reasons.append(OF_PROOF)
        after = _without(after, "@context")
    if after.get("proofValue") != before["proofValue"]:
        if after.get("proofValue") != twin_of(specimen, before["proofValue"]):
            return None
        reasons.append(TWIN)
        after = {**after, "proofValue": before["proofValue"]}
    same = _same_value(before, after, is_set=not is_jcs)
    return None if same is None else [*reasons, *same]


def twin_of(specimen: Specimen, value: str) -> str:
    """Give the other ECDSA signature of the same key over the same bytes, as multibase; empty for other keys."""
    curve = CURVES.get(specimen.signer.public_key.kind)
    if curve is None:
        return ""
    try:
        return "z" + encode_base58btc(turn_signature(decode_base58btc(value[1:]), curve.width, curve.order))
    except BadEncoding:
        return ""


def turn_signature(signature: bytes, width: int, order: int) -> bytes:
    """Exchange s for n - s."""
    return signature[:width] + (order - int.from_bytes(signature[width:])).to_bytes(width)
