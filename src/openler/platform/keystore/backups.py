"""How do the keys of an installation outlive its disk? In one file under a passphrase, from which they come back.

The file is a JSON object: `format`, `version`, `madeAt`, `salt`, `sealed`, and `digest` (SHA-256 of what is sealed, so
that a damaged file is told from a wrong passphrase). Sealed are the master key and the rows of the key store, as they
lie in the database; they are opened before they are written and before they are restored, so that a backup that is
worth nothing is never called one. Not in it: whatever else the database holds, and the private halves of keys that a
hardware module or key service keeps; of these only their URI is in it, and their keeper has a backup of its own.
"""

import hashlib
import json
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Q

from openler.credentials.keys import parse_key_file
from openler.foundation.encodings import decode_base64url, encode_base64url
from openler.foundation.errors import MalformedInput
from openler.foundation.jcs import canonicalize_json
from openler.foundation.json_types import JsonObject
from openler.foundation.strict_json import parse_json_object
from openler.platform.audit.services import record
from openler.platform.base.acts import Act
from openler.platform.base.installation import find_public_url
from openler.platform.keystore.errors import (
    BackupUnreadable,
    BadPassphrase,
    BrokenSeal,
    KeysDifferHere,
    MasterKeyMissing,
)
from openler.platform.keystore.master import find_master_key, keep_master_key, master_key
from openler.platform.keystore.models import DataKey, IssuerKey
from openler.platform.keystore.sealing import derive_key_from_words, new_salt, open_sealed, seal
from openler.platform.keystore.services import wrapping_key

# Some seventy thousand keys; a file that is larger is none of ours.
MAX_BACKUP_BYTES = 64 << 20
# A file can be guessed at for years without anybody seeing it.
MIN_PASSPHRASE_CHARACTERS = 12
_FORMAT = "openler keystore backup"
_VERSION = 1


@dataclass(frozen=True, slots=True)
class Restored:
    """What came back.

    Attributes:
        data_keys: how many rows of tenants' own keys were missing, and are there again.
        issuer_keys: how many signing keys were missing, and are there again.
        kept_elsewhere: how many of the backup's signing keys are in a hardware module or key service, and not in it.
        has_master_key_written: whether the master key was missing and was written to its file.
        public_url: the address of the installation that the backup is of; None where it had none yet.
    """

    data_keys: int
    issuer_keys: int
    kept_elsewhere: int
    has_master_key_written: bool
    public_url: str | None


@dataclass(frozen=True, slots=True)
class _Content:
    master: bytes
    public_url: str | None
    data_keys: tuple[DataKey, ...]
    issuer_keys: tuple[IssuerKey, ...]


def make_backup(act: Act, passphrase: str) -> bytes:
    """Give the text of a backup of all keys, sealed under a passphrase.

    Raises: BadPassphrase, MasterKeyMissing, BrokenSeal.
    """
    words = _require_passphrase(passphrase)
    with transaction.atomic():
        # A signing key is made after its tenant's own key: read in this order, none is without the other.
        issuer_keys = tuple(IssuerKey.objects.order_by("tenant_id", "number"))
        data_keys = tuple(DataKey.objects.order_by("tenant_id"))
        home = settings.OPENLER_HOME
        master = master_key(home) if data_keys else find_master_key(home)
        if master is None:
            raise MasterKeyMissing("Nothing was sealed here yet, so there is nothing to back up.", advice="")
        content = _Content(master, find_public_url(), data_keys, issuer_keys)
        _require_openable(content)
        detail = {"data_keys": len(data_keys), "issuer_keys": len(issuer_keys)}
        record(act, "keystore.backed_up", kind="keystore", object_id=1, detail=detail)
    return _write(content, words, at=act.at)


