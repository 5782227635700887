"""SVG: a record is found under any prefix and every other byte of the drawing stays."""

from xml.etree import ElementTree

import pytest

from openler.credentials.baking import (
    CannotBake,
    DamagedCarrier,
    NothingInside,
    TooLargeInside,
    UnsafeMarkup,
    bake,
    svg_source,
    unbake,
)
from openler.testing.pictures import SVG_OPENING, make_svg

RECORD = '{"name": "Certified Rigger® – l’épreuve 🛟", "html": "<b>&amp;</b>"}'.encode()
TOKEN = b"eyJhbGciOiJFZERTQSJ9.eyJpc3MiOiJkaWQ6a2V5OnoifQ.c2lnbmF0dXJl"
OB3 = b'xmlns:o="https://purl.imsglobal.org/ob/v3p0"'
CLR = b'xmlns:o="https://purl.imsglobal.org/clr/v2p0"'
OB2 = b'xmlns:o="http://openbadges.org"'


def element(inside: bytes, namespace: bytes = OB3, name: bytes = b"credential", attributes: bytes = b"") -> bytes:
    return b"<o:%s %s%s>%s</o:%s>" % (name, namespace, attributes, inside, name)


def cdata(text: bytes) -> bytes:
    return b"<![CDATA[" + text + b"]]>"


@pytest.mark.parametrize(
    ("inside", "kind"),
    [
        (element(cdata(RECORD)), "ob3"),
        (element(b"\n  " + cdata(RECORD) + b"\n"), "ob3"),
        (element(cdata(RECORD), CLR), "clr"),
        (element(cdata(RECORD), OB2, b"assertion"), "ob2"),
        (element(cdata(RECORD), OB2, b"assertion", b' verify="https://badges.example/1"'), "ob2"),
        (b"<g><g>" + element(cdata(RECORD)) + b"</g></g>", "ob3"),
        (b'<credential xmlns="https://purl.imsglobal.org/ob/v3p0">' + cdata(RECORD) + b"</credential>", "ob3"),
        (element(cdata(RECORD[:9]) + cdata(RECORD[9:])), "ob3"),
        (element(RECORD.replace(b"&", b"&amp;").replace(b"<", b"&lt;")), "ob3"),
    ],
)
def test_json_comes_out_byte_for_byte_however_it_is_written(inside: bytes, kind: str) -> None:
    """CDATA in one or more sections, escaped text, any prefix or none, any depth: the same bytes."""
    (baked,) = unbake(make_svg(inside))
    assert (baked.carrier, baked.kind, baked.payload) == ("svg", kind, RECORD)


def test_a_token_in_the_verify_attribute_is_read() -> None:
    """Open Badges 3.0 puts a compact JWS into the attribute of an empty element."""
    for inside in (
        b'<o:credential %s verify="%s"/>' % (OB3, TOKEN),
        element(b"", attributes=b" verify='%s'" % TOKEN),
        element(b" \n ", attributes=b' verify="\n%s\n"' % TOKEN),
        element(b"", attributes=b' o:verify="%s"' % TOKEN),
    ):
        (baked,) = unbake(make_svg(inside))
        assert baked.payload == TOKEN


def test_an_attribute_and_a_body_are_both_given() -> None:
    """Two records in one element: neither passes unseen."""
    found = unbake(make_svg(element(cdata(RECORD), attributes=b' verify="%s"' % TOKEN)))
    assert [baked.payload for baked in found] == [TOKEN, RECORD]


