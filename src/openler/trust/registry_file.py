"""How does a registry stand in a file, so that anybody can ask it without a network?

One JSON object with every entry, also those that ended. Its members are told in ``docs/reference/registry-file.md``.
What is missing or of another form is refused with its place: half a registry would call recognized issuers unknown.
"""

from datetime import UTC, datetime
from typing import Any

from openler.foundation.errors import MalformedInput
from openler.foundation.instants import Instant, parse_instant
from openler.foundation.json_types import JsonObject
from openler.foundation.strict_json import parse_json_object
from openler.trust.registry import CHANGE_KINDS, Change, ChangeKind, Entry, Registry, Scope

FORMAT = "openler-registry"
VERSION = 1
# A national register of institutions has some 10,000 entries of some 500 bytes.
MAX_REGISTRY_BYTES = 8 << 20
MAX_ENTRIES = 20_000


class BadRegistry(MalformedInput):
    """A file is not a registry, or not one that this version reads."""

    code = "bad_registry"
    default_mender = "verifier"
    default_advice = "Fetch the registry's JSON file again from its own address."


def write_registry(registry: Registry) -> JsonObject:
    """Give a registry as the object that its file holds."""
    return {
        "format": FORMAT,
        "version": VERSION,
        "id": registry.id,
        "name": registry.name,
        "as_of": stamp_of(registry.as_of),
        "next_update": stamp_of(registry.next_update) if registry.next_update else None,
        "entries": [_write_entry(entry) for entry in registry.entries],
    }


def read_registry(data: bytes) -> Registry:
    """Read a registry from its file.

    Raises:
        BadRegistry: it is no registry, of another version, or lacks something.
        MalformedInput: it is no JSON that every reader reads alike.
    """
    told = parse_json_object(data, max_bytes=MAX_REGISTRY_BYTES)
    if told.get("format") != FORMAT or told.get("version") != VERSION:
        raise BadRegistry(f"This is not a file of the format {FORMAT}, version {VERSION}.", pointer="")
    entries = told.get("entries")
    if not isinstance(entries, list) or len(entries) > MAX_ENTRIES:
        raise BadRegistry(f"'entries' is not a list of at most {MAX_ENTRIES} entries.", pointer="/entries")
    return Registry(
        id=_text(told, "id", ""),
        name=_text(told, "name", ""),
        entries=tuple(_read_entry(entry, f"/entries/{index}") for index, entry in enumerate(entries)),
        as_of=_moment(told, "as_of", ""),
        next_update=_moment(told, "next_update", "") if told.get("next_update") is not None else None,
    )


def stamp_of(moment: datetime) -> str:
    """Write a moment as files and answers write it: UTC, with Z."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _write_entry(entry: Entry) -> JsonObject:
    return {
        "id": entry.id,
        "issuer": entry.issuer,
        "name": entry.name,
        "achievement_types": list(entry.scope.achievement_types),
        "achievements": list(entry.scope.achievements),
        "framework": entry.scope.framework,
        "from": stamp_of(entry.since),
        "until": stamp_of(entry.until) if entry.until else None,
        "policy": entry.policy,
        "entered_at": stamp_of(entry.entered_at),
        "entered_by": entry.entered_by,
        "is_barred": entry.is_barred,
        "changes": [
            {
                "kind": change.kind,
                "from": stamp_of(change.since),
                "reason": change.reason,
                "entered_at": stamp_of(change.entered_at),
                "entered_by": change.entered_by,
            }
            for change in entry.changes
        ],
    }


def _read_entry(told: Any, place: str) -> Entry:
    if not isinstance(told, dict):
        raise BadRegistry("An entry is not an object.", pointer=place)
    changes = told.get("changes", [])
    if not isinstance(changes, list):
        raise BadRegistry("'changes' is not a list.", pointer=f"{place}/changes")
    return Entry(
        id=_text(told, "id", place),
        issuer=_text(told, "issuer", place),
        name=_text(told, "name", place),
        scope=Scope(
            achievement_types=_texts(told, "achievement_types", place),
            achievements=_texts(told, "achievements", place),
            framework=_framework(told, place),
        ),
        since=_moment(told, "from", place),
        until=_moment(told, "until", place) if told.get("until") is not None else None,
        policy=_text(told, "policy", place, default=""),
        entered_at=_moment(told, "entered_at", place),
        entered_by=_text(told, "entered_by", place, default=""),
        changes=tuple(_read_change(change, f"{place}/changes/{index}") for index, change in enumerate(changes)),
        is_barred=_flag(told, "is_barred", place),
    )


def _read_change(told: Any, place: str) -> Change:
    if not isinstance(told, dict):
        raise BadRegistry("A change is not an object.", pointer=place)
    return Change(
        kind=_kind(told, place),
        since=_moment(told, "from", place),
        reason=_text(told, "reason", place, default=""),
        entered_at=_moment(told, "entered_at", place),
        entered_by=_text(told, "entered_by", place, default=""),
    )


def _kind(told: JsonObject, place: str) -> ChangeKind:
    for kind in CHANGE_KINDS:
        if told.get("kind") == kind:
            return kind
    # A kind that this version does not know might say that an issuer is no longer recognized.
    raise BadRegistry(f"'kind' is none of {', '.join(CHANGE_KINDS)}.", pointer=f"{place}/kind")


def _text(told: JsonObject, name: str, place: str, *, default: str | None = None) -> str:
    value = told.get(name, default)
    if not isinstance(value, str) or (default is None and not value):
        raise BadRegistry(f"'{name}' is not text.", pointer=f"{place}/{name}")
    return value


def _texts(told: JsonObject, name: str, place: str) -> tuple[str, ...]:
    # Left out by mistake, it would make a narrow entry a wide one; so an empty list is written.
    values = told.get(name)
    if not isinstance(values, list):
        raise BadRegistry(f"'{name}' is not a list of texts.", pointer=f"{place}/{name}")
    texts = tuple(value for value in values if isinstance(value, str))
    if len(texts) < len(values):
        raise BadRegistry(f"'{name}' is not a list of texts.", pointer=f"{place}/{name}")
    return texts


def _framework(told: JsonObject, place: str) -> str:
    if "framework" not in told:
        raise BadRegistry("'framework' is missing; it is empty where no framework is meant.", pointer=place)
    return _text(told, "framework", place, default="")


def _flag(told: JsonObject, name: str, place: str) -> bool:
    value = told.get(name, False)
    if not isinstance(value, bool):
        raise BadRegistry(f"'{name}' is neither true nor false.", pointer=f"{place}/{name}")
    return value


def _moment(told: JsonObject, name: str, place: str) -> datetime:
    value = told.get(name)
    try:
        parse_instant(value)
        moment = datetime.fromisoformat(str(value))
        Instant.of(moment.astimezone(UTC))
    except (MalformedInput, ValueError, OverflowError):
        raise BadRegistry(
            f"'{name}' is not a time with its zone, such as 2026-05-04T09:30:00Z.", pointer=f"{place}/{name}"
        ) from None
    return moment
