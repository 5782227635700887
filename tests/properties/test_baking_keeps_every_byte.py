"""Whatever the record and whatever the picture: unbaking gives the record back, and only the record was added."""

import json
import re

from hypothesis import given
from hypothesis import strategies as st

from openler.credentials.baking import bake, sniff, unbake
from openler.foundation.errors import MalformedInput
from openler.testing.pictures import itxt, make_pdf, make_png, make_svg, png_chunk, text_chunk

# Text that JSON and XML both can hold.
LETTERS = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), max_size=40)
RECORDS = st.builds(
    lambda members, indent, ascii: json.dumps(members, indent=indent, ensure_ascii=ascii).encode(),
    st.dictionaries(LETTERS, LETTERS | st.integers(-(10**9), 10**9) | st.lists(LETTERS, max_size=3), max_size=5),
    st.sampled_from([None, 2, "\t"]),
    st.booleans(),
)
KINDS = st.sampled_from(["ob3", "clr", "ob2"])
CHUNKS = st.lists(
    st.builds(lambda keyword, text: text_chunk(keyword, text), st.just(b"Comment"), st.binary(max_size=50))
    | st.builds(lambda text: itxt(b"Title", text), st.binary(max_size=50))
    | st.builds(lambda body: png_chunk(b"prVt", body), st.binary(max_size=50)),
    max_size=4,
)
MARKUP = st.sampled_from(
    [
        b"",
        b"<g/>",
        b"<!-- > -->",
        b"<g a='\">'><![CDATA[<o:credential>]]></g>",
        b"<desc>&lt;\r\n</desc>",
        b"<?pi <svg ?>",
    ]
)


@given(RECORDS, KINDS, CHUNKS, CHUNKS, st.binary(max_size=20))
def test_png_keeps_record_and_picture(
    record: bytes, kind: str, before: list[bytes], after: list[bytes], rest: bytes
) -> None:
    """Taking our chunk out of the baked picture gives the picture as it was; baking twice changes nothing more."""
    picture = make_png(before, after) + rest
    baked = bake(picture, record, kind=kind)  # type: ignore[arg-type]
    assert [one.payload for one in unbake(baked)] == [record]
    added = len(baked) - len(picture)
    assert baked[:33] + baked[33 + added :] == picture
    assert bake(baked, record, kind=kind) == baked  # type: ignore[arg-type]


@given(RECORDS, KINDS, MARKUP, MARKUP, st.sampled_from(["utf-8", "utf-16"]))
def test_svg_keeps_record_and_picture(record: bytes, kind: str, before: bytes, after: bytes, codec: str) -> None:
    """Taking our element out of the baked drawing gives the drawing as it was, in its own encoding."""
    text = make_svg(before + after, prolog=b"<!-- first -->\r\n").decode()
    picture = text.encode(codec)
    baked = bake(picture, record, kind=kind)  # type: ignore[arg-type]
    assert [one.payload for one in unbake(baked)] == [record]
    inside = baked.decode(codec)
    start = next(place for place in range(len(text) + 1) if place == len(text) or text[place] != inside[place])
    opening = re.search(r"<(openbadges|clr):(credential|assertion) ", inside)
    assert opening is not None and opening.start() <= start
    added = len(inside) - len(text)
    assert inside[: opening.start()] + inside[opening.start() + added :] == text
    assert bake(baked, record, kind=kind) == baked  # type: ignore[arg-type]


@given(
    st.data(), st.sampled_from([make_png([itxt(b"openbadgecredential", b"{}")]), make_svg(), make_pdf([("a", b"{}")])])
)
def test_a_spoiled_file_never_ends_in_anything_but_an_answer(data: st.DataObject, whole: bytes) -> None:
    """Cut and flipped anywhere: records or a named fault, nothing else is raised."""
    cut = data.draw(st.integers(0, len(whole)))
    place = data.draw(st.integers(0, len(whole) - 1))
    spoiled = bytearray(whole)
    spoiled[place] ^= data.draw(st.integers(1, 255))
    for file in (whole[:cut], bytes(spoiled)):
        sniff(file)
        try:
            found = unbake(file)
        except MalformedInput as error:
            assert error.message and error.advice
        else:
            assert found
