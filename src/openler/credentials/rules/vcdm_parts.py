"""What does data model 2.0 ask of the parts that few records have: envelopes, related resources, schemas, rendering?

Each judge looks first whether the part is there, so that a record without it costs nothing.

Spec: https://www.w3.org/TR/vc-data-model-2.0/ (2025-05-15), https://www.w3.org/TR/vc-json-schema/ (2025-02-04),
https://www.w3.org/TR/vc-render-method/ (2025-10-30), https://www.w3.org/TR/vc-confidence-method/ (2025-10-30)
"""

import re
from collections.abc import Iterator
from typing import Any

from openler.credentials.model import CredentialShape, Part
from openler.credentials.model.shape import VCDM_2, listed, parts_of
from openler.credentials.rules.rule import Fault, Rule
from openler.credentials.rules.vcdm import is_url
from openler.credentials.schemas import DIGEST_MEMBERS, unreadable_digests
from openler.foundation.json_types import JsonObject
from openler.foundation.pointers import join

_V2 = "https://www.w3.org/TR/vc-data-model-2.0/"
_V1 = "https://www.w3.org/TR/vc-data-model-1.1/"
_SCHEMAS = "https://www.w3.org/TR/vc-json-schema/"
_RENDER = "https://www.w3.org/TR/vc-render-method/"
_CONFIDENCE = "https://www.w3.org/TR/vc-confidence-method/"
_D2, _D1, _SCHEMAS_DATE, _DRAFTS_DATE = "2025-05-15", "2022-03-03", "2025-02-04", "2025-10-30"
_ENVELOPES = ("EnvelopedVerifiableCredential", "EnvelopedVerifiablePresentation")
_MEDIA_TYPE = re.compile(r"[A-Za-z0-9!#$&^_.+-]+/[A-Za-z0-9!#$&^_.+-]+(\s*;.*)?\Z", re.DOTALL)
SCHEMA_OF_SCHEMA_RECORDS = "https://www.w3.org/ns/credentials/json-schema/v2.json"


def _is_1(shape: CredentialShape) -> bool:
    return shape.version == "1.1"


def _has(name: str) -> Any:
    def applies(shape: CredentialShape) -> bool:
        return name in shape.document

    return applies


def _may_hold_envelopes(shape: CredentialShape) -> bool:
    return bool(shape.members) or any(name in shape.types for name in _ENVELOPES)


def _is_schema_record(shape: CredentialShape) -> bool:
    return "JsonSchemaCredential" in shape.types


def _envelopes(shape: CredentialShape) -> Iterator[Fault]:
    if any(name in shape.types for name in _ENVELOPES):
        yield from _envelope(Part("", shape.document), shape.types)
    for part in shape.members:
        types = listed(part.value.get("type")) if isinstance(part.value, dict) else ()
        if any(name in types for name in _ENVELOPES):
            yield from _envelope(part, types)
            if _ENVELOPES[0] not in types:
                yield Fault(join(part.pointer, "type"), "A presentation stands where a record belongs.")


def _envelope(part: Part, types: Any) -> Iterator[Fault]:
    if len(types) != 1:
        yield Fault(join(part.pointer, "type"), "An envelope is of one type and of no other.")
    # The base context defines all three words of an envelope; another one could define them otherwise.
    if VCDM_2 not in listed(part.value.get("@context")):
        yield Fault(join(part.pointer, "@context"), f"An envelope names the context {VCDM_2}.")
    url = part.value.get("id")
    if not isinstance(url, str) or url[:5].lower() != "data:":
        yield Fault(join(part.pointer, "id"), "The id of an envelope is not the data: URL that holds the record.")


def _related(shape: CredentialShape) -> Iterator[Fault]:
    seen: set[str] = set()
    for part in parts_of(shape.document, "relatedResource"):
        resource = part.value
        if not isinstance(resource, dict) or not is_url(resource.get("id")):
            yield Fault(part.pointer, "A relatedResource is not an object with a URL as id.")
            continue
        if resource["id"] in seen:
            yield Fault(join(part.pointer, "id"), "The same relatedResource is named twice.")
        seen.add(resource["id"])
        if not any(member in resource for member in DIGEST_MEMBERS):
            yield Fault(part.pointer, "A relatedResource holds no digest, so nothing binds it.")
        yield from _digests(resource, part.pointer)
        media_type = resource.get("mediaType", "a/a")
        if not isinstance(media_type, str) or not _MEDIA_TYPE.match(media_type):
            yield Fault(join(part.pointer, "mediaType"), "The mediaType of a relatedResource is no media type.")


def _digests(resource: JsonObject, pointer: str) -> Iterator[Fault]:
    for member in unreadable_digests(resource):
        form = "sha256-, sha384- or sha512- and base64" if member == "digestSRI" else "a multibase SHA-2 multihash"
        yield Fault(join(pointer, member), f"{member} is not written as {form}, so it binds nothing.")


def _schema_digests(shape: CredentialShape) -> Iterator[Fault]:
    for part in shape.schemas:
        if isinstance(part.value, dict):
            yield from _digests(part.value, part.pointer)


