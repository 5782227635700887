"""``openler credential bake`` and ``unbake``: put a record into a picture, take it out again."""

import argparse

from openler.cli.arguments import Commands, add_command
from openler.cli.exits import VALID
from openler.cli.sources import read_file
from openler.cli.terminal import say_error, write_bytes
from openler.foundation.errors import Misuse

_ABOUT_BAKE = """\
Put a record (JSON or compact JWT) into a PNG or SVG picture. A record of the same kind that is already inside is
replaced; every other byte of the picture stays. The record is not judged: verify it first.
"""
_EXAMPLES_BAKE = """\
  openler credential bake picture.png signed.json -o badge.png
  openler credential bake picture.svg badge.jwt --kind ob3 -o badge.svg
"""
_ABOUT_UNBAKE = """\
Take a record out of a PNG, SVG or PDF, byte for byte as it was put in. If there are several, the first that carries
its own proof is taken, and the others are named.
"""
_EXAMPLES_UNBAKE = """\
  openler credential unbake badge.png
  openler credential unbake badge.png -o badge.json
  openler credential unbake --number 2 certificate.pdf -o second.json
"""
_KINDS = ("ob3", "clr", "ob2")


def register(commands: Commands) -> None:
    """Add the commands."""
    bake = add_command(
        commands, "bake", _bake, summary="put a record into a picture", about=_ABOUT_BAKE, examples=_EXAMPLES_BAKE
    )
    bake.add_argument("picture", metavar="PICTURE", help="a PNG or SVG file")
    bake.add_argument("record", metavar="RECORD", help="the record, as JSON or compact JWT")
    bake.add_argument("--kind", choices=_KINDS, help="whose place to put it into; told from the record if left out")
    bake.add_argument("-o", "--output", metavar="FILE", required=True, help="file to write; - for standard output")
    unbake = add_command(
        commands,
        "unbake",
        _unbake,
        summary="take a record out of a file",
        about=_ABOUT_UNBAKE,
        examples=_EXAMPLES_UNBAKE,
    )
    unbake.add_argument("file", metavar="FILE", help="a PNG, SVG or PDF file")
    unbake.add_argument("--number", type=int, default=1, metavar="N", help="which of several (default: %(default)s)")
    unbake.add_argument("-o", "--output", metavar="FILE", help="file to write; standard output if left out")


def _bake(options: argparse.Namespace) -> int:
    from openler.credentials.baking import bake, kind_of_record

    picture, record = read_file(options.picture), read_file(options.record)
    write_bytes(options.output, bake(picture, record, kind=options.kind or kind_of_record(record)))
    return VALID


def _unbake(options: argparse.Namespace) -> int:
    from openler.credentials.baking import unbake

    found = unbake(read_file(options.file))
    if not 1 <= options.number <= len(found):
        raise Misuse(
            f"{options.file} holds {len(found)} record{'s' if len(found) > 1 else ''}, so there is no number {options.number}."
        )
    write_bytes(options.output, found[options.number - 1].payload)
    for number, baked in enumerate(found, 1):
        if number != options.number:
            say_error(
                options.file,
                f"record {number} ({baked.kind}, {baked.place}) was left inside.",
                f"Take it with --number {number}.",
            )
    return VALID
