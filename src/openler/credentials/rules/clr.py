"""What does CLR 2.0 ask of a transcript beyond its JSON Schema: its records, and how its achievements hang together?

The standard says what an association means and not that a chain of them may not bite its own tail; a transcript whose
course is a part of itself is read with a warning and never issued.

Spec: https://www.imsglobal.org/spec/clr/v2p0/ (2024-04-29)
"""

from collections.abc import Iterator

from openler.credentials.model import CredentialShape, Part
from openler.credentials.model.shape import id_of, listed, parts_of
from openler.credentials.rules.rule import Fault, Rule
from openler.foundation.pointers import join

_CLR = "https://www.imsglobal.org/spec/clr/v2p0/"
_DATE = "2024-04-29"
_ASSOCIATION_TYPES = frozenset(
    {
        "exactMatchOf",
        "isChildOf",
        "isParentOf",
        "isPartOf",
        "isPeerOf",
        "isRelatedTo",
        "precedes",
        "replacedBy",
    }
)
# Relations in which nothing can stand above, in, before or after itself; isParentOf is isChildOf read backwards.
_ORDERS = {"isChildOf": "isChildOf", "isParentOf": "isChildOf", "isPartOf": "isPartOf"} | {
    name: name for name in ("precedes", "replacedBy")
}
Edge = tuple[str, str, Part]


def _is_clr(shape: CredentialShape) -> bool:
    return shape.kind == "clr"


def _subject(shape: CredentialShape) -> Iterator[Fault]:
    for part in shape.subjects:
        if isinstance(part.value, dict):
            if "ClrSubject" not in listed(part.value.get("type")):
                yield Fault(join(part.pointer, "type"), "The subject's type is not ClrSubject.")
            if not listed(part.value.get("verifiableCredential")):
                yield Fault(join(part.pointer, "verifiableCredential"), "The transcript holds no records.")


def _partial(shape: CredentialShape) -> Iterator[Fault]:
    if not isinstance(shape.document.get("partial", False), bool):
        yield Fault("/partial", "Whether the transcript is a part of a larger one is said with true or false.")


def _found(shape: CredentialShape) -> Iterator[Part]:
    for subject in shape.subjects:
        if isinstance(subject.value, dict) and "association" in subject.value:
            for part in parts_of(subject.value, "association", subject.pointer):
                if isinstance(part.value, dict):
                    yield part


def _association_types(shape: CredentialShape) -> Iterator[Fault]:
    for part in _found(shape):
        name = part.value.get("associationType")
        if not isinstance(name, str) or name not in _ASSOCIATION_TYPES:
            yield Fault(join(part.pointer, "associationType"), f"{str(name)[:60]!r} is no type of association.")


def _associations(shape: CredentialShape) -> Iterator[Fault]:
    # The validator's own large sample has associations with achievements that stand nowhere in it.
    known: set[str] | None = None
    for part in _found(shape):
        known = set(_achievement_ids(shape)) if known is None else known
        for name in ("sourceId", "targetId"):
            id_ = part.value.get(name)
            if not isinstance(id_, str) or id_ not in known:
                yield Fault(join(part.pointer, name), f"The association's {name} is no achievement of this transcript.")


def _association_order(shape: CredentialShape) -> Iterator[Fault]:
    edges: dict[str, list[Edge]] = {}
    for part in _found(shape):
        source, target, name = (part.value.get(member) for member in ("sourceId", "targetId", "associationType"))
        if not isinstance(source, str) or not isinstance(target, str) or not isinstance(name, str):
            continue
        if source == target:
            yield Fault(part.pointer, "An association connects an achievement with itself.")
        elif name in _ORDERS:
            edge = (target, source, part) if name == "isParentOf" else (source, target, part)
            edges.setdefault(_ORDERS[name], []).append(edge)
    for name, of_one_kind in edges.items():
        for part in _closing(of_one_kind):
            yield Fault(part.pointer, f"By the associations of the kind {name}, an achievement leads back to itself.")


def _closing(edges: list[Edge]) -> Iterator[Part]:
    """Give each association that closes a circle, walking every one once (depth first, without recursion)."""
    onward: dict[str, list[tuple[str, Part]]] = {}
    for source, target, part in edges:
        onward.setdefault(source, []).append((target, part))
    finished: set[str] = set()
    for start, first in onward.items():
        if start in finished:
            continue
        path, on_path = [(start, iter(first))], {start}
        while path:
            here, rest = path[-1]
            step = next(rest, None)
            if step is None:
                path.pop()
                on_path.discard(here)
                finished.add(here)
            elif step[0] in on_path:
                yield step[1]
            elif step[0] not in finished:
                path.append((step[0], iter(onward.get(step[0], ()))))
                on_path.add(step[0])


def _achievement_ids(shape: CredentialShape) -> Iterator[str]:
    inside = [
        subject
        for member in shape.members
        if isinstance(member.value, dict)
        for subject in listed(member.value.get("credentialSubject"))
    ]
    for subject in [part.value for part in shape.subjects] + inside:
        if isinstance(subject, dict):
            for item in listed(subject.get("achievement")):
                id_ = id_of(item)
                if id_ is not None:
                    yield id_


CLR_RULES = (
    Rule("clr2.subject", "rules", "A transcript holds at least one record.", _CLR + "#clrsubject", _DATE, _is_clr, _subject),
    Rule("clr2.partial", "rules", "A transcript says with true or false whether it is a part.", _CLR + "#clrcredential", _DATE, _is_clr, _partial),
    Rule("clr2.association-type", "rules", "An association is of one of eight types.", _CLR + "#associationtype", _DATE, _is_clr, _association_types),
    Rule("clr2.associations", "rules", "Associations connect achievements of the transcript.", _CLR + "#association", _DATE, _is_clr, _associations, severity="warning", binds_issuers=True),
    Rule("clr2.association-order", "rules", "No achievement is above, in, before or after itself.", _CLR + "#association", _DATE, _is_clr, _association_order, severity="warning", binds_issuers=True),
)  # fmt: skip
