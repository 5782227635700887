"""Does the doctor tell right from wrong, name the remedy, and change nothing?"""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from openler.platform import doctor
from openler.platform.doctor import Finding, _guarded, _issuer_keys, examine
from openler.testing.modules import TrialToken


def _findings(**environment: str) -> list[Finding]:
    with patch.dict(os.environ, environment):
        return list(examine())


def _run(home: Path) -> subprocess.CompletedProcess[str]:
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("OPENLER_", "DJANGO_", "DATABASE_"))
    }
    return subprocess.run(
        [sys.executable, "-c", "import sys; from openler.cli import main; sys.exit(main())", "doctor"],
        env=kept | {"OPENLER_HOME": str(home)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_before_the_first_start_nothing_is_wrong_and_nothing_is_made(tmp_path: Path) -> None:
    """It says that the first start makes the data folder, and leaves that to it."""
    done = _run(tmp_path / "home")
    assert (done.returncode, done.stderr) == (0, "")
    assert "There is no data folder" in done.stdout
    assert "of the map" in done.stdout
    assert "Nothing is wrong." in done.stdout
    assert not (tmp_path / "home").exists()


def test_it_counts_the_acts_that_can_be_done_here(tmp_path: Path) -> None:
    """The number comes from the map itself."""
    from openler.platform.ecosystem.acts import count_standing

    assert f"Of the 144 acts of the map, {count_standing()} can be done here" in _run(tmp_path / "home").stdout


def test_a_secret_that_others_can_read_is_wrong(tmp_path: Path) -> None:
    """The remedy is the command to type."""
    (tmp_path / "secret_key").write_text("s" * 64)
    (tmp_path / "secret_key").chmod(0o644)
    done = _run(tmp_path)
    assert done.returncode == 1
    assert f"chmod 600 {tmp_path / 'secret_key'}" in done.stdout


def test_a_database_of_an_older_version_is_wrong(tmp_path: Path) -> None:
    """A data folder with a secret and an empty database has not been migrated: start it once."""
    (tmp_path / "secret_key").write_text("s" * 64)
    (tmp_path / "secret_key").chmod(0o600)
    done = _run(tmp_path)
    assert done.returncode == 1
    assert "The database is from an older version" in done.stdout
    assert "-> Start openler serve once" in done.stdout


def test_a_folder_that_is_a_file_is_wrong(tmp_path: Path) -> None:
    """The message names the folder and how to name another."""
    (tmp_path / "home").write_text("in the way")
    done = _run(tmp_path / "home")
    assert done.returncode == 1
    assert "OPENLER_HOME=FOLDER" in done.stdout
    assert "Traceback" not in done.stderr


def test_a_clock_that_shows_a_time_before_this_version_is_wrong() -> None:
    """Records would be judged as of the wrong time."""
    with patch.object(doctor, "_EARLIEST_NOW", doctor.datetime(2999, 1, 1, tzinfo=doctor.UTC)):
        (finding,) = doctor._clock()
    assert finding.standing == "wrong"
    assert "clock" in finding.remedy


def test_a_missing_or_old_package_is_named() -> None:
    """Both the one that is missing and the one that does not fit."""
    with patch.object(doctor, "requires", return_value=["no-such-package>=1", "django>=99", 'pyld>=1; extra == "x"']):
        (finding,) = doctor._packages()
    assert finding.standing == "wrong"
    assert "no-such-package is missing" in finding.words
    assert "does not fit >=99" in finding.words
    assert "pyld" not in finding.words


def test_a_python_that_is_too_old_is_wrong() -> None:
    """The remedy names the version that is needed."""
    with patch.object(doctor, "_LEAST_PYTHON", (9, 9)):
        (finding,) = doctor._python()
    assert finding.standing == "wrong"
    assert "3.11" in finding.remedy


@pytest.mark.django_db
def test_a_context_that_was_changed_is_wrong_and_the_rest_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """A damaged file is one line among the others, with the advice of the error itself."""
    from openler.credentials import contexts
    from openler.credentials.contexts.bundled import DamagedInstallation

    def damaged(url: str) -> None:
        raise DamagedInstallation("The bundled context x.json was changed after it was published.")

    monkeypatch.setattr(contexts, "load_bundled_context", damaged)
    findings = _findings()
    assert [one.words for one in findings if one.standing == "wrong"] == [
        "The bundled context x.json was changed after it was published."
    ]
    assert findings[-1].words.startswith("Chromium")


@pytest.mark.django_db
def test_what_cannot_be_examined_is_wrong_and_not_silent(monkeypatch: pytest.MonkeyPatch) -> None:
    """A look that fails in a way nobody foresaw is told, and the exit code is 1."""
    monkeypatch.setattr(doctor, "version", lambda name: 1 / 0)
    assert any("could not be examined: ZeroDivisionError" in one.words for one in _findings())


def test_a_module_that_keys_are_to_be_made_in_is_tried(settings: Any, trial_token: TrialToken) -> None:
    """It answers and takes the PIN, or the operator is told what is wrong with it; nothing is said where none is set."""
    assert not any("signing keys are made" in one.words for one in _issuer_keys())
    settings.OPENLER_ISSUER_KEYS = trial_token.uri()
    (finding,) = _guarded(_issuer_keys)
    assert (finding.standing, "takes the PIN" in finding.words) == ("right", True)
    settings.OPENLER_ISSUER_KEYS = trial_token.uri().replace(trial_token.label, "gone")
    (finding,) = _guarded(_issuer_keys)
    assert (finding.standing, "no token with the label 'gone'" in finding.words) == ("wrong", True)
    assert finding.remedy
