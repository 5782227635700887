"""Who recognizes an issuer? Asked of the registries that somebody chose; the others of this installation are named."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from uuid import UUID

from django.conf import settings
from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _

from openler.foundation.errors import LerError
from openler.foundation.instants import Instant
from openler.platform.accounts.models import User
from openler.platform.egress import GuardedClient
from openler.platform.organizations.models import Organization
from openler.platform.recognition import models
from openler.platform.recognition.errors import NoSuchRegistry
from openler.platform.recognition.models import ChosenRegistry, RegistryEntry, Reliance
from openler.platform.recognition.owners import related_dids
from openler.trust import Change, Entry, Question, Recognition, Registry, Scope, UnreachableRegistry, recognize
from openler.trust.questions import Achieved
from openler.trust.registry import CHANGE_KINDS
from openler.trust.registry_file import MAX_REGISTRY_BYTES, read_registry

# A file that somebody keeps may be relied on for so long; a withdrawal reaches its readers no later.
FILE_DAYS = 30


@dataclass(frozen=True, slots=True)
class Registries:
    """Whom to ask: those that count, in order, and the others of this installation."""

    chosen: tuple[Registry | UnreachableRegistry, ...]
    others: tuple[Registry, ...]

    def ask(self, question: Question | None, at: datetime) -> Recognition:
        """Ask who recognizes the issuer of a record."""
        return recognize(question, self.chosen, at=at, others=self.others)


def who_recognises(
    issuer_did: str,
    achievement_type: str = "",
    achievement_id: str = "",
    *,
    at: datetime,
    signed: datetime | None = None,
    organization: Organization | None = None,
) -> Recognition:
    """Ask who recognizes an issuer for an achievement; `signed` is when it signs, now where nothing is signed yet.

    Args:
        organization: whose choice of registries counts; the operator's default where it made none.
    """
    types = (achievement_type,) if achievement_type else ()
    moment = (signed or at).astimezone(UTC).isoformat()
    question = Question(issuer_did, (Achieved(types, achievement_id),), moment)
    return registries_for(organization, {issuer_did}, at=at).ask(question, at)


def recognisers_now(issuer_did: str, *, at: datetime, organization: Organization | None = None) -> list[str] | None:
    """Name the chosen registries that recognize an issuer now, for whatever kind of record; None where none is chosen."""
    registries = registries_for(organization, {issuer_did}, at=at)
    if not registries.chosen:
        return None
    moment = Instant.of(at)
    return [
        one.name
        for one in registries.chosen
        if isinstance(one, Registry)
        and any(entry.standing(moment) == "recognized" for entry in one.entries_of(issuer_did))
    ]


def registries_for(organization: Organization | None, issuers: Iterable[str] | None, *, at: datetime) -> Registries:
    """Read the registries that count for somebody, and the others.

    Args:
        organization: None for the operator's default.
        issuers: read only entries of these; None for all.
    """
    wanted = None if issuers is None else set(issuers)
    chosen = chosen_of(organization)
    ids = {one.registry_id for one in chosen}
    others = models.Registry.objects.select_related("organization").exclude(pk__in=[one for one in ids if one])
    return Registries(
        chosen=tuple(_open(one, wanted, at) for one in chosen),
        others=tuple(read_own(one, at=at, issuers=wanted) for one in others),
    )


def reliance_of(organization: Organization | None) -> Reliance | None:
    """Give an organization's own choice, or the operator's default for None; None where nothing was chosen."""
    return Reliance.objects.filter(organization=organization).first()


def chosen_of(organization: Organization | None) -> list[ChosenRegistry]:
    """List the registries that count for somebody: their own choice, else the operator's default."""
    reliance = (reliance_of(organization) if organization else None) or reliance_of(None)
    if reliance is None:
        return []
    return list(reliance.chosen.select_related("registry__organization"))


