"""``openler credential derive``: show a part of a record."""

import argparse
import json

from openler.cli.arguments import Commands, add_command, add_pointers, add_world_options, file_behind
from openler.cli.exits import VALID
from openler.cli.sources import open_world, read_input
from openler.cli.terminal import write_bytes

_ABOUT = """\
Take from a record what you want to show. Works on records that were signed with ecdsa-sd-2023; what the issuer made
mandatory is always shown. What is written verifies; the record itself stays with you, for it holds the means to show all
of it. A list that keeps its order is shown whole.
"""
_EXAMPLES = """\
  openler credential derive --selective /credentialSubject/result mine.json -o shown.json
  openler credential derive --selective /name /evidence/0 -o - mine.json
"""


def register(commands: Commands) -> None:
    """Add the command."""
    parser = add_command(commands, "derive", _run, summary="show a part of a record", about=_ABOUT, examples=_EXAMPLES)
    parser.add_argument(
        "record", metavar="FILE", nargs="?", help="the record as its issuer gave it; - for standard input"
    )
    add_pointers(parser, "--selective", "JSON pointers to what is shown, such as /credentialSubject/result")
    parser.add_argument(
        "-o", "--output", metavar="SHOWN.json", required=True, help="file to write; - for standard output"
    )
    add_world_options(parser)


def _run(options: argparse.Namespace) -> int:
    from openler.credentials.derivation import derive

    world = open_world(options)
    name = file_behind(options.selective, options.record)
    shown = derive(read_input(name, world), selective=options.selective, contexts=world.given)
    write_bytes(options.output, (json.dumps(shown, indent=2, ensure_ascii=False) + "\n").encode())
    return VALID
