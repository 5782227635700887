"""The library page names the public names, and its examples run and are typed."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

import openler
from openler.credentials.verification.report import CHECK_IDS

PAGE = (Path(__file__).parents[2] / "docs" / "reference" / "library.md").read_text("utf-8")
EXAMPLES = re.findall(r"^```python\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


def test_every_public_name_has_its_line_and_no_other() -> None:
    """What a program may import stands in the table."""
    assert set(re.findall(r"^\| `openler\.(\w+)` \|", PAGE, re.MULTILINE)) == set(openler.__all__)


def test_the_checks_are_named_in_their_order() -> None:
    """Ten ids, as reports give them."""
    line = PAGE.split("Checks have the ids ")[1].split(", always all")[0]
    assert tuple(re.findall(r"`(\w+)`", line)) == CHECK_IDS


@pytest.mark.parametrize("number", range(len(EXAMPLES)))
def test_each_example_runs(number: int) -> None:
    """As it stands, without anything around it."""
    subprocess.run([sys.executable, "-c", EXAMPLES[number]], check=True, timeout=60, stdout=subprocess.DEVNULL)


def test_the_examples_are_typed_as_the_library_is(tmp_path: Path) -> None:
    """mypy --strict, run by somebody who installed the library, finds nothing to object to."""
    for number, example in enumerate(EXAMPLES):
        (tmp_path / f"example_{number}.py").write_text(example, "utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--config-file=", "--follow-imports=silent", str(tmp_path)],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stdout
