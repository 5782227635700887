"""Is the data folder made once, and is its secret kept from everybody else?"""

import os
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from openler.platform.settings.home import HomeNotWritable, open_home, read_or_create_secret


def test_the_data_folder_is_made_where_the_environment_says(tmp_path: Path) -> None:
    """OPENLER_HOME names the folder; folders above it are made too."""
    home = open_home({"OPENLER_HOME": str(tmp_path / "deep" / "home")})
    assert home == tmp_path / "deep" / "home"
    assert home.is_dir()


def test_without_a_name_the_data_folder_is_var(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty OPENLER_HOME means var/ in the working folder."""
    monkeypatch.chdir(tmp_path)
    assert open_home({"OPENLER_HOME": ""}) == tmp_path / "var"


def test_only_the_owner_can_read_the_secret(tmp_path: Path) -> None:
    """The file is made with mode 0600, whatever the process's umask is."""
    before = os.umask(0)
    try:
        secret = read_or_create_secret(tmp_path)
    finally:
        os.umask(before)
    assert len(secret) >= 50
    assert stat.S_IMODE((tmp_path / "secret_key").stat().st_mode) == 0o600


def test_the_secret_stays_the_same(tmp_path: Path) -> None:
    """A second start reads what the first one made, and leaves nothing else behind."""
    assert read_or_create_secret(tmp_path) == read_or_create_secret(tmp_path)
    assert [file.name for file in tmp_path.iterdir()] == ["secret_key"]


def test_first_starts_at_the_same_moment_agree_on_one_secret(tmp_path: Path) -> None:
    """Of many that make a secret at once all get the same one."""
    with ThreadPoolExecutor(8) as pool:
        found = set(pool.map(lambda _: read_or_create_secret(tmp_path), range(32)))
    assert len(found) == 1


def test_two_installations_have_two_secrets(tmp_path: Path) -> None:
    """The secret is drawn, not computed."""
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
    assert read_or_create_secret(tmp_path / "one") != read_or_create_secret(tmp_path / "two")


def test_a_folder_that_cannot_be_made_is_told_with_its_remedy(tmp_path: Path) -> None:
    """Where a file stands in the way, the message names the folder and OPENLER_HOME."""
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(HomeNotWritable) as caught:
        open_home({"OPENLER_HOME": str(tmp_path / "file" / "home")})
    assert str(tmp_path / "file" / "home") in caught.value.message
    assert "OPENLER_HOME" in caught.value.advice


def test_a_secret_that_cannot_be_written_is_told_with_its_remedy(tmp_path: Path) -> None:
    """A folder that vanished between two steps is the same fault, not a traceback."""
    with pytest.raises(HomeNotWritable):
        read_or_create_secret(tmp_path / "nowhere")
