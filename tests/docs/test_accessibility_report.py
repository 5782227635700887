"""Is every criterion of WCAG 2.2 A and AA in the report of conformance, with a test that exists or a finding?"""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[2]
REPORT: dict[str, Any] = yaml.safe_load((ROOT / "docs/accessibility/acr.yaml").read_text("utf-8"))
# https://www.w3.org/TR/WCAG22/: 31 of level A and 24 of level AA.
_A = (
    "1.1.1 1.2.1 1.2.2 1.2.3 1.3.1 1.3.2 1.3.3 1.4.1 1.4.2 2.1.1 2.1.2 2.1.4 2.2.1 2.2.2 2.3.1 2.4.1 2.4.2 2.4.3 2.4.4 "
    "2.5.1 2.5.2 2.5.3 2.5.4 3.1.1 3.2.1 3.2.2 3.2.6 3.3.1 3.3.2 3.3.7 4.1.2"
)
_AA = (
    "1.2.4 1.2.5 1.3.4 1.3.5 1.4.3 1.4.4 1.4.5 1.4.10 1.4.11 1.4.12 1.4.13 2.4.5 2.4.6 2.4.7 2.4.11 2.5.7 2.5.8 "
    "3.1.2 3.2.3 3.2.4 3.3.3 3.3.4 3.3.8 4.1.3"
)
LEVEL_A, LEVEL_AA = _A.split(), _AA.split()
# Removed in WCAG 2.2; the catalog keeps its row.
IN_THE_CATALOG_ONLY = ["4.1.1"]
LEVELS = {"supports", "partially-supports", "does-not-support", "not-applicable", "not-evaluated"}
ROWS = [
    (criterion["num"], component["adherence"])
    for name in ("success_criteria_level_a", "success_criteria_level_aa")
    for criterion in REPORT["chapters"][name]["criteria"]
    for component in criterion["components"]
]


def _numbers(chapter: str) -> list[str]:
    return [str(one["num"]) for one in REPORT["chapters"][chapter]["criteria"]]


def test_every_criterion_of_both_levels_is_there_once() -> None:
    """55 criteria of WCAG 2.2, and the one that the catalog keeps."""
    assert (len(LEVEL_A), len(LEVEL_AA)) == (31, 24)
    assert sorted(_numbers("success_criteria_level_a")) == sorted(LEVEL_A + IN_THE_CATALOG_ONLY)
    assert sorted(_numbers("success_criteria_level_aa")) == sorted(LEVEL_AA)


@pytest.mark.parametrize(("number", "adherence"), ROWS, ids=[number for number, _adherence in ROWS])
def test_a_criterion_names_a_test_that_exists_or_a_finding(number: str, adherence: dict[str, str]) -> None:
    """A level that OpenACR knows, and where it comes from; a test that has moved is missed here."""
    assert set(adherence) == {"level", "notes"}
    assert adherence["level"] in LEVELS
    tests = re.findall(r"tests/[\w/]+\.py", adherence["notes"])
    assert tests or "Finding: " in adherence["notes"]
    assert [path for path in tests if not (ROOT / path).is_file()] == []


def test_the_page_names_what_is_met_in_part() -> None:
    """Whoever reads the page alone learns of every criterion that is not wholly met."""
    page = (ROOT / "docs/accessibility/README.md").read_text("utf-8")
    partly = [number for number, adherence in ROWS if adherence["level"] in ("partially-supports", "does-not-support")]
    assert partly
    assert [number for number in partly if number not in page] == []


def test_the_report_is_of_this_version() -> None:
    """A report of an older version says so by failing."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert (REPORT["product"]["name"], REPORT["product"]["version"]) == ("OpenLER", project["version"])
    assert REPORT["catalog"] == "2.5-edition-wcag-2.2-en"
