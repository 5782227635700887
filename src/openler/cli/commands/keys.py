"""``openler key create``: make a signing key."""

import argparse

from openler.cli.arguments import Commands, add_command
from openler.cli.exits import VALID
from openler.cli.terminal import say, write_private_file

_ABOUT = """\
Make a new signing key, write it to a file that only you can read, and print its did:key, the identifier by which
others find the public half. Whoever has the file can sign in its name: keep it, and never send it.
"""
_EXAMPLES = """\
  openler key create -o key.json
  openler key create --type P-256 -o key.json > did.txt
"""
_TYPES = ("Ed25519", "P-256", "P-384")


def register(commands: Commands) -> None:
    """Add the command."""
    parser = add_command(commands, "create", _run, summary="make a new signing key", about=_ABOUT, examples=_EXAMPLES)
    parser.add_argument("--type", choices=_TYPES, default="Ed25519", help="kind of key (default: %(default)s)")
    parser.add_argument(
        "-o", "--output", metavar="KEY.json", required=True, help="new file for the key; never overwritten"
    )


def _run(options: argparse.Namespace) -> int:
    from openler.credentials.keys import KeyFile, SoftwareSigner

    key = KeyFile.of(SoftwareSigner.generate(options.type))
    write_private_file(options.output, key.serialize())
    say(key.controller)
    return VALID
