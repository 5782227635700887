"""How is the same JSON written otherwise, and how is JSON written so that two readers read two records (T21)?

A rewriting that changes nothing must still verify; one that readers take differently must not.
"""

import json
from collections.abc import Iterator
from typing import Any

from openler.foundation.json_types import JsonObject
from openler.testing.hostile.mutation import Mutation, at_path, put, walk, with_data, written
from openler.testing.hostile.specimens import Specimen

SPELLING = "the same JSON value in another spelling (RFC 8259)"
_MARK = "\u2022twin\u2022"


def rewrite_text(specimen: Specimen) -> Iterator[Mutation]:
    """Give the text in other words, and in words that readers differ over."""
    data = specimen.serialize()
    if isinstance(specimen.data, str):
        for detail, changed in {
            "blanks around": b" \n" + data + b"\r\n",
            "a mark in front": b"\xef\xbb\xbf" + data,
        }.items():
            yield with_data(specimen, "same text otherwise", detail, changed, means_the_same=SPELLING)
        return
    for detail, changed in _same(specimen.data).items():
        yield with_data(specimen, "same text otherwise", detail, changed, means_the_same=SPELLING)
    for detail, changed in _broken(data).items():
        yield with_data(specimen, "broken text", detail, changed)
    yield from _doubled(specimen, specimen.data)


def _same(document: JsonObject) -> dict[str, bytes]:
    plain = json.dumps(document, ensure_ascii=False)
    escaped = "".join(f"\\u{ord(letter):04x}" if letter in "aeiou" else letter for letter in plain)
    return {
        "indented": json.dumps(document, indent=2, ensure_ascii=False).encode(),
        "tabs": json.dumps(document, indent="\t").encode(),
        "members sorted": json.dumps(document, sort_keys=True).encode(),
        "members turned round": json.dumps(_turned(document)).encode(),
        "escaped vowels": escaped.encode(),
        "escaped slashes": plain.replace("/", "\\/").encode(),
        "escaped twice over": plain.replace(":", "\\u003A").replace("\\u003A ", ": ").encode(),
        "a mark in front": b"\xef\xbb\xbf" + plain.encode(),
        "blanks around": b"\r\n\t " + plain.encode() + b"\n\n",
        "upper case escapes": "".join(f"\\u{ord(c):04X}" if c in "kz" else c for c in plain).encode(),
    }


def _turned(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _turned(member) for name, member in reversed(value.items())}
    return [_turned(item) for item in value] if isinstance(value, list) else value


def _broken(data: bytes) -> dict[str, bytes]:
    text = data.decode()
    return {
        "cut short": data[:-1],
        "half": data[: len(data) // 2],
        "text behind": data + b"{}",
        "a twin behind": data + data,
        "a comma too many": data[:-1] + b",}",
        "a comment": b"/* x */" + data,
        "a line comment": data + b"// x",
        "single quotes": data.replace(b'"', b"'"),
        "UTF-16": text.encode("utf-16"),
        "UTF-32": text.encode("utf-32"),
        "Latin 1": data[:-1] + b',"name":"\xe9"}',
        "overlong": data.replace(b"/", b"\xc0\xaf"),
        "half a pair in bytes": data[:-1] + b',"x":"\xed\xa0\x80"}',
        "half a pair escaped": data[:-1] + b',"x":"\\ud800"}',
        "a control character": data[:-1] + b',"x":"\x01"}',
        "NaN": data[:-1] + b',"x":NaN}',
        "infinity": data[:-1] + b',"x":1e999}',
        "a leading zero": data[:-1] + b',"x":01}',
        "a plus": data[:-1] + b',"x":+1}',
        "hexadecimal": data[:-1] + b',"x":0x1}',
        "a bare word": data[:-1] + b",x:1}",
        "long number": data[:-1] + b',"x":' + b"9" * 5000 + b"}",
        "deep": data[:-1] + b',"x":' + b"[" * 20000 + b"]" * 20000 + b"}",
        "deep objects": data[:-1] + b',"x":' + b'{"x":' * 5000 + b"1" + b"}" * 5000 + b"}",
        "a mark inside": data[:1] + b"\xef\xbb\xbf" + data[1:],
        "in a web page": b"<html>" + data + b"</html>",
        "null in front": b"\0" + data,
    }


def _doubled(specimen: Specimen, document: JsonObject) -> Iterator[Mutation]:
    for path, value in walk(document):
        if not path or not isinstance(path[-1], str):
            continue
        around = at_path(document, path[:-1])
        for detail, twin in (("the same value", value), ("another value", "did:web:evil.example")):
            for order in ("behind", "in front"):
                pair = {**around, _MARK: twin} if order == "behind" else {_MARK: twin, **around}
                text = json.dumps(put(document, path[:-1], pair)).replace(json.dumps(_MARK), json.dumps(path[-1]))
                yield with_data(specimen, "duplicate name", f"{written(path)}: {detail} {order}", text)
        escaped = json.dumps(put(document, path[:-1], {**around, _MARK: value}))
        name = '"' + "".join(f"\\u{ord(letter):04x}" for letter in path[-1]) + '"'
        yield with_data(
            specimen, "duplicate name", f"{written(path)}: escaped", escaped.replace(json.dumps(_MARK), name)
        )
