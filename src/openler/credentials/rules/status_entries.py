"""Are status entries and status lists written as Bitstring Status List asks?

A reader makes the best of an entry that is written otherwise, and what cannot be read leaves the status undetermined;
whoever issues is held to the text.

Spec: https://www.w3.org/TR/vc-bitstring-status-list/ (2025-05-15)
"""

import re
from collections.abc import Iterator

from openler.credentials.model import CredentialShape
from openler.credentials.model.shape import listed
from openler.credentials.rules.rule import Fault, Rule
from openler.credentials.rules.vcdm import is_url
from openler.foundation.json_types import JsonObject
from openler.foundation.pointers import join

_BITSTRING = "https://www.w3.org/TR/vc-bitstring-status-list/"
_DATE = "2025-05-15"
_INDEX = re.compile(r"[0-9]{1,12}\Z", re.ASCII)
_MENDED = "Ask the issuer to write it as the standard asks."


def _has_entry(shape: CredentialShape) -> bool:
    return any(
        isinstance(part.value, dict) and "BitstringStatusListEntry" in listed(part.value.get("type"))
        for part in shape.statuses
    )


def _is_list(shape: CredentialShape) -> bool:
    return "BitstringStatusListCredential" in shape.types


def _entry(shape: CredentialShape) -> Iterator[Fault]:
    for part in shape.statuses:
        if isinstance(part.value, dict) and "BitstringStatusListEntry" in listed(part.value.get("type")):
            yield from _members(part.value, part.pointer)


def _members(entry: JsonObject, pointer: str) -> Iterator[Fault]:
    index = entry.get("statusListIndex")
    if not isinstance(index, str) or not _INDEX.match(index):
        yield Fault(join(pointer, "statusListIndex"), "statusListIndex is not the text of a whole number.")
    if not isinstance(entry.get("statusPurpose"), str):
        yield Fault(join(pointer, "statusPurpose"), "The status entry does not say for which purpose it stands.")
    if not is_url(entry.get("statusListCredential")):
        yield Fault(join(pointer, "statusListCredential"), "The status entry does not say at which URL its list is.")
    size = entry.get("statusSize", 1)
    if isinstance(size, bool) or not isinstance(size, int) or size < 1:
        yield Fault(join(pointer, "statusSize"), "statusSize is no whole number above zero.")
    elif size > 1 and not isinstance(entry.get("statusMessage"), list):
        yield Fault(
            join(pointer, "statusMessage"), "Entries of several bits need statusMessage, which says what each means."
        )


def _list(shape: CredentialShape) -> Iterator[Fault]:
    for part in shape.subjects:
        if not isinstance(part.value, dict):
            continue
        if "BitstringStatusList" not in listed(part.value.get("type")):
            yield Fault(join(part.pointer, "type"), "The subject's type is not BitstringStatusList.")
        if not listed(part.value.get("statusPurpose")):
            yield Fault(join(part.pointer, "statusPurpose"), "The list does not say for which purpose it stands.")
        encoded = part.value.get("encodedList")
        if not isinstance(encoded, str) or not encoded.startswith("u"):
            yield Fault(
                join(part.pointer, "encodedList"), "The encodedList is not base64url with the letter u in front."
            )


STATUS_RULES = (
    Rule("bitstring.entry", "rules", "A status entry names its list, its purpose and its place in the list.", _BITSTRING + "#bitstringstatuslistentry", _DATE, _has_entry, _entry, next_step=_MENDED, severity="warning", binds_issuers=True),
    Rule("bitstring.list", "rules", "A status list says what it is about and is written in multibase.", _BITSTRING + "#bitstringstatuslistcredential", _DATE, _is_list, _list, next_step=_MENDED, severity="warning", binds_issuers=True),
)  # fmt: skip
