"""What does Open Badges 3.0, on which CLR 2.0 builds, ask beyond its JSON Schema?

The schemas accept objects that the public validator rejects; these are its probes, and the musts of the text.

Spec: https://www.imsglobal.org/spec/ob/v3p0/ (2024-12-23), https://www.imsglobal.org/spec/clr/v2p0/ (2024-04-29)
"""

import re
from collections.abc import Iterator
from typing import Any

from openler.credentials.contexts import BUNDLED
from openler.credentials.model import CredentialShape
from openler.credentials.model.shape import listed, parts_of
from openler.credentials.rules.rule import Fault, Rule
from openler.foundation.instants import BadInstant, parse_instant
from openler.foundation.json_types import JsonObject
from openler.foundation.pointers import join

_OB = "https://www.imsglobal.org/spec/ob/v3p0/"
_OB_DATE = "2024-12-23"
_OB_CONTEXT = re.compile(r"https://purl\.imsglobal\.org/spec/ob/v3p0/context(-3\.\d\.\d)?\.json\Z")
_CLR_CONTEXT = re.compile(r"https://purl\.imsglobal\.org/spec/clr/v2p0/context(-2\.\d\.\d)?\.json\Z")
EXTENSIONS = "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"
_EXTENSION_TYPES = ("1EdTechJsonSchemaValidator2019", "1EdTechRevocationList", "1EdTechCredentialRefresh")
# Open Badges 3.0, B.6, IdentityHash: the only two forms that the standard supports; hex digits in either case.
_IDENTITY_HASH = re.compile(r"(sha256\$[0-9a-f]{64}|md5\$[0-9a-f]{32})\Z", re.IGNORECASE)
# Which class each part of a class is of (the class tables of Open Badges 3.0, B.1, and CLR 2.0, B.1).
_PARTS: dict[str, dict[str, str]] = {
    "record": {"evidence": "Evidence", "image": "Image"},
    "AchievementSubject": {
        "achievement": "Achievement",
        "identifier": "IdentityObject",
        "image": "Image",
        "result": "Result",
        "source": "Profile",
    },
    "ClrSubject": {"achievement": "Achievement", "association": "Association", "identifier": "IdentityObject"},
    "Achievement": {
        "alignment": "Alignment",
        "creator": "Profile",
        "image": "Image",
        "otherIdentifier": "IdentifierEntry",
        "related": "Related",
        "resultDescription": "ResultDescription",
    },
    "Result": {"alignment": "Alignment"},
    "ResultDescription": {"alignment": "Alignment", "rubricCriterionLevel": "RubricCriterionLevel"},
    "RubricCriterionLevel": {"alignment": "Alignment"},
    "Profile": {
        "address": "Address",
        "image": "Image",
        "otherIdentifier": "IdentifierEntry",
        "parentOrg": "Profile",
    },
    "Address": {"geo": "GeoCoordinates"},
}
_SUBJECTS = {"achievement": "AchievementSubject", "clr": "ClrSubject", "endorsement": "EndorsementSubject"}


def _any_record(shape: CredentialShape) -> bool:
    return True


def _is_achievement(shape: CredentialShape) -> bool:
    return shape.kind == "achievement"


def _is_clr(shape: CredentialShape) -> bool:
    return shape.kind == "clr"


def _is_endorsement(shape: CredentialShape) -> bool:
    return shape.kind == "endorsement"


def _is_1edtech(shape: CredentialShape) -> bool:
    return shape.kind in ("achievement", "endorsement", "clr")


def _contexts(shape: CredentialShape) -> Iterator[Fault]:
    contexts = listed(shape.document.get("@context"))
    wanted = [(_CLR_CONTEXT, "CLR 2.0"), (_OB_CONTEXT, "Open Badges 3.0")] if _is_clr(shape) else []
    for position, (pattern, name) in enumerate(wanted or [(_OB_CONTEXT, "Open Badges 3.0")], 1):
        found = contexts[position] if len(contexts) > position else None
        if isinstance(found, str) and found not in BUNDLED:
            # What an unknown context is, nobody here can say; the check that needs its words tells it.
            continue
        if not isinstance(found, str) or not pattern.match(found):
            yield Fault(f"/@context/{position}", f"Context number {position + 1} must be that of {name}.")


