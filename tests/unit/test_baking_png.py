"""PNG: every record comes out exactly as it went in, and a picture that is not whole says so."""

import struct
import zlib

import pytest

from openler.credentials.baking import Baked, CannotBake, DamagedCarrier, NothingInside, TooLargeInside, bake, unbake
from openler.credentials.baking import png as png_reader
from openler.foundation.errors import MalformedInput
from openler.testing.pictures import PNG_SIGNATURE, itxt, make_png, png_chunk, text_chunk, ztxt

RECORD = '{"name": "Certified Rigger® – l’épreuve 🛟", "text": "e\u0301"}'.encode()
TOKEN = b"eyJhbGciOiJFZERTQSJ9.eyJpc3MiOiJkaWQ6a2V5OnoifQ.c2lnbmF0dXJl"
OB3 = b"openbadgecredential"


@pytest.mark.parametrize("compressed", [False, True])
@pytest.mark.parametrize(("keyword", "kind"), [(OB3, "ob3"), (b"clrcredential", "clr"), (b"openbadges", "ob2")])
def test_text_comes_out_byte_for_byte_packed_or_not(keyword: bytes, kind: str, compressed: bool) -> None:
    """Letters beyond ASCII and beyond the basic plane leave an iTXt chunk as they entered it."""
    picture = make_png([itxt(keyword, RECORD, compressed=compressed, language=b"de")])
    (baked,) = unbake(picture)
    assert (baked.carrier, baked.kind, baked.payload) == ("png", kind, RECORD)


@pytest.mark.parametrize("chunk", [text_chunk, ztxt])
def test_old_badges_in_latin1_chunks_are_read(chunk: object) -> None:
    """OB 2.0 bakers wrote tEXt and zTXt: UTF-8 stays, true Latin-1 becomes the same letters in UTF-8."""
    assert callable(chunk)
    assert unbake(make_png([chunk(b"openbadges", RECORD)]))[0].payload == RECORD
    latin1 = unbake(make_png([chunk(b"openbadges", '{"name": "Prüfung"}'.encode("latin-1"))]))[0]
    assert latin1.payload == '{"name": "Prüfung"}'.encode()


def test_record_behind_the_image_and_among_other_text_is_found() -> None:
    """Order and neighbours do not matter; a keyword that only begins alike is another chunk."""
    others = [text_chunk(b"Software", b"x"), itxt(b"openbadgecredentials", b"{}"), itxt(b"Comment", b"openbadges")]
    (baked,) = unbake(make_png(others, [*others, itxt(OB3, RECORD)]))
    assert baked.payload == RECORD
    assert "iTXt" in baked.place


def test_the_provable_record_comes_before_an_older_one() -> None:
    """Both versions in one picture: both are given, the one that carries its own proof first."""
    found = unbake(make_png([itxt(b"openbadges", b'{"type": "Assertion"}'), itxt(OB3, RECORD), itxt(OB3, TOKEN)]))
    assert [(baked.kind, baked.payload) for baked in found[:2]] == [("ob3", RECORD), ("ob3", TOKEN)]
    assert found[2].kind == "ob2"


def test_a_picture_without_a_record_says_what_probably_happened() -> None:
    """Phones, chats and editors save pictures anew; the advice says so."""
    with pytest.raises(NothingInside) as caught:
        unbake(make_png())
    assert "no record" in caught.value.message
    assert "phone" in caught.value.advice


@pytest.mark.parametrize("cut", [9, 20, 40, 60, -1, -5, -12])
def test_a_picture_cut_short_is_named_as_such(cut: int) -> None:
    """Wherever the download stopped, the answer is that the picture is cut short."""
    whole = make_png([itxt(OB3, RECORD)])
    with pytest.raises(DamagedCarrier, match="cut short"):
        unbake(whole[:cut])


def test_a_wrong_checksum_on_the_record_is_damage() -> None:
    """A flipped bit in the record's chunk is told as damage to the file, not as a forged record."""
    body = OB3 + b"\0\0\0\0\0" + RECORD
    with pytest.raises(DamagedCarrier, match="checksum"):
        unbake(make_png([png_chunk(b"iTXt", body, checksum=1)]))


def test_a_wrong_checksum_elsewhere_does_not_hide_the_record() -> None:
    """A careless editor's mistake in another chunk does not condemn a record that proves itself."""
    (baked,) = unbake(make_png([png_chunk(b"tIME", b"\0" * 7, checksum=1), itxt(OB3, RECORD)]))
    assert baked.payload == RECORD
    with pytest.raises(DamagedCarrier, match="tIME"):
        unbake(make_png([png_chunk(b"tIME", b"\0" * 7, checksum=1)]))


