"""Is this JSON that every reader reads alike?

Refused, with the place: bytes that are not UTF-8, duplicate names, NaN and infinities, numbers that overflow, half
surrogate pairs, text after the value, and more depth, items or bytes than any record needs.

Spec: https://www.rfc-editor.org/rfc/rfc8259 , https://www.rfc-editor.org/rfc/rfc7493 (I-JSON)
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final, NoReturn

from openler.foundation import pointers
from openler.foundation.errors import MalformedInput
from openler.foundation.json_types import JsonObject, JsonValue

# A transcript of 500 achievements with proofs has 1.5 MB; pictures travel inside as data: URLs.
MAX_BYTES = 16 << 20
# The deepest published record (a CLR with endorsed members) has 18 levels; Python's own parser stops near 1,000.
MAX_DEPTH = 128
# Far above any number in a record, far below what makes int() slow.
MAX_NUMBER_CHARACTERS = 400
_SURROGATE = re.compile("[\ud800-\udfff]")
_MARK = b"\xef\xbb\xbf"
# Possessive, and a missing end quote still matches, so the scan is linear in the input whatever it holds.
_STRUCTURE = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"?|[\[\]{}]', re.DOTALL)


class BadJson(MalformedInput):
    """The text is not JSON as the standards define it."""

    code = "bad_json"


class WrongEncoding(MalformedInput):
    """The bytes are not UTF-8."""

    code = "wrong_encoding"
    default_advice = "Save the file as UTF-8, or ask the sender for the original file."


class DuplicateName(BadJson):
    """An object has the same member name twice, so two readers may see two different records."""

    code = "duplicate_name"
    default_mender = "issuer"
    default_advice = "Ask the issuer for a record in which every name stands once."


class TooLarge(MalformedInput):
    """The input is larger than its limit."""

    code = "too_large"


class TooDeep(MalformedInput):
    """The document nests deeper than its limit."""

    code = "too_deep"


def decode_text(data: bytes) -> str:
    """Read bytes as UTF-8, dropping one byte order mark at the start.

    Raises:
        WrongEncoding: another encoding, named where it can be told, or a second mark.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or (len(data) >= 4 and 0 in data[:4]):
        raise WrongEncoding("The file is UTF-16 or UTF-32, and JSON must be UTF-8 (RFC 8259, section 8.1).")
    content = data.removeprefix(_MARK)
    if content.startswith(_MARK):
        raise WrongEncoding("The file begins with two byte order marks, which readers take differently.")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise WrongEncoding(f"The file is not UTF-8: byte {error.start + 1} fits no letter.") from None


def parse_json(data: bytes | str, *, max_bytes: int = MAX_BYTES, max_depth: int = MAX_DEPTH) -> JsonValue:
    """Read one JSON value, strictly.

    Args:
        data: UTF-8 bytes (a byte order mark is dropped) or text.
        max_bytes: largest input.
        max_depth: most objects and arrays inside one another.

    Raises:
        TooLarge, TooDeep, WrongEncoding, DuplicateName, BadJson: see each; the pointer is set where it is known.
    """
    if len(data) > max_bytes:
        raise TooLarge(f"The document has {len(data):,} bytes or letters; the limit is {max_bytes:,}.")
    text = decode_text(data) if isinstance(data, bytes) else data.removeprefix("\ufeff")
    _check_depth(text, max_depth)
    try:
        value = _decode(text, _DECODER, max_depth)
    except _SeenTwice:
        # Read once more to tell where; whatever else is wrong with the text is told first.
        doubled: list[_Doubled] = []
        _refuse_doubled(_decode(text, _decoder_with(_marking(doubled)), max_depth), doubled)
    # What was decoded from bytes holds none that is not written as an escape.
    if "\\ud" in text or "\\uD" in text or (isinstance(data, str) and not text.isascii() and _SURROGATE.search(text)):
        _refuse_surrogates(value)
    return value


def parse_json_object(data: bytes | str, *, max_bytes: int = MAX_BYTES, max_depth: int = MAX_DEPTH) -> JsonObject:
    """Read one JSON object, strictly; see ``parse_json``.

    Raises:
        BadJson: the value is not an object; and whatever ``parse_json`` raises.
    """
    value = parse_json(data, max_bytes=max_bytes, max_depth=max_depth)
    if not isinstance(value, dict):
        raise BadJson(f"The document is {_kind(value)}; a JSON object is needed.", pointer="")
    return value


def _kind(value: JsonValue) -> str:
    names = {list: "an array", str: "a text", bool: "true or false", int: "a number", float: "a number"}
    return names.get(type(value), "null")


class _Doubled(dict[str, Any]):
    """An object in which one name stands twice; it never leaves this module."""

    name: str


