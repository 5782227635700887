"""Do the keys of one installation come back in another, by command, and in nobody else's hands?"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from openler.testing.modules import TrialToken

WORDS = "a long walk by the river"
_COMMAND = "import sys; from openler.cli import main; sys.exit(main())"
_BEGIN = """
import os, django
os.environ["DJANGO_SETTINGS_MODULE"] = "openler.platform.settings"
django.setup()
import json, uuid
from django.core.management import call_command
from openler.platform.base.acts import Act, now
from openler.platform.keystore import services
tenant, act = uuid.UUID("7f3e4dd7-3c6d-4a50-9d0b-1d1ba6f2a001"), Act(None, None, now())
"""
_START = """
from openler.platform.base.installation import settle_public_url
call_command("migrate", verbosity=0)
settle_public_url("http://127.0.0.1:8000", at=now())
"""
_MAKE = 'services.create_key(act, tenant, "Ed25519")\n'
_SIGN = """
key = services.require_key(tenant, at=now())
signer = services.open_signer(key)
signature = signer.sign(b"words")
signer.public_key.verify(signature, b"words")
print(json.dumps([key.fragment, key.public_multikey, signature.hex()]))
"""


def python(home: Path, *words: str, **environ: str) -> subprocess.CompletedProcess[str]:
    """Run Python on the installation of a folder, as whoever operates it would."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("OPENLER_", "DATABASE_URL"))}
    return subprocess.run(
        [sys.executable, *words],
        env=kept | {"OPENLER_HOME": str(home)} | environ,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def keystore(home: Path, act: str, file: Path, words: str = WORDS) -> subprocess.CompletedProcess[str]:
    """Run `openler keystore`."""
    given = {"OPENLER_BACKUP_PASSPHRASE": words} if words else {}
    return python(home, "-c", _COMMAND, "keystore", act, str(file), **given)


def run(home: Path, code: str) -> Any:
    """Run lines of Python on an installation, and read what they print."""
    done = python(home, "-c", _BEGIN + code)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout) if done.stdout else None


@pytest.fixture(scope="module")
def started(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the folder of an installation that was started and holds nothing, to be copied."""
    home = tmp_path_factory.mktemp("started")
    run(home, _START)
    return home


@pytest.fixture(scope="module")
def installation(started: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str]]:
    """Give the folder of an installation with a key, and what it signs."""
    home = shutil.copytree(started, tmp_path_factory.mktemp("with keys") / "home")
    return home, run(home, _MAKE + _SIGN)


def test_a_key_comes_back_in_an_empty_installation_and_signs_the_same(
    installation: tuple[Path, list[str]], started: Path, tmp_path: Path
) -> None:
    """The file is its owner's alone to read; another passphrase is refused in words; Ed25519 signs the same twice."""
    home, signed = installation
    file, empty = tmp_path / "keys.backup", tmp_path / "empty"
    done = keystore(home, "backup", file)
    assert (done.returncode, done.stderr) == (0, "")
    assert file.stat().st_mode & 0o777 == 0o600
    assert "keep them apart" in done.stdout
    early = keystore(empty, "restore", file)
    assert early.returncode == 64
    assert "openler serve" in early.stderr
    shutil.copytree(started, empty, dirs_exist_ok=True)
    wrong = keystore(empty, "restore", file, "another walk by the sea")
    assert (wrong.returncode, "passphrase is not the one" in wrong.stderr) == (1, True)
    assert not (empty / "master_key").exists()
    assert keystore(empty, "restore", file).returncode == 0
    assert run(empty, _SIGN) == signed
    assert (empty / "master_key").stat().st_mode & 0o777 == 0o600
    again = keystore(empty, "restore", file)
    assert (again.returncode, "0 signing keys" in again.stdout) == (0, True)


def test_an_installation_with_keys_of_its_own_keeps_them(
    installation: tuple[Path, list[str]], started: Path, tmp_path: Path
) -> None:
    """It is refused with 1, in one line that says so, and signs as before."""
    file, other = tmp_path / "keys.backup", shutil.copytree(started, tmp_path / "other")
    assert keystore(installation[0], "backup", file).returncode == 0
    before = run(other, _MAKE + _SIGN)
    refused = keystore(other, "restore", file)
    assert refused.returncode == 1
    assert refused.stderr.count("\n") == 1
    assert "another master key" in refused.stderr
    assert run(other, _SIGN) == before


def test_what_cannot_work_is_misuse_and_writes_nothing(installation: tuple[Path, list[str]], tmp_path: Path) -> None:
    """A file that exists, no passphrase, one too short, no file, a folder that is not there."""
    home, file = installation[0], tmp_path / "keys.backup"
    for words, told in (("", "No passphrase"), ("short", "12 characters")):
        refused = keystore(home, "backup", file, words)
        assert (refused.returncode, told in refused.stderr) == (64, True)
        assert not file.exists()
    assert keystore(home, "restore", file).returncode == 64
    assert keystore(home, "backup", tmp_path / "nowhere" / "keys").returncode == 64
    file.write_text("mine")
    assert keystore(home, "backup", file).returncode == 64
    assert file.read_text() == "mine"


def test_a_backup_names_the_keys_that_a_module_keeps(tmp_path: Path, trial_token: TrialToken) -> None:
    """They are not in it, and whoever makes or restores one is told; the module itself still signs."""
    home, file, restored = tmp_path / "home", tmp_path / "keys.backup", tmp_path / "restored"
    module = {"OPENLER_ISSUER_KEYS": trial_token.uri(), "OPENLER_BACKUP_PASSPHRASE": WORDS}
    assert python(home, "-c", _BEGIN + _START + _MAKE, **module).returncode == 0
    made = python(home, "-c", _COMMAND, "keystore", "backup", str(file), **module)
    assert (made.returncode, "Not in it: 1 signing keys" in made.stdout) == (0, True), made.stderr
    signed = python(home, "-c", _BEGIN + _SIGN, **module)
    assert signed.returncode == 0, signed.stderr
    assert python(restored, "-c", _BEGIN + _START).returncode == 0
    back = python(restored, "-c", _COMMAND, "keystore", "restore", str(file), **module)
    assert (back.returncode, "1 are in a hardware module" in back.stdout) == (0, True), back.stderr
    again = python(restored, "-c", _BEGIN + _SIGN, **module)
    assert json.loads(again.stdout)[:2] == json.loads(signed.stdout)[:2]
