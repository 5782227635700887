"""Every command, option and exit code stands in its help and in the reference."""

import argparse
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from openler.cli import exits
from openler.cli.entry import build_parser

REFERENCE = (Path(__file__).parents[2] / "docs" / "reference" / "command-line.md").read_text(encoding="utf-8")


def commands(parser: argparse.ArgumentParser) -> Iterator[argparse.ArgumentParser]:
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for child in action.choices.values():
                yield child
                yield from commands(child)


ALL = list(commands(build_parser()))
LEAVES = [parser for parser in ALL if parser.get_default("run") is not None]


@pytest.mark.parametrize("parser", LEAVES, ids=lambda parser: parser.prog)
def test_every_command_shows_examples_of_itself(parser: argparse.ArgumentParser) -> None:
    """The help ends with lines to copy, each naming the command."""
    help = parser.format_help()
    assert "examples:" in help
    assert help.split("examples:")[1].count(parser.prog) >= 1
    assert all(action.help for action in parser._actions)


@pytest.mark.parametrize("parser", LEAVES, ids=lambda parser: parser.prog)
def test_every_command_and_option_stands_in_the_reference(parser: argparse.ArgumentParser) -> None:
    """An option that is not written down there does not exist for a reader."""
    assert re.search(rf"`{parser.prog}[ `]", REFERENCE)
    for action in parser._actions:
        for option in action.option_strings:
            assert option in ("-h", "--help") or re.search(rf"`{re.escape(option)}[ `]", REFERENCE), option


def test_the_examples_are_commands_that_parse() -> None:
    """Each example is taken by the parser itself, up to its first pipe or redirection."""
    tried = 0
    for parser in LEAVES:
        for line in parser.format_help().split("examples:\n")[1].splitlines():
            words = re.split(r"[|>]", line.strip().removeprefix("cat badge.jwt | "))[0].split()
            assert words[0] == "openler", line
            options = build_parser().parse_args(words[1:])
            assert options.run is parser.get_default("run")
            tried += 1
    assert tried >= len(LEAVES)


def test_every_exit_code_is_explained() -> None:
    """The four numbers a script may see, and that of an interrupt."""
    for code in (exits.VALID, exits.REJECTED, exits.UNDETERMINED, exits.MISUSE):
        assert f"| {code} |" in REFERENCE
    assert str(exits.INTERRUPTED) in REFERENCE


def test_valid_is_the_word_and_trusted_is_not() -> None:
    """No help text calls a record trusted: verification does not say that."""
    for parser in ALL:
        assert "trusted" not in parser.format_help().lower()
    assert "trusted" not in REFERENCE.lower()
