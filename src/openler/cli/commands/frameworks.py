"""``openler framework check``, ``openler framework import``: read a framework's file here, or send it to where it is kept."""

import argparse
import json
import os

from openler.cli.arguments import Commands, add_command
from openler.cli.commands.programs import add_server, form_of, send, tell_refusal
from openler.cli.exits import REJECTED, VALID
from openler.cli.sources import read_file
from openler.cli.terminal import say

_CHECK = """\
Read a framework (CASE 1.1 package, RSD library, plain CSV) and say what would come in, and what is to be mended:
each with row, column, value and remedy. Nothing is sent or kept. 1 while something is to be mended.
"""
_CHECK_EXAMPLES = "  openler framework check skills.csv\n"
_IMPORT = """\
Send a framework to a running installation. What is good comes in; what is not comes back with its place and remedy.
1 while something is to be mended, although the rest is in.
"""
_IMPORT_EXAMPLES = """\
  openler framework import --server https://records.example.org --token-file token package.json
  openler framework import --title Ward --columns '{"label":"Skill","code":"Nr"}' skills.csv
"""


def register(commands: Commands) -> None:
    """Add the commands about frameworks."""
    check = add_command(
        commands, "check", _check, summary="say what of a framework can be used", about=_CHECK, examples=_CHECK_EXAMPLES
    )
    _add_file(check)
    bring = add_command(
        commands, "import", _import, summary="send a framework", about=_IMPORT, examples=_IMPORT_EXAMPLES
    )
    _add_file(bring)
    bring.add_argument("--title", default="", help="what it is called, where the file does not say it")
    bring.add_argument("--attribution", default="", help="the sentence that its license asks for")
    add_server(bring)


def _add_file(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FRAMEWORK", help="the file: JSON or CSV")
    parser.add_argument("--columns", default="", metavar="JSON", help="which column means what, as a JSON object")


def _check(options: argparse.Namespace) -> int:
    from openler.foundation.strict_json import parse_json_object
    from openler.skills.importing import read_framework

    told = parse_json_object(options.columns) if options.columns else None
    columns = None if told is None else {name: str(column) for name, column in told.items()}
    draft = read_framework(read_file(options.file), columns=columns)
    say(f"{draft.head.title or options.file}: {len(draft.items)} of {draft.counted} entries can come in")
    for fault in draft.faults:
        _tell(fault.list_name, fault.number, fault.column, fault.value, f"{fault.reason} {fault.remedy}")
    return REJECTED if draft.faults else VALID


def _import(options: argparse.Namespace) -> int:
    fields = {"title": options.title, "attribution": options.attribution, "columns": options.columns}
    body, media_type = form_of(fields, os.path.basename(options.file), read_file(options.file))
    status, answer = send(options, "POST", "/frameworks/files", body, media_type)
    if tell_refusal(options, status, answer):
        return REJECTED
    say(f"{answer['uri']}  {answer['title']}: {answer['taken']} of {answer['counted']} entries came in")
    for fault in answer["faults"]:
        _tell(
            fault["list"], fault["number"], fault["column"], fault["value"], f"{fault['detail']} {fault['next_step']}"
        )
    return REJECTED if answer["faults"] else VALID


def _tell(list_name: str, number: int, column: str, value: str, words: str) -> None:
    place = " ".join(filter(None, (list_name, str(number) if number else ""))) or "file"
    shown = f" ({json.dumps(value, ensure_ascii=False)})" if value else ""
    say(f"  {place}{', ' + column if column else ''}: {words}{shown}")
