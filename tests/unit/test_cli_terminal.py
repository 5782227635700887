"""Words of a record are shown and never obeyed; files are written whole or not at all."""

import io
import os
import stat
from pathlib import Path

import pytest

from openler.cli.exits import gravest
from openler.cli.terminal import Style, printable, write_bytes, write_private_file
from openler.foundation.errors import Misuse


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_control_characters_are_written_out() -> None:
    """Escape sequences, carriage returns and marks that turn text around cannot change what a reader sees."""
    assert printable("a\x1b[2Jb\rc\x07") == "a\\u001b[2Jb\\u000dc\\u0007"
    assert printable("valid\u202edilav\u2066") == "valid\\u202edilav\\u2066"
    assert printable("two\nlines") == "two lines"


def test_ordinary_letters_of_every_script_stay() -> None:
    """Arabic, combining marks and joined emoji are ordinary content."""
    for text in ("Zeugnis – große Fahrt", "شهادة", "e\u0301", "👩\u200d🎓", "می\u200cخواهم"):
        assert printable(text) == text


def test_colour_only_on_a_terminal_and_never_against_the_wish(monkeypatch: pytest.MonkeyPatch) -> None:
    """A pipe, NO_COLOR and a dumb terminal each get plain words."""
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    assert Style.of(Terminal()).paint("passed", "good") == "\x1b[32mpassed\x1b[0m"
    assert Style.of(io.StringIO()).paint("passed", "good") == "passed"
    monkeypatch.setenv("NO_COLOR", "1")
    assert Style.of(Terminal()).paint("passed", "good") == "passed"
    monkeypatch.setenv("NO_COLOR", "")
    monkeypatch.setenv("TERM", "dumb")
    assert Style.of(Terminal()).paint("passed", "good") == "passed"


def test_the_gravest_of_several_codes_counts() -> None:
    """Misuse before rejection before undetermined before valid."""
    assert gravest([0, 2, 1, 64, 0]) == 64
    assert gravest([0, 2, 1]) == 1
    assert gravest([0, 2]) == 2
    assert gravest([0, 0]) == gravest([]) == 0


def test_a_file_is_replaced_whole_and_keeps_nothing_beside_it(tmp_path: Path) -> None:
    """An old file gives way to the new one, with the mode any new file has, and no scrap is left."""
    target = tmp_path / "badge.json"
    target.write_bytes(b"old")
    write_bytes(str(target), b"new")
    assert target.read_bytes() == b"new"
    assert list(tmp_path.iterdir()) == [target]
    mask = os.umask(0)
    os.umask(mask)
    assert stat.S_IMODE(target.stat().st_mode) == 0o666 & ~mask


def test_a_place_that_cannot_be_written_is_misuse(tmp_path: Path) -> None:
    """A missing folder and a folder as target have their words, and nothing is left behind."""
    for target in (tmp_path / "missing" / "x.json", tmp_path):
        with pytest.raises(Misuse, match="cannot be written"):
            write_bytes(str(target), b"x")
        with pytest.raises(Misuse):
            write_private_file(str(target), "x")
    assert list(tmp_path.iterdir()) == []


def test_a_key_file_is_private_and_never_overwritten(tmp_path: Path) -> None:
    """Only the owner reads it, whatever the umask; a second key does not destroy the first."""
    target = tmp_path / "key.json"
    old = os.umask(0)
    try:
        write_private_file(str(target), "first")
    finally:
        os.umask(old)
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    with pytest.raises(Misuse, match="exists already"):
        write_private_file(str(target), "second")
    assert target.read_text() == "first"
