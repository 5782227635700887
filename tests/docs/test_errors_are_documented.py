"""Error codes are part of the public interface: each is on its page, and none that is gone is."""

import importlib
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path

import openler
from openler.foundation.errors import LerError

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "errors.md"
# Rooms that need a running Django are loaded by their models only when it is set up; pytest-django does that.
SKIPPED = (".migrations", "openler.platform.wsgi", "openler.platform.__main__", "openler.cli.__main__")


def _kinds(kind: type[LerError]) -> Iterator[type[LerError]]:
    for below in kind.__subclasses__():
        yield below
        yield from _kinds(below)


def _codes() -> set[str]:
    for module in pkgutil.walk_packages(openler.__path__, "openler."):
        if not any(part in module.name for part in SKIPPED):
            importlib.import_module(module.name)
    return {kind.code for kind in _kinds(LerError)}


def test_every_error_code_has_its_line() -> None:
    """A code that programs may meet is written down, with what it means."""
    written = set(re.findall(r"^\| `([a-z0-9_]+)`", PAGE.read_text("utf-8"), re.MULTILINE))
    codes = _codes()
    assert codes - written == set()
    assert written - codes == set()
