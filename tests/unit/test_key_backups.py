"""Do the keys of an installation come back from their backup, and does nothing else come by them?"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from openler.platform.audit.models import AuditEntry
from openler.platform.issuing.models import Seat
from openler.platform.issuing.signing import open_unbound
from openler.platform.keystore import backups
from openler.platform.keystore.backups import make_backup, restore_backup
from openler.platform.keystore.errors import (
    BackupUnreadable,
    BadPassphrase,
    BrokenSeal,
    KeyRetired,
    KeysDifferHere,
    MasterKeyMissing,
)
from openler.platform.keystore.master import MASTER_KEY_FILE, find_master_key, master_key
from openler.platform.keystore.models import DataKey, IssuerKey
from openler.platform.keystore.services import create_key, current_key, data_key, keys_of, open_signer, retire_key
from web.issuing import College, verified
from web.people import act

pytestmark = pytest.mark.django_db
WORDS = "a long walk by the river"


@dataclass
class Place:
    """Where an installation keeps its master key, and how to move to an empty one."""

    home: Path
    move: Callable[[], None]


@pytest.fixture
def place(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Place:
    """Keep the master key in a folder of its own, and make guessing cheap for tests."""
    monkeypatch.delenv("OPENLER_MASTER_KEY", raising=False)
    homes = [tmp_path / "first", tmp_path / "second"]
    for home in homes:
        home.mkdir()
    settings.OPENLER_HOME = homes[0]

    def move() -> None:
        """Lose the disk: no key is left in the database, and none in the folder."""
        settings.OPENLER_HOME = homes[1]
        IssuerKey.objects.all().delete()
        DataKey.objects.all().delete()

    return Place(homes[1], move)


def test_after_a_restore_old_records_verify_and_new_ones_are_signed_with_the_same_key(place: Place) -> None:
    """From an empty key store: the same document, the same key, sealed copies that open, and claims that go on."""
    college = College()
    college.issue("name,email\nAda,ada@people.example\n")
    before = [(key.pk, key.number, key.public_multikey, key.retired_at) for key in keys_of(college.organization.pk)]
    signed = open_unbound(Seat.objects.get())
    kept = make_backup(act(), WORDS)
    place.move()
    assert keys_of(college.organization.pk) == []
    done = restore_backup(act(), kept, WORDS)
    assert (done.issuer_keys, done.data_keys, done.has_master_key_written) == (1, 1, True)
    after = [(key.pk, key.number, key.public_multikey, key.retired_at) for key in keys_of(college.organization.pk)]
    assert after == before
    assert open_unbound(Seat.objects.get()) == signed
    assert verified(signed, college.organization).verified
    college.issue("name\nBo\n", token="later")
    later = open_unbound(Seat.objects.get(name="Bo"))
    assert json.loads(later)["proof"]["verificationMethod"] == json.loads(signed)["proof"]["verificationMethod"]
    assert verified(later, college.organization).verified
    assert (place.home / MASTER_KEY_FILE).stat().st_mode & 0o777 == 0o600


def test_a_backup_holds_no_key_in_the_clear(place: Place) -> None:
    """Neither the master key nor what it sealed stands in the file, and each backup is sealed anew."""
    college = College()
    files = [make_backup(act(), WORDS) for _ in range(2)]
    outside = json.loads(files[0])
    assert set(outside) == {"format", "version", "madeAt", "salt", "digest", "sealed"}
    key = current_key(college.organization.pk)
    assert key is not None
    for text in ((place.home.parent / "first" / MASTER_KEY_FILE).read_text(), key.public_multikey, str(key.pk)):
        assert text.encode() not in files[0]
    assert outside["sealed"] != json.loads(files[1])["sealed"]
    assert outside["salt"] != json.loads(files[1])["salt"]


def test_another_passphrase_and_a_damaged_file_are_told_apart(place: Place) -> None:
    """Each is told for what it is, and nothing comes back from any."""
    College()
    kept = make_backup(act(), WORDS)
    place.move()
    outside = json.loads(kept)
    damaged = outside | {"sealed": outside["sealed"][:-8] + "AAAAAAAA"}
    for data, words, told in (
        (kept, "another walk by the sea", "passphrase"),
        (kept, "", "passphrase"),
        (json.dumps(outside | {"madeAt": "2020-01-01T00:00:00+00:00"}).encode(), WORDS, "passphrase"),
        (json.dumps(damaged).encode(), WORDS, "damaged"),
        (json.dumps(outside | {"version": 2}).encode(), WORDS, "version"),
        (json.dumps(outside | {"format": "other"}).encode(), WORDS, "no backup"),
        (json.dumps({**outside, "salt": 7}).encode(), WORDS, "no whole backup"),
        (b"", WORDS, "no whole backup"),
        (kept[:200], WORDS, "no whole backup"),
        (b"[]", WORDS, "no whole backup"),
    ):
        with pytest.raises(BackupUnreadable, match=told):
            restore_backup(act(), data, words)
    assert (IssuerKey.objects.count(), DataKey.objects.count(), find_master_key(place.home)) == (0, 0, None)


def test_other_keys_are_never_overwritten(place: Place) -> None:
    """An installation with a master key of its own refuses, and both stay as they are."""
    college = College()
    kept = make_backup(act(), WORDS)
    place.move()
    create_key(act(), college.organization.pk, "Ed25519")
    before = (list(IssuerKey.objects.values()), list(DataKey.objects.values()), master_key(place.home))
    with pytest.raises(KeysDifferHere, match="another master key"):
        restore_backup(act(), kept, WORDS)
    assert (list(IssuerKey.objects.values()), list(DataKey.objects.values()), master_key(place.home)) == before


@pytest.mark.parametrize("lost", ["first", "both"])
def test_under_the_same_master_key_a_different_key_is_refused_whole(lost: str, place: Place) -> None:
    """Another key of the same number, or another one that signs: not even what is merely missing comes back then."""
    college, other = College(), College("board")
    create_key(act(), college.organization.pk, "Ed25519")
    kept = make_backup(act(), WORDS)
    numbers = (1, 2) if lost == "both" else (2,)
    IssuerKey.objects.filter(tenant_id=college.organization.pk, number__in=numbers).delete()
    IssuerKey.objects.filter(tenant_id=other.organization.pk).delete()
    create_key(act(), college.organization.pk, "P-256")
    before = list(IssuerKey.objects.values())
    with pytest.raises(KeysDifferHere):
        restore_backup(act(), kept, WORDS)
    assert list(IssuerKey.objects.values()) == before


def test_a_lost_master_key_comes_back_beside_the_rows_that_it_sealed(place: Place, settings: Any) -> None:
    """The database survived, the file did not: only the right master key is put beside it."""
    college = College()
    kept = make_backup(act(), WORDS)
    own = data_key(college.organization.pk)
    settings.OPENLER_HOME = place.home
    with pytest.raises(MasterKeyMissing):
        data_key(college.organization.pk)
    done = restore_backup(act(), kept, WORDS)
    assert (done.issuer_keys, done.data_keys, done.has_master_key_written) == (0, 0, True)
    assert data_key(college.organization.pk) == own
    (place.home / MASTER_KEY_FILE).unlink()
    DataKey.objects.update(sealed=b"sealed under another key")
    with pytest.raises(KeysDifferHere):
        restore_backup(act(), kept, WORDS)
    assert find_master_key(place.home) is None


def test_a_key_that_was_retired_after_the_backup_stays_retired(place: Place) -> None:
    """An old backup gives nobody an old key back to sign with; a second restore changes nothing."""
    college = College()
    kept = make_backup(act(), WORDS)
    retire_key(act(), college.organization.pk)
    before = list(IssuerKey.objects.values())
    done = restore_backup(act(), kept, WORDS)
    assert (done.issuer_keys, done.data_keys, done.has_master_key_written) == (0, 0, False)
    assert list(IssuerKey.objects.values()) == before
    with pytest.raises(KeyRetired):
        open_signer(IssuerKey.objects.get())


def test_a_retirement_comes_back_with_the_key_that_took_over(place: Place) -> None:
    """The database is older than the backup: the old key stops signing, and the new one signs."""
    college = College()
    create_key(act(), college.organization.pk, "Ed25519")
    kept = make_backup(act(), WORDS)
    IssuerKey.objects.filter(number=2).delete()
    IssuerKey.objects.update(retired_at=None)
    assert restore_backup(act(), kept, WORDS).issuer_keys == 1
    first, second = keys_of(college.organization.pk)
    assert (first.retired_at is None, second.retired_at) == (False, None)


def test_a_backup_that_could_not_be_restored_is_not_made(place: Place) -> None:
    """A key that does not open, or that is another than the published one, is told at once."""
    College()
    for changed in ({"sealed_private": b"nonsense"}, {"public_multikey": "z6Mk"}):
        before = IssuerKey.objects.values(*changed).get()
        IssuerKey.objects.update(**changed)
        with pytest.raises(BrokenSeal):
            make_backup(act(), WORDS)
        IssuerKey.objects.update(**before)
    assert make_backup(act(), WORDS)


def test_a_passphrase_that_guards_nothing_is_refused_and_so_is_an_empty_store(place: Place) -> None:
    """Eleven characters are too few, and where nothing is sealed no master key is made by asking."""
    for words in ("", "eleven char"):
        with pytest.raises(BadPassphrase):
            make_backup(act(), words)
    with pytest.raises(MasterKeyMissing):
        make_backup(act(), WORDS)
    assert find_master_key(place.home.parent / "first") is None


def test_the_same_words_open_however_a_keyboard_writes_them(place: Place) -> None:
    """An accented letter may come as one sign or as two."""
    College()
    kept = make_backup(act(), "caf\u00e9 by the river")
    place.move()
    assert restore_backup(act(), kept, "cafe\u0301 by the river").issuer_keys == 1


def test_a_master_key_of_the_environment_is_not_written_to_a_file(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The operator said where the key is; another one there is refused."""
    College()
    kept = make_backup(act(), WORDS)
    text = (place.home.parent / "first" / MASTER_KEY_FILE).read_text()
    place.move()
    monkeypatch.setenv("OPENLER_MASTER_KEY", "A" * 43)
    with pytest.raises(KeysDifferHere):
        restore_backup(act(), kept, WORDS)
    monkeypatch.setenv("OPENLER_MASTER_KEY", text)
    assert restore_backup(act(), kept, WORDS).has_master_key_written is False
    assert not (place.home / MASTER_KEY_FILE).exists()


def test_a_file_larger_than_any_backup_is_not_read(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """It ends before anything is derived from it."""
    College()
    kept = make_backup(act(), WORDS)
    monkeypatch.setattr(backups, "MAX_BACKUP_BYTES", len(kept) - 1)
    with pytest.raises(BackupUnreadable):
        restore_backup(act(), kept, WORDS)


def test_backup_and_restore_stand_in_the_audit(place: Place) -> None:
    """Whoever took all keys away, and when, can be found out."""
    College()
    restore_backup(act(), make_backup(act(), WORDS), WORDS)
    lines = AuditEntry.objects.filter(kind="keystore").order_by("number").values_list("verb", flat=True)
    assert list(lines) == ["keystore.backed_up", "keystore.restored"]
