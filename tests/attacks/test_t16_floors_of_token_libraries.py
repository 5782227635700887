"""T16: libraries that read tokens had faults that a newer version mends; no lock may go below it.

The engine reads tokens itself; these come with the sign-in of people (PyJWT) and as oracles in tests (joserfc).
"""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
# The first version without the fault, by the advisories that the attack's line names.
FLOORS = {
    "pyjwt": (2, 12, 0),  # CVE-2026-32597: critical headers
    "joserfc": (1, 6, 8),  # CVE-2026-49852, CVE-2025-65015: the token in an error
    "authlib": (1, 6, 5),  # CVE-2025-59420, CVE-2025-61920, CVE-2024-37568
    "python-jose": (3, 4, 0),  # CVE-2024-33663: HMAC with a public key
}
LOCKS = ("requirements.lock", "requirements-dev.lock")


def locked(lock: str) -> dict[str, tuple[int, ...]]:
    """Read the versions of a lock."""
    found = re.findall(r"^([A-Za-z0-9._-]+)==([0-9.]+)", (ROOT / lock).read_text("utf-8"), re.MULTILINE)
    return {name.lower(): tuple(int(part) for part in version.strip(".").split(".")) for name, version in found}


@pytest.mark.parametrize("lock", LOCKS)
def test_no_lock_goes_below_a_floor(lock: str) -> None:
    """A library that is not locked is not used; one that is has the mended version or a newer one."""
    versions = locked(lock)
    assert len(versions) > 20
    assert {name: versions[name] for name, floor in FLOORS.items() if versions.get(name, floor) < floor} == {}


def test_the_libraries_that_are_used_are_looked_at() -> None:
    """The test would be empty if none of them were locked."""
    assert "pyjwt" in locked(LOCKS[0]) and "joserfc" in locked(LOCKS[1])
