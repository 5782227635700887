"""How are words, colours and files put out safely?

Text of a record is shown, never obeyed: control characters that could move the cursor, hide or turn around what a
reader sees are written out.
"""

import contextlib
import os
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from openler.foundation.errors import LerError, Misuse

# Joiners are part of ordinary words and of joined emoji; every other format character is written out.
_ORDINARY_FORMAT = frozenset("\u200c\u200d")
_ESCAPES = {"good": "\x1b[32m", "bad": "\x1b[31m", "unsure": "\x1b[33m", "strong": "\x1b[1m", "faint": "\x1b[2m"}
_RESET = "\x1b[0m"


@dataclass(frozen=True, slots=True)
class Style:
    """Whether colour is used; without it the same words stand alone."""

    colour: bool

    @classmethod
    def of(cls, stream: TextIO) -> "Style":
        """Use colour on a terminal that can, unless NO_COLOR is set (https://no-color.org)."""
        can = stream.isatty() and os.environ.get("TERM") != "dumb"
        return cls(can and not os.environ.get("NO_COLOR"))

    def paint(self, text: str, look: str) -> str:
        """Wrap text in a colour."""
        return f"{_ESCAPES[look]}{text}{_RESET}" if self.colour else text


def printable(text: object) -> str:
    """Make text of a record safe to show in a terminal."""
    return "".join(
        letter if letter.isprintable() or letter in _ORDINARY_FORMAT else f"\\u{ord(letter):04x}"
        for letter in str(text).replace("\r\n", " ").replace("\n", " ")
    )


def prepare_streams() -> None:
    """Let no letter that a terminal lacks end the program; it is written out instead."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")


def say(text: str = "") -> None:
    """Write a line to standard output."""
    print(text)


def say_error(about: str, message: str, advice: str = "") -> None:
    """Write one line to standard error: what it is about, what is wrong, what to do."""
    words = " ".join(part for part in (printable(message), printable(advice)) if part)
    print(f"{printable(about)}: {words}", file=sys.stderr)


def say_fault(about: str, error: LerError) -> None:
    """Tell a fault with its place and what to do next."""
    place = f" (at {error.pointer})" if error.pointer else ""
    say_error(about, f"{error.message}{place}", error.advice)


def write_bytes(target: str | None, data: bytes) -> None:
    """Write to a file whole or not at all, or to standard output for None and ``-``.

    Raises:
        Misuse: the place cannot be written.
    """
    if target in (None, "-"):
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return
    path = Path(str(target))
    try:
        # A device or pipe is written as it is; a file is put in place only when it is whole.
        if path.exists() and not path.is_file():
            path.write_bytes(data)
            return
        descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=".openler-")
    except OSError as error:
        raise Misuse(f"{target} cannot be written: {_reason(error)}.") from None
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
        # A temporary file is private; the finished one gets the mode that any new file would have.
        mask = os.umask(0)
        os.umask(mask)
        Path(name).chmod(0o666 & ~mask)
        Path(name).replace(path)
    except OSError as error:
        with contextlib.suppress(OSError):
            Path(name).unlink()
        raise Misuse(f"{target} cannot be written: {_reason(error)}.") from None


def write_private_file(target: str, text: str) -> None:
    """Write a new file that only its owner may read.

    Raises:
        Misuse: it exists already, or cannot be written.
    """
    try:
        descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise Misuse(
            f"{target} exists already and is never overwritten.",
            advice="Choose another name; a lost key cannot be had back.",
        ) from None
    except OSError as error:
        raise Misuse(f"{target} cannot be written: {_reason(error)}.") from None
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)


def _reason(error: OSError) -> str:
    return (error.strerror or type(error).__name__).lower()
