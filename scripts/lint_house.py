"""Does the repository keep its own rules, those that no general tool knows?

- every attack of ``docs/security/attacks.csv`` names a test that exists, or the reason why it has none yet;
- no path of a machine and no address of a package registry stands in a tracked file;
- no run-time dependency carries a licence that the project cannot ship.
"""

import csv
import importlib.metadata
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
ATTACKS = ROOT / "docs" / "security" / "attacks.csv"
MACHINE_PATH = re.compile(r"(?<![\w.\-/])/(?:work|root|home/[a-z]+|Users/[A-Za-z]+)/")
REGISTRY = re.compile(r"https?://[\w.\-]*(?:pypi\.org|pythonhosted|registry\.npmjs|npmjs\.org|debian\.org)")
# Data of others is kept byte for byte, whatever stands in it.
BYTE_EXACT = ("tests/vectors/", "src/openler/credentials/contexts/files/", "src/openler/credentials/schemas/files/")
NEVER_AT_RUN_TIME = ("jwcrypto", "frozendict", "pymupdf", "pyld")


def _tracked() -> Iterator[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout.decode()
    for name in filter(None, listed.split("\0")):
        if not name.startswith(BYTE_EXACT) and (ROOT / name).is_file():
            yield ROOT / name


def attacks() -> Iterator[str]:
    """Give each fault of the list of attacks."""
    with ATTACKS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    ids = [row["id"] for row in rows]
    if ids != [f"T{number}" for number in range(1, 41)]:
        yield f"{ATTACKS.name}: the lines are not T1 to T40, each once and in order"
    for row in rows:
        tests = row["tests"].split()
        if not tests and not row["reason"].strip():
            yield f"{ATTACKS.name}: {row['id']} has neither a test nor a reason"
        for test in tests:
            path, _, name = test.partition("::")
            file = ROOT / path
            if not file.is_file():
                yield f"{ATTACKS.name}: {row['id']} names {path}, which does not exist"
            elif name and f"def {name}(" not in file.read_text("utf-8"):
                yield f"{ATTACKS.name}: {row['id']} names {test}, which is not in that file"


def traces() -> Iterator[str]:
    """Give each path of a machine and each address of a registry."""
    for path in _tracked():
        try:
            text = path.read_text("utf-8")
        except UnicodeDecodeError:
            continue
        for pattern, what in ((MACHINE_PATH, "a path of a machine"), (REGISTRY, "an address of a package registry")):
            match = pattern.search(text)
            if match is not None and path != Path(__file__).resolve():
                line = text.count("\n", 0, match.start()) + 1
                yield f"{path.relative_to(ROOT)}:{line}: {what}: {match[0]}"


def licences() -> Iterator[str]:
    """Give each run-time dependency that the project cannot ship."""
    names = re.findall(r"^([A-Za-z0-9._-]+)==", (ROOT / "requirements.lock").read_text("utf-8"), re.MULTILINE)
    for name in names:
        if name.lower() in NEVER_AT_RUN_TIME:
            yield f"requirements.lock: {name} must not be a run-time dependency"
            continue
        try:
            metadata = importlib.metadata.metadata(name)
        except importlib.metadata.PackageNotFoundError:
            continue
        said = " ".join([metadata.get("License-Expression") or "", *(metadata.get_all("Classifier") or [])])
        # psycopg is LGPL: a library used as it is published, behind its own interface, which that licence allows.
        if re.search(r"\bA?GPL|GNU (?:Affero )?General Public", said) and not name.startswith("psycopg"):
            yield f"requirements.lock: {name} is under {said[:80]}"


def main() -> int:
    """Print every fault; 1 if there is one."""
    faults = [*attacks(), *traces(), *licences()]
    for fault in faults:
        print(fault)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
