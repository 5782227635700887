"""How are an organization's keys made, used and retired? Private halves are in memory only while they sign.

Where the operator names a hardware module or a key service, new keys are made there and never come here; the keys that
were made before stay where they are, and sign until they are retired.
"""

import os
from datetime import datetime
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from openler.credentials.keys import KeyFile, KeyKind, Signer, SoftwareSigner, parse_key_file, parse_multikey
from openler.platform.audit.services import record
from openler.platform.base.acts import Act, now
from openler.platform.keystore.elsewhere import create_elsewhere, keeper_of, open_remembered
from openler.platform.keystore.errors import KeyRetired, NoIssuerKey
from openler.platform.keystore.master import master_key
from openler.platform.keystore.models import DataKey, IssuerKey
from openler.platform.keystore.sealing import derive_key, new_key, open_sealed, seal

_WRAPPING = "openler data key v1"


def wrapping_key(master: bytes) -> bytes:
    """Derive from the master key what tenants' own keys are sealed under."""
    return derive_key(master, _WRAPPING)


def data_key(tenant_id: UUID) -> bytes:
    """Give the key under which a tenant's own data are sealed; the first call makes it.

    Raises: BrokenSeal, MasterKeyMissing.
    """
    wrapping = wrapping_key(master_key(settings.OPENLER_HOME))
    associated = tenant_id.bytes
    kept = DataKey.objects.filter(pk=tenant_id).first()
    if kept is None:
        sealed = seal(wrapping, new_key(), associated)
        kept, _created = DataKey.objects.get_or_create(pk=tenant_id, defaults={"sealed": sealed, "created_at": now()})
    return open_sealed(wrapping, bytes(kept.sealed), associated)


def create_key(act: Act, tenant_id: UUID, algorithm: KeyKind) -> IssuerKey:
    """Make a key for a tenant and retire the one that signed until now; the old one stays published.

    Raises: BrokenSeal, MasterKeyMissing, BadKeyUri, KeeperUnusable, KeeperAway.
    """
    key_id = uuid4()
    with transaction.atomic():
        earlier = IssuerKey.objects.select_for_update().filter(tenant_id=tenant_id)
        number = max((key.number for key in earlier), default=0) + 1
        kept_in, signer, secret = _make(algorithm, key_id, label=f"openler {tenant_id} key-{number}")
        sealed = seal(data_key(tenant_id), secret, key_id.bytes)
        earlier.filter(retired_at=None).update(retired_at=act.at)
        key = IssuerKey.objects.create(
            id=key_id,
            tenant_id=tenant_id,
            number=number,
            algorithm=algorithm,
            public_multikey=signer.public_key.multikey,
            kept_in=kept_in,
            sealed_private=sealed,
            created_at=act.at,
        )
        record(act, "key.created", kind="issuer_key", object_id=key.pk, detail={"number": number})
    return key


def _make(algorithm: KeyKind, key_id: UUID, *, label: str) -> tuple[str, Signer, bytes]:
    """Make a key where the operator wants it; give what keeps it, what signs with it, and what is to be sealed."""
    place = settings.OPENLER_ISSUER_KEYS
    if not place:
        signer = SoftwareSigner.generate(algorithm)
        return "", signer, KeyFile.of(signer).serialize().encode()
    uri, kept = create_elsewhere(place, algorithm, os.environ, label=label, id=key_id.bytes)
    return keeper_of(uri), kept, uri.encode()


def retire_key(act: Act, tenant_id: UUID) -> IssuerKey:
    """End the key that signs without a new one; it stays published, so that what it signed still verifies.

    Raises: NoIssuerKey.
    """
    with transaction.atomic():
        key = IssuerKey.objects.select_for_update().filter(tenant_id=tenant_id, retired_at=None).first()
        if key is None:
            raise NoIssuerKey("This organization has no key that could be retired.")
        key.retired_at = act.at
        key.save(update_fields=["retired_at"])
        record(act, "key.retired", kind="issuer_key", object_id=key.pk, detail={"number": key.number})
    return key


def current_key(tenant_id: UUID) -> IssuerKey | None:
    """Give the key that signs now, None where there is none."""
    return IssuerKey.objects.filter(tenant_id=tenant_id, retired_at=None).first()


def keys_of(tenant_id: UUID) -> list[IssuerKey]:
    """List all keys of a tenant, the first one first."""
    return list(IssuerKey.objects.filter(tenant_id=tenant_id))


def tenants_that_sign() -> QuerySet[IssuerKey, UUID]:
    """Give the ids of all tenants that have a key to sign with, for use within another query."""
    return IssuerKey.objects.filter(retired_at=None).values_list("tenant_id", flat=True)


def open_signer(key: IssuerKey) -> Signer:
    """Open a key for signing.

    A key that is kept elsewhere is asked only when it signs.

    Raises: KeyRetired, BrokenSeal, MasterKeyMissing, BadKeyUri, KeeperUnusable.
    """
    if key.retired_at is not None:
        raise KeyRetired(f"The key {key.fragment} was retired and cannot sign.")
    opened = open_sealed(data_key(key.tenant_id), bytes(key.sealed_private), key.pk.bytes)
    if not key.kept_in:
        return parse_key_file(opened).signer
    public_key = parse_multikey(key.public_multikey)
    return open_remembered(opened.decode(), settings.OPENLER_ISSUER_KEYS, os.environ, expected=public_key)


def require_key(tenant_id: UUID, *, at: datetime) -> IssuerKey:
    """Give the key that signs at a time.

    Raises: NoIssuerKey.
    """
    key = current_key(tenant_id)
    if key is None or key.created_at > at:
        raise NoIssuerKey("This organization has no key to sign with yet.")
    return key
