"""``openler did resolve``: which document does this identifier stand for?"""

import argparse
import json

from openler.cli.arguments import Commands, add_command, add_world_options
from openler.cli.exits import VALID
from openler.cli.sources import open_world
from openler.cli.terminal import say

_ABOUT = """\
Print the document that a DID stands for. did:key and did:jwk carry theirs inside; did:web is fetched with --online
or taken from --document.
"""
_EXAMPLES = """\
  openler did resolve did:key:z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2
  openler did resolve --online did:web:issuer.example
"""


def register(commands: Commands) -> None:
    """Add the command."""
    parser = add_command(commands, "resolve", _run, summary="print a DID's document", about=_ABOUT, examples=_EXAMPLES)
    parser.add_argument("did", metavar="DID", help="the identifier")
    add_world_options(parser)


def _run(options: argparse.Namespace) -> int:
    from openler.credentials.did import resolve_did

    document = resolve_did(options.did, documents=open_world(options).documents())
    say(json.dumps(document.members, indent=2))
    return VALID
