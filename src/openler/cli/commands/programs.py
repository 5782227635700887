"""``openler batch issue``, ``openler batch show``, ``openler record revoke``: work in a running installation, by token."""

import argparse
import json
import os
import uuid
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlsplit

from openler.cli.arguments import Commands, add_command
from openler.cli.exits import REJECTED, VALID
from openler.cli.sources import read_file
from openler.cli.terminal import say, say_error
from openler.foundation.errors import Misuse

_ISSUE = """\
Send a class list (CSV) to a running installation: every row is checked there, and the bad ones come back with what to
do. With --release the good rows are signed; where two people are needed, the second one is asked.
"""
_ISSUE_EXAMPLES = """\
  openler batch issue --server https://records.example.org --token-file token --achievement NUR-110 class.csv
  openler batch issue --achievement NUR-110 --release class.csv
"""
_SHOW = "Tell where a batch stands, and which of its rows are to be mended."
_SHOW_EXAMPLES = "  openler batch show 7f3e4dd7-3c6d-4a50-9d0b-1d1ba6f2a001\n"
_REVOKE = "Revoke a record for good, with all its copies. The holder reads the reason; third parties do not."
_REVOKE_EXAMPLES = "  openler record revoke --reason mistake 7f3e4dd7-3c6d-4a50-9d0b-1d1ba6f2a001\n"
_DEFAULT_SERVER = "http://127.0.0.1:8000"
_LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
# Checking the largest list takes some seconds there.
_MAX_SECONDS = 120.0
_MAX_ANSWER_BYTES = 4 << 20
_REFUSED = 400


class NoToken(Misuse):
    """No token was given by which the installation knows for whom this acts."""

    code = "no_token"
    default_advice = (
        "Make one on the page Tokens of the organization, keep it in a file, and name it with --token-file."
    )


def register_batches(commands: Commands) -> None:
    """Add the commands about batches."""
    issue = add_command(
        commands, "issue", _issue, summary="send a class list to be issued", about=_ISSUE, examples=_ISSUE_EXAMPLES
    )
    issue.add_argument("file", metavar="CLASS.csv", help="the class list")
    issue.add_argument("--achievement", required=True, metavar="CODE", help="code or id of a published achievement")
    issue.add_argument("--title", default="", help="what the batch is called; the file's name if left out")
    issue.add_argument("--columns", default="", metavar="JSON", help="which column means what, as a JSON object")
    issue.add_argument("--release", action="store_true", help="sign the good rows at once")
    add_server(issue)
    show = add_command(
        commands, "show", _show, summary="tell where a batch stands", about=_SHOW, examples=_SHOW_EXAMPLES
    )
    show.add_argument("batch", metavar="BATCH", help="id of the batch")
    add_server(show)


def register_records(commands: Commands) -> None:
    """Add the commands about issued records."""
    revoke = add_command(
        commands, "revoke", _revoke, summary="revoke a record", about=_REVOKE, examples=_REVOKE_EXAMPLES
    )
    revoke.add_argument("record", metavar="RECORD", help="id of the record in the register")
    revoke.add_argument("--reason", required=True, help="why; the holder reads it")
    add_server(revoke)


def add_server(parser: argparse.ArgumentParser) -> None:
    """Add the options that say which installation, and for whom."""
    parser.add_argument(
        "--server", metavar="URL", default=_DEFAULT_SERVER, help="the installation (default: %(default)s)"
    )
    parser.add_argument(
        "--token-file", metavar="FILE", help="file with the token; else the variable OPENLER_TOKEN is read"
    )


def _issue(options: argparse.Namespace) -> int:
    fields = {
        "achievement": options.achievement,
        "title": options.title,
        "columns": options.columns,
        "release": "true" if options.release else "false",
    }
    body, media_type = form_of(fields, os.path.basename(options.file), read_file(options.file))
    return _tell(options, *send(options, "POST", "/batches/files", body, media_type))


