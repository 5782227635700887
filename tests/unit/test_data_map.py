"""Does the map of data name each fault of what the rooms say about their fields?"""

import importlib.util
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

SCRIPT = Path(__file__).parents[2] / "scripts" / "data_map.py"
GOOD = {
    "about": "learners",
    "purpose": "To try.",
    "basis": "duty",
    "period": "upload",
    "seen_by": "nobody",
    "plain": "id at",
    "personal": {"name": "Name.", "note": {"what": "A note.", "period": "reject"}},
}


@pytest.fixture
def data_map(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """Give the script with one model of four fields, and what its room says."""
    spec = importlib.util.spec_from_file_location("data_map", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "kept", lambda: {"trial.Thing": ["id", "at", "name", "note"]})
    return module


def faults(module: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, **changes: Any) -> list[str]:
    """Give the faults of what a room says, with a page that was written from it."""
    monkeypatch.setattr(module, "said", lambda: {"trial.Thing": GOOD | changes})
    monkeypatch.setattr(module, "PAGE", tmp_path / "map.md")
    monkeypatch.setattr(module, "ROOT", tmp_path)
    module.PAGE.write_text(module.page(), "utf-8")
    return list(module.faults())


def test_a_room_that_says_everything_has_no_fault(
    data_map: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Each personal field has a line with its own period; the others stand together."""
    assert faults(data_map, monkeypatch, tmp_path) == []
    lines = data_map.PAGE.read_text("utf-8").splitlines()
    line = next(line for line in lines if line.startswith("| `note`"))
    assert line.split(" | ")[1:] == [
        "A note.",
        "To try.",
        data_map.BASES["duty"],
        "30 days from the day the list came; an organization may set 1 to 90",
        "nobody |",
    ]
    assert any(line.startswith("| `id` `at` | nothing about a person") for line in lines)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"plain": "id"}, "trial.Thing.at: its privacy.yml does not name it"),
        ({"plain": "id at telephone"}, "trial.Thing.telephone: there is no such field"),
        ({"period": ""}, "trial.Thing.name: no period is said"),
        ({"period": "ever"}, "trial.Thing.name: 'ever' is no period"),
        ({"purpose": ""}, "trial.Thing.id: no purpose is said"),
        ({"seen_by": ""}, "trial.Thing.name: no seen_by is said"),
        ({"basis": ""}, "trial.Thing.name: '' is no basis"),
        ({"personal": {"name": "", "note": "A note."}}, "trial.Thing.name: no what is said"),
    ],
)
def test_what_is_not_said_is_a_fault(
    data_map: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, changes: dict[str, Any], said: str
) -> None:
    """Purpose, period and reader for each field, a basis where it tells of a person."""
    assert said in faults(data_map, monkeypatch, tmp_path, **changes)


def test_a_model_that_is_gone_or_new_and_an_old_page_are_faults(
    data_map: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The words and the database say the same, and the page is written from both."""
    assert faults(data_map, monkeypatch, tmp_path) == []
    data_map.PAGE.write_text("# Data map\n", "utf-8")
    assert any("not up to date" in fault for fault in data_map.faults())
    monkeypatch.setattr(data_map, "said", lambda: {"trial.Gone": GOOD})
    found = list(data_map.faults())
    assert "trial.Thing: no privacy.yml says why it is kept and how long" in found
    assert "trial.Gone: privacy.yml names a model that is gone" in found
