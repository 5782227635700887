"""Which options exist, and how is a wrong one told? One parser with our words and our exit code."""

import argparse
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, NoReturn

from openler.cli.exits import MISUSE
from openler.foundation.errors import LerError, Misuse
from openler.foundation.instants import parse_instant

# What argparse calls the object that add_subparsers returns.
Commands = Any


class Parser(argparse.ArgumentParser):
    """An argument parser whose faults end with 64, in one sentence and the way to help."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("formatter_class", argparse.RawDescriptionHelpFormatter)
        options.setdefault("allow_abbrev", False)
        super().__init__(**options)

    def error(self, message: str) -> NoReturn:
        """Say what is wrong with the arguments and end with 64."""
        print(f"{self.prog}: {message}. See '{self.prog} --help'.", file=sys.stderr)
        raise SystemExit(MISUSE)


def add_command(
    commands: Commands, name: str, run: Callable[[argparse.Namespace], int], *, summary: str, about: str, examples: str
) -> Parser:
    """Add a command with its help: a sentence in the list, a description, and examples to copy."""
    parser: Parser = commands.add_parser(name, help=summary, description=about, epilog=f"examples:\n{examples}")
    parser.set_defaults(run=run)
    return parser


def add_world_options(parser: argparse.ArgumentParser) -> None:
    """Add the options that say where documents come from: files, or the network."""
    parser.add_argument(
        "--document",
        metavar="ID=FILE",
        action="append",
        default=[],
        help="what a DID or URL stands for: a DID document, status list, issuer profile, key or context; repeatable",
    )
    parser.add_argument("--online", action="store_true", help="fetch what is missing; without it nothing is asked")
    parser.add_argument(
        "--allow-loopback",
        action="store_true",
        help="with --online: also ask this very machine (localhost), for trials",
    )


def add_pointers(parser: argparse.ArgumentParser, option: str, help: str) -> None:
    """Add an option that takes one JSON pointer or several; the file may stand behind them."""
    parser.add_argument(option, metavar="POINTER", nargs="+", action="extend", default=[], help=help)


def file_behind(pointers: list[str], file: str | None) -> str:
    """Return the file of a command; where it stands behind the pointers, it is taken from them.

    Raises:
        Misuse: there is no word for a file.
    """
    if file is not None:
        return file
    if not pointers:
        raise Misuse("No file is named.", advice="Name it at the end, or - for standard input.")
    return pointers.pop()


def instant(text: str) -> datetime:
    """Read the value of ``--at``: a date with time and zone.

    Raises:
        argparse.ArgumentTypeError: anything else.
    """
    try:
        moment = parse_instant(text)
        return datetime(1, 1, 1, tzinfo=UTC) + timedelta(seconds=int(moment.seconds // 1)) + _fraction(moment.seconds)
    except LerError as error:
        raise argparse.ArgumentTypeError(f"{error.message.rstrip('.')}. {error.advice.rstrip('.')}") from None
    except OverflowError:
        raise argparse.ArgumentTypeError(f"{text!r} lies outside the years 1 to 9999") from None


def _fraction(seconds: Any) -> timedelta:
    return timedelta(microseconds=int(seconds % 1 * 1_000_000))