@pytest.mark.parametrize(
    "picture",
    [
        make_svg(element(cdata(RECORD)), prolog=b'<?xml version="1.0"?>\r\n<!-- a > b -->\n<!DOCTYPE svg>\n'),
        make_svg(
            element(cdata(RECORD)),
            prolog=b'<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">',
        ),
        make_svg(element(cdata(RECORD)), prolog=b"\xef\xbb\xbf"),
        make_svg(element(cdata(RECORD)), opening=b"<svg>"),
        b'<s:svg xmlns:s="http://www.w3.org/2000/svg" a="x>y" b=\'">\'>' + element(cdata(RECORD)) + b"</s:svg>",
        make_svg(b'<script href="https://elsewhere.example/x.js">alert("]")</script>' + element(cdata(RECORD))),
    ],
    ids=["prolog", "doctype", "bom", "no namespace", "prefixed root", "script"],
)
def test_what_drawing_programs_write_around_it_is_tolerated(picture: bytes) -> None:
    """A DOCTYPE, a comment, a byte order mark, a prefixed root or a script changes nothing."""
    (baked,) = unbake(picture)
    assert baked.payload == RECORD


@pytest.mark.parametrize("codec", ["utf-16", "utf-16-le", "utf-16-be"])
def test_utf16_is_read_as_xml_asks(codec: str) -> None:
    """XML readers must take UTF-16; the record comes out as UTF-8."""
    mark = {"utf-16": "", "utf-16-le": "\ufeff", "utf-16-be": "\ufeff"}[codec]
    text = '<?xml version="1.0" encoding="UTF-16"?>' + make_svg(element(cdata(RECORD))).decode()
    (baked,) = unbake((mark + text).encode(codec))
    assert baked.payload == RECORD


def test_another_encoding_is_read_or_named() -> None:
    """Latin-1 is read by its declaration; what is not known is named with the remedy."""
    text = (
        '<?xml version="1.0" encoding="ISO-8859-1"?>'
        + make_svg(element(cdata('{"name": "Prüfung"}'.encode()))).decode()
    )
    assert unbake(text.encode("latin-1"))[0].payload == '{"name": "Prüfung"}'.encode()
    with pytest.raises(DamagedCarrier, match="koi8-r") as caught:
        unbake(text.replace("ISO-8859-1", "KOI8-R").encode("koi8-r", "ignore"))
    assert "UTF-8" in caught.value.advice
    with pytest.raises(DamagedCarrier, match="ASCII"):
        unbake(text.replace("ISO-8859-1", "US-ASCII").encode())


def test_a_drawing_without_a_record_says_so() -> None:
    """An element of another namespace is not a record, whatever its prefix."""
    for inside in (b"", b'<o:credential xmlns:o="https://example.com/other">{}</o:credential>', element(b" ")):
        with pytest.raises(NothingInside):
            unbake(make_svg(inside))


@pytest.mark.parametrize(
    ("picture", "words"),
    [
        (make_svg(b"<openbadges:credential>{}</openbadges:credential>"), "unbound prefix"),
        (make_svg(element(cdata(RECORD)))[:-12], "not well-formed"),
        (b"<svg", "not well-formed"),
        (make_svg(element(element(cdata(RECORD)))), "inside another"),
        (b'<svg xmlns="https://example.com/other"/>', "not an SVG"),
    ],
)
def test_a_broken_drawing_is_named_as_such(picture: bytes, words: str) -> None:
    """Where and why XML is broken stands in the answer."""
    with pytest.raises(DamagedCarrier, match=words):
        unbake(picture)


def test_limits_hold_for_depth_elements_and_records(monkeypatch: pytest.MonkeyPatch) -> None:
    """A tower of elements, a heap of them or many records end in a stated limit."""
    with pytest.raises(TooLargeInside, match="levels"):
        unbake(make_svg(b"<g>" * 5000))
    with pytest.raises(TooLargeInside, match="records"):
        unbake(make_svg(element(cdata(RECORD)) * (svg_source.MAX_RECORDS + 1)))
    monkeypatch.setattr(svg_source, "MAX_ELEMENTS", 10)
    with pytest.raises(TooLargeInside, match="elements"):
        unbake(make_svg(b"<g/>" * 11))


