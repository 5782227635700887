"""How far are a record's words proved where they are drawn? Never further than the checks behind them."""

import json
from datetime import UTC, datetime
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

import openler
from openler.platform.design.flourish import draw_flourish
from openler.platform.design.rosette import draw_rosette
from openler.platform.verifying.drawing import MAX_RAW_CHARACTERS, draw_report

AT = datetime(2026, 11, 25, tzinfo=UTC)
CASES = Path(__file__).parents[1] / "vectors" / "field-cases"


def _drawn(case: str) -> dict[str, object]:
    file = next(path for path in sorted((CASES / case).iterdir()) if path.suffix in (".json", ".jwt", ".png"))
    return draw_report(openler.verify(file.read_bytes(), at=AT))


@pytest.mark.parametrize(
    ("case", "standing"),
    [
        ("proof-jcs", "proved"),
        ("jwt-plain", "proved"),
        ("status-good", "proved"),
        ("proof-key-of-stranger", "strangers_key"),
        ("baking-png-altered", "unproved"),
        ("jsonld-no-proof", "unproved"),
        ("ob2-hosted-json", "unproved"),
        ("did-web-port", "unproved"),
        ("baking-png-nothing-inside", "unproved"),
    ],
)
def test_a_record_stands_no_higher_than_its_seal(case: str, standing: str) -> None:
    """Proved needs a seal that holds, by the issuer's own key; a stranger's good signature proves nothing of it."""
    assert _drawn(case)["standing"] == standing


def test_each_record_inside_has_a_standing_of_its_own() -> None:
    """The transcript is signed by its issuer; one record in it is signed by somebody else."""
    drawn = _drawn("clr-member-wrong-signer")
    members = drawn["members"]
    assert isinstance(members, list)
    assert drawn["standing"] == "proved"
    assert [member["standing"] for member in members] == ["proved", "strangers_key"]


def test_a_collection_that_nobody_signed_says_so_and_shows_every_record() -> None:
    """Several records in one file: the file has no standing, each record has; the raw view holds them all."""
    record = json.loads((CASES / "proof-jcs" / "badge.json").read_text("utf-8"))
    drawn = draw_report(openler.verify(json.dumps([record, record]).encode(), at=AT))
    assert drawn["standing"] == "collection"
    assert [member["standing"] for member in drawn["members"]] == ["proved", "proved"]
    assert json.loads(drawn["raw"]) == [record, record]


def test_the_words_of_an_endorsement_are_drawn() -> None:
    """Who endorses says why; that is what the reader wants to see."""
    endorsements = _drawn("endorsement-inside-expired")["endorsements"]
    assert isinstance(endorsements, list)
    assert endorsements[0]["comment"]["value"]


def test_a_record_looks_the_same_however_its_file_is_spaced() -> None:
    """Its picture is drawn from the record: spaces and the order of members are no other record."""
    text = (CASES / "proof-jcs" / "badge.json").read_text("utf-8")
    turned = json.dumps(dict(reversed(json.loads(text).items())), indent=7)
    digests = [draw_report(openler.verify(one, at=AT))["digest"] for one in (text, turned)]
    assert digests[0] == digests[1]


def test_a_record_without_a_canonical_form_is_drawn_all_the_same() -> None:
    """An integer beyond 2^53 has no canonical form; the page must not fail over a picture."""
    drawn = draw_report(openler.verify(b'{"@context": [], "type": "x", "n": 9007199254740993}', at=AT))
    assert len(drawn["digest"]) == 64


def test_the_raw_view_is_bounded() -> None:
    """A page never carries a whole large file back."""
    drawn = draw_report(openler.verify(json.dumps({"@context": ["x" * (2 * MAX_RAW_CHARACTERS)]}).encode(), at=AT))
    assert len(drawn["raw"]) == MAX_RAW_CHARACTERS


@given(st.binary(min_size=32, max_size=32))
def test_every_flourish_is_one_line_on_its_paper(digest: bytes) -> None:
    """However the bytes fall, the line stays within 310 by 66 units and ends in the dot; the same bytes, the same line."""
    drawn = draw_flourish(digest)
    assert drawn == draw_flourish(digest)
    path, dot = ElementTree.fromstring(f"<svg>{drawn}</svg>")
    numbers = [float(part) for part in path.attrib["d"].translate(str.maketrans("MQ", "  ")).split()]
    across, down = numbers[::2], numbers[1::2]
    assert min(across) >= -4 and max(across) <= 310
    assert min(down) >= 0 and max(down) <= 66
    assert (across[-1], down[-1]) == (float(dot.attrib["cx"]), float(dot.attrib["cy"]))


@given(st.binary(min_size=32, max_size=32))
def test_an_engraving_is_the_rosette_and_more(digest: bytes) -> None:
    """The sheet shows the very rosette of the card, with its outer chain repeated outward."""
    plain, engraved = draw_rosette(digest, key="k"), draw_rosette(digest, key="k", is_engraved=True)
    assert engraved.hue == plain.hue
    assert engraved.drawing.endswith(plain.drawing)
    root = ElementTree.fromstring(f"<svg>{engraved.drawing}</svg>")
    assert len(root.findall("g[@class='ripples']/use")) == 36
    assert "style" not in engraved.drawing


def test_only_a_whole_digest_is_drawn() -> None:
    """Half a digest is a fault of the program, not another picture."""
    with pytest.raises(ValueError, match="32 bytes"):
        draw_flourish(b"half")
