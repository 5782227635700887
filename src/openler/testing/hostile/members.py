"""How does a hostile client bend the members of a signed document, wherever they stand?

Everything here changes JSON and knows nothing of proofs; the same changes go through records, status lists and the
documents of issuers.
"""

import unicodedata
from collections.abc import Callable, Iterator
from typing import Any

from openler.foundation.json_types import JsonObject
from openler.testing.hostile.mutation import Path, at_path, drop, put, rename, walk, written

Change = tuple[str, str, Any]
# Terms that no context defines, as forgers write them: alone, in another case, with a typing error.
UNDEFINED = {"salary": 90000, "grade": "A+", "Name": "Surgeon", "credentialsubject": {}, "achievment": "x", "": "x"}
DEFINED: JsonObject = {
    "id": "https://evil.example/1",
    "type": "VerifiableCredential",
    "name": "Surgeon",
    "description": "Operates",
    "url": "https://evil.example",
    "validUntil": "2099-01-01T00:00:00Z",
    "issuer": "did:web:evil.example",
    "role": "Surgeon",
    "credentialStatus": {"type": "BitstringStatusListEntry"},
    "holder": "did:web:evil.example",
    "sameAs": "https://evil.example",
    "image": {"id": "https://evil.example/x.png", "type": "Image"},
    "proof": {},
    "termsOfUse": {"type": "Odrl"},
}
KEYWORDS: JsonObject = {
    "@id": "https://evil.example/1",
    "@type": "https://evil.example/T",
    "@graph": [{"@id": "urn:x:1", "@type": ["https://evil.example/T"]}],
    "@included": [{"@id": "urn:x:1", "@type": ["https://evil.example/T"]}],
    "@reverse": {"https://schema.org/name": {"@id": "urn:x:1"}},
    "@nest": {"name": "Surgeon"},
    "@index": "x",
    "@language": "en",
    "@direction": "rtl",
    "@version": 1.1,
    "@vocab": "https://evil.example/",
    "@base": "https://evil.example/",
    "@set": [],
    "@value": "Surgeon",
    "@none": "x",
    "@unknown": "x",
    "https://schema.org/name": "Surgeon",
    "https://www.w3.org/2018/credentials#issuer": {"@id": "did:web:evil.example"},
    "_:blank": "x",
}
# Words of the language itself that are no type of anything, though one of them is the type of JSON values.
_KEYWORDS_OF_TYPES = ("@json", "@none", "@id")
LOOKALIKES = {
    "a": "\u0430", "e": "\u0435", "o": "\u043e", "c": "\u0441", "p": "\u0440", "i": "\u0456", "l": "\u217c", "S": "\u0405",
}  # fmt: skip


def change_members(document: Any) -> Iterator[Change]:
    """Give every single change of a document: its class, what was changed, and the changed document."""
    for path, value in walk(document):
        yield from change_at(document, path, value)


def change_at(document: Any, path: Path, value: Any) -> Iterator[Change]:
    """Give every single change at one place, where ``value`` stands."""
    for kind, detail, new in _instead(value):
        yield kind, f"{written(path)}: {detail}", put(document, path, new)
    if path:
        yield "deletion", written(path), drop(document, path)
        yield from _moves(document, path, value)
    if isinstance(value, dict):
        yield from _additions(document, path, value)
    if isinstance(value, list):
        yield from _orders(document, path, value)


def _instead(value: Any) -> Iterator[Change]:
    if isinstance(value, bool):
        yield "value", "not", not value
        yield "type", "a number", int(value)
        yield "type", "text", str(value).lower()
    elif isinstance(value, (int, float)):
        yield from _numbers(value)
    elif isinstance(value, str):
        yield from _texts(value)
        yield from _unicode(value)
    for detail, other in _other_types(value):
        yield "type", detail, other


def _numbers(value: float) -> Iterator[Change]:
    for other in (value + 1, value - 1, -value, value * 10, 0, -0.0, 2**53 - 1, 2**53, 2**53 + 1, 1e21, 10**30, 1e-7):
        if other != value:
            yield "number", repr(other), other
    yield "number", "in floating point", float(value)
    yield "number", "as text", str(value)
    yield "number", "almost the same", value + 2.0**-40


