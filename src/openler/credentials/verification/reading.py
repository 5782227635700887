"""Which records does this input hold, and in what form?

Pictures and PDF files carry a record; a file may be JSON, a compact JWT, or a list of either. Every record found is
given to judgement; none passes unseen.
"""

import re
from dataclasses import dataclass
from typing import Literal

from openler.credentials.baking import Baked, sniff, unbake
from openler.credentials.model import read_openbadges2
from openler.credentials.proofs import SIGN1
from openler.credentials.proofs.sd_jwt import is_sd_jwt_object
from openler.foundation.errors import MalformedInput, Undecided
from openler.foundation.json_types import JsonObject, JsonValue
from openler.foundation.strict_json import MAX_BYTES, BadJson, TooLarge, decode_text, parse_json

Form = Literal["json", "jwt", "sd_jwt", "cose", "ob2_url"]
# A list answer of a host holds one page of records; more are told apart before anything is judged.
MAX_RECORDS = 1000
_COMPACT_JWS = re.compile(r"[A-Za-z0-9_=-]+\.[A-Za-z0-9_=-]*\.[A-Za-z0-9_=-]*")
_URL = re.compile(r"https?://\S+")


class NoRecord(MalformedInput):
    """The input is readable, but there is no record in it."""

    code = "no_record"


class UnsupportedForm(Undecided):
    """The input is a record in a form that this version does not read."""

    code = "unsupported_form"
    default_advice = "Ask for the record as Open Badges 3.0 JSON, or as a compact JWT."


@dataclass(frozen=True, slots=True)
class Found:
    """One record as it was found.

    Attributes:
        form: "json" (``document`` is set), "jwt" (``token``), "sd_jwt" (``token``, or ``document`` for its JSON forms),
            "cose" (``message``) or "ob2_url" (``token`` is the address of an assertion).
        carrier: "png", "svg", "pdf" or None.
        pointer: its place among several, empty for the only one.
    """

    form: Form
    document: JsonObject | None = None
    token: str = ""
    message: bytes = b""
    carrier: str | None = None
    pointer: str = ""


def read_records(data: bytes | str | JsonObject) -> list[Found]:
    """Find every record in the input.

    Raises:
        MalformedInput: unreadable, or nothing in it.
        UnsupportedForm: a form that is known but not read here.
    """
    if isinstance(data, dict):
        return _from_value(data, carrier=None)
    if isinstance(data, str):
        return _from_text(data, carrier=None)
    if len(data) > MAX_BYTES:
        raise TooLarge(f"The file has {len(data):,} bytes; the limit is {MAX_BYTES:,}.")
    if data[:1] == SIGN1:
        return [Found(form="cose", message=data)]
    kind = sniff(data)
    if kind in ("png", "svg", "pdf", "picture"):
        return _from_carrier(unbake(data))
    if kind in ("gzip", "zip"):
        raise UnsupportedForm("This is a compressed file.", advice="Unpack it and check the file inside.")
    if kind == "html":
        raise NoRecord(
            "This is a web page, not a record; a download link may have led to a sign-in or error page.",
            pointer="",
        )
    return _from_text(decode_text(data), carrier=None)


def _from_carrier(baked: tuple[Baked, ...]) -> list[Found]:
    records = [found for item in baked for found in _from_text(decode_text(item.payload), carrier=item.carrier)]
    provable = [found for found in records if not _is_openbadges2(found)]
    return _numbered(provable or records)


def _is_openbadges2(found: Found) -> bool:
    return found.form == "ob2_url" or (found.document is not None and read_openbadges2(found.document) is not None)


def _numbered(records: list[Found]) -> list[Found]:
    if len(records) > MAX_RECORDS:
        raise TooLarge(f"The file holds {len(records):,} records; the limit is {MAX_RECORDS:,}.")
    if len(records) == 1:
        return records
    return [
        Found(form=found.form, document=found.document, token=found.token, carrier=found.carrier, pointer=f"/{index}")
        for index, found in enumerate(records)
    ]


def _from_text(text: str, *, carrier: str | None) -> list[Found]:
    stripped = text.removeprefix("\ufeff").strip()
    if stripped[:2] == "ey" or _COMPACT_JWS.fullmatch(stripped.partition("~")[0]):
        return [_token(stripped, carrier)]
    if carrier and _URL.fullmatch(stripped):
        return [Found(form="ob2_url", token=stripped, carrier=carrier)]
    return _from_value(parse_json(text), carrier=carrier)


def _from_value(value: JsonValue, *, carrier: str | None) -> list[Found]:
    if isinstance(value, dict):
        if "payload" in value and ("signatures" in value or "signature" in value):
            if is_sd_jwt_object(value):
                return [Found(form="sd_jwt", document=value, carrier=carrier)]
            raise UnsupportedForm("This is a token in the JSON form of JWS, which this version does not read.")
        listed = _host_answer(value)
        if listed is None:
            return [Found(form="json", document=value, carrier=carrier)]
        value = listed
    if not isinstance(value, list):
        raise BadJson("The document is neither an object nor a list of records.", pointer="")
    if not value:
        raise NoRecord("The list is empty: there is no record in it.", pointer="")
    records: list[Found] = []
    for index, item in enumerate(value):
        if isinstance(item, dict):
            records.append(Found(form="json", document=item, carrier=carrier))
        elif isinstance(item, str):
            records.append(_token(item.strip(), carrier))
        else:
            raise BadJson("A list of records holds something that is no record.", pointer=f"/{index}")
    return _numbered(records)


def _token(text: str, carrier: str | None) -> Found:
    return Found(form="sd_jwt" if "~" in text else "jwt", token=text, carrier=carrier)


def _host_answer(value: JsonObject) -> list[JsonValue] | None:
    # The answer of an Open Badges or CLR host (getCredentials), which learners save as a file.
    names = ("credential", "credentials", "compactJwsString", "compactJwsStrings")
    if "@context" in value or "type" in value or not any(isinstance(value.get(name), list) for name in names):
        return None
    return [item for name in names if isinstance(value.get(name), list) for item in value[name]]
