"""What does the data model of verifiable credentials ask of every record?

Spec: https://www.w3.org/TR/vc-data-model-2.0/ (2025-05-15), https://www.w3.org/TR/vc-data-model-1.1/ (2022-03-03)
"""

import re
from collections.abc import Iterator
from typing import Any

from openler.credentials.model import CredentialShape
from openler.credentials.model.shape import VCDM_1, VCDM_2, listed, parts_of
from openler.credentials.rules.rule import Fault, Rule
from openler.foundation.instants import BadInstant, parse_instant
from openler.foundation.json_types import JsonObject
from openler.foundation.language_tags import is_language_tag
from openler.foundation.pointers import join

_V2 = "https://www.w3.org/TR/vc-data-model-2.0/"
_V1 = "https://www.w3.org/TR/vc-data-model-1.1/"
_D2, _D1 = "2025-05-15", "2022-03-03"
_URL = re.compile(r'[A-Za-z][A-Za-z0-9+.\-]*:[^\s<>"{}|^`\\]+\Z')


def is_url(value: Any) -> bool:
    """Tell whether a value is an absolute URL, URN or DID."""
    return isinstance(value, str) and _URL.match(value) is not None


def _always(shape: CredentialShape) -> bool:
    return True


def _is_2(shape: CredentialShape) -> bool:
    return shape.version == "2.0"


def _is_1(shape: CredentialShape) -> bool:
    return shape.version == "1.1"


def _is_credential(shape: CredentialShape) -> bool:
    return shape.kind != "presentation"


def _is_presentation_2(shape: CredentialShape) -> bool:
    return shape.version == "2.0" and shape.kind == "presentation"


def _context(shape: CredentialShape) -> Iterator[Fault]:
    context = shape.document.get("@context")
    if context is None:
        yield Fault("/@context", "The record has no @context, so its words have no meaning.")
        return
    first = listed(context)[0] if listed(context) else None
    if first not in (VCDM_2, VCDM_1):
        yield Fault(
            "/@context/0" if isinstance(context, list) else "/@context",
            f"The first context must be {VCDM_2}, or {VCDM_1} for older records.",
        )
    for index, item in enumerate(listed(context)):
        if not isinstance(item, (str, dict)):
            yield Fault(f"/@context/{index}", "A context is neither a URL nor an object.")


def _type(shape: CredentialShape) -> Iterator[Fault]:
    wanted = "VerifiablePresentation" if shape.kind == "presentation" else "VerifiableCredential"
    if wanted not in shape.types:
        yield Fault("/type", f"The record's type does not include {wanted}.")
    if len(shape.types) != len(listed(shape.document.get("type"))):
        yield Fault("/type", "A type is neither a word nor a URL.")


def _id(shape: CredentialShape) -> Iterator[Fault]:
    if "id" in shape.document and not is_url(shape.document["id"]):
        yield Fault("/id", "The record's id is not one absolute URL or URN.")


def _issuer(shape: CredentialShape) -> Iterator[Fault]:
    issuer = shape.document.get("issuer")
    if issuer is None:
        yield Fault("/issuer", "The record names no issuer.")
    elif isinstance(issuer, list):
        yield Fault("/issuer", "The record names several issuers; exactly one is allowed.")
    elif not is_url(shape.issuer_id):
        place = "/issuer/id" if isinstance(issuer, dict) else "/issuer"
        yield Fault(place, "The issuer is not named by an absolute URL or DID.")


def _subject(shape: CredentialShape) -> Iterator[Fault]:
    if not shape.subjects:
        yield Fault("/credentialSubject", "The record says nothing about anybody: it has no credentialSubject.")
    for part in shape.subjects:
        if not isinstance(part.value, dict) or not part.value:
            yield Fault(part.pointer, "A credentialSubject is not an object with at least one member.")
        elif "id" in part.value and not is_url(part.value["id"]):
            yield Fault(
                join(part.pointer, "id"),
                f"The subject's id {str(part.value['id'])[:80]!r} is not an absolute URL or DID.",
            )


def _dates_2(shape: CredentialShape) -> Iterator[Fault]:
    return _stamps(shape.document, ("validFrom", "validUntil"))


def _dates_1(shape: CredentialShape) -> Iterator[Fault]:
    if _is_credential(shape) and "issuanceDate" not in shape.document and "validFrom" not in shape.document:
        yield Fault("/issuanceDate", "A record of data model 1.1 must say when it was issued: issuanceDate.")
    yield from _stamps(shape.document, ("issuanceDate", "expirationDate", "validFrom", "validUntil"))


def _stamps(document: JsonObject, names: tuple[str, ...]) -> Iterator[Fault]:
    for name in names:
        if name in document:
            try:
                parse_instant(document[name])
            except BadInstant as error:
                yield Fault("/" + name, f"{name} is no point in time. {error.message}")


def _order(shape: CredentialShape) -> Iterator[Fault]:
    try:
        start, end = parse_instant(shape.valid_from.value), parse_instant(shape.valid_until.value)
    except BadInstant:
        # One of them is not there, or is no time; the rules about dates say so.
        return
    if end < start:
        names = f"{shape.valid_until.pointer[1:]} lies before {shape.valid_from.pointer[1:]}"
        yield Fault(shape.valid_until.pointer, f"The record ends before it begins: {names}.")


def _old_dates(shape: CredentialShape) -> Iterator[Fault]:
    for name, new in (("issuanceDate", "validFrom"), ("expirationDate", "validUntil")):
        if name in shape.document:
            yield Fault("/" + name, f"Data model 2.0 has no {name}; the word is {new}, so {name} is not signed.")


