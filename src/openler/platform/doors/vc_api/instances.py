"""Who signs behind this door? Instances: made by an operator, one did:key and one suite each, keys in the key store."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from openler.credentials.keys import KeyKind, Signer
from openler.credentials.proofs import SUITES
from openler.platform.audit.services import record
from openler.platform.base.acts import Act
from openler.platform.base.addresses import parse_public_url
from openler.platform.doors.vc_api.errors import BadInstance, NoSuchInstance
from openler.platform.doors.vc_api.models import Instance
from openler.platform.keystore.services import create_key, current_key, open_signer, require_key, retire_key
from openler.platform.organizations.models import Organization

PURPOSES = ("revocation", "suspension")
FAILURE_STATUSES = (400, 200)
_SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,49}")


@dataclass(frozen=True, slots=True)
class Pen:
    """What an instance signs with.

    Attributes:
        did: its did:key, the issuer or holder.
        method: the name of its key, a DID URL.
    """

    signer: Signer
    did: str
    method: str


def suites() -> dict[str, tuple[KeyKind, ...]]:
    """Give the suites that an instance may have, each with its kinds of key, the usual one first."""
    return {suite.name: tuple(suite.hashes) for suite in SUITES.values()}


def create_instance(
    act: Act,
    slug: str,
    *,
    suite: str,
    key: str = "",
    organization: Organization | None = None,
    is_open: bool = False,
    is_wrapped: bool = False,
    failure_status: int = 400,
    status_purposes: Iterable[str] = (),
) -> Instance:
    """Make an instance with a key of its own.

    Args:
        key: the kind of key, such as "P-384"; the usual one of the suite if empty.
        organization: whose tokens work here.
        is_open: programs on this machine need no token; only where the installation is not reachable from elsewhere.

    Raises: BadInstance.
    """
    kind = _kind(suite, key)
    purposes = [purpose for purpose in PURPOSES if purpose in set(status_purposes)]
    if set(status_purposes) - set(PURPOSES):
        raise BadInstance(f"A status entry is for {' or '.join(PURPOSES)}.")
    if not _SLUG.fullmatch(slug):
        raise BadInstance("The name of an instance has 1 to 50 small letters, digits and hyphens.")
    if failure_status not in FAILURE_STATUSES:
        raise BadInstance("The status of a record that does not hold is 400 or 200.")
    if is_open == (organization is not None):
        raise BadInstance("An instance is either an organization's, or open to programs on this machine.")
    if is_open and not is_on_loopback():
        raise BadInstance(
            f"This installation is reached as {settings.OPENLER_PUBLIC_URL}, so an open instance would sign for anybody.",
            advice="Make it an organization's with --organization, and send tokens.",
        )
    with transaction.atomic():
        instance, created = Instance.objects.get_or_create(
            slug=slug,
            defaults={
                "organization": organization,
                "is_open": is_open,
                "suite": suite,
                "is_wrapped": is_wrapped,
                "failure_status": failure_status,
                "status_purposes": purposes,
                "created_at": act.at,
            },
        )
        if not created:
            raise BadInstance(f"There is an instance {slug} already.", advice="Choose another name.")
        create_key(act, instance.pk, kind)
        detail = {"suite": suite, "key": kind}
        record(
            act,
            "vc_api.instance_created",
            kind="vc_api_instance",
            object_id=instance.pk,
            detail=detail,
            tenant_id=instance.organization_id,
        )
    return instance


def close_instance(act: Act, slug: str) -> Instance:
    """End an instance: it signs nothing any more; what it signed, and its status lists, stay.

    Raises: NoSuchInstance.
    """
    with transaction.atomic():
        instance = Instance.objects.select_for_update().filter(slug=slug, closed_at=None).first()
        if instance is None:
            raise NoSuchInstance(f"There is no open-ended instance {slug[:60]!r} here.")
        instance.closed_at = act.at
        instance.save(update_fields=["closed_at"])
        retire_key(act, instance.pk)
        record(
            act,
            "vc_api.instance_closed",
            kind="vc_api_instance",
            object_id=instance.pk,
            tenant_id=instance.organization_id,
        )
    return instance


def list_instances() -> QuerySet[Instance]:
    """List all instances by name."""
    return Instance.objects.select_related("organization").all()


def find_instance(slug: str) -> Instance | None:
    """Find an instance that has not ended."""
    return Instance.objects.select_related("organization").filter(slug=slug, closed_at=None).first()


def did_of(instance: Instance) -> str:
    """Give the did:key under which an instance signs; empty once it has ended."""
    key = current_key(instance.pk)
    return f"did:key:{key.public_multikey}" if key is not None else ""


def open_pen(instance: Instance, act: Act) -> Pen:
    """Open an instance's key for signing.

    Raises: NoIssuerKey, BrokenSeal, MasterKeyMissing.
    """
    key = require_key(instance.pk, at=act.at)
    did = f"did:key:{key.public_multikey}"
    return Pen(open_signer(key), did, f"{did}#{key.public_multikey}")


def is_on_loopback() -> bool:
    """Tell whether this installation is reached from its own machine only."""
    return parse_public_url(settings.OPENLER_PUBLIC_URL).is_loopback


def _kind(suite: str, key: str) -> KeyKind:
    offered = suites()
    if suite not in offered:
        raise BadInstance(f"An instance cannot sign with {suite[:60]!r}.", advice=f"Choose of {', '.join(offered)}.")
    kinds = offered[suite]
    found = next((kind for kind in kinds if kind == (key or kinds[0])), None)
    if found is None:
        raise BadInstance(f"The suite {suite} signs with {' or '.join(kinds)} keys, not with {key[:20]!r}.")
    return found
