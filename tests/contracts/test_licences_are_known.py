"""No dependency comes along that the project may not ship: the house's linter names it by its licence."""

import importlib.util
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


class _Metadata(dict[str, str]):
    """What a distribution says of itself, without classifiers."""

    def get_all(self, name: str) -> list[str]:
        """Give no classifier."""
        return []


@pytest.mark.parametrize("field", ["License-Expression", "License"])
@pytest.mark.parametrize("licence", ["AGPL-3.0-only", "LGPL-3.0-only", "GNU Lesser General Public License v3", "GPLv2"])
def test_a_dependency_that_cannot_be_shipped_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, field: str, licence: str
) -> None:
    """A library under a licence of that family is refused, unless it is one that is used as it is published."""
    # The check is a script; what it uses stands beside it.
    monkeypatch.syspath_prepend(str(ROOT / "scripts"))
    spec = importlib.util.spec_from_file_location("lint_house", ROOT / "scripts" / "lint_house.py")
    assert spec is not None and spec.loader is not None
    lint = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(lint)
    (tmp_path / "requirements.lock").write_text("planted==1.0\npsycopg==3.2\n", "utf-8")
    monkeypatch.setattr(lint, "ROOT", tmp_path)
    monkeypatch.setattr(lint.importlib.metadata, "metadata", lambda name: _Metadata({field: licence}))
    assert list(lint.licences()) == [f"requirements.lock: planted is under {licence}"]
