"""What the documentation shows is run: the library example of README, and the tutorial from its first line to its last."""

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
_BLOCK = re.compile(r"^```(\w+)(?: exit=(\d+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\]\((?!https?:|#|mailto:)([^)#\s]+)")


def test_the_library_example_of_the_readme_runs() -> None:
    """Ten lines, run as they stand."""
    (example,) = [body for kind, _, body in _BLOCK.findall((ROOT / "README.md").read_text("utf-8")) if kind == "python"]
    subprocess.run([sys.executable, "-c", example], check=True, timeout=60)


def test_the_tutorial_runs_as_it_is_written(tmp_path: Path) -> None:
    """Each command in order, each with the exit code that the page gives."""
    text = (ROOT / "docs" / "tutorials" / "first-record.md").read_text("utf-8")
    commands = [(body, int(code or 0)) for kind, code, body in _BLOCK.findall(text) if kind == "sh"]
    assert len(commands) == 6
    environment = {**os.environ, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
    for body, code in commands:
        done = subprocess.run(
            ["bash", "-c", body.replace(".venv/bin/", "")],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert done.returncode == code, f"{body}\n{done.stdout}\n{done.stderr}"


def test_every_link_between_pages_leads_somewhere() -> None:
    """Relative links of README and docs name files that exist."""
    pages = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    broken = [
        f"{page.relative_to(ROOT)}: {target}"
        for page in pages
        for target in _LINK.findall(page.read_text("utf-8"))
        if not (page.parent / target).exists()
    ]
    assert not broken