def test_baking_puts_the_record_first_and_keeps_every_other_byte() -> None:
    """The element is the root's first child, an XML reader sees the same text, and the rest is untouched."""
    prolog = b'<?xml version="1.0"?>\r\n<!DOCTYPE svg>\r\n'
    plain = make_svg(b"<desc>a &lt; b</desc>", prolog=prolog)
    baked = bake(plain, RECORD, kind="ob3")
    head = prolog + SVG_OPENING
    assert baked.startswith(head)
    assert baked.endswith(plain[len(head) :])
    first = ElementTree.fromstring(baked)[0]
    assert first.tag == "{https://purl.imsglobal.org/ob/v3p0}credential"
    assert (first.text or "").encode() == RECORD
    assert unbake(baked)[0].payload == RECORD


def test_baking_an_empty_root_opens_it() -> None:
    """A root written as one empty tag becomes a pair of tags around the record."""
    baked = bake(b'<s:svg xmlns:s="http://www.w3.org/2000/svg"/>', TOKEN, kind="clr")
    assert ElementTree.fromstring(baked)[0].get("verify") == TOKEN.decode()
    assert unbake(baked)[0].payload == TOKEN


def test_baking_again_replaces_every_record_of_its_kind() -> None:
    """However and wherever the old one was written, one stands there afterwards; another standard's stays."""
    old = b'<o:credential %s verify="%s"/>' % (OB3, TOKEN)
    other = element(b"", OB2, b"assertion", b' verify="https://badges.example/1"')
    plain = make_svg(b"<g>" + old + other + b"</g>" + element(cdata(b"{}")) + b"<g/>")
    baked = bake(plain, RECORD, kind="ob3")
    assert [(one.kind, one.payload) for one in unbake(baked)] == [("ob3", RECORD), ("ob2", b"https://badges.example/1")]
    assert b"<g>" + other + b"</g><g/>" in baked


def test_text_that_would_end_the_section_is_kept() -> None:
    """A record may hold the very letters that end CDATA."""
    record = b'{"code": "if (a[b[0]]>c) {}"}'
    baked = bake(make_svg(), record, kind="ob3")
    assert unbake(baked)[0].payload == record
    assert (ElementTree.fromstring(baked)[0].text or "").encode() == record


def test_an_old_assertion_is_baked_with_its_address() -> None:
    """Open Badges 2.0 wants the verify attribute beside the text, and takes an address alone."""
    record = b'{"id": "https://badges.example/1?a=1&b=2", "type": "Assertion"}'
    baked = bake(make_svg(), record, kind="ob2")
    assert ElementTree.fromstring(baked)[0].get("verify") == "https://badges.example/1?a=1&b=2"
    assert unbake(baked)[0].payload == record
    assert unbake(bake(make_svg(), b"https://badges.example/1", kind="ob2"))[0].payload == b"https://badges.example/1"


def test_a_file_keeps_its_encoding_or_declines() -> None:
    """A UTF-16 drawing stays UTF-16; one in Latin-1 that cannot hold the letters says how to mend it."""
    text = make_svg(b"<g/>", prolog=b'<?xml version="1.0" encoding="UTF-16"?>').decode()
    baked = bake(text.encode("utf-16"), RECORD, kind="ob3")
    assert "<g/>" in baked.decode("utf-16")
    assert unbake(baked)[0].payload == RECORD
    latin1 = make_svg(prolog=b'<?xml version="1.0" encoding="iso-8859-1"?>')
    assert unbake(bake(latin1, b'{"a": 1}', kind="ob3"))[0].payload == b'{"a": 1}'
    with pytest.raises(CannotBake, match="LATIN-1"):
        bake(latin1, RECORD, kind="ob3")


def test_letters_that_xml_cannot_hold_are_not_baked() -> None:
    """JSON may hold U+FFFE, XML may not; nothing is left out in silence."""
    with pytest.raises(CannotBake, match="character"):
        bake(make_svg(), '{"a": "\ufffe"}'.encode(), kind="ob3")


def test_a_drawing_with_entities_takes_no_record() -> None:
    """What is refused for reading is refused for baking."""
    with pytest.raises(UnsafeMarkup):
        bake(make_svg(prolog=b'<!DOCTYPE svg [<!ENTITY a "b">]>'), RECORD, kind="ob3")
