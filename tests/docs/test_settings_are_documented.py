"""Does the settings page name exactly the variables that the program reads?"""

import re
from pathlib import Path

import openler

SOURCE = Path(openler.__file__).parent
PAGE = SOURCE.parent.parent / "docs" / "reference" / "settings.md"
TESTS = SOURCE.parent.parent / "tests"
VARIABLE = re.compile(r"""["'](OPENLER_[A-Z_]+|DATABASE_URL)["']""")


def test_every_variable_that_is_read_is_documented_and_no_other() -> None:
    """A setting nobody can find, or one that does nothing, fails here."""
    read = {
        name
        for path in [*SOURCE.rglob("*.py"), TESTS / "web" / "browser.py"]
        for line in path.read_text("utf-8").splitlines()
        if "environ" in line
        for name in VARIABLE.findall(line)
    }
    documented = set(re.findall(r"^\| `([A-Z_]+)` \|", PAGE.read_text("utf-8"), re.MULTILINE))
    assert documented == read
