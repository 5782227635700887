"""``openler rules list``: by which requirements are records judged?"""

import argparse
import json

from openler.cli.arguments import Commands, add_command
from openler.cli.exits import VALID
from openler.cli.terminal import say

_ABOUT = "List every requirement that records are judged by: its id, its text, and the standard's section."
_EXAMPLES = """\
  openler rules list
  openler rules list --json | jq -r '.[].citation'
"""


def register(commands: Commands) -> None:
    """Add the command."""
    parser = add_command(commands, "list", _run, summary="list the requirements", about=_ABOUT, examples=_EXAMPLES)
    parser.add_argument("--json", action="store_true", help="one JSON array")


def _run(options: argparse.Namespace) -> int:
    from openler.credentials.rules import RULES

    if options.json:
        say(json.dumps([{"id": rule.id, "text": rule.text, "citation": rule.citation} for rule in RULES], indent=2))
        return VALID
    for rule in RULES:
        say(f"{rule.id}\n  {rule.text}\n  {rule.citation}")
    say(f"\n{len(RULES)} requirements.")
    return VALID
