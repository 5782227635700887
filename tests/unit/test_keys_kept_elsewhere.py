"""Do organizations sign with keys in a hardware module or key service, when the operator says so, and with nothing lost?"""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from openler.platform.issuing.models import Batch, Copy, Seat
from openler.platform.issuing.signing import open_unbound
from openler.platform.jobs.services import run_all
from openler.platform.keystore.backups import make_backup, restore_backup
from openler.platform.keystore.elsewhere import keeper_of, look_at_keeper, open_remembered
from openler.platform.keystore.errors import BadKeyUri, BrokenSeal, KeeperAway, KeeperUnusable, KeyRetired
from openler.platform.keystore.models import DataKey, IssuerKey
from openler.platform.keystore.sealing import open_sealed
from openler.platform.keystore.services import create_key, current_key, data_key, keys_of, open_signer
from openler.testing.key_services import ImitatedKms
from openler.testing.modules import TrialToken
from openler.testing.signing import fixed_signer
from web.issuing import College, verified
from web.people import AT, act, signed_client

pytestmark = pytest.mark.django_db
WORDS = "a long walk by the river"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep the master key of each test apart, and the machine's own settings of keepers out."""
    for name in ("OPENLER_MASTER_KEY", "OPENLER_PKCS11_MODULE", "OPENLER_PKCS11_PIN_FILE"):
        monkeypatch.delenv(name, raising=False)
    settings.OPENLER_HOME = tmp_path
    return tmp_path


@pytest.fixture
def module(trial_token: TrialToken, settings: Any) -> TrialToken:
    """Have new keys made in a hardware module."""
    settings.OPENLER_ISSUER_KEYS = trial_token.uri()
    return trial_token


@pytest.fixture
def service(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ImitatedKms]:
    """Have new keys made in a key service."""
    credentials = tmp_path / "credentials"
    credentials.write_text("[default]\naws_access_key_id = AKIDTRIAL\naws_secret_access_key = trial secret\n")
    monkeypatch.setenv("OPENLER_AWS_CREDENTIALS_FILE", str(credentials))
    settings.OPENLER_ISSUER_KEYS = "awskms:eu-central-1"
    with ImitatedKms() as imitation:
        monkeypatch.setenv("OPENLER_KMS_ENDPOINT", imitation.endpoint)
        yield imitation


def issued(college: College, name: str) -> bytes:
    """Issue a record to somebody, and give its bytes."""
    college.issue(f"name,email\n{name},{name.lower()}@people.example\n", token=name)
    return open_unbound(Seat.objects.get(name=name))


def test_records_are_signed_in_the_module_and_verify(module: TrialToken) -> None:
    """From the class list to the verdict; the database holds a name of the key, sealed, and no key."""
    college = College()
    key = current_key(college.organization.pk)
    assert key is not None
    assert key.kept_in == "pkcs11"
    sealed = open_sealed(data_key(key.tenant_id), bytes(key.sealed_private), key.pk.bytes).decode()
    assert sealed.startswith(f"pkcs11:token={module.label};object=openler%20{key.tenant_id}%20key-1;id=")
    assert "module-path" not in sealed
    assert "pin" not in sealed
    assert verified(issued(college, "Ada"), college.organization).verified


def test_records_are_signed_in_the_service_and_verify(service: ImitatedKms) -> None:
    """The same by a key service; it was asked for a key once, and for each signature."""
    college = College()
    key = current_key(college.organization.pk)
    assert key is not None
    assert key.kept_in == "awskms"
    assert verified(issued(college, "Ada"), college.organization).verified
    assert [operation for operation, _ in service.asked[:2]] == ["CreateKey", "GetPublicKey"]
    assert {operation for operation, _ in service.asked[2:]} == {"Sign"}


def test_a_key_of_before_stays_where_it_is_and_a_change_moves_to_the_module(
    trial_token: TrialToken, settings: Any
) -> None:
    """Old records verify on; the retired key signs no more, and the new one is in the module."""
    college = College()
    before = issued(college, "Ada")
    settings.OPENLER_ISSUER_KEYS = trial_token.uri()
    tenant = college.organization.pk
    first = current_key(tenant)
    assert first is not None
    open_signer(first).sign(b"still signs")
    create_key(act(), tenant, "P-256")
    assert [key.kept_in for key in keys_of(tenant)] == ["", "pkcs11"]
    first.refresh_from_db()
    with pytest.raises(KeyRetired):
        open_signer(first)
    for record in (before, issued(college, "Bo")):
        assert verified(record, college.organization).verified


