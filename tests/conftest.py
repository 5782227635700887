"""What holds for the whole test run: the table of vectors, the one browser that looks at pages, databases of their own."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit, urlunsplit

import pytest
from hypothesis import settings

from vectors.accounts import READING, kept_files, reasons, unaccounted
from vectors.table import FOLDER_VARIABLE, read_rows, to_markdown, to_text

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from openler.testing.modules import TrialToken


# From here on, so that what a test reads while it is collected counts.
READING.watch()
# How long an example takes says how busy the machine is, and nothing of what is tested.
settings.register_profile("openler", deadline=None)
settings.load_profile("openler")
FAULTS = pytest.StashKey[list[str]]()


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


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what looks at pages through the browser: it is about looks, and is not run again on another database."""
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker("browser")


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fail a whole run, which writes the table, if a published file that is kept was neither read nor excused."""
    if session.config.getoption("--vectors-table") and not hasattr(session.config, "workerinput"):
        folder = Path(os.environ[FOLDER_VARIABLE])
        read = {name for path in folder.glob("*.read") for name in path.read_text("utf-8").split("\n")}
        session.config.stash[FAULTS] = unaccounted(kept_files(), read, reasons())
        if session.config.stash[FAULTS]:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Print the table, and write it where the option says."""
    rows = read_rows(Path(os.environ[FOLDER_VARIABLE]))
    if rows:
        terminalreporter.section("vectors")
        for line in to_text(rows):
            terminalreporter.line(line)
    for fault in config.stash.get(FAULTS, []):
        terminalreporter.line(f"FAULT: {fault}", red=True)
    path = config.getoption("--vectors-table")
    if path:
        Path(path).write_text(to_markdown(rows), "utf-8")


@pytest.fixture(scope="session")
def browser() -> "Iterator[Browser]":
    """Open one Chromium for the whole run; each page opens in a context of its own."""
    from web.browser import open_browser

    # Playwright keeps an event loop in the thread of the test; the test's use of the database is synchronous anyway.
    os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    with open_browser() as opened:
        yield opened


@pytest.fixture(scope="session")
def trial_token(tmp_path_factory: pytest.TempPathFactory) -> "TrialToken":
    """Make one token of SoftHSM for the whole run: a module's library is loaded once in a process."""
    from openler.testing.modules import make_trial_token

    return make_trial_token(tmp_path_factory.mktemp("module"))


@pytest.fixture
def own_database() -> Iterator[str]:
    """Give the address of a database for this test alone: empty for SQLite in its folder."""
    url = os.environ.get("DATABASE_URL", "")
    if not url:
        yield ""
        return
    import psycopg

    name = f"own_{os.getpid()}"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    try:
        yield urlunsplit(urlsplit(url)._replace(path=f"/{name}"))
    finally:
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def vc_api_open(settings: Any) -> None:
    """Open the door of the VC API."""
    settings.OPENLER_VC_API = True
