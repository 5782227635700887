"""How does an issuer get onto a registry, and off it? And how does somebody choose whose lists count?

Nothing is deleted: a suspension and a withdrawal are lines beside an entry, with the day from which they count and the
day on which they were written.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from openler.platform.audit.services import record
from openler.platform.base.acts import Act
from openler.platform.organizations.models import Organization
from openler.platform.recognition.entries import EntryFields, check_fields
from openler.platform.recognition.errors import BadEntry, ChangeNotPossible, NoGovernance, NoSuchRegistry, OwnIssuer
from openler.platform.recognition.models import (
    ADDRESS_LENGTH,
    NAME_LENGTH,
    REASON_LENGTH,
    ChosenRegistry,
    EntryChange,
    Registry,
    RegistryEntry,
    Reliance,
)
from openler.platform.recognition.owners import related_dids
from openler.trust.registry import CHANGE_KINDS

# Each one is asked about every record, and some of them over the network.
MAX_CHOSEN = 10


@dataclass(frozen=True, slots=True)
class Choice:
    """A registry that is to count: one of this installation by its id, or a file by its https address and a name."""

    registry_id: UUID | None = None
    address: str = ""
    name: str = ""


def open_registry(act: Act, organization: Organization) -> Registry:
    """Give a governance organization its registry; the first call makes it.

    Raises: NoGovernance.
    """
    if "governance" not in organization.kinds:
        raise NoGovernance(_("Only a governance organization keeps a registry."))
    with transaction.atomic():
        registry, created = Registry.objects.get_or_create(organization=organization, defaults={"created_at": act.at})
        if created:
            record(act, "registry.opened", kind="registry", object_id=registry.pk)
    return registry


def enter_issuer(act: Act, registry: Registry, fields: EntryFields) -> RegistryEntry:
    """Recognize an issuer; a day before today is taken, and shows.

    Raises: BadEntry, OwnIssuer.
    """
    check_fields(fields)
    if fields.issuer in related_dids(registry.organization):
        raise OwnIssuer(_("This issuer and your registry have an owner in common."))
    assert fields.since is not None
    with transaction.atomic():
        entry = RegistryEntry.objects.create(
            registry=registry,
            issuer=fields.issuer,
            name=fields.name,
            achievement_types=fields.achievement_types,
            achievements=fields.achievements,
            framework=fields.framework,
            since=fields.since,
            until=fields.until,
            policy=fields.policy,
            entered_at=act.at,
            entered_by_id=act.actor_id,
        )
        backdated = int(fields.since < act.at.date())
        record(act, "recognition.entered", kind="registry_entry", object_id=entry.pk, detail={"backdated": backdated})
    return entry


def change_entry(act: Act, entry: RegistryEntry, kind: str, *, since: date | None, reason: str) -> EntryChange:
    """Suspend an entry, lift its suspension, or withdraw it, from a day.

    Raises: BadEntry, ChangeNotPossible.
    """
    _check_change(entry, kind, since, reason)
    assert since is not None
    with transaction.atomic():
        counted = RegistryEntry.objects.filter(pk=entry.pk, revision=entry.revision)
        if not counted.update(revision=entry.revision + 1):
            raise ChangeNotPossible(_("Somebody else changed this entry in the meantime."))
        entry.revision += 1
        before = list(entry.changes.all())
        _check_order(before, kind, since)
        change = EntryChange.objects.create(
            entry=entry, kind=kind, since=since, reason=reason, entered_at=act.at, entered_by_id=act.actor_id
        )
        backdated = int(since < act.at.date())
        record(act, f"recognition.{kind}", kind="registry_entry", object_id=entry.pk, detail={"backdated": backdated})
    return change


def choose_registries(act: Act, organization: Organization | None, choices: Sequence[Choice]) -> Reliance:
    """Say whose registries count for an organization, in order; without one, the operator's default for everybody.

    Raises: BadEntry, NoSuchRegistry.
    """
    if len(choices) > MAX_CHOSEN:
        raise BadEntry(_("At most %(most)d registries can count.") % {"most": MAX_CHOSEN})
    for choice in choices:
        _check_choice(choice)
    with transaction.atomic():
        reliance, _created = Reliance.objects.update_or_create(
            organization=organization, defaults={"changed_at": act.at}
        )
        reliance.chosen.all().delete()
        for position, choice in enumerate(dict.fromkeys(choices)):
            ChosenRegistry.objects.create(
                reliance=reliance,
                position=position,
                registry_id=choice.registry_id,
                address=choice.address,
                name=choice.name or choice.address[:NAME_LENGTH],
            )
        whose = organization.pk if organization else "default"
        record(act, "registries.chosen", kind="reliance", object_id=whose, detail={"count": len(choices)})
    return reliance


def use_default(act: Act, organization: Organization) -> None:
    """Go back to the operator's default."""
    with transaction.atomic():
        Reliance.objects.filter(organization=organization).delete()
        record(act, "registries.default_used", kind="reliance", object_id=organization.pk)


def _check_change(entry: RegistryEntry, kind: str, since: date | None, reason: str) -> None:
    faults: dict[str, str] = {}
    if kind not in CHANGE_KINDS:
        faults["kind"] = _("Choose what happens to the entry.")
    if since is None:
        faults["since"] = _("Say from which day on it counts.")
    elif since < entry.since:
        faults["since"] = _("This day lies before the entry's first day.")
    if not reason or len(reason) > REASON_LENGTH:
        faults["reason"] = _("Say why, in at most %(most)d characters; everybody can read it.") % {
            "most": REASON_LENGTH
        }
    if faults:
        raise BadEntry(" ".join(faults.values()), faults=faults)


def _check_order(before: list[EntryChange], kind: str, since: date) -> None:
    """A withdrawal is never undone; a suspension is lifted no earlier than it began.

    Raises: ChangeNotPossible.
    """
    if any(change.kind == "withdrawn" for change in before):
        raise ChangeNotPossible(_("This entry was withdrawn. Recognize the issuer anew with an entry of its own."))
    last = before[-1] if before else None
    is_suspended = last is not None and last.kind == "suspended"
    if kind == "lifted" and not is_suspended:
        raise ChangeNotPossible(_("This entry is not suspended."))
    if kind == "suspended" and is_suspended:
        raise ChangeNotPossible(_("This entry is suspended already."))
    if last is not None and since < last.since:
        raise ChangeNotPossible(_("This day lies before the change that came last."))


def _check_choice(choice: Choice) -> None:
    if choice.registry_id is not None:
        if not Registry.objects.filter(pk=choice.registry_id).exists():
            raise NoSuchRegistry(_("There is no such registry here."))
        return
    if not choice.address.startswith("https://") or len(choice.address) > ADDRESS_LENGTH:
        fault = _("Write the https address of a registry's JSON file.")
        raise BadEntry(fault, faults={"address": fault})