def _extension_types(shape: CredentialShape) -> Iterator[Fault]:
    if EXTENSIONS in listed(shape.document.get("@context")):
        return
    for name in ("credentialSchema", "credentialStatus", "refreshService"):
        for part in parts_of(shape.document, name):
            types = listed(part.value.get("type")) if isinstance(part.value, dict) else []
            for type_ in types:
                if type_ in _EXTENSION_TYPES:
                    yield Fault(
                        join(part.pointer, "type"),
                        f"The type {type_} is defined in {EXTENSIONS} only, and the record does not list that context.",
                    )


def _achievement_subject(shape: CredentialShape) -> Iterator[Fault]:
    for part in shape.subjects:
        if not isinstance(part.value, dict):
            continue
        if "AchievementSubject" not in listed(part.value.get("type")):
            yield Fault(join(part.pointer, "type"), "The subject's type is not AchievementSubject.")
        if "id" not in part.value and not listed(part.value.get("identifier")):
            yield Fault(part.pointer, "The subject has neither id nor identifier, so the record is about nobody.")


def _criteria(shape: CredentialShape) -> Iterator[Fault]:
    for pointer, achievement in _achievements(shape):
        criteria = achievement.get("criteria")
        if not isinstance(criteria, dict) or not (criteria.get("id") or criteria.get("narrative")):
            yield Fault(join(pointer, "criteria"), "The criteria have neither a narrative nor an address.")


def _achievements(shape: CredentialShape) -> Iterator[tuple[str, dict[str, Any]]]:
    for part in shape.subjects:
        if isinstance(part.value, dict):
            for inner in parts_of(part.value, "achievement", part.pointer):
                if isinstance(inner.value, dict):
                    yield inner.pointer, inner.value


def _type_probes(shape: CredentialShape) -> Iterator[Fault]:
    yield from _probe_parts(shape.document, "", "record")
    for part in shape.subjects:
        if isinstance(part.value, dict):
            yield from _probe_parts(part.value, part.pointer, _SUBJECTS[shape.kind])


def _issuer_probes(shape: CredentialShape) -> Iterator[Fault]:
    yield from _probe(shape.document, "", "issuer", "Profile")


def _probe_parts(holder: JsonObject, pointer: str, class_: str) -> Iterator[Fault]:
    for name, wanted in _PARTS.get(class_, {}).items():
        yield from _probe(holder, pointer, name, wanted)


def _probe(holder: JsonObject, pointer: str, name: str, wanted: str) -> Iterator[Fault]:
    for part in parts_of(holder, name, pointer):
        if isinstance(part.value, dict):
            if wanted not in listed(part.value.get("type")):
                yield Fault(join(part.pointer, "type"), f"The type of {name} is not {wanted}.")
            yield from _probe_parts(part.value, part.pointer, wanted)


def _named(shape: CredentialShape) -> Iterator[Fault]:
    if "id" not in shape.document:
        yield Fault("/id", "The record has no id, so two copies of it cannot be told from two records.")


def _one_subject(shape: CredentialShape) -> Iterator[Fault]:
    if len(shape.subjects) > 1:
        yield Fault(
            "/credentialSubject", f"The record is about {len(shape.subjects)} subjects; exactly one is allowed."
        )


def _dates(shape: CredentialShape) -> Iterator[Fault]:
    yield from _stamp(shape.document, "", "awardedDate", zone_required=True)
    for part in shape.subjects:
        if isinstance(part.value, dict):
            for name in ("activityStartDate", "activityEndDate"):
                yield from _stamp(part.value, part.pointer, name, zone_required=False)


def _stamp(holder: JsonObject, pointer: str, name: str, *, zone_required: bool) -> Iterator[Fault]:
    if name in holder:
        try:
            parse_instant(holder[name], zone_required=zone_required)
        except BadInstant as error:
            yield Fault(join(pointer, name), f"{name} is no point in time. {error.message}")


def _identifiers(shape: CredentialShape) -> list[tuple[str, JsonObject]]:
    return [
        (inner.pointer, inner.value)
        for part in shape.subjects
        if isinstance(part.value, dict)
        for inner in parts_of(part.value, "identifier", part.pointer)
        if isinstance(inner.value, dict)
    ]


