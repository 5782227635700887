"""Strict JSON: what two readers could read differently is refused, with its place."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openler.foundation import pointers
from openler.foundation.errors import MalformedInput
from openler.foundation.strict_json import (
    MAX_DEPTH,
    BadJson,
    DuplicateName,
    TooDeep,
    TooLarge,
    WrongEncoding,
    parse_json,
    parse_json_object,
)

VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**15), 10**15)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=30,
)


@given(VALUES)
def test_every_json_value_comes_back_as_it_was(value: object) -> None:
    """What the standard library writes is read back equal, escapes and letters beyond the basic plane included."""
    assert parse_json(json.dumps(value).encode()) == value
    assert parse_json(json.dumps(value, ensure_ascii=False).encode()) == value


@pytest.mark.parametrize(
    ("text", "error", "place", "words"),
    [
        ('{"a": {"b": 1, "b": 2}}', DuplicateName, "/a", "'b'"),
        ('{"\\u0061": 1, "a": 2}', DuplicateName, "", "'a'"),
        ('[{"x": 1}, {"deep": [{"k": 1, "k": 1}]}]', DuplicateName, "/1/deep/0", "'k'"),
        ('{"x": {"a": 1, "a": 2}, "x": 3}', DuplicateName, "", "'x'"),
        ('{"a": ["\\ud800"]}', BadJson, "/a/0", "surrogate"),
        ('{"\\udc00": 1}', BadJson, "", "surrogate"),
        ('{"a": NaN}', BadJson, None, "NaN"),
        ('{"a": -Infinity}', BadJson, None, "Infinity"),
        ('{"a": 1e999}', BadJson, None, "larger"),
        ('{"a": ' + "9" * 500 + "}", BadJson, None, "digits"),
        ('{"a": 1} and more', BadJson, None, "after the end"),
        ('{"a": 1,}', BadJson, None, "line 1"),
        ('{"a": "tab\there"}', BadJson, None, "control"),
        ("", BadJson, None, "empty"),
        ("  \n", BadJson, None, "empty"),
        ("<!doctype html><html></html>", BadJson, None, "web page"),
        ("[" * 10_000, TooDeep, None, "128"),
        ('{"a":' * 10_000, TooDeep, None, "128"),
    ],
)
def test_what_readers_take_differently_is_refused_with_its_place(
    text: str, error: type[MalformedInput], place: str | None, words: str
) -> None:
    """Each refusal names the fault, and the pointer where there is one."""
    with pytest.raises(error) as caught:
        parse_json(text.encode())
    assert type(caught.value) is error
    assert caught.value.pointer == place
    assert words in caught.value.message


def test_brackets_inside_text_are_not_depth() -> None:
    """A narrative full of brackets and escaped quotes is one text, not a deep document."""
    value = {"narrative": "[{" * 5000 + '\\" and \\\\'}
    assert parse_json(json.dumps(value).encode()) == value


def test_depth_is_allowed_up_to_the_limit() -> None:
    """The limit itself is allowed, one more is not."""
    assert parse_json("[" * MAX_DEPTH + "]" * MAX_DEPTH)
    with pytest.raises(TooDeep):
        parse_json("[" * (MAX_DEPTH + 1) + "]" * (MAX_DEPTH + 1))


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_another_encoding_is_named_instead_of_a_syntax_error(encoding: str) -> None:
    """JSON is UTF-8; a Windows export in UTF-16 is told so."""
    with pytest.raises(WrongEncoding, match="UTF-8"):
        parse_json('{"name": "Zeugnis"}'.encode(encoding))


def test_latin_1_bytes_are_named_with_their_position() -> None:
    """A lone byte above 127 is no UTF-8, and the first one is pointed at."""
    with pytest.raises(WrongEncoding, match="byte 11"):
        parse_json('{"name": "é"}'.encode("latin-1"))


def test_a_byte_order_mark_and_windows_line_ends_change_nothing() -> None:
    """One byte order mark at the start is dropped; CRLF between tokens is white space."""
    assert parse_json(b'\xef\xbb\xbf{\r\n"a": "b\\r\\n"\r\n}\r\n') == {"a": "b\r\n"}


def test_a_second_byte_order_mark_is_refused() -> None:
    """Some readers drop one and some all of them."""
    with pytest.raises(WrongEncoding, match="two byte order marks"):
        parse_json(b"\xef\xbb\xbf\xef\xbb\xbf{}")


def test_size_is_limited_and_the_limit_is_named() -> None:
    """The size is measured before anything is parsed."""
    with pytest.raises(TooLarge, match="limit is 10"):
        parse_json(b'{"a": "long enough"}', max_bytes=10)


def test_only_an_object_is_a_document() -> None:
    """A list or a number is JSON, but no record."""
    with pytest.raises(BadJson, match="an array"):
        parse_json_object(b"[]")


def test_pointers_escape_and_resolve() -> None:
    """RFC 6901: ~ and / in names are escaped, and resolving finds the value again."""
    document = {"a/b": [{"c~d": 7}]}
    pointer = pointers.join("", "a/b", 0, "c~d")
    assert pointer == "/a~1b/0/c~0d"
    assert pointers.resolve(document, pointer) == 7
    assert pointers.resolve(document, "/nowhere/0") is None


@pytest.mark.parametrize("end", ['"\\u0041"', '"\\ud800"', '{"a":1,"a":2}'])
def test_a_long_name_costs_no_more_than_its_length(end: str) -> None:
    """Four megabytes of name above two hundred thousand members: read, or refused with the place."""
    members = ",".join(f'"{number}":0' for number in range(200_000))
    text = f'{{"{"n" * (4 << 20)}":{{{members},"end":{end}}}}}'
    if end == '"\\u0041"':
        parse_json(text.encode())
        return
    with pytest.raises(BadJson) as caught:
        parse_json(text.encode())
    assert (caught.value.pointer or "").endswith("/end")