def _schema_record(shape: CredentialShape) -> Iterator[Fault]:
    if len(shape.subjects) != 1:
        yield Fault("/credentialSubject", "A record that holds a schema has exactly one subject.")
    for part in shape.subjects:
        if not isinstance(part.value, dict):
            continue
        if listed(part.value.get("type")) != ["JsonSchema"]:
            yield Fault(join(part.pointer, "type"), "The subject's type is not JsonSchema.")
        schema = part.value.get("jsonSchema")
        place = join(part.pointer, "jsonSchema")
        if not isinstance(schema, dict):
            yield Fault(place, "The subject holds no schema as jsonSchema.")
            continue
        for name in ("$schema", "$id"):
            if not isinstance(schema.get(name), str):
                yield Fault(join(place, name), f"The schema has no {name}.")
    references = [part.value for part in shape.schemas if isinstance(part.value, dict)]
    if not any(
        reference.get("id") == SCHEMA_OF_SCHEMA_RECORDS and listed(reference.get("type")) == ["JsonSchema"]
        for reference in references
    ):
        yield Fault(
            "/credentialSchema",
            f"A record that holds a schema names its own: {SCHEMA_OF_SCHEMA_RECORDS}, a JsonSchema.",
        )


def _refresh_1(shape: CredentialShape) -> Iterator[Fault]:
    for part in parts_of(shape.document, "refreshService"):
        if isinstance(part.value, dict) and "id" not in part.value:
            yield Fault(join(part.pointer, "id"), "The refresh service has no id, which data model 1.1 asks for.")


def _render(shape: CredentialShape) -> Iterator[Fault]:
    for part in parts_of(shape.document, "renderMethod"):
        yield from _typed(part, "renderMethod")
        if isinstance(part.value, dict) and "TemplateRenderMethod" in listed(part.value.get("type")):
            yield from _template(part.value, part.pointer)


def _template(method: JsonObject, pointer: str) -> Iterator[Fault]:
    if not isinstance(method.get("renderSuite"), str):
        yield Fault(join(pointer, "renderSuite"), "The render method does not say how its template is drawn.")
    template = method.get("template")
    url = template.get("id") if isinstance(template, dict) else template
    place = join(pointer, "template")
    if not is_url(url):
        yield Fault(place, "The template is neither a URL nor an object with a URL as id.")
    elif isinstance(template, dict):
        yield from _digests(template, place)
    for item in parts_of(method, "renderProperty", pointer):
        if not isinstance(item.value, str) or (item.value and item.value[0] != "/"):
            yield Fault(item.pointer, "A renderProperty is no JSON pointer.")


def _confidence(shape: CredentialShape) -> Iterator[Fault]:
    holders = [Part("", shape.document), *shape.subjects]
    for holder in holders:
        if isinstance(holder.value, dict) and "confidenceMethod" in holder.value:
            for part in parts_of(holder.value, "confidenceMethod", holder.pointer):
                yield from _typed(part, "confidenceMethod")


def _typed(part: Part, name: str) -> Iterator[Fault]:
    if not isinstance(part.value, dict):
        yield Fault(part.pointer, f"A {name} is not an object.")
        return
    if not listed(part.value.get("type")):
        yield Fault(join(part.pointer, "type"), f"A {name} does not say of which type it is.")
    if "id" in part.value and not is_url(part.value["id"]):
        yield Fault(join(part.pointer, "id"), f"The id of a {name} is not an absolute URL.")


VCDM_PART_RULES = (
    Rule("vcdm2.envelope", "model", "An envelope has the base context, one type, and a data: URL as id.", _V2 + "#enveloped-verifiable-credentials", _D2, _may_hold_envelopes, _envelopes),
    Rule("vcdm2.related-resource", "model", "A related resource is named once and bound by a digest.", _V2 + "#integrity-of-related-resources", _D2, _has("relatedResource"), _related),
    Rule("vcdm1.refresh", "model", "A refresh service of data model 1.1 has an id.", _V1 + "#refreshing", _D1, _is_1, _refresh_1, severity="warning"),
    Rule("vcdm2.render-method", "model", "A render method says of which type it is; a template has a suite and a place.", _RENDER + "#templaterendermethod", _DRAFTS_DATE, _has("renderMethod"), _render),
    Rule("vcdm2.confidence-method", "model", "A confidence method says of which type it is.", _CONFIDENCE + "#the-confidencemethod-property", _DRAFTS_DATE, lambda shape: True, _confidence),
    Rule("vcjs.digest", "model", "The digest of a schema can be compared.", _SCHEMAS + "#integrity-validation", _SCHEMAS_DATE, lambda shape: bool(shape.schemas), _schema_digests),
    Rule("vcjs.schema-record", "model", "A record that holds a schema holds one, and names the schema of such records.", _SCHEMAS + "#jsonschemacredential", _SCHEMAS_DATE, _is_schema_record, _schema_record),
)  # fmt: skip
