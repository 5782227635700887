"""``openler credential verify``, ``openler presentation verify``: is each of these records valid?"""

import argparse
import json
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from openler.cli.arguments import Commands, add_command, add_world_options, instant
from openler.cli.exits import EXIT_OF_OUTCOME, UNDETERMINED, exit_of_error, gravest
from openler.cli.faults import unexpected
from openler.cli.sources import World, open_world, read_file, read_input
from openler.cli.terminal import Style, say, say_error, say_fault
from openler.foundation.errors import LerError, MalformedInput, Misuse

if TYPE_CHECKING:
    from openler.trust import Registry

_ABOUT = """\
Say of each record whether it is well-formed, intact and in force. Takes JSON, compact JWT, SD-JWT, and PNG, SVG or PDF
files with a record inside. Nothing is fetched unless --online is given.

Valid says nothing about who the issuer is: whether to rely on that issuer is for you to decide, or for a registry
that you choose with --require-recognition: then an issuer that it does not know is undetermined.

Exit codes: 0 valid, 1 rejected, 2 undetermined, 64 misuse; of several files the gravest (64, 1, 2, 0).
"""
_EXAMPLES = """\
  openler credential verify badge.png
  openler credential verify --json *.json | jq .sentence
  openler credential verify --at 2026-05-04T09:30:00Z badge.json
  openler credential verify --document did:web:issuer.example=did.json badge.json
  openler credential verify --require-recognition registry.json badge.json
  openler credential verify --online https://issuer.example/badges/7
  cat badge.jwt | openler credential verify -
"""
_ABOUT_PRESENTATIONS = """\
Say of each presentation whether its holder signed it, and whether every record in it is well-formed, intact and in
force. With --challenge and --domain it must answer what you asked. Nothing is fetched unless --online is given.

Exit codes: 0 valid, 1 rejected, 2 undetermined, 64 misuse; of several files the gravest (64, 1, 2, 0).
"""
_EXAMPLES_OF_PRESENTATIONS = """\
  openler presentation verify shown.json
  openler presentation verify --challenge 7f3a --domain https://home.example shown.json
  openler presentation verify --challenge 7f3a --presenter --json shown.json
  openler presentation verify -
"""
# This version was made after this day, so a clock that shows an earlier one is wrong.
_EARLIEST_NOW = datetime(2026, 11, 1, tzinfo=UTC)


class NoPresentation(MalformedInput):
    """Something else was given where a presentation is checked."""

    code = "no_presentation"
    default_advice = "Check records with 'openler credential verify'."


def register(commands: Commands) -> None:
    """Add the command for records."""
    parser = add_command(commands, "verify", _run, summary="is each record valid?", about=_ABOUT, examples=_EXAMPLES)
    parser.set_defaults(kind="", challenge=None, domain=None, presenter=False)
    _add_options(parser)


def register_presentations(commands: Commands) -> None:
    """Add the command for presentations."""
    parser = add_command(
        commands,
        "verify",
        _run,
        summary="is each presentation valid, with every record in it?",
        about=_ABOUT_PRESENTATIONS,
        examples=_EXAMPLES_OF_PRESENTATIONS,
    )
    parser.set_defaults(kind="presentation")
    parser.add_argument("--challenge", metavar="TEXT", help="what you asked the holder to sign")
    parser.add_argument("--domain", metavar="TEXT", help="for whom you asked the holder to sign")
    parser.add_argument(
        "--presenter",
        action="store_true",
        help="with --challenge: also ask that the holder signed in the last ten minutes, and that each record is "
        "about the holder",
    )
    _add_options(parser)


def _add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "files", metavar="FILE", nargs="+", help="a file, a URL (with --online), or - for standard input"
    )
    parser.add_argument("--json", action="store_true", help="one report as JSON on each line")
    parser.add_argument(
        "--proof-only", action="store_true", help="check only the proof; such an answer accepts nothing"
    )
    parser.add_argument(
        "--at", metavar="TIME", type=instant, help="judge as of this time, such as 2026-05-04T09:30:00Z"
    )
    parser.add_argument(
        "--require-recognition",
        metavar="FILE",
        action="append",
        default=[],
        help="a registry's file: its issuers count, others are undetermined; repeatable, the first that knows decides",
    )
    add_world_options(parser)


def _run(options: argparse.Namespace) -> int:
    if options.presenter and options.challenge is None:
        raise Misuse("--presenter asks who signed just now, which only --challenge can show.")
    world = open_world(options)
    at = options.at or _now()
    registries = [_read_registry(name) for name in options.require_recognition]
    return gravest(_verify_file(name, options, world, at, registries) for name in options.files)


def _read_registry(name: str) -> "Registry":
    """Read a registry that counts.

    Raises:
        Misuse: there is no such file, or it holds no registry; without it no answer would be the one asked for.
    """
    from openler.trust import read_registry

    try:
        return read_registry(read_file(name))
    except MalformedInput as error:
        raise Misuse(f"{name} holds no registry: {error}", advice=error.advice) from None


def _verify_file(
    name: str, options: argparse.Namespace, world: World, at: datetime, registries: "Sequence[Registry]"
) -> int:
    from openler.cli.reports import report_lines
    from openler.credentials.verification import ExpectedProof, verify
    from openler.trust import answer, asked_of, recognize, tell

    shown = "standard input" if name == "-" else name
    try:
        data = read_input(name, world)
        report = verify(
            data,
            at=at,
            documents=world.documents(),
            contexts=world.given,
            proof_only=options.proof_only,
            expected_challenge=options.challenge if options.presenter else None,
            expected_domain=options.domain if options.presenter else None,
            expected_proof=ExpectedProof(challenge=options.challenge, domain=options.domain),
        )
        if options.kind and report.kind not in (options.kind, "unreadable"):
            raise NoPresentation("This is no presentation.")
        asked = asked_of(report)
        answered = answer(asked, lambda question: recognize(question, registries, at=at))
    except LerError as error:
        say_fault(shown, error)
        return exit_of_error(error)
    except Exception as error:
        say_error(shown, unexpected(error))
        return UNDETERMINED
    if options.json:
        told = tell(report.to_json(), asked, answered)
        say(json.dumps({"file": shown, **told}, ensure_ascii=not _speaks_utf8()))
    else:
        for line in report_lines(shown, report, Style.of(sys.stdout), answered if registries else None):
            say(line)
    outcomes = [report.outcome, *([answered.outcome] if registries else [])]
    return gravest(EXIT_OF_OUTCOME.get(outcome, UNDETERMINED) for outcome in outcomes)


def _now() -> datetime:
    now = datetime.now(UTC)
    if now < _EARLIEST_NOW:
        say_error(
            "openler",
            f"the clock of this computer says {now:%Y-%m-%d}, which is too early to be right.",
            "Set it, or give the time with --at; dates below are judged by that clock.",
        )
    return now


def _speaks_utf8() -> bool:
    return (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"
