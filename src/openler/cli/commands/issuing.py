"""``openler credential issue``: sign claims as a record."""

import argparse
import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from openler.cli.arguments import Commands, add_command, add_world_options, instant
from openler.cli.exits import REJECTED, VALID
from openler.cli.keys_given import add_key_options, open_key
from openler.cli.sources import open_world, read_file
from openler.cli.terminal import say_error, write_bytes

if TYPE_CHECKING:
    from openler.foundation.problems import Problem

_ABOUT = """\
Sign claims (a credential without proof) with a key. The claims stay as they are; only the proof is added. Whatever a
verifier would refuse is refused here, with its place, and then nothing is written.
"""
_EXAMPLES = """\
  openler credential issue --key key.json claims.json -o signed.json
  openler credential issue --key key.json --suite eddsa-jcs-2022 claims.json -o signed.json
"""


def register(commands: Commands) -> None:
    """Add the command."""
    parser = add_command(commands, "issue", _run, summary="sign claims as a record", about=_ABOUT, examples=_EXAMPLES)
    parser.add_argument(
        "claims", metavar="CLAIMS.json", help="the credential without its proof; its issuer is the key's owner"
    )
    add_key_options(parser)
    parser.add_argument(
        "-o", "--output", metavar="SIGNED.json", required=True, help="file to write; - for standard output"
    )
    parser.add_argument(
        "--suite", metavar="NAME", help="cryptosuite, such as eddsa-jcs-2022; chosen by the key if left out"
    )
    parser.add_argument("--at", metavar="TIME", type=instant, help="time of the proof; now if left out")
    add_world_options(parser)


def _run(options: argparse.Namespace) -> int:
    from openler.credentials.issuance import NotIssuable, issue

    world = open_world(options)
    claims = read_file(options.claims)
    key = open_key(options)
    try:
        signed = issue(
            claims,
            signer=key.signer,
            verification_method=key.id,
            at=options.at or datetime.now(UTC),
            cryptosuite=options.suite,
            contexts=world.given,
        )
    except NotIssuable as error:
        _say_faults(options.claims, error.problems)
        return REJECTED
    write_bytes(options.output, (json.dumps(signed, indent=2, ensure_ascii=False) + "\n").encode())
    return VALID


def _say_faults(name: str, problems: "tuple[Problem, ...]") -> None:
    say_error(name, "these claims cannot be issued, and nothing was signed or written.")
    for problem in problems:
        place = f" (at {problem.pointer})" if problem.pointer else ""
        say_error(name, f"{problem.detail}{place}", problem.next_step)