def _identity_hash(shape: CredentialShape) -> Iterator[Fault]:
    # Published samples hold other texts there; such an identifier matches nobody, and the record stands without it.
    for pointer, identity in _identifiers(shape):
        value = identity.get("identityHash")
        if identity.get("hashed") is True and not (isinstance(value, str) and _IDENTITY_HASH.match(value)):
            yield Fault(
                join(pointer, "identityHash"), "A hashed identifier is written as sha256$ or md5$ and hex digits."
            )


def _identity_salt(shape: CredentialShape) -> Iterator[Fault]:
    for pointer, identity in _identifiers(shape):
        if identity.get("hashed") is True and not identity.get("salt"):
            yield Fault(pointer, "The identifier is hashed without a salt, so whoever guesses it can find it out.")


def _nothing_empty(shape: CredentialShape) -> Iterator[Fault]:
    # Most records leave them out, and places are written for those that do not.
    if _has_empties(shape.document):
        yield from _empties(shape.document, "")


def _has_empties(document: JsonObject) -> bool:
    pending: list[Any] = [document]
    for value in pending:
        for item in value.values() if isinstance(value, dict) else value:
            if item is None or item == []:
                return True
            if type(item) is dict or type(item) is list:
                pending.append(item)
    return False


def _empties(value: Any, pointer: str) -> Iterator[Fault]:
    if value is None or value == []:
        what = "null" if value is None else "an empty list"
        yield Fault(pointer, f"A member is {what}; the standard asks to leave it out.")
    elif isinstance(value, dict):
        for name, item in value.items():
            yield from _empties(item, join(pointer, name))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _empties(item, join(pointer, index))


def _endorsement_subject(shape: CredentialShape) -> Iterator[Fault]:
    for part in shape.subjects:
        if isinstance(part.value, dict):
            if "EndorsementSubject" not in listed(part.value.get("type")):
                yield Fault(join(part.pointer, "type"), "The subject's type is not EndorsementSubject.")
            if "id" not in part.value:
                yield Fault(join(part.pointer, "id"), "The endorsement does not say what it endorses.")


OPEN_BADGES_RULES = (
    Rule("ob3.contexts", "rules", "The contexts stand in their order.", _OB + "#verifiablecredential", _OB_DATE, _is_1edtech, _contexts),
    Rule("ob3.extension-types", "rules", "A 1EdTech type is used with the context that defines it.", _OB + "#extending-and-profiling", _OB_DATE, _any_record, _extension_types, severity="warning"),
    Rule("ob3.subject", "rules", "The subject is an AchievementSubject with id or identifier.", _OB + "#achievementsubject", _OB_DATE, _is_achievement, _achievement_subject),
    Rule("ob3.criteria", "rules", "An achievement says how it is earned.", _OB + "#criteria", _OB_DATE, _is_achievement, _criteria),
    Rule("ob3.id", "rules", "A record has an id.", _OB + "#achievementcredential", _OB_DATE, _is_1edtech, _named),
    Rule("ob3.one-subject", "rules", "A record is about one subject.", _OB + "#achievementcredential", _OB_DATE, _is_1edtech, _one_subject),
    Rule("ob3.part-types", "rules", "Achievements, identifiers, results, alignments and evidence name their types.", _OB + "#data-models", _OB_DATE, _is_1edtech, _type_probes),
    Rule("ob3.dates", "rules", "When something was awarded is a point in time with a zone; when it was done is a point in time.", _OB + "#datetimez", _OB_DATE, _is_1edtech, _dates),
    Rule("ob3.identity-hash", "rules", "A hashed identifier names its algorithm.", _OB + "#identityhash", _OB_DATE, _is_1edtech, _identity_hash, severity="warning", binds_issuers=True),
    Rule("ob3.identity-salt", "rules", "A hashed identifier is salted.", _OB + "#identityobject", _OB_DATE, _is_1edtech, _identity_salt, next_step="Ask the issuer to hash identifiers with a salt.", severity="warning", binds_issuers=True),
    Rule("ob3.issuer-types", "rules", "An issuer is a Profile, and so is its parent.", _OB + "#profile", _OB_DATE, _is_1edtech, _issuer_probes),
    Rule("ob3.nothing-empty", "rules", "Empty lists and nulls are left out.", _OB + "#serialization", _OB_DATE, _is_1edtech, _nothing_empty, severity="warning"),
    Rule("ob3.endorsement", "rules", "An endorsement says what it endorses.", _OB + "#endorsementsubject", _OB_DATE, _is_endorsement, _endorsement_subject),
)  # fmt: skip
