"""Does the repository keep its own rules, those that no general tool knows?

- every attack of ``docs/security/attacks.csv`` names a test that exists, or the reason why it has none yet;
- no path of a machine and no address of a package registry stands in a tracked file;
- no run-time dependency carries a licence that the project cannot ship, each is used, and the locks know every
  dependency that pyproject.toml names;
- no module is called by a name that answers no question, or outgrows its room;
- every field that the database holds has a purpose and a period, and docs/privacy/data-map.md says so;
- every test says in a sentence what it promises, none is skipped, and nothing is left for later.
"""

import ast
import csv
import importlib.metadata
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import data_map

ROOT = Path(__file__).resolve().parents[1]
ATTACKS = ROOT / "docs" / "security" / "attacks.csv"
MACHINE_PATH = re.compile(r"(?<![\w.\-/])/(?:work|root|home/[a-z]+|Users/[A-Za-z]+)/")
REGISTRY = re.compile(r"https?://[\w.\-]*(?:pypi\.org|pythonhosted|registry\.npmjs|npmjs\.org|debian\.org)")
# Data of others is kept byte for byte, whatever stands in it.
BYTE_EXACT = re.compile(r"tests/vectors/[^/]+/|src/openler/credentials/(?:contexts|schemas)/files/")
# Words that say "later", and ways around a test. Written in parts, so that this file does not name itself.
LEFT_FOR_LATER = re.compile(r"\b(?:TO" r"DO|FIX" r"ME|X" r"XX|NotImplemented" r"Error)\b")
WAYS_AROUND = re.compile(r"\b(?:pytest\.(?:mark\.)?(?:skip|skipif|xfail|importorskip)|unittest\.skip)\b")
NAMES_WITHOUT_A_QUESTION = ("utils", "util", "helpers", "helper", "common", "manager", "core", "misc")
MAX_MODULE_LINES = 400
# The module that a distribution is imported as, where the name does not say it; Django names some in its settings.
IMPORTED_AS = {
    "django-ninja": "ninja",
    "jsonschema-rs": "jsonschema_rs",
    "pyyaml": "yaml",
    "argon2-cffi": "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django-allauth": "allauth",
    "markdown-it-py": "markdown_it",
    "pillow": "PIL",
}
# A library may be used as it is published, behind its own interface, which its LGPL allows.
AS_PUBLISHED = ("psycopg", "psycopg-binary")
COPYLEFT = re.compile(r"\b[AL]?GPL|GNU (?:Affero |Lesser |Library )?General Public")
NEVER_AT_RUN_TIME = ("jwcrypto", "frozendict", "pymupdf", "pyld")


def _tracked() -> Iterator[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout.decode()
    for name in filter(None, listed.split("\0")):
        if not BYTE_EXACT.match(name) and (ROOT / name).is_file():
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
        # The old field may hold the whole text of a licence; its first line names it.
        first_line = (metadata.get("License") or "").strip().partition("\n")[0]
        said = " ".join([metadata.get("License-Expression") or "", first_line, *(metadata.get_all("Classifier") or [])])
        if COPYLEFT.search(said) and name.lower() not in AS_PUBLISHED:
            yield f"requirements.lock: {name} is under {said.strip()[:80]}"


def dependencies() -> Iterator[str]:
    """Give each dependency that is not locked, and each run-time dependency that nothing uses."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    run, dev = project["project"]["dependencies"], project["dependency-groups"]["dev"]
    for lock, asked in (("requirements.lock", run), ("requirements-dev.lock", [*run, *dev])):
        locked = set(re.findall(r"^([a-z0-9._-]+)==", (ROOT / lock).read_text("utf-8").lower(), re.MULTILINE))
        for name in map(_distribution, asked):
            if name not in locked:
                yield f"{lock}: {name} of pyproject.toml is not locked; run 'make lock'"
    sources = "\n".join(path.read_text("utf-8") for path in (ROOT / "src").rglob("*.py"))
    for name in map(_distribution, run):
        if re.search(rf"(?:import|from|\")\s*{IMPORTED_AS.get(name, name)}\b", sources) is None:
            yield f"pyproject.toml: nothing imports {name}"


def _distribution(requirement: str) -> str:
    return re.split(r"[\[<>=!~; ]", requirement, maxsplit=1)[0].lower()


def modules() -> Iterator[str]:
    """Give each module whose name answers no question, that is too long, or that leaves something for later."""
    for path in _tracked():
        if path.suffix != ".py":
            continue
        place, text = path.relative_to(ROOT), path.read_text("utf-8")
        if path.stem in NAMES_WITHOUT_A_QUESTION or path.parent.name in NAMES_WITHOUT_A_QUESTION:
            yield f"{place}: which question does this name answer? See docs/where-things-go.md"
        if place.parts[0] == "src" and text.count("\n") > MAX_MODULE_LINES:
            yield f"{place}: longer than {MAX_MODULE_LINES} lines: which of its responsibilities belongs elsewhere?"
        for pattern in (LEFT_FOR_LATER, WAYS_AROUND):
            for match in pattern.finditer(text):
                yield f"{place}:{text.count(chr(10), 0, match.start()) + 1}: {match[0]}"
        if place.parts[0] == "tests" and path.name.startswith("test_"):
            yield from (f"{place}:{line}: {name} does not say what it promises" for name, line in _silent_tests(text))


def _silent_tests(text: str) -> Iterator[tuple[str, int]]:
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_") and not ast.get_docstring(node):
            yield node.name, node.lineno


def main() -> int:
    """Print every fault; 1 if there is one."""
    faults = [*attacks(), *traces(), *licences(), *dependencies(), *modules(), *data_map.faults()]
    for fault in faults:
        print(fault)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