def _first_doubled(names: Iterable[str]) -> str:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            return name
        seen.add(name)
    return ""


class _SeenTwice(Exception):
    """A name stands twice somewhere."""


def _members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) < len(pairs):
        raise _SeenTwice
    return members


def _marking(doubled: list[_Doubled]) -> Callable[[list[tuple[str, Any]]], dict[str, Any]]:
    def build(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        members = dict(pairs)
        if len(members) == len(pairs):
            return members
        marked = _Doubled(members)
        marked.name = _first_doubled(name for name, _ in pairs)
        doubled.append(marked)
        return marked

    return build


def _refuse_doubled(value: JsonValue, doubled: list[_Doubled]) -> NoReturn:
    # An object whose own place was overwritten by a later twin is no longer reachable; the twin's object is.
    found = next(((place, item) for place, item in _values(value) if isinstance(item, _Doubled)), None)
    reachable, first = (None, doubled[-1]) if found is None else (_pointer_of(found[0]), found[1])
    raise DuplicateName(
        f"The name {first.name[:80]!r} stands twice in one object, so it is a duplicate that readers take differently.",
        pointer=reachable,
    )


def _constant(word: str) -> NoReturn:
    raise BadJson(f"{word} is not a JSON number (RFC 8259, section 6).")


def _float(text: str) -> float:
    number = float(text) if len(text) <= MAX_NUMBER_CHARACTERS else float("inf")
    if number in (float("inf"), float("-inf")):
        raise BadJson(f"The number {text[:20]} is larger than any reader can hold.")
    return number


def _int(text: str) -> int:
    if len(text) > MAX_NUMBER_CHARACTERS:
        raise BadJson(f"A number has {len(text)} digits; the limit is {MAX_NUMBER_CHARACTERS}.")
    return int(text)


def _decoder_with(build: Callable[[list[tuple[str, Any]]], dict[str, Any]]) -> json.JSONDecoder:
    return json.JSONDecoder(object_pairs_hook=build, parse_constant=_constant, parse_float=_float, parse_int=_int)


# Making one costs more than reading a small document.
_DECODER: Final = _decoder_with(_members)


def _decode(text: str, decoder: json.JSONDecoder, max_depth: int) -> Any:
    try:
        return decoder.decode(text)
    except json.JSONDecodeError as error:
        raise BadJson(_syntax(text, error)) from None
    except RecursionError:
        raise TooDeep(f"The document nests deeper than {max_depth} levels.") from None


def _syntax(text: str, error: json.JSONDecodeError) -> str:
    if not text.strip():
        return "The file is empty."
    if text.lstrip()[:1] == "<":
        return "This is a web page or XML, not JSON."
    if error.msg == "Extra data":
        return f"There is text after the end of the record, at line {error.lineno}, column {error.colno}."
    reason = error.msg.removesuffix(" at")
    return f"This is not JSON: {reason[:1].lower()}{reason[1:]} at line {error.lineno}, column {error.colno}."


def _check_depth(text: str, max_depth: int) -> None:
    # Depth is measured before parsing, so that a file of brackets costs one pass and no stack.
    if text.count("[") + text.count("{") <= max_depth:
        return
    depth = 0
    for token in _STRUCTURE.finditer(text.encode("utf-8", "surrogatepass")):
        letter = token[0][:1]
        if letter in b"[{":
            depth += 1
            if depth > max_depth:
                raise TooDeep(f"The document nests deeper than {max_depth} levels, which is the limit.")
        elif letter in b"]}":
            depth -= 1


def _refuse_surrogates(value: JsonValue) -> None:
    for place, item in _values(value):
        names = [item] if isinstance(item, str) else item if isinstance(item, dict) else ()
        if any(_SURROGATE.search(name) for name in names):
            words = "A text holds half a surrogate pair, which is no character (RFC 7493, 2.1)."
            raise BadJson(words, pointer=_pointer_of(place))


# A place: the place around it, and the step from there. The pointer is only written where it is told: writing one for
# each value would make a long name cost as much as all values under it together.
_Place = tuple["_Place", str | int] | None


def _values(value: JsonValue) -> Iterator[tuple[_Place, JsonValue]]:
    pending: list[tuple[_Place, JsonValue]] = [(None, value)]
    while pending:
        place, item = pending.pop()
        yield place, item
        if isinstance(item, dict):
            pending += [((place, name), member) for name, member in reversed(item.items())]
        elif isinstance(item, list):
            pending += [((place, index), item[index]) for index in range(len(item) - 1, -1, -1)]


def _pointer_of(place: _Place) -> str:
    steps: list[str | int] = []
    while place is not None:
        place, step = place
        steps.append(step)
    return pointers.join("", *reversed(steps))
