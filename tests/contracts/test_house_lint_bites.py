"""The house's own lint refuses what it says it refuses: each fault, planted in a small repository, is named."""

import importlib.util
import subprocess
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]
HEAD = "id,attack,tests,reason\n"


@pytest.fixture
def lint(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The lint, looking at an empty repository with a list of attacks that has a reason on each line."""
    spec = importlib.util.spec_from_file_location("lint_house", ROOT / "scripts" / "lint_house.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "ROOT", tmp_path)
    monkeypatch.setattr(module, "ATTACKS", tmp_path / "attacks.csv")
    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
    (tmp_path / "requirements.lock").write_text("", "utf-8")
    _attacks(tmp_path)
    return module


def _attacks(folder: Path, **changed: str) -> None:
    rows = [changed.get(f"T{number}", f"T{number},threat,,Comes later.") for number in range(1, 41)]
    (folder / "attacks.csv").write_text(HEAD + "\n".join(row for row in rows if row) + "\n", "utf-8")


def test_the_list_as_it_is_meant_has_no_fault(lint: ModuleType) -> None:
    """Without a planted fault nothing is said, so that the refusals below mean something."""
    assert [*lint.attacks(), *lint.traces(), *lint.licences()] == []


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("T7,threat,,", "T7 has neither a test nor a reason"),
        ("T7,threat,tests/attacks/test_gone.py,", "T7 names tests/attacks/test_gone.py, which does not exist"),
        ("T7,threat,held.py::test_gone,", "T7 names held.py::test_gone, which is not in that file"),
        ("", "the lines are not T1 to T40"),
        ("T8,threat,,Comes later.", "the lines are not T1 to T40"),
    ],
)
def test_an_attack_without_a_test_needs_a_reason(lint: ModuleType, tmp_path: Path, row: str, said: str) -> None:
    """Neither test nor reason, a test that is not there, a line lost or given twice: each is a fault."""
    (tmp_path / "held.py").write_text("def test_held(): ...\n", "utf-8")
    _attacks(tmp_path, T7=row)
    assert any(said in fault for fault in lint.attacks())


@pytest.mark.parametrize(
    "trace",
    ["/" + "root/.cache/x", "/" + "work/main/src", "https://" + "registry.npmjs" + ".org/x", "/" + "home/ada/x"],
)
def test_no_trace_of_a_machine_or_a_registry_is_kept(lint: ModuleType, tmp_path: Path, trace: str) -> None:
    """A tracked file that names one is told with its line."""
    (tmp_path / "notes.md").write_text(f"first\nsee {trace}\n", "utf-8")
    subprocess.run(["git", "add", "notes.md"], cwd=tmp_path, check=True)
    (fault,) = lint.traces()
    assert fault.startswith("notes.md:2: ")


@pytest.mark.parametrize(
    "licence", ["AGPL-3.0-only", "LGPL-3.0-or-later", "GNU Lesser General Public License v3", "GPL-2.0"]
)
def test_a_dependency_that_cannot_be_shipped_is_named(
    lint: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, licence: str
) -> None:
    """A library under a licence of that family is refused, unless it is one that is used as it is published."""
    (tmp_path / "requirements.lock").write_text("planted==1.0\npsycopg==3.2\n", "utf-8")
    monkeypatch.setattr(lint.importlib.metadata, "metadata", lambda name: _Metadata({"License-Expression": licence}))
    assert list(lint.licences()) == [f"requirements.lock: planted is under {licence}"]


class _Metadata(dict[str, str]):
    def get_all(self, name: str) -> list[str]:
        """Give no classifier."""
        return []


def test_a_long_module_is_asked_about(lint: ModuleType, tmp_path: Path) -> None:
    """A question is printed for one over the band, and none for one within it."""
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "long.py").write_text("x = 1\n" * 401, "utf-8")
    (tmp_path / "src" / "short.py").write_text("x = 1\n" * 400, "utf-8")
    (question,) = lint.long_modules()
    assert question.startswith("src/long.py has 401 lines")
