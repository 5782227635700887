"""PDF: records are read from attachments, and nothing else in the file counts."""

import io

import pytest
from pypdf import PdfReader, PdfWriter

from openler.credentials.baking import DamagedCarrier, NothingInside, TooLargeInside, bake, pdf, unbake
from openler.credentials.baking.carriers import CannotBake
from openler.testing.pictures import itxt, make_pdf, make_png, make_svg

RECORD = '{"type": ["VerifiableCredential"], "name": "l’épreuve ®"}'.encode()
CLR = b'{"type": ["VerifiableCredential", "ClrCredential"]}'
OB2 = b'{"@context": "https://w3id.org/openbadges/v2", "type": "Assertion"}'
TOKEN = b"eyJhbGciOiJFZERTQSJ9.eyJpc3MiOiJkaWQ6a2V5OnoifQ.c2lnbmF0dXJl\n"


@pytest.mark.parametrize("unpacked", [False, True])
@pytest.mark.parametrize(("record", "kind"), [(RECORD, "ob3"), (CLR, "clr"), (OB2, "ob2"), (TOKEN, "ob3")])
def test_an_attached_record_comes_out_byte_for_byte(record: bytes, kind: str, unpacked: bool) -> None:
    """Packed or not, JSON or token, the attachment's bytes are what is judged."""
    (baked,) = unbake(make_pdf([("record.json", record)], unpacked=unpacked))
    assert (baked.carrier, baked.kind, baked.payload) == ("pdf", kind, record)
    assert "record.json" in baked.place


def test_what_another_program_writes_is_read() -> None:
    """A PDF made by pypdf, with a name tree of its own shape."""
    writer = PdfWriter()
    writer.add_blank_page(72, 72)
    writer.add_attachment("diploma.json", RECORD)
    writer.add_attachment("notes.txt", b"nothing here")
    target = io.BytesIO()
    writer.write(target)
    assert [baked.payload for baked in unbake(target.getvalue())] == [RECORD]


def test_associated_files_and_file_annotations_are_read() -> None:
    """PDF 2.0 hangs files on the document or a page, older programs pin them to a page: all are found once."""
    pdf_file = make_pdf([("record.json", RECORD)])
    for place in (b"/AF[5 0 R]", b"/Annots[<</Subtype/FileAttachment/FS 5 0 R>>]"):
        moved = pdf_file.replace(b"/Type/Page/Parent 2 0 R", b"/Type/Page/Parent 2 0 R" + place)
        assert len(unbake(moved)) == 1, "the same file found at two places is one record"
        alone = moved.replace(b"/Names<</EmbeddedFiles 4 0 R>>", b"")
        assert [baked.payload for baked in unbake(alone)] == [RECORD]


def test_records_in_attached_pictures_are_found() -> None:
    """A baked badge attached to a certificate is a record too; a picture without one is left alone."""
    badge = make_png([itxt(b"openbadgecredential", RECORD)])
    found = unbake(
        make_pdf([("badge.png", badge), ("logo.png", make_png()), ("logo.svg", make_svg()), ("o.json", OB2)])
    )
    assert [(baked.carrier, baked.kind) for baked in found] == [("pdf", "ob3"), ("pdf", "ob2")]
    assert "iTXt" in found[0].place


@pytest.mark.parametrize(
    "content",
    [
        b'{"size": "A4"}',
        b"[1, 2]",
        b'"VerifiableCredential"',
        b"{broken",
        b"[" * 100_000,
        b"plain words",
        b"a.b",
    ],
)
def test_attachments_that_are_no_record_are_counted_and_left_alone(content: bytes) -> None:
    """Not every JSON file is a record; the answer says that files are attached and none is one."""
    with pytest.raises(NothingInside, match="1 attached"):
        unbake(make_pdf([("data.json", content)]))


def test_a_pdf_without_attachments_says_what_to_ask_for() -> None:
    """A printed certificate proves nothing; the advice names what would."""
    with pytest.raises(NothingInside) as caught:
        unbake(make_pdf())
    assert "JSON" in caught.value.advice


def test_a_pdf_that_is_broken_or_locked_says_so(capfd: pytest.CaptureFixture[str]) -> None:
    """Cut short, scrambled or under a password: one clear answer, nothing printed by the library."""
    for broken in (b"%PDF-1.7\n", make_pdf([("r.json", RECORD)])[:80], b"%PDF-1.7\n" + b"1 0 obj<<" * 50):
        with pytest.raises((DamagedCarrier, NothingInside)):
            unbake(broken)
    writer = PdfWriter()
    writer.add_blank_page(72, 72)
    writer.add_attachment("diploma.json", RECORD)
    writer.encrypt("secret", algorithm="RC4-128")
    target = io.BytesIO()
    writer.write(target)
    with pytest.raises(DamagedCarrier, match="password"):
        unbake(target.getvalue())
    assert capfd.readouterr() == ("", "")


def test_limits_hold_for_attachments_and_unpacking(monkeypatch: pytest.MonkeyPatch) -> None:
    """Too many attachments or records end in a stated limit; one that unpacks beyond it is no record."""
    monkeypatch.setattr(pdf, "MAX_ATTACHMENTS", 3)
    with pytest.raises(TooLargeInside, match="attached files"):
        unbake(make_pdf([(f"{index}.txt", b"x") for index in range(4)]))
    monkeypatch.undo()
    with pytest.raises(TooLargeInside, match="attached records"):
        unbake(make_pdf([(f"{index}.json", RECORD) for index in range(pdf.MAX_RECORDS + 1)]))
    monkeypatch.setattr(pdf, "MAX_RECORD_BYTES", 1000)
    with pytest.raises(NothingInside):
        unbake(make_pdf([("bomb.json", b'{"type": "VerifiableCredential"' + b" " * 2_000_000 + b"}")]))


def test_a_page_tree_that_loops_is_walked_once() -> None:
    """A hostile file whose pages contain themselves ends."""
    looped = make_pdf([("record.json", RECORD)]).replace(b"/Kids[3 0 R]/Count 1", b"/Kids[2 0 R]/Count 1")
    assert len(unbake(looped)) == 1
    assert len(PdfReader(io.BytesIO(looped)).attachments) == 1


def test_pdf_files_take_no_record() -> None:
    """Reading only: baking into a PDF is declined."""
    with pytest.raises(CannotBake, match="PDF"):
        bake(make_pdf(), RECORD, kind="ob3")