def _typed(*names: str, needs_id: bool = False) -> Any:
    def judge(shape: CredentialShape) -> Iterator[Fault]:
        for name in names:
            for part in parts_of(shape.document, name):
                if not isinstance(part.value, dict):
                    yield Fault(part.pointer, f"{name} is not an object.")
                    continue
                if not listed(part.value.get("type")):
                    yield Fault(join(part.pointer, "type"), f"{name} does not say of which type it is.")
                if (needs_id or "id" in part.value) and not is_url(part.value.get("id")):
                    yield Fault(join(part.pointer, "id"), f"The id of {name} is not an absolute URL.")

    return judge


def _status_1(shape: CredentialShape) -> Iterator[Fault]:
    for part in shape.statuses:
        if isinstance(part.value, dict) and "id" not in part.value:
            yield Fault(join(part.pointer, "id"), "The status entry has no id, which data model 1.1 asks for.")


def _words(shape: CredentialShape) -> Iterator[Fault]:
    yield from _names(shape.document, "")
    issuer = shape.document.get("issuer")
    if isinstance(issuer, dict):
        yield from _names(issuer, "/issuer")


def _names(holder: JsonObject, pointer: str) -> Iterator[Fault]:
    for name in ("name", "description"):
        if name in holder and not isinstance(holder[name], str):
            for part in parts_of(holder, name, pointer):
                if not isinstance(part.value, str) and not _is_language_value(part.value):
                    yield Fault(part.pointer, f"{name} is neither text nor text with a language.")


def _is_language_value(value: Any) -> bool:
    # VCDM 2.0, 11.1: @value, and what tells its language and its direction; nothing else.
    return (
        isinstance(value, dict)
        and all(isinstance(item, str) for item in value.values())
        and "@value" in value
        and value.keys() <= {"@value", "@language", "@direction"}
        and is_language_tag(value.get("@language", "en"))
        and value.get("@direction", "ltr") in ("ltr", "rtl")
    )


def _holder(shape: CredentialShape) -> Iterator[Fault]:
    if "holder" in shape.document and not is_url(shape.issuer_id):
        yield Fault("/holder", "The holder is not named by an absolute URL or DID.")
    for part in shape.members:
        if not isinstance(part.value, (dict, str)):
            yield Fault(part.pointer, "A presentation holds something that is no record.")


def _presented(shape: CredentialShape) -> Iterator[Fault]:
    for part in shape.members:
        if isinstance(part.value, str):
            yield Fault(part.pointer, "A token stands in the presentation as bare text; it belongs in an envelope.")


VCDM_RULES = (
    Rule("vcdm.context", "model", "The first context is that of the data model.", _V2 + "#contexts", _D2, _always, _context),
    Rule("vcdm.type", "model", "Every record says that it is one by its type.", _V2 + "#types", _D2, _always, _type),
    Rule("vcdm.id", "model", "An id is a single URL.", _V2 + "#identifiers", _D2, _always, _id),
    Rule("vcdm.issuer", "model", "A record has exactly one issuer, named by URL.", _V2 + "#issuer", _D2, _is_credential, _issuer),
    Rule("vcdm.subject", "model", "A record makes claims about one or more subjects.", _V2 + "#credential-subject", _D2, _is_credential, _subject),
    Rule("vcdm2.dates", "model", "Validity begins and ends at points in time with a zone.", _V2 + "#validity-period", _D2, _is_2, _dates_2),
    Rule("vcdm2.old-dates", "model", "Data model 2.0 uses validFrom and validUntil.", _V2 + "#validity-period", _D2, _is_2, _old_dates),
    Rule("vcdm1.dates", "model", "A record of data model 1.1 says when it was issued, with a zone.", _V1 + "#issuance-date", _D1, _is_1, _dates_1),
    Rule("vcdm.date-order", "model", "Validity does not end before it begins.", _V2 + "#validity-period", _D2, _is_credential, _order),
    Rule("vcdm.status", "model", "A status entry says of which type it is; its id, if any, is a URL.", _V2 + "#status", _D2, _always, _typed("credentialStatus")),
    Rule("vcdm1.status", "model", "A status entry of data model 1.1 has an id.", _V1 + "#status", _D1, _is_1, _status_1, severity="warning"),
    Rule("vcdm.schema", "model", "A schema reference has a type and a URL as id.", _V2 + "#data-schemas", _D2, _always, _typed("credentialSchema", needs_id=True)),
    Rule("vcdm.typed-parts", "model", "Terms of use and refresh services say of which type they are.", _V2 + "#terms-of-use", _D2, _always, _typed("termsOfUse", "refreshService")),
    Rule("vcdm.evidence", "model", "Evidence says of which type it is.", _V2 + "#evidence", _D2, _always, _typed("evidence")),
    Rule("vcdm.names", "model", "Name and description are text, or text with a language.", _V2 + "#names-and-descriptions", _D2, _is_2, _words),
    Rule("vcdm.presentation", "model", "A presentation names its holder by URL and holds records.", _V2 + "#verifiable-presentations", _D2, lambda shape: shape.kind == "presentation", _holder),
    Rule("vcdm2.presented", "model", "A token in a presentation stands in an envelope.", _V2 + "#enveloped-verifiable-credentials", _D2, _is_presentation_2, _presented, next_step="Ask the holder for an EnvelopedVerifiableCredential.", severity="warning", binds_issuers=True),
)  # fmt: skip
