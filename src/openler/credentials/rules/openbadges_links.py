"""Do the parts of an Open Badge that name each other fit: results and their descriptions, endorsements and their object?

What does not fit misleads whoever reads the record, and takes nothing from what is proved: readers are told, and
nothing of the kind is issued.

Spec: https://www.imsglobal.org/spec/ob/v3p0/ (2024-12-23)
"""

from collections.abc import Iterator
from typing import Any

from openler.credentials.model import CredentialShape, Part
from openler.credentials.model.shape import id_of, listed, parts_of
from openler.credentials.rules.rule import Fault, Rule
from openler.credentials.rules.vcdm import is_url
from openler.foundation.json_types import JsonObject
from openler.foundation.pointers import join, resolve

_OB = "https://www.imsglobal.org/spec/ob/v3p0/"
_DATE = "2024-12-23"
_VALIDATOR_TYPE = "1EdTechJsonSchemaValidator2019"


def _is_achievement(shape: CredentialShape) -> bool:
    return shape.kind == "achievement"


def _names_schemas(shape: CredentialShape) -> bool:
    return bool(shape.schemas) and shape.kind in ("achievement", "endorsement", "clr")


def _results(shape: CredentialShape) -> Iterator[Fault]:
    for subject in shape.subjects:
        if isinstance(subject.value, dict):
            described = list(_descriptions(subject))
            for part in described:
                yield from _required_level(part)
            if "result" in subject.value:
                yield from _linked(subject, {id_of(part.value): part.value for part in described})


def _descriptions(subject: Part) -> Iterator[Part]:
    for achievement in parts_of(subject.value, "achievement", subject.pointer):
        if isinstance(achievement.value, dict) and "resultDescription" in achievement.value:
            for part in parts_of(achievement.value, "resultDescription", achievement.pointer):
                if isinstance(part.value, dict):
                    yield part


def _levels(description: JsonObject) -> set[str | None]:
    return {id_of(level) for level in listed(description.get("rubricCriterionLevel"))}


def _required_level(part: Part) -> Iterator[Fault]:
    wanted = part.value.get("requiredLevel")
    if wanted is not None and not (isinstance(wanted, str) and wanted in _levels(part.value)):
        yield Fault(join(part.pointer, "requiredLevel"), "The required level is none of the levels described.")


def _linked(subject: Part, described: dict[str | None, JsonObject]) -> Iterator[Fault]:
    for result in parts_of(subject.value, "result", subject.pointer):
        if not isinstance(result.value, dict):
            continue
        named = result.value.get("resultDescription")
        if named is None:
            continue
        description = described.get(named) if isinstance(named, str) else None
        if description is None:
            yield Fault(join(result.pointer, "resultDescription"), "The achievement describes no such result.")
            continue
        level = result.value.get("achievedLevel")
        if level is not None and not (isinstance(level, str) and level in _levels(description)):
            yield Fault(join(result.pointer, "achievedLevel"), "The achieved level is none of the levels described.")
        allowed = listed(description.get("allowedValue"))
        if allowed and "value" in result.value and result.value["value"] not in allowed:
            yield Fault(join(result.pointer, "value"), "The value is none of those that the result may have.")


def _alignments(shape: CredentialShape) -> Iterator[Fault]:
    for subject in shape.subjects:
        if isinstance(subject.value, dict):
            for achievement in parts_of(subject.value, "achievement", subject.pointer):
                yield from _targets(achievement)
            for result in parts_of(subject.value, "result", subject.pointer):
                yield from _targets(result)


def _targets(holder: Part) -> Iterator[Fault]:
    if isinstance(holder.value, dict) and "alignment" in holder.value:
        for part in parts_of(holder.value, "alignment", holder.pointer):
            if isinstance(part.value, dict) and not is_url(part.value.get("targetUrl")):
                yield Fault(join(part.pointer, "targetUrl"), "The alignment leads to no web address.")


def _endorsements(shape: CredentialShape) -> Iterator[Fault]:
    for part in shape.endorsements:
        if not isinstance(part.value, dict):
            continue
        # The endorsed stands around the member "endorsement", whether that holds one or a list.
        place = part.pointer.rpartition("/endorsement")[0]
        endorsed = id_of(resolve(shape.document, place))
        for subject in listed(part.value.get("credentialSubject")):
            about = id_of(subject) if isinstance(subject, dict) else None
            if about is not None and endorsed is not None and about != endorsed:
                yield Fault(
                    join(part.pointer, "credentialSubject", "id"),
                    f"The endorsement is about {about[:120]}, and stands with {endorsed[:120]}.",
                )


def _schema_type(shape: CredentialShape) -> Iterator[Fault]:
    types: list[Any] = [
        name for part in shape.schemas if isinstance(part.value, dict) for name in listed(part.value.get("type"))
    ]
    if _VALIDATOR_TYPE not in types:
        yield Fault("/credentialSchema", f"None of the schemas named is of the type {_VALIDATOR_TYPE}.")


OPEN_BADGES_LINK_RULES = (
    Rule("ob3.results", "rules", "Results, levels and values are those that the achievement describes.", _OB + "#result", _DATE, _is_achievement, _results, severity="warning", binds_issuers=True),
    Rule("ob3.alignment", "rules", "An alignment leads to the description of its target.", _OB + "#alignment", _DATE, _is_achievement, _alignments, severity="warning", binds_issuers=True),
    Rule("ob3.endorsed", "rules", "An endorsement stands with what it endorses.", _OB + "#endorsementcredential", _DATE, lambda shape: bool(shape.endorsements), _endorsements, severity="warning", binds_issuers=True),
    Rule("ob3.schema-type", "rules", "Of the schemas named, one is of the 1EdTech type.", _OB + "#credentialschema", _DATE, _names_schemas, _schema_type, severity="warning"),
)  # fmt: skip
