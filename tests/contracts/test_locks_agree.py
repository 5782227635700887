"""The two locks say the same, pin every package by its digests, and record no address."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PIN = re.compile(
    r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==(\S+)(?: ; [^\\]*)?\s*\\$\n((?:^    --hash=sha256:[0-9a-f]{64}.*$\n?)*)",
    re.MULTILINE,
)
LOCKS = ("requirements.lock", "requirements-dev.lock")


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", re.split(r"[\[<>=~! ;]", name)[0]).lower()


def _pins(lock: str) -> dict[str, str]:
    return {_plain(name): version for name, version, _ in PIN.findall((ROOT / lock).read_text("utf-8"))}


@pytest.mark.parametrize("lock", LOCKS)
def test_every_package_is_pinned_with_its_digests(lock: str) -> None:
    """No line stands without a version and at least one SHA-256, and none names where to download from."""
    text = (ROOT / lock).read_text("utf-8")
    packages = [line for line in text.splitlines() if line and not line.startswith((" ", "#"))]
    found = PIN.findall(text)
    assert len(found) == len(packages) > 20
    assert all(digests for _, _, digests in found)
    assert "://" not in text


def test_what_runs_is_what_was_tested() -> None:
    """A package that is in both locks has one version: a test run proves nothing about another one."""
    tested = _pins("requirements-dev.lock")
    assert {name: tested.get(name) for name in _pins("requirements.lock")} == _pins("requirements.lock")