@pytest.mark.parametrize(
    "body",
    [
        b"\2\0\0\0text",
        b"\0\0de",
        b"\0\0de\0",
        b"\1\1\0\0" + zlib.compress(b"{}"),
        b"\1\0\0\0not packed at all",
        b"\1\0\0\0" + zlib.compress(RECORD)[:-9],
        b"",
    ],
)
def test_a_text_chunk_built_wrongly_is_damage(body: bytes) -> None:
    """Flags, separators and packed data that PNG does not know are named, never guessed at."""
    with pytest.raises(DamagedCarrier):
        unbake(make_png([png_chunk(b"iTXt", OB3 + b"\0" + body)]))


@pytest.mark.parametrize(
    "picture",
    [
        PNG_SIGNATURE + png_chunk(b"IEND", b""),
        PNG_SIGNATURE + b"\xff" * 64,
        PNG_SIGNATURE + struct.pack(">I4s", 2**32 - 1, b"IHDR") + b"\0" * 40,
        PNG_SIGNATURE + b"<html>Sign in first</html>" + b" " * 40,
    ],
)
def test_what_only_begins_like_a_png_is_damage(picture: bytes) -> None:
    """A signature alone makes no picture."""
    with pytest.raises(DamagedCarrier):
        unbake(picture)


def test_limits_hold_for_chunks_and_records(monkeypatch: pytest.MonkeyPatch) -> None:
    """Many parts and many records end in a stated limit; one less is read."""
    monkeypatch.setattr(png_reader, "MAX_CHUNKS", 8)
    unbake(make_png([itxt(OB3, RECORD), *[text_chunk(b"a", b"b")] * 4]))
    with pytest.raises(TooLargeInside, match="parts"):
        unbake(make_png([itxt(OB3, RECORD), *[text_chunk(b"a", b"b")] * 5]))
    monkeypatch.undo()
    assert len(unbake(make_png([itxt(OB3, RECORD)] * png_reader.MAX_RECORDS))) == png_reader.MAX_RECORDS
    with pytest.raises(TooLargeInside, match="records"):
        unbake(make_png([itxt(OB3, RECORD)] * (png_reader.MAX_RECORDS + 1)))


def test_baking_adds_one_uncompressed_chunk_and_keeps_the_rest() -> None:
    """Without our chunk, the baked picture is the old one byte for byte, even behind its end."""
    plain = make_png([text_chunk(b"Software", b"x")]) + b"bytes behind the end"
    baked = bake(plain, RECORD, kind="ob3")
    chunk = itxt(OB3, RECORD)
    assert baked.count(chunk) == 1
    assert baked.replace(chunk, b"") == plain


def test_baking_again_replaces_the_record_of_its_kind_only() -> None:
    """At most one record of a kind stands in a picture; an older standard's stays beside it."""
    plain = make_png([itxt(b"openbadges", b"https://badges.example/1"), ztxt(OB3, b"{}")], [itxt(OB3, b"[]")])
    baked = bake(plain, TOKEN + b"\n", kind="ob3")
    assert [(one.kind, one.payload) for one in unbake(baked)] == [("ob3", TOKEN), ("ob2", b"https://badges.example/1")]


@pytest.mark.parametrize(
    ("payload", "kind"),
    [
        (b"", "ob3"),
        (b"[]", "ob3"),
        (b"plain words", "ob3"),
        (b"https://badges.example/1", "ob3"),
        (b'{"a": 1, "a": 2}', "ob3"),
        (b"\xef\xbb\xbf{}", "ob3"),
        ('{"name": "Prüfung"}'.encode("latin-1"), "ob2"),
    ],
)
def test_what_is_no_record_is_not_baked(payload: bytes, kind: str) -> None:
    """A picture that nobody could read a record from is not made."""
    assert kind in ("ob3", "ob2")
    with pytest.raises(MalformedInput):
        bake(make_png(), payload, kind=kind)  # type: ignore[arg-type]


def test_damaged_and_foreign_pictures_take_no_record() -> None:
    """What is cut short, damaged or of another kind stays untouched."""
    with pytest.raises(DamagedCarrier):
        bake(make_png()[:-3], RECORD, kind="ob3")
    with pytest.raises(DamagedCarrier):
        bake(make_png([png_chunk(b"tIME", b"\0" * 7, checksum=1)]), RECORD, kind="ob3")
    for other in (b"\xff\xd8\xff\xe0 a photograph", b"%PDF-1.7\n", b"{}", b""):
        with pytest.raises(CannotBake):
            bake(other, RECORD, kind="ob3")


def test_a_baked_value_is_frozen() -> None:
    """What was found cannot be changed on its way to judgement."""
    baked = Baked("png", "ob3", RECORD, "here")
    with pytest.raises(AttributeError):
        baked.payload = b""  # type: ignore[misc]
