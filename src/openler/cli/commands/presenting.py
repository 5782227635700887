"""``openler credential present``, ``openler presentation create``: put records together and sign them for somebody."""

import argparse
import json
from datetime import UTC, datetime

from openler.cli.arguments import Commands, add_command, add_world_options, instant
from openler.cli.exits import VALID
from openler.cli.keys_given import add_key_options, open_key
from openler.cli.sources import open_world, read_input
from openler.cli.terminal import write_bytes
from openler.cli.tokens import add_present_options, is_token, present_as_token

_ABOUT = """\
Sign a presentation (VCDM 2.0) of records with the holder's key. The records stay as their issuers signed them. With
--challenge and --domain, which a verifier gives you, it shows that you sign for that verifier now; without a record it
shows only that you have the key.
"""
_EXAMPLES = """\
  openler credential present --key my.json badge.json -o shown.json
  openler credential present --key my.json --challenge 7f3a --domain https://home.example badge.json -o shown.json
  openler credential present --key my.json --format vp+jwt --challenge 7f3a badge.json -o shown.jwt
  openler credential present --key my.json --format dc+sd-jwt --disclose /name mine.txt -o shown.txt
"""


def register(commands: Commands, name: str = "present", *, group: str = "credential") -> None:
    """Add the command, under the name that a group of commands has for it."""
    examples = _EXAMPLES.replace("openler credential present", f"openler {group} {name}")
    parser = add_command(
        commands, name, _run, summary="sign a presentation of records", about=_ABOUT, examples=examples
    )
    parser.add_argument(
        "records", metavar="RECORD", nargs="*", help="a record: JSON, compact JWT or SD-JWT; - for standard input"
    )
    add_key_options(parser)
    parser.add_argument(
        "-o",
        "--output",
        metavar="SHOWN.json",
        required=group == "credential",
        default="-",
        help="file to write; - for standard output",
    )
    parser.add_argument("--challenge", metavar="TEXT", help="what the verifier asked you to sign")
    parser.add_argument("--domain", metavar="TEXT", help="for whom you sign, as the verifier names it")
    parser.add_argument(
        "--suite", metavar="NAME", help="cryptosuite, such as eddsa-rdfc-2022; chosen by the key if left out"
    )
    add_present_options(parser)
    parser.add_argument("--at", metavar="TIME", type=instant, help="time of the proof; now if left out")
    add_world_options(parser)


def _run(options: argparse.Namespace) -> int:
    from openler.credentials.presentations import present

    world = open_world(options)
    key = open_key(options)
    records = [read_input(name, world) for name in options.records]
    if is_token(options):
        write_bytes(options.output, present_as_token(options, records, key))
        return VALID
    shown = present(
        records,
        signer=key.signer,
        verification_method=key.id,
        at=options.at or datetime.now(UTC),
        challenge=options.challenge,
        domain=options.domain,
        cryptosuite=options.suite,
        contexts=world.given,
    )
    write_bytes(options.output, (json.dumps(shown, indent=2, ensure_ascii=False) + "\n").encode())
    return VALID
