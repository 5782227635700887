"""Are keys kept so that a dump of the database opens none of them?"""

from pathlib import Path
from uuid import uuid4

import pytest
from django.db import IntegrityError

from openler.platform.keystore.errors import BrokenSeal, KeyRetired, MasterKeyMissing, NoIssuerKey
from openler.platform.keystore.master import MASTER_KEY_FILE
from openler.platform.keystore.models import IssuerKey
from openler.platform.keystore.sealing import derive_key, new_key, open_sealed, seal
from openler.platform.keystore.services import create_key, data_key, keys_of, open_signer, require_key
from web.people import AT, act

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def home(tmp_path: Path, settings: object) -> Path:
    """Keep the master key of each test apart."""
    settings.OPENLER_HOME = tmp_path  # type: ignore[attr-defined]
    return tmp_path


def test_what_is_sealed_opens_with_its_key_and_its_place_alone() -> None:
    """Another key, another place or one changed byte opens nothing."""
    key = derive_key(b"secret of full entropy", "test")
    sealed = seal(key, b"words", b"place")
    assert open_sealed(key, sealed, b"place") == b"words"
    for wrong in ((new_key(), sealed, b"place"), (key, sealed, b"elsewhere"), (key, sealed[:-1] + b"x", b"place")):
        with pytest.raises(BrokenSeal):
            open_sealed(*wrong)
    with pytest.raises(BrokenSeal):
        open_sealed(key, b"short", b"place")


def test_a_key_signs_until_it_is_retired_and_stays_listed() -> None:
    """A new key takes over; the old one is published on and signs no more."""
    tenant = uuid4()
    with pytest.raises(NoIssuerKey):
        require_key(tenant, at=AT)
    first = create_key(act(), tenant, "Ed25519")
    message = b"message"
    signer = open_signer(first)
    signer.public_key.verify(signer.sign(message), message)
    second = create_key(act(), tenant, "P-256")
    assert [key.number for key in keys_of(tenant)] == [1, 2]
    assert require_key(tenant, at=AT) == second
    first.refresh_from_db()
    with pytest.raises(KeyRetired):
        open_signer(first)


def test_the_database_lets_only_one_key_sign() -> None:
    """Two keys that sign at once are impossible, whatever the program does."""
    tenant = uuid4()
    first = create_key(act(), tenant, "Ed25519")
    create_key(act(), tenant, "Ed25519")
    with pytest.raises(IntegrityError):
        IssuerKey.objects.filter(pk=first.pk).update(retired_at=None)


def test_a_lost_master_key_is_never_replaced(home: Path) -> None:
    """Where something is sealed, a missing master key is said, and no other is made in its place."""
    tenant = uuid4()
    sealed_with = data_key(tenant)
    kept = (home / MASTER_KEY_FILE).read_text()
    (home / MASTER_KEY_FILE).unlink()
    with pytest.raises(MasterKeyMissing):
        data_key(tenant)
    (home / MASTER_KEY_FILE).write_text(kept)
    assert data_key(tenant) == sealed_with
    assert (home / MASTER_KEY_FILE).read_text() == kept


def test_keys_of_one_tenant_do_not_open_for_another() -> None:
    """A sealed private key moved to another tenant's row does not open."""
    mine, theirs = uuid4(), uuid4()
    key = create_key(act(), mine, "Ed25519")
    data_key(theirs)
    key.tenant_id = theirs
    with pytest.raises(BrokenSeal):
        open_signer(key)