def restore_backup(act: Act, data: bytes, passphrase: str) -> Restored:
    """Bring back what is missing here; what is here stays, and a retired key stays retired.

    Raises: BackupUnreadable, KeysDifferHere, MasterKeyMissing.
    """
    content = _read(data, unicodedata.normalize("NFC", passphrase))
    _require_openable(content)
    home = settings.OPENLER_HOME
    here = find_master_key(home)
    if here not in (None, content.master):
        raise KeysDifferHere("This installation has another master key than the backup.")
    try:
        with transaction.atomic():
            _require_master_of_rows(content.master)
            restored = Restored(
                data_keys=sum(_restore_data_key(one, content.master) for one in content.data_keys),
                # Retired ones first, so that what signed until then makes room for the one that signs now.
                issuer_keys=sum(
                    _restore_issuer_key(one) for one in sorted(content.issuer_keys, key=lambda one: not one.retired_at)
                ),
                kept_elsewhere=sum(bool(one.kept_in) for one in content.issuer_keys),
                has_master_key_written=here is None,
                public_url=content.public_url,
            )
            detail = {"data_keys": restored.data_keys, "issuer_keys": restored.issuer_keys}
            record(act, "keystore.restored", kind="keystore", object_id=1, detail=detail)
            if here is None:
                keep_master_key(home, content.master)
    except IntegrityError as error:
        raise KeysDifferHere("An organization has another key that signs here than in the backup.") from error
    return restored


def _require_passphrase(passphrase: str) -> str:
    if len(passphrase) < MIN_PASSPHRASE_CHARACTERS:
        raise BadPassphrase(f"The passphrase has fewer than {MIN_PASSPHRASE_CHARACTERS} characters.")
    # An accented letter is the same however a keyboard writes it.
    return unicodedata.normalize("NFC", passphrase)


def _write(content: _Content, words: str, *, at: datetime) -> bytes:
    head: JsonObject = {"format": _FORMAT, "version": _VERSION, "madeAt": at.isoformat()}
    inside = {
        "publicUrl": content.public_url,
        "masterKey": encode_base64url(content.master),
        "dataKeys": [_data_key_to_json(one) for one in content.data_keys],
        "issuerKeys": [_issuer_key_to_json(one) for one in content.issuer_keys],
    }
    salt = new_salt()
    sealed = seal(derive_key_from_words(words, salt), json.dumps(inside).encode(), canonicalize_json(head))
    text = head | {
        "salt": encode_base64url(salt),
        "digest": hashlib.sha256(sealed).hexdigest(),
        "sealed": encode_base64url(sealed),
    }
    return (json.dumps(text, indent=2) + "\n").encode()


def _read(data: bytes, words: str) -> _Content:
    try:
        outside: Any = parse_json_object(data, max_bytes=MAX_BACKUP_BYTES)
        head = {name: outside.get(name) for name in ("format", "version", "madeAt")}
        if head["format"] != _FORMAT:
            raise BackupUnreadable("The file is no backup of keys.")
        if head["version"] != _VERSION:
            raise BackupUnreadable(f"This version reads backups of version {_VERSION}, not {head['version']!r}.")
        salt, sealed = decode_base64url(outside["salt"]), decode_base64url(outside["sealed"])
        if hashlib.sha256(sealed).hexdigest() != outside["digest"]:
            raise BackupUnreadable("The file was damaged or cut short: its digest is another.")
    except BackupUnreadable:
        raise
    except (MalformedInput, KeyError, TypeError, AttributeError) as error:
        raise BackupUnreadable("The file is no whole backup of keys.") from error
    try:
        opened = open_sealed(derive_key_from_words(words, salt), sealed, canonicalize_json(head))
    except BrokenSeal as error:
        raise BackupUnreadable("The passphrase is not the one under which this backup was made.") from error
    # Whoever knew the passphrase wrote what follows; it is one of ours, of this version.
    inside: Any = json.loads(opened)
    return _Content(
        master=decode_base64url(inside["masterKey"]),
        public_url=inside["publicUrl"],
        data_keys=tuple(_data_key_of(one) for one in inside["dataKeys"]),
        issuer_keys=tuple(_issuer_key_of(one) for one in inside["issuerKeys"]),
    )


