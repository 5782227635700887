"""Registries by program, under ``/api/v1``: the same services as on the pages, and the same file as everybody reads."""

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import ConfigDict, Field

from openler.platform.base.acts import at_of
from openler.platform.organizations.access import MemberRequest
from openler.platform.organizations.bearer import Bearer
from openler.platform.recognition import services
from openler.platform.recognition.entries import EntryFields
from openler.platform.recognition.models import RegistryEntry
from openler.platform.recognition.queries import (
    address_of,
    find_entry,
    find_registry,
    list_registries,
    next_update_of,
    read_own,
)
from openler.trust import write_registry

router = Router(tags=["recognition"])
WRITE = Bearer("registry:write", "issuer")
# As many as one answer lists.
_MOST = 200


class _Strict(Schema):
    model_config = ConfigDict(extra="forbid")


class NewEntry(_Strict):
    """An issuer that is recognized for some records; dates are days in UTC, the last one included."""

    issuer: str = Field(description="The DID, as the issuer's records name it.")
    name: str
    since: date = Field(description="A day before today is taken, and everybody sees that it was dated back.")
    until: date | None = None
    policy: str = Field(description="Under which policy, in words that everybody reads.")
    achievement_types: list[str] = Field(default_factory=list, description="Open Badges 3.0 terms; none for all.")
    achievements: list[str] = Field(default_factory=list, description="Ids of achievements; none for all.")
    framework: str = Field("", description="URI of a framework to which an achievement must be aligned.")


class NewChange(_Strict):
    """What happens to an entry, from a day; everybody reads the reason."""

    kind: str = Field(description="suspended, lifted or withdrawn.")
    since: date
    reason: str


@router.get("/registries")
def list_all(request: HttpRequest) -> dict[str, Any]:
    """List the registries of this installation."""
    found = list_registries()[:_MOST]
    return {"registries": [{"id": address_of(one), "name": one.organization.name} for one in found]}


@router.get("/registries/{registry_id}")
def read_registry(request: HttpRequest, registry_id: UUID) -> dict[str, Any]:
    """Give a registry as its file, which the command line reads."""
    at = at_of(request)
    return write_registry(replace(read_own(find_registry(registry_id), at=at), next_update=next_update_of(at)))


@router.post("/registry/entries", auth=WRITE)
def create_entry(request: MemberRequest, body: NewEntry) -> dict[str, Any]:
    """Recognize an issuer in the organization's own registry."""
    registry = services.open_registry(request.act, request.organization)
    return _entry(request, services.enter_issuer(request.act, registry, EntryFields(**body.model_dump())))


@router.post("/registry/entries/{entry_id}/changes", auth=WRITE)
def change_entry(request: MemberRequest, entry_id: UUID, body: NewChange) -> dict[str, Any]:
    """Suspend an entry, lift its suspension, or withdraw it for good."""
    entry = find_entry(request.organization, entry_id)
    services.change_entry(request.act, entry, body.kind, since=body.since, reason=body.reason)
    return _entry(request, entry)


def _entry(request: MemberRequest, entry: RegistryEntry) -> dict[str, Any]:
    told = write_registry(read_own(entry.registry, at=request.act.at, issuers={entry.issuer}))
    return next(dict(one) for one in told["entries"] if one["id"] == str(entry.pk))
