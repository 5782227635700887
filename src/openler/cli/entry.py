"""Which command was called, and how does it end? The one place where exceptions become words and numbers."""

import os
import sys
from collections.abc import Sequence

from openler.cli.arguments import Parser
from openler.cli.commands import (
    carriers,
    deriving,
    dids,
    frameworks,
    inspecting,
    issuing,
    keys,
    presenting,
    programs,
    rules,
    verifying,
)
from openler.cli.exits import INTERRUPTED, MISUSE, VALID, exit_of_error
from openler.cli.faults import unexpected
from openler.cli.terminal import prepare_streams, say_error, say_fault
from openler.foundation.errors import LerError

_ABOUT = """\
Issue, verify and inspect learning and employment records, offline unless told otherwise.

Exit codes: 0 valid or done, 1 rejected, 2 undetermined, 64 misuse; of several files the gravest (64, 1, 2, 0).
"""
_EXAMPLES = """\
examples:
  openler credential verify badge.png
  openler key create -o key.json
  openler credential issue --key key.json claims.json -o signed.json
  openler serve
"""
# Commands of the platform: only these start Django.
_SERVE = "start the platform in this folder and print its address"
_DOCTOR = "say what is wrong with this installation, and how to mend it"
_AUDIT = "prove that no line of the audit was changed, or write the log about one person"
_KEYSTORE = "back up all keys of this installation under a passphrase, and bring them back"
_WORKER = "do the long work that waits, beside the server or on another machine"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; never raises, never shows a traceback."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    prepare_streams()
    try:
        return _run(words)
    except LerError as error:
        say_fault("openler", error)
        return exit_of_error(error)
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else (VALID if end.code is None else MISUSE)
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read our output has gone; what is still buffered must not raise again at the end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        return MISUSE
    except Exception as error:
        say_error("openler", unexpected(error))
        return MISUSE


def _run(words: list[str]) -> int:
    if words[:1] == ["serve"]:
        from openler.platform.serve import main as serve

        return serve(words[1:])
    if words[:1] == ["worker"]:
        from openler.platform.work import main as work

        return work(words[1:])
    if words[:1] == ["doctor"]:
        from openler.platform.doctor import main as doctor

        return doctor(words[1:])
    if words[:1] == ["audit"]:
        from openler.platform.auditing import main as audit

        return audit(words[1:])
    if words[:1] == ["keystore"]:
        from openler.platform.keystore.terminal import main as keystore

        return keystore(words[1:])
    options = build_parser().parse_args(words)
    run = getattr(options, "run", None)
    if run is None:
        options.parser.print_help(sys.stderr)
        return MISUSE
    code: int = run(options)
    sys.stdout.flush()
    return code


def build_parser() -> Parser:
    """Build the parser of every command."""
    parser = Parser(prog="openler", description=_ABOUT, epilog=_EXAMPLES)
    parser.add_argument(
        "--version", action="store_const", const=_version, dest="run", help="print the version and stop"
    )
    parser.set_defaults(parser=parser)
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", parser_class=Parser)
    credential = _group(commands, "credential", "issue, verify, inspect, bake and unbake records")
    verifying.register(credential)
    issuing.register(credential)
    deriving.register(credential)
    presenting.register(credential)
    inspecting.register(credential)
    carriers.register(credential)
    keys.register(_group(commands, "key", "make signing keys"))
    dids.register(_group(commands, "did", "find out what an identifier stands for"))
    programs.register_batches(_group(commands, "batch", "issue class lists in a running installation"))
    programs.register_records(_group(commands, "record", "change issued records in a running installation"))
    frameworks.register(_group(commands, "framework", "read a framework of skills, or send it to an installation"))
    rules.register(_group(commands, "rules", "list the requirements that records are judged by"))
    platform = (
        ("serve", _SERVE),
        ("worker", _WORKER),
        ("doctor", _DOCTOR),
        ("audit", _AUDIT),
        ("keystore", _KEYSTORE),
    )
    for name, summary in platform:
        commands.add_parser(name, help=summary, add_help=False)
    return parser


def _group(commands: object, name: str, summary: str) -> object:
    parser: Parser = commands.add_parser(name, help=summary, description=summary.capitalize() + ".")  # type: ignore[attr-defined]
    parser.set_defaults(parser=parser)
    return parser.add_subparsers(title="commands", metavar="COMMAND", parser_class=Parser)


def _version(_: object) -> int:
    from importlib.metadata import version

    print(f"openler {version('openler')}")
    return VALID
