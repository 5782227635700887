"""What holds for the whole test run: the table of vectors at its end."""

import os
import shutil
import tempfile
from pathlib import Path

import pytest

from vectors.table import FOLDER_VARIABLE, read_rows, to_markdown, to_text


def pytest_addoption(parser: pytest.Parser) -> None:
    """Offer to keep the table of vectors as a page."""
    parser.addoption("--vectors-table", metavar="PATH", help="write the table of vectors to this Markdown file")


def pytest_configure(config: pytest.Config) -> None:
    """Make the folder into which all workers write; workers find it in their environment."""
    if not hasattr(config, "workerinput"):
        os.environ[FOLDER_VARIABLE] = tempfile.mkdtemp(prefix="openler-vectors-")


def pytest_unconfigure(config: pytest.Config) -> None:
    """Take the folder away again."""
    if not hasattr(config, "workerinput"):
        shutil.rmtree(os.environ.pop(FOLDER_VARIABLE, ""), ignore_errors=True)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Print the table, and write it where the option says."""
    rows = read_rows(Path(os.environ[FOLDER_VARIABLE]))
    if rows:
        terminalreporter.section("vectors")
        for line in to_text(rows):
            terminalreporter.line(line)
    path = config.getoption("--vectors-table")
    if path:
        Path(path).write_text(to_markdown(rows), "utf-8")
