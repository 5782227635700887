"""Does the bench say what it found: met, missed or not measured, in words and in the drawing?"""

import io
from pathlib import Path
from types import ModuleType
from xml.etree import ElementTree

import pytest

from openler.cli.progress import Progress

BENCH = Path(__file__).parents[1] / "bench"


@pytest.fixture
def bench(monkeypatch: pytest.MonkeyPatch) -> dict[str, ModuleType]:
    """Give the modules of the bench, which are run as programs."""
    monkeypatch.syspath_prepend(str(BENCH))
    import bars
    import chart
    import documents
    import million

    return {"bars": bars, "chart": chart, "million": million, "documents": documents}


def test_a_figure_is_held_to_its_bar(bench: dict[str, ModuleType]) -> None:
    """At least, at most, exactly at it, and not measured."""
    Bar = bench["bars"].Bar
    assert Bar("a", 30, "times", 30, is_least=True).row() == "| a | 30 × | ≥ 30 × | met |  |"
    assert Bar("a", 29.9, "times", 30, is_least=True).verdict() == "**missed**"
    assert Bar("a", 8, "raw signatures", 8).verdict() == "met"
    assert Bar("a", 8.1, "ms", 8, note="why").row() == "| a | 8.10 ms | ≤ 8 ms | **missed** | why |"
    assert Bar("a", None, "times", 8, note="no Node").row() == "| a | not measured: no Node | ≤ 8 × | – |  |"


def test_the_drawing_says_in_words_what_it_shows(bench: dict[str, ModuleType]) -> None:
    """A title, a description that names what is missed, and a line of words for each bar."""
    Bar = bench["bars"].Bar
    found = [Bar("quick & good", 60, "times", 30, is_least=True), Bar("slow", 9, "ms", 8), Bar("absent", None, "ms", 8)]
    drawn = bench["chart"].draw(found)
    root = ElementTree.fromstring(drawn)
    space = "{http://www.w3.org/2000/svg}"
    assert root.find(f"{space}title") is not None
    assert "1 of 2 bars are met. Missed: slow." in (root.findtext(f"{space}desc") or "")
    words = [element.text for element in root.iter(f"{space}text")]
    assert "60 ×, at least 30: met" in words
    assert "9 ms, at most 8: missed" in words
    assert "absent" not in words
    assert "prefers-color-scheme: dark" in drawn


def test_the_figures_of_a_million_stay_on_the_page(bench: dict[str, ModuleType]) -> None:
    """Measured once in a while, told each time."""
    million, Bar = bench["million"], bench["bars"].Bar
    assert [bar.figure for bar in million.kept_bars("# Figures\n")] == [None, None]
    page = "# Figures\n"
    for seconds in (61.5, 1058.25):
        rows = [
            Bar(million.MILLION, seconds, "s", 90, note="16,000 a second"),
            Bar(million.MEMORY, 212.0, "MB", 300, note="sum"),
        ]
        page = million.with_bars(page, rows)
        kept = million.kept_bars(page)
        assert [bar.row() for bar in kept] == [bar.row() for bar in rows]
    assert page.count(million.MILLION) == 1


def test_the_measured_documents_are_the_same_every_time(bench: dict[str, ModuleType]) -> None:
    """From one seed: 4.0 KB, and rows that go on alike however many are asked for."""
    documents = bench["documents"]
    assert documents.badge("did:example:a") == documents.badge("did:example:a")
    assert list(documents.rows(3)) == list(documents.rows(5))[:3]
    assert len({row["record"] for row in documents.rows(100)}) == 100


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_progress_is_shown_to_those_who_look() -> None:
    """Count, share and rate on a terminal; nothing in a file."""
    terminal, file = _Terminal(), io.StringIO()
    for stream in (terminal, file):
        progress = Progress("records", stream)
        progress.show(5000, 1.0)
        progress.clear()
    assert "100%  5,000 records" in terminal.getvalue()
    assert terminal.getvalue().endswith("\r\x1b[K")
    assert file.getvalue() == ""
