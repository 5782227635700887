"""The house's own linter refuses what it says it refuses: each fault is planted in a temporary copy."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def _git(folder: Path, *words: str) -> None:
    subprocess.run(["git", *words], cwd=folder, check=True, capture_output=True)


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository with what the linter looks at; the data of others stay behind."""
    folder = tmp_path_factory.mktemp("house")
    bytecode = shutil.ignore_patterns("__pycache__", "*.egg-info", "node_modules")
    for name in ("src", "scripts", "docs"):
        shutil.copytree(ROOT / name, folder / name, ignore=bytecode)
    for path in (ROOT / "tests").rglob("*.py"):
        parts = path.relative_to(ROOT).parts
        if "node_modules" not in parts and (parts[1] != "vectors" or len(parts) == 3):
            (folder / Path(*parts)).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, folder / Path(*parts))
    for name in ("pyproject.toml", "requirements.lock", "requirements-dev.lock", "README.md"):
        shutil.copy(ROOT / name, folder / name)
    _git(folder, "init", "-q")
    return folder


def _lint(copy: Path) -> subprocess.CompletedProcess[str]:
    _git(copy, "add", "-A")
    command = [sys.executable, str(copy / "scripts" / "lint_house.py")]
    # The copy stays as it is: what is compiled lies beside it.
    environ = os.environ | {"PYTHONPYCACHEPREFIX": str(copy.parent / "compiled")}
    return subprocess.run(command, cwd=copy, capture_output=True, text=True, timeout=60, check=False, env=environ)


def test_the_copy_itself_is_clean(copy: Path) -> None:
    """Without a planted fault nothing is refused, so that the refusals below mean something."""
    done = _lint(copy)
    assert (done.returncode, done.stdout) == (0, "")


@pytest.mark.parametrize(
    ("path", "old", "new", "said"),
    [
        (
            "docs/security/attacks.csv",
            "tests/attacks/test_t14_disclosures.py tests/attacks/test_hostile_records.py",
            "",
            "T14 has neither a test nor a reason",
        ),
        ("docs/security/attacks.csv", "test_t14_disclosures.py", "test_t14_gone.py", "does not exist"),
        ("docs/security/attacks.csv", "T40,", "T41,", "T1 to T40"),
        ("README.md", "# OpenLER", "# OpenLER\nSee /" + "root/notes.", "a path of a machine"),
        ("README.md", "# OpenLER", "# OpenLER\nhttps://" + "pypi.org/simple", "an address of a package registry"),
        (
            "pyproject.toml",
            '  "rfc8785>=',
            '  "left-pad>=1",\n  "rfc8785>=',
            "left-pad of pyproject.toml is not locked",
        ),
        ("requirements.lock", "rfc8785==", "pyld==", "pyld must not be a run-time dependency"),
        ("src/openler/foundation/jcs.py", "import rfc8785", "", "nothing imports rfc8785"),
        ("src/openler/foundation/jcs.py", "import rfc8785", "import rfc8785  # TO" + "DO: faster", "jcs.py"),
        ("src/openler/foundation/jcs.py", "import rfc8785", "import rfc8785\n" + "\n" * 400, "longer than 400 lines"),
        (
            "tests/unit/test_rosette.py",
            "import ",
            "import pytest\n\n\n@pytest.mark.sk" + "ip\ndef test_later() -> None:\n    assert True\n\n\nimport ",
            "test_later does not say what it promises",
        ),
        (
            "src/openler/platform/issuing/models.py",
            "    email = models.EmailField(blank=True)",
            "    email = models.EmailField(blank=True)\n    birth_date = models.DateField(null=True)",
            "issuing.Seat.birth_date: its privacy.yml does not name it",
        ),
        (
            "src/openler/platform/jobs/models.py",
            "class Job(models.Model):",
            "class Diary(models.Model):\n    day = models.DateField()\n\n\nclass Job(models.Model):",
            "jobs.Diary: no privacy.yml says why it is kept",
        ),
        ("src/openler/platform/issuing/privacy.yml", "  period: claim", "", "ClaimLink.sent_to: no period is said"),
        (
            "src/openler/platform/mail/privacy.yml",
            "  purpose: To know that a letter left",
            "  aim: To know that a letter left",
            "mail.SentMail.address: no purpose is said",
        ),
        (
            "src/openler/platform/organizations/keeping.py",
            "        180,",
            "        170,",
            "data-map.md: not up to date",
        ),
        ("tests/unit/test_rosette.py", "import ", "import pytest\n\n\npytest.sk" + 'ip("later")\nimport ', "pytest.sk"),
    ],
)
def test_a_planted_fault_is_refused(copy: Path, path: str, old: str, new: str, said: str) -> None:
    """The linter ends with 1 and names the fault."""
    file = copy / path
    original = file.read_text("utf-8")
    assert old in original
    file.write_text(original.replace(old, new, 1), "utf-8")
    try:
        done = _lint(copy)
    finally:
        file.write_text(original, "utf-8")
    assert done.returncode == 1
    assert said in done.stdout


def test_a_module_that_answers_no_question_is_refused(copy: Path) -> None:
    """A drawer for everything is where the life of a record gets lost."""
    planted = copy / "src" / "openler" / "foundation" / ("util" + "s.py")
    planted.write_text('"""Many things."""\n', "utf-8")
    try:
        done = _lint(copy)
    finally:
        planted.unlink()
    assert done.returncode == 1
    assert "which question does this name answer?" in done.stdout
