"""The contracts on who may import whom are not decoration: a planted violation is refused."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
BIN = Path(sys.executable).parent


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the sources and of what lints them."""
    folder = tmp_path_factory.mktemp("copy")
    shutil.copytree(ROOT / "src", folder / "src", ignore=shutil.ignore_patterns("__pycache__", "*.egg-info"))
    for name in (".importlinter", "pyproject.toml"):
        shutil.copy(ROOT / name, folder / name)
    return folder


def _plant(copy: Path, module: str, line: str, command: list[str]) -> subprocess.CompletedProcess[str]:
    path = copy / "src" / "openler" / module
    original = path.read_text("utf-8")
    path.write_text(f"{original}\n{line}\n", "utf-8")
    try:
        return subprocess.run(
            command, cwd=copy, env={"PYTHONPATH": str(copy / "src")}, capture_output=True, text=True, check=False
        )
    finally:
        path.write_text(original, "utf-8")


@pytest.mark.parametrize(
    ("module", "line", "contract"),
    [
        ("foundation/jcs.py", "from openler.credentials import keys", "Imports only go down"),
        ("credentials/proofs/errors.py", "from openler.credentials import did", "Inside the credentials room"),
        ("credentials/status/lists.py", "import subprocess", "Rooms that decide"),
        ("credentials/verification/lights.py", "import django", "Rooms that decide"),
        ("platform/base/acts.py", "from openler.platform import design", "Inside the platform"),
        ("platform/verifying/queries.py", "from openler.platform import portals", "Inside the platform"),
        ("credentials/verification/lights.py", "import cryptography", "Only keys and suites"),
        (
            "credentials/did/methods/web.py",
            "from openler.credentials.did.methods import key",
            "DID methods do not know each other",
        ),
        (
            "credentials/proofs/suites/eddsa_jcs_2022.py",
            "from openler.credentials.proofs.suites import ecdsa_jcs_2019",
            "Suites do not know each other",
        ),
        ("credentials/proofs/jose.py", "import cryptography", "Only keys and suites"),
        ("platform/base/acts.py", "from openler.platform import settings", "Apps do not know how they are joined"),
        ("platform/verifying/queries.py", "from openler.platform import serve", "Apps do not know how they are joined"),
    ],
)
def test_an_import_that_goes_the_wrong_way_is_refused(copy: Path, module: str, line: str, contract: str) -> None:
    """Planted in a temporary copy, the import breaks exactly the contract that forbids it."""
    done = _plant(copy, module, line, [str(BIN / "lint-imports"), "--no-cache"])
    assert done.returncode != 0
    assert any(contract in row and "BROKEN" in row for row in done.stdout.splitlines()), done.stdout


@pytest.mark.parametrize("room", ["weather", "credentials/weather", "platform/weather"])
def test_a_room_that_no_layer_names_is_refused(copy: Path, room: str) -> None:
    """Who makes a room says where it stands; otherwise no contract would look at it."""
    planted = copy / "src" / "openler" / room
    planted.mkdir()
    (planted / "__init__.py").write_text('"""A room that nobody asked for."""\n', "utf-8")
    try:
        done = subprocess.run(
            [str(BIN / "lint-imports"), "--no-cache"],
            cwd=copy,
            env={"PYTHONPATH": str(copy / "src")},
            capture_output=True,
            text=True,
            check=False,
        )
    finally:
        shutil.rmtree(planted)
    assert done.returncode != 0
    assert "weather" in done.stdout


def test_a_portal_that_reaches_into_another_is_refused(copy: Path) -> None:
    """A second portal, planted beside the first, may not read the first one's forms or pages."""
    planted = copy / "src" / "openler" / "platform" / "portals" / "planted"
    planted.mkdir()
    (planted / "__init__.py").write_text('"""A portal that looks into its neighbour."""\n', "utf-8")
    command = [str(BIN / "lint-imports"), "--no-cache"]
    try:
        done = _plant(
            copy, "platform/portals/planted/__init__.py", "from openler.platform.portals import public", command
        )
    finally:
        shutil.rmtree(planted)
    assert done.returncode != 0
    assert any("Portals do not know each other" in row and "BROKEN" in row for row in done.stdout.splitlines())


@pytest.mark.parametrize(
    ("module", "line"),
    [
        ("credentials/rules/validity.py", "NOW = datetime.now()"),
        ("credentials/issuance.py", "import uuid"),
        ("credentials/keys/jwk.py", "import random"),
        ("credentials/status/lists.py", "import time"),
        ("credentials/did/resolver.py", "import urllib.request"),
        ("platform/verifying/services.py", "import http.client"),
        ("platform/verifying/services.py", "import socket"),
        ("foundation/encodings.py", "import os\nSALT = os.urandom(16)"),
        ("foundation/documents.py", "import os\nWHERE = os.environ"),
    ],
)
def test_a_room_that_decides_has_no_clock_and_no_dice(copy: Path, module: str, line: str) -> None:
    """ruff refuses the clock, randomness, ids and connections where they must come in as arguments."""
    command = [str(BIN / "ruff"), "check", "--no-cache", "--select", "TID251", f"src/openler/{module}"]
    done = _plant(copy, module, line, command)
    assert done.returncode == 1, done.stdout
    assert "TID251" in done.stdout


def test_the_copy_itself_is_clean(copy: Path) -> None:
    """Without a planted fault every contract is kept, so that the refusals above mean something."""
    done = subprocess.run(
        [str(BIN / "lint-imports"), "--no-cache"],
        cwd=copy,
        env={"PYTHONPATH": str(copy / "src")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