def _texts(value: str) -> Iterator[Change]:
    changed = {
        "one letter more": value + "x",
        "one letter less": value[:-1],
        "a letter in the middle": f"{value[: len(value) // 2]}x{value[len(value) // 2 + 1 :]}",
        "upper case": value.upper(),
        "lower case": value.lower(),
        "nothing": "",
        "another text": "Surgeon",
        "another address": "https://evil.example/1",
        "another did": "did:web:evil.example",
        "a blank node": "_:b0",
        "relative": "../evil",
        "a slash more": value + "/",
        "a fragment more": value + "#x",
        "a query more": value + "?x",
        "a percent escape": value[:-1] + "".join(f"%{byte:02X}" for byte in value[-1:].encode("utf-8", "replace")),
        "doubled": value * 2,
        "very long": value + "x" * 4096,
        "markup": f"{value}<script>",
        "a control character": value + "\u0001",
        "a line end": value + "\n",
        "a quotation mark": value + '"',
        "a backslash": value + "\\",
    }
    yield from (("value", detail, other) for detail, other in changed.items() if other != value)
    if value[:4].isdigit() and value[4:5] == "-":
        yield from (("date", detail, other) for detail, other in _dates(value).items() if other != value)
    if value.isdigit():
        odd = (str(int(value) + 1), "0" + value, value + ".0", "+" + value, "-" + value, value + "e0", " " + value, "١")
        yield from (("number", repr(other), other) for other in odd)


def _dates(value: str) -> dict[str, str]:
    return {
        "a year later": f"{int(value[:4]) + 1:04}{value[4:]}",
        "a century later": f"{int(value[:4]) + 100:04}{value[4:]}",
        "another second": value.replace(":00Z", ":01Z"),
        "the same instant with an offset": value.replace("Z", "+00:00"),
        "the same instant with a fraction": value.replace("Z", ".000Z"),
        "minus zero": value.replace("Z", "-00:00"),
        "small letters": value.lower(),
        "a blank": value.replace("T", " "),
        "no zone": value.removesuffix("Z"),
        "a date only": value[:10],
        "a leap second": value[:17] + "60Z",
        "end of day": value[:11] + "24:00:00Z",
        "no such day": value[:8] + "31T00:00:00Z",
        "other digits": value.translate({48 + digit: 0x0660 + digit for digit in range(10)}),
        "five digits of year": "1" + value,
        "far offset": value.replace("Z", "+99:99"),
    }


def _unicode(value: str) -> Iterator[Change]:
    for form in ("NFC", "NFD", "NFKC", "NFKD"):
        # A letter with a mark, so that each form differs from what was signed.
        other = unicodedata.normalize(form, value + "é") if form in ("NFD", "NFKD") else value + "ﬁ"
        yield "unicode", form, unicodedata.normalize(form, other)
    for letter, twin in LOOKALIKES.items():
        if letter in value:
            yield "unicode", f"lookalike of {letter}", value.replace(letter, twin, 1)
    for name, mark in (("zero width", "\u200b"), ("joiner", "\u200d"), ("right to left", "\u202e"), ("mark", "\ufeff")):
        yield "unicode", name, value[:1] + mark + value[1:]
    for name, blank in (("blank", " "), ("no-break", "\u00a0"), ("tab", "\t"), ("null", "\0")):
        yield "unicode", f"{name} before", blank + value
        yield "unicode", f"{name} behind", value + blank
    yield "unicode", "full width", "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in value)
    yield "unicode", "half a pair", value + "\ud800"
    yield "unicode", "beyond the BMP", value + "\U0001f393"