def _require_openable(content: _Content) -> None:
    """Open every key, as signing would, and see that it is the one that is published; BrokenSeal where one is not."""
    opened = dict(_opened(content.data_keys, content.master))
    for key in content.issuer_keys:
        own = opened.get(key.tenant_id)
        if own is None:
            raise BrokenSeal(f"The tenant's own key is missing for {key}.")
        private = open_sealed(own, bytes(key.sealed_private), key.pk.bytes)
        if key.kept_in:
            # Its keeper need not answer for a backup; that the URI opens is all there is to see.
            continue
        signer = parse_key_file(private).signer
        if signer.public_key.multikey != key.public_multikey:
            raise BrokenSeal(f"What is sealed is another key than the published {key}.")


def _opened(rows: Iterable[DataKey], master: bytes) -> Iterator[tuple[UUID, bytes]]:
    wrapping = wrapping_key(master)
    for row in rows:
        yield row.tenant_id, open_sealed(wrapping, bytes(row.sealed), row.tenant_id.bytes)


def _require_master_of_rows(master: bytes) -> None:
    try:
        for _tenant in _opened(DataKey.objects.all(), master):
            pass
    except BrokenSeal as error:
        raise KeysDifferHere("The database holds what was sealed with another master key than the backup's.") from error


def _restore_data_key(kept: DataKey, master: bytes) -> bool:
    found = DataKey.objects.filter(pk=kept.pk).first()
    if found is None:
        kept.save(force_insert=True)
        return True
    if dict(_opened([found], master)) != dict(_opened([kept], master)):
        raise KeysDifferHere(f"The installation has another {kept}.")
    return False


def _restore_issuer_key(kept: IssuerKey) -> bool:
    same = Q(pk=kept.pk) | Q(public_multikey=kept.public_multikey) | Q(tenant_id=kept.tenant_id, number=kept.number)
    found = list(IssuerKey.objects.filter(same))
    if not found:
        kept.save(force_insert=True)
        return True
    # Time of retirement aside: a key is retired later than it was backed up, and never signs again.
    if [_lasting(one) for one in found] != [_lasting(kept)]:
        raise KeysDifferHere(f"The installation has another {kept}.")
    if kept.retired_at is not None and found[0].retired_at is None:
        IssuerKey.objects.filter(pk=kept.pk).update(retired_at=kept.retired_at)
    return False


def _lasting(key: IssuerKey) -> JsonObject:
    return {name: value for name, value in _issuer_key_to_json(key).items() if name != "retiredAt"}


def _data_key_to_json(row: DataKey) -> JsonObject:
    return {
        "tenant": str(row.tenant_id),
        "sealed": encode_base64url(bytes(row.sealed)),
        "createdAt": row.created_at.isoformat(),
    }


def _data_key_of(row: dict[str, str]) -> DataKey:
    return DataKey(
        tenant_id=UUID(row["tenant"]),
        sealed=decode_base64url(row["sealed"]),
        created_at=datetime.fromisoformat(row["createdAt"]),
    )


def _issuer_key_to_json(row: IssuerKey) -> JsonObject:
    return {
        "id": str(row.pk),
        "tenant": str(row.tenant_id),
        "number": row.number,
        "algorithm": row.algorithm,
        "publicMultikey": row.public_multikey,
        "keptIn": row.kept_in,
        "sealedPrivate": encode_base64url(bytes(row.sealed_private)),
        "createdAt": row.created_at.isoformat(),
        "retiredAt": row.retired_at.isoformat() if row.retired_at else None,
    }


def _issuer_key_of(row: dict[str, Any]) -> IssuerKey:
    return IssuerKey(
        id=UUID(row["id"]),
        tenant_id=UUID(row["tenant"]),
        number=row["number"],
        algorithm=row["algorithm"],
        public_multikey=row["publicMultikey"],
        # Backups that were made before keys could be kept elsewhere do not say it.
        kept_in=row.get("keptIn", ""),
        sealed_private=decode_base64url(row["sealedPrivate"]),
        created_at=datetime.fromisoformat(row["createdAt"]),
        retired_at=datetime.fromisoformat(row["retiredAt"]) if row["retiredAt"] else None,
    )
