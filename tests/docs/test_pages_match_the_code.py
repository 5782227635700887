"""What the pages say about places and names is true of the code: rooms, files and words that they name exist."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "openler"
# Words of the first column that are a role or a pair of words in the standards, and no name in code.
SPOKEN_ONLY = {"relying party"}


def _modules() -> list[Path]:
    return [path for path in SOURCE.rglob("*.py") if "migrations" not in path.parts]


def _rows(page: str) -> list[list[str]]:
    lines = (ROOT / "docs" / page).read_text("utf-8").splitlines()
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("|")]
    return rows[2:]


def _as_text(word: str) -> re.Pattern[str]:
    return re.compile(rf"\b{re.escape(word)}", re.IGNORECASE)


def test_every_room_stands_on_the_page_that_says_where_things_go() -> None:
    """A room that nobody can find is used by nobody: each folder with code has its line, and no line is left over."""
    told: set[str] = set()
    for cells in _rows("where-things-go.md"):
        names = re.findall(r"`([^`]+)`", cells[0])
        parent = names[0].rpartition("/")[0]
        told |= {name if "/" in name or not parent else f"{parent}/{name}" for name in names} | ({parent} - {""})
    for name in told:
        assert (SOURCE / name).is_dir() or (SOURCE / f"{name}.py").is_file(), name
    top = {path.parent.name for path in SOURCE.glob("*/__init__.py")}
    deciding = {f"credentials/{path.parent.name}" for path in (SOURCE / "credentials").glob("*/__init__.py")}
    platform = {f"platform/{path.parent.name}" for path in (SOURCE / "platform").glob("*/__init__.py")}
    assert (top | deciding | platform) - told == set()


def test_every_place_on_the_way_of_a_record_exists() -> None:
    """The page leads a reader from file to file; none of them has moved."""
    text = (ROOT / "docs" / "life-of-a-record.md").read_text("utf-8")
    named = re.findall(r"`([a-z_/]+(?:\.py|/))`", text)
    assert len(named) > 15
    everything = {str(path.relative_to(SOURCE)) for path in SOURCE.rglob("*")}
    lost = [name for name in named if not any(f"/{place}".endswith(f"/{name.rstrip('/')}") for place in everything)]
    assert not lost


@pytest.mark.parametrize("cells", _rows("glossary.md"), ids=lambda cells: cells[0])
def test_a_word_of_the_glossary_is_used_where_it_is_said_to_be(cells: list[str]) -> None:
    """The standard's word stands in the code; a word that nobody uses would mislead who looks for it."""
    code = "\n".join(path.read_text("utf-8") for path in _modules())
    for word in (part.strip() for part in cells[0].split(",")):
        assert word in SPOKEN_ONLY or _as_text(word).search(code), word


def test_an_assertion_is_only_what_older_badges_call_their_record() -> None:
    """Nothing is named assertion but readers of Open Badges 2.0 and the purpose that keys have in the standards."""
    named = re.compile(r"^\s*(?:def|class) \w*[aA]ssertion(?!_?[mM]ethod)\w*", re.MULTILINE)
    allowed = {"openbadges2.py", "hosted.py"}
    assert [str(p) for p in _modules() if p.name not in allowed and named.search(p.read_text("utf-8"))] == []