def _other_types(value: Any) -> Iterator[tuple[str, Any]]:
    others: dict[str, Any] = {
        "null": None,
        "true": True,
        "a number": 7,
        "an empty list": [],
        "an empty object": {},
        "in a list": [value],
        "in two lists": [[value]],
        "in a list with null": [value, None],
        "as @value": {"@value": value},
        "as id": {"id": value},
        "as @id": {"@id": value},
        "as @list": {"@list": [value]},
        "as @set": {"@set": [value]},
        "as @json": {"@type": "@json", "@value": value},
        "as @graph": {"@graph": [value]},
    }
    if isinstance(value, str):
        others["with a language"] = {"@value": value, "@language": "en"}
        others["with a direction"] = {"@value": value, "@direction": "rtl"}
        others["with a type"] = {"@value": value, "@type": "http://www.w3.org/2001/XMLSchema#string"}
        others["as letters"] = list(value[:8])
    if isinstance(value, dict):
        others["its id only"] = value.get("id", "urn:x:1")
        others["its members only"] = list(value.values())[:8]
        others["as JSON in text"] = str(value)[:200]
    if isinstance(value, list) and value:
        others["its first only"] = value[0]
        others["its last only"] = value[-1]
        others["by number"] = {str(index): item for index, item in enumerate(value)}
    yield from ((detail, other) for detail, other in others.items() if type(other) is not type(value) or other != value)


def _moves(document: Any, path: Path, value: Any) -> Iterator[Change]:
    around = at_path(document, path[:-1])
    if isinstance(around, list):
        yield "duplication", f"{written(path)} twice", put(document, path[:-1], [*around, value])
        return
    name = str(path[-1])
    swapped = [other for other in around if other != name and type(around[other]) is type(value)][:2]
    for other in swapped:
        yield (
            "value",
            f"{written(path)} and {other} exchanged",
            put(document, path[:-1], {**around, name: around[other], other: value}),
        )
    if len(path) > 1 and isinstance(document, dict):
        yield "duplication", f"{written(path)} at the top", {**document, name: value}
        hoisted = drop(document, path)
        yield "move", f"{written(path)} to the top", {**hoisted, name: value}
    for new in _other_names(name):
        yield "name", f"{written(path)} called {new!r}", rename(document, path, new)
    yield "duplication", f"{written(path)} nested", put(document, path, {name: value})


def _other_names(name: str) -> Iterator[str]:
    yield from (name.upper(), name.capitalize(), name + " ", name + "s", name[:-1], "@" + name, "_" + name)
    yield from (f"https://schema.org/{name}", f"https://www.w3.org/2018/credentials#{name}", f"cred:{name}")
    yield "".join(LOOKALIKES.get(letter, letter) for letter in name)
    yield name[:1] + "\u200b" + name[1:]
    yield unicodedata.normalize("NFD", name[:1] + "\u0301" + name[1:])


def _additions(document: Any, path: Path, value: JsonObject) -> Iterator[Change]:
    for kind, terms in (("undefined term", UNDEFINED), ("defined term", DEFINED), ("keyword", KEYWORDS)):
        for name, new in terms.items():
            if name not in value:
                yield kind, f"{written((*path, name))}", put(document, path, {**value, name: new})
                if kind != "undefined term":
                    yield kind, f"{written((*path, name))} in front", put(document, path, {name: new, **value})


def _orders(document: Any, path: Path, value: list[Any]) -> Iterator[Change]:
    orders: dict[str, Callable[[list[Any]], list[Any]]] = {
        "turned round": lambda items: items[::-1],
        "rotated": lambda items: items[1:] + items[:1],
        "first two exchanged": lambda items: items[1::-1] + items[2:],
    }
    if len(value) > 1:
        for detail, order in orders.items():
            yield "order", f"{written(path)} {detail}", put(document, path, order(value))
    strangers: JsonObject = {"null": None, "empty text": "", "stranger": "Surgeon", "empty object": {}}
    for name, new in (strangers | {word: word for word in _KEYWORDS_OF_TYPES}).items():
        yield "addition to a list", f"{written(path)} {name} behind", put(document, path, [*value, new])
        yield "addition to a list", f"{written(path)} {name} before", put(document, path, [new, *value])
    yield "duplication", f"{written(path)} all twice", put(document, path, value * 2)
