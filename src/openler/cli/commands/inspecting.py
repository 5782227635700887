"""``openler credential inspect``: what does this file say about itself? Nothing is checked."""

import argparse
import json
from collections.abc import Iterator
from typing import TYPE_CHECKING

from openler.cli.arguments import Commands, add_command
from openler.cli.exits import VALID
from openler.cli.sources import World, read_input
from openler.cli.terminal import printable, say
from openler.foundation.json_types import JsonObject, JsonValue

if TYPE_CHECKING:
    from openler.credentials.verification.reading import Found

_ABOUT = """\
Show what a file says about itself: what carries it, who claims to have issued what to whom, and how it is signed.
Nothing is checked and nothing is fetched; "openler credential verify" judges.
"""
_EXAMPLES = """\
  openler credential inspect badge.png
  openler credential inspect --json badge.jwt | jq .records[0].document
"""
_FORMS = {
    "json": "JSON",
    "jwt": "compact JWT",
    "sd_jwt": "SD-JWT",
    "cose": "COSE",
    "ob2_url": "address of an Open Badges 2.0 assertion",
}


def register(commands: Commands) -> None:
    """Add the command."""
    parser = add_command(
        commands, "inspect", _run, summary="show what a file says, unchecked", about=_ABOUT, examples=_EXAMPLES
    )
    parser.add_argument("file", metavar="FILE", help="a file, or - for standard input")
    parser.add_argument("--json", action="store_true", help="one JSON object with the decoded records")


def _run(options: argparse.Namespace) -> int:
    from openler.credentials.verification.reading import read_records

    records = [_told(found) for found in read_records(read_input(options.file, World({})))]
    if options.json:
        say(json.dumps({"checked": False, "records": records}))
        return VALID
    for number, record in enumerate(records, 1):
        say(f"Record {number} of {len(records)}" if len(records) > 1 else "One record")
        for name, value in _lines(record):
            say(f"  {name:<12} {printable(value)}")
    say("Nothing was checked: 'openler credential verify' judges.")
    return VALID


def _told(found: "Found") -> dict[str, JsonValue]:
    told: dict[str, JsonValue] = {"carrier": found.carrier, "form": found.form}
    if found.form == "ob2_url":
        return {**told, "address": found.token}
    if found.form == "sd_jwt":
        from openler.credentials.proofs.sd_jwt import parse_sd_jwt_vc, to_pointer

        sd_jwt = parse_sd_jwt_vc(found.document or found.token)
        told["header"] = sd_jwt.sd_jwt.jws.header
        told["document"] = sd_jwt.document
        told["disclosed"] = [to_pointer(path) for path in sd_jwt.places]
    elif found.form in ("jwt", "cose"):
        from openler.credentials.proofs import parse_token, parse_vc_cose

        token = parse_vc_cose(found.message) if found.form == "cose" else parse_token(found.token)
        told["header"] = token.jws.header
        told["document"] = token.document
    else:
        told["document"] = found.document
    return told


def _lines(record: dict[str, JsonValue]) -> Iterator[tuple[str, str]]:
    yield "form", _FORMS[record["form"]]
    if record["carrier"]:
        yield "inside", str(record["carrier"]).upper()
    for name, value in (record.get("header") or {}).items():
        yield f"header {name}"[:12], _short(value)
    if "disclosed" in record:
        yield "disclosed", _short(record["disclosed"]) or "nothing that could be left out"
    if "address" in record:
        yield "address", record["address"]
        return
    document: JsonObject = record["document"]
    subjects = [subject for subject in _list(document.get("credentialSubject")) if isinstance(subject, dict)]
    yield from _pairs("type", document.get("type"))
    yield from _pairs("id", document.get("id"))
    yield from _pairs("vct", document.get("vct"))
    yield from _pairs("name", document.get("name"))
    yield from _pairs("issuer", _named(document.get("issuer") or document.get("iss")))
    for subject in subjects:
        yield from _pairs("subject", subject.get("id") or subject.get("identifier"))
        yield from _pairs("achievement", _named(subject.get("achievement")))
    for name, label in (
        ("validFrom", "from"),
        ("issuanceDate", "from"),
        ("validUntil", "until"),
        ("expirationDate", "until"),
    ):
        yield from _pairs(label, document.get(name))
    for proof in _list(document.get("proof")):
        if isinstance(proof, dict):
            yield (
                "proof",
                f"{proof.get('cryptosuite') or proof.get('type')} by {_short(proof.get('verificationMethod'))}",
            )
    for status in _list(document.get("credentialStatus")):
        yield "status", _named(status)


def _pairs(label: str, value: JsonValue) -> Iterator[tuple[str, str]]:
    if value not in (None, "", []):
        yield label, _short(value)


def _named(value: JsonValue) -> str:
    if isinstance(value, dict):
        parts = [_short(value[name]) for name in ("name", "id", "type") if value.get(name)]
        return ", ".join(parts[:2])
    return _short(value) if value is not None else ""


def _list(value: JsonValue) -> list[JsonValue]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _short(value: JsonValue) -> str:
    text = (
        ", ".join(map(_short, value))
        if isinstance(value, list)
        else value
        if isinstance(value, str)
        else json.dumps(value)
    )
    return text if len(text) <= 200 else text[:199] + "…"
