"""Where do the parts of a record stand, whatever shape its issuer chose?

An issuer may be text or an object, a subject one or many, a proof an object or a list. Nothing is judged here.

Spec: https://www.w3.org/TR/vc-data-model-2.0/ , https://www.w3.org/TR/vc-data-model-1.1/ ,
https://www.imsglobal.org/spec/ob/v3p0/ , https://www.imsglobal.org/spec/clr/v2p0/
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal, NamedTuple

from openler.foundation.json_types import JsonObject
from openler.foundation.pointers import join

Kind = Literal["achievement", "endorsement", "clr", "status_list", "presentation", "generic"]

VCDM_2 = "https://www.w3.org/ns/credentials/v2"
VCDM_1 = "https://www.w3.org/2018/credentials/v1"
_KINDS: dict[str, Kind] = {
    "ClrCredential": "clr",
    "AchievementCredential": "achievement",
    "OpenBadgeCredential": "achievement",
    "EndorsementCredential": "endorsement",
    "BitstringStatusListCredential": "status_list",
    "StatusList2021Credential": "status_list",
    "VerifiablePresentation": "presentation",
}


class Part(NamedTuple):
    """A part of a record and its JSON pointer."""

    pointer: str
    value: Any


@dataclass(frozen=True)
class CredentialShape:
    """A record's parts.

    Attributes:
        document: the record.
        version: "2.0" or "1.1" of the VC data model, by its contexts; "" if neither is named.
        kind: what kind of record it is, by its types.
        types: its types.
        issuer_id, issuer_name: the issuer as the record names it.
        valid_from, valid_until: the date members that the version uses, with their places; value None where absent.
        subjects, statuses, schemas: each with its place.
        members: records inside that are part of this one: of a transcript, or of a presentation.
    """

    document: JsonObject
    version: str
    kind: Kind
    types: tuple[str, ...]
    issuer_id: str | None
    issuer_name: str | None
    valid_from: Part
    valid_until: Part
    subjects: tuple[Part, ...]
    statuses: tuple[Part, ...]
    schemas: tuple[Part, ...]
    members: tuple[Part, ...]

    @cached_property
    def endorsements(self) -> tuple[Part, ...]:
        """Endorsements of anything in the record, as objects or tokens; looked for when they are asked for."""
        return tuple(_endorsements(self.document, "")) if _may_be_endorsed(self.document) else ()


def listed(value: Any) -> list[Any]:
    """Give nothing as an empty list, one value as a list of it."""
    return value if isinstance(value, list) else [] if value is None else [value]


def parts_of(document: JsonObject, name: str, pointer: str = "") -> tuple[Part, ...]:
    """Give each value of a member that may hold one or many, with its place; the name is a standard's own."""
    value = document.get(name)
    if value is None:
        return ()
    if isinstance(value, list):
        return tuple([Part(f"{pointer}/{name}/{index}", item) for index, item in enumerate(value)])
    return (Part(f"{pointer}/{name}", value),)


def id_of(value: Any) -> str | None:
    """Give the id of an object or of a plain identifier."""
    found = value.get("id") if isinstance(value, dict) else value
    return found if isinstance(found, str) else None


def read_credential(document: JsonObject) -> CredentialShape:
    """Read a record's shape; never raises, whatever the document holds."""
    contexts = [item for item in listed(document.get("@context")) if isinstance(item, str)]
    version = "2.0" if VCDM_2 in contexts else "1.1" if VCDM_1 in contexts else ""
    types = tuple(item for item in listed(document.get("type")) if isinstance(item, str))
    kind: Kind = next((known for name, known in _KINDS.items() if name in types), "generic")
    issuer = document.get("holder") if kind == "presentation" else document.get("issuer")
    name = issuer.get("name") if isinstance(issuer, dict) else None
    subjects = parts_of(document, "credentialSubject")
    return CredentialShape(
        document=document,
        version=version,
        kind=kind,
        types=types,
        issuer_id=id_of(issuer),
        issuer_name=_text(name),
        valid_from=_date(document, "validFrom", "issuanceDate", version),
        valid_until=_date(document, "validUntil", "expirationDate", version),
        subjects=subjects,
        statuses=parts_of(document, "credentialStatus"),
        schemas=parts_of(document, "credentialSchema"),
        members=tuple(_members(document, subjects)),
    )


def _text(value: Any) -> str | None:
    if isinstance(value, dict):
        value = value.get("@value")
    if isinstance(value, list):
        return _text(value[0]) if value else None
    return value if isinstance(value, str) else None


def _date(document: JsonObject, new: str, old: str, version: str) -> Part:
    # A 1.1 record uses the older name; an Open Badge of the 1.1 shape may carry the newer one beside it.
    names = (old, new) if version == "1.1" else (new, old)
    for name in names:
        if name in document:
            return Part("/" + name, document[name])
    return Part("/" + names[0], None)


def _members(document: JsonObject, subjects: Iterable[Part]) -> Iterator[Part]:
    # Whatever a record calls itself: what stands at one of these two places is told as a record, so it is judged.
    yield from parts_of(document, "verifiableCredential")
    for subject in subjects:
        if isinstance(subject.value, dict):
            yield from parts_of(subject.value, "verifiableCredential", subject.pointer)


def _may_be_endorsed(document: JsonObject) -> bool:
    # Most records are not, and places are written for those that are.
    pending: list[Any] = [document]
    for value in pending:
        if isinstance(value, dict):
            if "endorsement" in value or "endorsementJwt" in value:
                return True
            value = value.values()
        for item in value:
            if isinstance(item, (dict, list)):
                pending.append(item)
    return False


def _endorsements(value: Any, pointer: str) -> Iterator[Part]:
    # Members are records of their own; what endorses a part of them is told in their own reports.
    if isinstance(value, list):
        for index, item in enumerate(value):
            yield from _endorsements(item, join(pointer, index))
        return
    if not isinstance(value, dict):
        return
    for name, item in value.items():
        if name in ("endorsement", "endorsementJwt"):
            yield from parts_of(value, name, pointer)
        elif name not in ("verifiableCredential", "proof", "@context"):
            yield from _endorsements(item, join(pointer, name))
