"""Are status entries and status lists written as Bitstring Status List asks?

A reader makes the best of an entry that is written otherwise, and what cannot be read leaves the status undetermined;
whoever issues is held to the text.

Spec: https://www.w3.org/TR/vc-bitstring-status-list/ (2025-05-15)
"""

import re
from collections.abc import Iterator

from openler.credentials.model import CredentialShape
from openler.credentials.model.shape import listed, parts_of
from openler.credentials.rules.rule import Fault, Rule
from openler.credentials.rules.vcdm import is_url
from openler.foundation.json_types import JsonObject
from openler.foundation.pointers import join

_BITSTRING = "https://www.w3.org/TR/vc-bitstring-status-list/"
_DATE = "2025-05-15"
_INDEX = re.compile(r"[0-9]{1,12}\Z", re.ASCII)
# 256 values, each with its message in the record; nobody explains more.
_MOST_BITS = 8
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
    # The entry's own name, if it has one, is not the list's (2.1, id).
    if "id" in entry and entry["id"] == entry.get("statusListCredential"):
        yield Fault(join(pointer, "id"), "The status entry has the name of its list, and needs one of its own or none.")
    if "statusSize" in entry or "statusMessage" in entry:
        yield from _messages(entry, pointer)
    for part in parts_of(entry, "statusReference", pointer):
        if not is_url(part.value):
            yield Fault(part.pointer, "A statusReference is no URL.")


def _messages(entry: JsonObject, pointer: str) -> Iterator[Fault]:
    size = entry.get("statusSize", 1)
    if isinstance(size, bool) or not isinstance(size, int) or size < 1:
        yield Fault(join(pointer, "statusSize"), "statusSize is no whole number above zero.")
        return
    place, messages = join(pointer, "statusMessage"), entry.get("statusMessage")
    if messages is None:
        if size > 1:
            yield Fault(place, "Entries of several bits need statusMessage, which says what each value means.")
        return
    if size > _MOST_BITS:
        yield Fault(join(pointer, "statusSize"), f"An entry of more than {_MOST_BITS} bits cannot explain each value.")
        return
    items = [item for item in listed(messages) if isinstance(item, dict)]
    stated = {text.lower() for item in items if isinstance(text := item.get("status"), str)}
    wanted = 1 << size
    if len(listed(messages)) != wanted or stated != {hex(value) for value in range(wanted)}:
        words = f"statusMessage does not explain the {wanted} values from 0x0 to {hex(wanted - 1)}, each once."
        yield Fault(place, words)
    if not all(isinstance(item.get("message"), str) for item in items):
        yield Fault(place, "An item of statusMessage has no message.")


def _list(shape: CredentialShape) -> Iterator[Fault]:
    if len(shape.subjects) > 1:
        yield Fault("/credentialSubject", "A status list has one subject, which is the list.")
    for part in shape.subjects:
        if isinstance(part.value, dict):
            yield from _list_members(part.value, part.pointer)


def _list_members(subject: JsonObject, pointer: str) -> Iterator[Fault]:
    if "BitstringStatusList" not in listed(subject.get("type")):
        yield Fault(join(pointer, "type"), "The subject's type is not BitstringStatusList.")
    purposes = listed(subject.get("statusPurpose"))
    if not purposes or not all(isinstance(purpose, str) and purpose for purpose in purposes):
        yield Fault(join(pointer, "statusPurpose"), "The list does not say for which purposes it stands.")
    encoded = subject.get("encodedList")
    if not isinstance(encoded, str) or not encoded.startswith("u"):
        yield Fault(join(pointer, "encodedList"), "The encodedList is not base64url with the letter u in front.")
    ttl = subject.get("ttl", 1)
    if isinstance(ttl, bool) or not isinstance(ttl, int) or ttl < 1:
        yield Fault(join(pointer, "ttl"), "ttl is no whole number of milliseconds above zero.")


STATUS_RULES = (
    Rule("bitstring.entry", "rules", "A status entry names its list, its purpose and its place in the list.", _BITSTRING + "#bitstringstatuslistentry", _DATE, _has_entry, _entry, next_step=_MENDED, severity="warning", binds_issuers=True),
    Rule("bitstring.list", "rules", "A status list says what it is about and is written in multibase.", _BITSTRING + "#bitstringstatuslistcredential", _DATE, _is_list, _list, next_step=_MENDED, severity="warning", binds_issuers=True),
)  # fmt: skip
