"""Each standard has a page that says its version, what of it is here, where we diverge, and figures; one index has them all."""

import re
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[2] / "docs" / "standards"
INDEX = (FOLDER / "README.md").read_text("utf-8")
# Pages about what was tried, and not about one standard.
LISTS = {"README.md", "vectors.md", "census.md"}
PAGES = sorted(path.name for path in FOLDER.glob("*.md") if path.name not in LISTS)
# What the head of a page says before its first section: a version by name, number, draft or date.
VERSION = re.compile(r"\b(?:20\d\d|RFC \d{4}|\d\.\d|draft)\b")
HERE = re.compile(r"^## (?:What is here|Calls|Open Badges 3\.0|What it needs)$|\| (?:what is )?here \|$", re.MULTILINE)
DIVERGES = re.compile(r"^## (?:Where we diverge|Divergences)", re.MULTILINE)
FIGURES = re.compile(r"^## Figures$", re.MULTILINE)


@pytest.mark.parametrize("page", PAGES)
def test_a_page_says_version_sections_divergences_and_figures(page: str) -> None:
    """Whoever asks what of a standard can be relied on finds it in the same order on every page."""
    text = (FOLDER / page).read_text("utf-8")
    assert VERSION.search(text.partition("\n## ")[0]), "no version"
    assert HERE.search(text), "not said what is here"
    assert DIVERGES.search(text), "not said where we diverge"
    assert FIGURES.search(text), "no figures"


def test_the_index_has_every_page_and_no_other() -> None:
    """A page that the index does not name is found by nobody."""
    linked = set(re.findall(r"\]\(([\w-]+\.md)", INDEX))
    assert linked >= {path.name for path in FOLDER.glob("*.md")} - {"README.md"}
    assert {name for name in linked if not (FOLDER / name).is_file()} == set()