def read_own(registry: models.Registry, *, at: datetime, issuers: set[str] | None = None) -> Registry:
    """Read a registry of this installation as the rooms that decide know it."""
    rows = RegistryEntry.objects.filter(registry=registry).prefetch_related("changes")
    if issuers is not None:
        rows = rows.filter(issuer__in=issuers)
    entries = list(rows)
    related = related_dids(registry.organization)
    names = _names_of(entries)
    return Registry(
        id=address_of(registry),
        name=registry.organization.name,
        entries=tuple(_entry(row, names, is_barred=row.issuer in related) for row in entries),
        as_of=at,
    )


def address_of(registry: models.Registry) -> str:
    """Give the public address of a registry, which is its id."""
    return f"{settings.OPENLER_PUBLIC_URL}/registries/{registry.pk}/"


def next_update_of(at: datetime) -> datetime:
    """Say until when a file that is made now may be relied on."""
    return at + timedelta(days=FILE_DAYS)


def find_registry(registry_id: UUID) -> models.Registry:
    """Find a registry by its id.

    Raises: NoSuchRegistry.
    """
    found = models.Registry.objects.select_related("organization").filter(pk=registry_id).first()
    if found is None:
        raise NoSuchRegistry(_("There is no registry at this address."))
    return found


def find_entry(organization: Organization, entry_id: UUID) -> RegistryEntry:
    """Find an entry of an organization's own registry.

    Raises: NoSuchRegistry.
    """
    found = RegistryEntry.objects.filter(registry__organization=organization, pk=entry_id).first()
    if found is None:
        raise NoSuchRegistry(_("Your registry has no such entry."))
    return found


def list_registries() -> QuerySet[models.Registry]:
    """List the registries of this installation with the number of their entries."""
    found = models.Registry.objects.select_related("organization").annotate(entry_count=Count("entries"))
    return found.order_by("organization__name")


def _open(chosen: ChosenRegistry, issuers: set[str] | None, at: datetime) -> Registry | UnreachableRegistry:
    if chosen.registry is not None:
        return read_own(chosen.registry, at=at, issuers=issuers)
    if not settings.OPENLER_ONLINE:
        return UnreachableRegistry(chosen.address, chosen.name, "This installation fetches nothing from other places.")
    try:
        data = _client().get(chosen.address, purpose="registry", max_bytes=MAX_REGISTRY_BYTES)
        return read_registry(data)
    except LerError as error:
        return UnreachableRegistry(chosen.address, chosen.name, error.message)


@cache
def _client() -> GuardedClient:
    return GuardedClient()


def _entry(row: RegistryEntry, names: dict[int, str], *, is_barred: bool) -> Entry:
    return Entry(
        id=str(row.pk),
        issuer=row.issuer,
        name=row.name,
        scope=Scope(tuple(row.achievement_types), tuple(row.achievements), row.framework),
        since=_first_moment(row.since),
        until=_last_moment(row.until) if row.until else None,
        policy=row.policy,
        entered_at=row.entered_at,
        entered_by=names.get(row.entered_by_id or 0, ""),
        changes=tuple(
            Change(kind, _first_moment(one.since), one.reason, one.entered_at, names.get(one.entered_by_id or 0, ""))
            for one in row.changes.all()
            for kind in CHANGE_KINDS
            if kind == one.kind
        ),
        is_barred=is_barred,
    )


def _names_of(entries: list[RegistryEntry]) -> dict[int, str]:
    """Name who wrote entries and changes; somebody who gave no name stays unnamed, for a mail address is not shown."""
    ids = {row.entered_by_id for row in entries} | {one.entered_by_id for row in entries for one in row.changes.all()}
    return dict(User.objects.filter(pk__in=[one for one in ids if one]).values_list("pk", "name"))


def _first_moment(day: date) -> datetime:
    return datetime.combine(day, time.min, UTC)


def _last_moment(day: date) -> datetime:
    return datetime.combine(day, time(23, 59, 59), UTC)
