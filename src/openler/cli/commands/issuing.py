"""``openler credential issue``: sign claims as a record."""

import argparse
import json
import os
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from openler.cli.arguments import Commands, add_command, add_pointers, add_world_options, file_behind, instant
from openler.cli.exits import REJECTED, VALID
from openler.cli.sources import open_world, read_file, read_input
from openler.cli.terminal import say_error, write_bytes

if TYPE_CHECKING:
    from openler.foundation.problems import Problem

_ABOUT = """\
Sign claims (a credential without proof) with a key. The claims stay as they are; only the proof is added. Whatever a
verifier would refuse is refused here, with its place, and then nothing is written.

With the suite ecdsa-sd-2023 the holder can show a part of the record (openler credential derive). Who issued it, its dates,
status, schema and terms, and which achievement it is, are always shown; --mandatory adds to that.
"""
_EXAMPLES = """\
  openler credential issue --key key.json claims.json -o signed.json
  openler credential issue --key key.json --suite eddsa-jcs-2022 claims.json -o signed.json
  openler credential issue --key p256.json --suite ecdsa-sd-2023 --mandatory /name claims.json -o mine.json
  openler credential issue --key other.json --add signed.json -o twice.json
"""


def register(commands: Commands) -> None:
    """Add the command."""
    parser = add_command(commands, "issue", _run, summary="sign claims as a record", about=_ABOUT, examples=_EXAMPLES)
    parser.add_argument(
        "claims",
        metavar="CLAIMS.json",
        nargs="?",
        help="the credential without its proof; its issuer is the key's owner; - for standard input",
    )
    parser.add_argument("--key", metavar="KEY.json", required=True, help="key file made by 'openler key create'")
    parser.add_argument(
        "-o", "--output", metavar="SIGNED.json", required=True, help="file to write; - for standard output"
    )
    parser.add_argument(
        "--suite", metavar="NAME", help="cryptosuite, such as eddsa-jcs-2022; chosen by the key if left out"
    )
    add_pointers(parser, "--mandatory", "for ecdsa-sd-2023: JSON pointers to what the holder cannot leave out")
    parser.add_argument(
        "--proof-id",
        metavar="URL",
        nargs="?",
        const="",
        help="name the proof, so that others can build on it; made up if left open",
    )
    parser.add_argument("--add", action="store_true", help="the claims may be signed already: add one more proof")
    parser.add_argument(
        "--previous", metavar="ID", action="append", default=[], help="add a proof that covers this one too; repeatable"
    )
    parser.add_argument("--at", metavar="TIME", type=instant, help="time of the proof; now if left out")
    add_world_options(parser)


def _run(options: argparse.Namespace) -> int:
    from openler.credentials.issuance import NotIssuable, issue
    from openler.credentials.keys import parse_key_file
    from openler.foundation.chance import make_urn_uuid

    world = open_world(options)
    name = file_behind(options.mandatory, options.claims)
    claims = read_input(name, world)
    key = parse_key_file(read_file(options.key))
    try:
        signed = issue(
            claims,
            signer=key.signer,
            verification_method=key.id,
            at=options.at or datetime.now(UTC),
            cryptosuite=options.suite,
            contexts=world.given,
            mandatory=options.mandatory,
            chance=os.urandom,
            proof_id=make_urn_uuid(os.urandom) if options.proof_id == "" else options.proof_id,
            previous=options.previous if options.add or options.previous else None,
        )
    except NotIssuable as error:
        _say_faults(name, error.problems)
        return REJECTED
    write_bytes(options.output, (json.dumps(signed, indent=2, ensure_ascii=False) + "\n").encode())
    return VALID


def _say_faults(name: str, problems: "tuple[Problem, ...]") -> None:
    say_error(name, "these claims cannot be issued, and nothing was signed or written.")
    for problem in problems:
        place = f" (at {problem.pointer})" if problem.pointer else ""
        say_error(name, f"{problem.detail}{place}", problem.next_step)
