"""Is the wallet that browsers load the one whose sources stand here? Digests always, a rebuild in `make test-all`."""

import hashlib
import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
WALLET = ROOT / "wallet"
MANIFEST = json.loads((WALLET / "manifest.json").read_text("utf-8"))
BUILT = ROOT / "src/openler/platform/holding/static/holding"
# The interface's budget for the wallet (design: interface.md), uncompressed, so that no compression has to be trusted.
BUDGET_BYTES = 250_000


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_every_source_and_built_file_is_the_one_of_the_manifest() -> None:
    """A change of one side alone fails: whoever edits the sources builds, and nobody edits what was built."""
    sources = {path.relative_to(WALLET).as_posix() for path in (WALLET / "src").iterdir()}
    sources |= {"build.mjs", "package.json", "package-lock.json", "tsconfig.json"}
    assert set(MANIFEST["sources"]) == sources
    assert {ROOT / name for name in MANIFEST["built"]} == {path for path in BUILT.rglob("*") if path.is_file()}
    for folder, part in ((WALLET, "sources"), (ROOT, "built")):
        for name, digest in MANIFEST[part].items():
            assert _digest(folder / name) == digest, f"{name}: run 'make wallet'"


def test_the_wallet_is_light_and_loads_nothing() -> None:
    """One file of at most 250 KB that imports no other, and no library at run time."""
    built = (BUILT / "wallet.js").read_text("utf-8")
    assert len(built.encode()) <= BUDGET_BYTES
    assert (
        re.findall(r"\bimport\s*[({\"'*]|\bfrom\s+[\"']|\beval\(|new Function|https?://(?!www\.w3\.org/)", built) == []
    )
    assert "dependencies" not in json.loads((WALLET / "package.json").read_text("utf-8"))


def test_the_lock_records_no_place_of_download() -> None:
    """Versions and digests only; where packages come from is the reader's own setting."""
    assert '"resolved"' not in (WALLET / "package-lock.json").read_text("utf-8")


@pytest.mark.slow
def test_a_rebuild_gives_the_same_bytes(tmp_path: Path) -> None:
    """From the lock alone, in a folder of its own: types hold, and the bundle is the committed one."""
    for name in MANIFEST["sources"]:
        copy = tmp_path / "wallet" / name
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(WALLET / name, copy)
    online = {name: value for name, value in os.environ.items() if name != "OPENLER_OFFLINE"}
    for command in (["npm", "ci", "--no-audit", "--no-fund"], ["npm", "run", "check"], ["node", "build.mjs", "out"]):
        subprocess.run(command, cwd=tmp_path / "wallet", env=online, check=True, capture_output=True, timeout=300)
    built = next((tmp_path / "wallet").rglob("out/wallet.js"), None)
    assert built is not None and _digest(built) == _digest(BUILT / "wallet.js")