def _show(options: argparse.Namespace) -> int:
    return _tell(options, *send(options, "GET", f"/batches/{quote(options.batch, safe='')}"))


def _revoke(options: argparse.Namespace) -> int:
    body = json.dumps({"reason": options.reason}).encode()
    path = f"/records/{quote(options.record, safe='')}/revocation"
    return _tell(options, *send(options, "POST", path, body, "application/json"))


def send(
    options: argparse.Namespace, method: str, path: str, body: bytes = b"", media_type: str = ""
) -> tuple[int, dict[str, Any]]:
    """Send one request to the API by token, and give status and answer.

    Raises: NoToken, and what the guarded client raises.
    """
    from openler.platform.egress import GuardedClient
    from openler.platform.egress.client import Limits

    host = urlsplit(options.server).netloc
    # The one server that was named may be this machine; nothing else here is asked.
    loopback = {host} if host.rpartition(":")[0] in _LOOPBACK or host in _LOOPBACK else set()
    client = GuardedClient(allowed_loopback=loopback, limits=Limits(total_seconds=_MAX_SECONDS))
    headers = {"Authorization": f"Bearer {_token(options)}", "Accept": "application/json"}
    if body:
        headers |= {"Content-Type": media_type, "Idempotency-Key": str(uuid.uuid4())}
    reply = client.send(
        method,
        f"{options.server.rstrip('/')}/api/v1{path}",
        purpose="api",
        headers=headers,
        body=body,
        max_bytes=_MAX_ANSWER_BYTES,
    )
    try:
        answer = json.loads(reply.body)
    except ValueError:
        answer = {}
    return reply.status, answer if isinstance(answer, dict) else {}


def _token(options: argparse.Namespace) -> str:
    text = read_file(options.token_file).decode("ascii", "replace") if options.token_file else ""
    token = text.strip() or os.environ.get("OPENLER_TOKEN", "")
    if not token:
        raise NoToken("No token was given.")
    return token


def tell_refusal(options: argparse.Namespace, status: int, answer: Mapping[str, Any]) -> bool:
    """Say why the installation refused; false where it did not."""
    if status < _REFUSED and answer:
        return False
    detail = str(answer.get("detail") or f"The installation answered with the status {status}.")
    say_error(options.server, detail, str(answer.get("next_step") or ""))
    return True


def _tell(options: argparse.Namespace, status: int, answer: Mapping[str, Any]) -> int:
    if tell_refusal(options, status, answer):
        return REJECTED
    if "rows" in answer:
        rows = answer["rows"]
        say(f"{answer['id']}  {answer['state']}: {rows['issued']} signed, {rows['good']} good, {rows['bad']} to mend")
        if answer["needs_second_person"] and answer["state"] == "waiting":
            say("A second person releases it.")
        for fault in answer["faults"]:
            place = f"row {fault['row']}" + (f", {fault['column']}" if fault["column"] else "")
            say(f"  {place}: {fault['detail']} {fault['next_step']} ({fault['value']})")
        return REJECTED if rows["bad"] else VALID
    say(f"{answer['id']}  {answer['award_number']}  {answer['state']}")
    return VALID


def form_of(fields: Mapping[str, str], name: str, data: bytes) -> tuple[bytes, str]:
    """Write fields and one file as a form, and give its media type."""
    # RFC 7578; the boundary is random, so that no file can hold it.
    boundary = uuid.uuid4().hex
    parts = [
        f'--{boundary}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'.encode()
        for key, value in fields.items()
        if value
    ]
    plain = "".join(letter for letter in name if letter.isalnum() or letter in "-_. ") or "class.csv"
    head = (
        f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="{plain}"\r\n'
        "Content-Type: text/csv\r\n\r\n"
    )
    parts += [head.encode(), data, f"\r\n--{boundary}--\r\n".encode()]
    return b"".join(parts), f"multipart/form-data; boundary={boundary}"