def test_while_the_module_is_away_nothing_is_made_or_signed(module: TrialToken, settings: Any) -> None:
    """No key without a module, and the one that signed goes on; the same key signs when it is back."""
    tenant = uuid4()
    key = create_key(act(), tenant, "P-256")
    settings.OPENLER_ISSUER_KEYS = module.uri().replace(module.label, "gone")
    with pytest.raises(KeeperAway):
        create_key(act(), tenant, "P-256")
    assert [one.retired_at for one in keys_of(tenant)] == [None]
    # Its own token's library and PIN are not named by this setting any more.
    with pytest.raises(KeeperUnusable, match="library"):
        open_signer(key).sign(b"record")
    settings.OPENLER_ISSUER_KEYS = module.uri()
    signer = open_signer(key)
    signer.public_key.verify(signer.sign(b"record"), b"record")


def test_a_batch_waits_for_the_module_and_goes_on(module: TrialToken, settings: Any) -> None:
    """However long it is away: nothing is signed, nothing fails for good, and every row is signed when it is back."""
    college = College()
    settings.OPENLER_ISSUER_KEYS = ""
    batch = college.issue("name,email\nAda,ada@people.example\nBo,bo@people.example\n")
    for minutes in range(1, 20):
        run_all(AT + timedelta(minutes=minutes))
    batch.refresh_from_db()
    assert (batch.state, Copy.objects.count()) == (Batch.State.SIGNING, 0)
    settings.OPENLER_ISSUER_KEYS = module.uri()
    run_all(AT + timedelta(minutes=30))
    batch.refresh_from_db()
    assert (batch.state, Copy.objects.count()) == (Batch.State.DONE, 2)
    for seat in Seat.objects.all():
        assert verified(open_unbound(seat), college.organization, at=AT + timedelta(hours=1)).verified


def test_a_database_cannot_have_another_library_loaded(module: TrialToken) -> None:
    """What is remembered names a key; library and PIN come from the operator's settings alone."""
    public_key = fixed_signer(1).public_key
    remembered = f"pkcs11:token={module.label};object=a?module-path=/tmp/evil.so&pin-source=/etc/shadow"
    for keeper in ("", "pkcs11:token=other?module-path=/lib/other.so"):
        with pytest.raises(KeeperUnusable, match="Which library"):
            open_remembered(remembered, keeper, {}, expected=public_key).sign(b"x")


def test_a_key_of_another_organization_is_not_taken(module: TrialToken) -> None:
    """The name of a key is sealed for its organization; swapped in the database it opens nothing."""
    mine, other = create_key(act(), uuid4(), "Ed25519"), create_key(act(), uuid4(), "Ed25519")
    mine.sealed_private = other.sealed_private
    with pytest.raises(BrokenSeal):
        open_signer(mine)


def test_a_backup_says_what_is_not_in_it_and_brings_the_rest_back(module: TrialToken) -> None:
    """The module's key comes back as a name, and signs where the module is set up; older backups are read too."""
    tenant = uuid4()
    key = create_key(act(), tenant, "P-256")
    backup = make_backup(act(), WORDS)
    IssuerKey.objects.all().delete()
    DataKey.objects.all().delete()
    restored = restore_backup(act(), backup, WORDS)
    assert (restored.issuer_keys, restored.kept_elsewhere) == (1, 1)
    again = current_key(tenant)
    assert again == key
    signer = open_signer(again)
    signer.public_key.verify(signer.sign(b"record"), b"record")


def test_the_page_says_where_a_key_is_kept(module: TrialToken) -> None:
    """And that a backup of the platform does not hold it; a sealed key says nothing of the kind."""
    college = College()
    page = signed_client(college.issuer).get(f"/o/{college.organization.slug}/keys/").content.decode()
    assert "hardware module" in page
    assert "backup" in page
    IssuerKey.objects.update(kept_in="")
    assert (
        "hardware module"
        not in signed_client(college.issuer).get(f"/o/{college.organization.slug}/keys/").content.decode()
    )


def test_a_place_for_keys_that_is_none_is_told(settings: Any, trial_token: TrialToken) -> None:
    """A misspelt setting makes no key anywhere, least of all one in the database."""
    for place in ("file:keys", "pkcs11:", "awskms:nowhere", trial_token.uri(label="one")):
        settings.OPENLER_ISSUER_KEYS = place
        with pytest.raises(BadKeyUri):
            create_key(act(), uuid4(), "Ed25519")
    assert not IssuerKey.objects.exists()
    with pytest.raises(BadKeyUri):
        keeper_of("https://kms.example.org")


def test_an_operator_can_look_before_keys_are_made(trial_token: TrialToken, tmp_path: Path) -> None:
    """The token answers and takes the PIN, without a key; the service's credentials are there."""
    assert trial_token.label in look_at_keeper(trial_token.uri(), {})
    with pytest.raises(KeeperAway):
        look_at_keeper(trial_token.uri().replace(trial_token.label, "gone"), {})
    with pytest.raises(KeeperUnusable):
        look_at_keeper("awskms:eu-central-1", {})
    file = tmp_path / "file"
    file.write_text("[default]\naws_access_key_id = a\naws_secret_access_key = b\n")
    assert "AWS KMS" in look_at_keeper("awskms:eu-central-1", {"OPENLER_AWS_CREDENTIALS_FILE": str(file)})
