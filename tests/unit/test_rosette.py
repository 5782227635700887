"""Does the same record always look the same, and another one different?"""

import hashlib
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openler.platform.design.icons import icon_drawing, icon_names
from openler.platform.design.rosette import HUES, draw_rosette

digests = st.binary(min_size=32, max_size=32)


@given(digests)
def test_the_same_digest_is_drawn_in_the_same_way(digest: bytes) -> None:
    """A rosette holds nothing but what its digest says."""
    assert draw_rosette(digest, key="k") == draw_rosette(digest, key="k")


@given(digests)
def test_every_rosette_is_well_formed_and_stays_on_its_paper(digest: bytes) -> None:
    """No coordinate leaves the 200 by 200 units, however the bytes fall, and no style stands in it."""
    drawn = draw_rosette(digest, key="k")
    root = ElementTree.fromstring(f"<svg>{drawn.drawing}</svg>")
    for path in root.iter("path"):
        numbers = [float(part) for part in path.attrib["d"].translate(str.maketrans("MQZ", "   ")).split()]
        assert min(numbers) >= -5
        assert max(numbers) <= 205
    assert "style" not in drawn.drawing
    assert drawn.hue in HUES


def test_records_that_differ_look_different() -> None:
    """A thousand records give a thousand drawings, in all eight hues."""
    drawn = [draw_rosette(hashlib.sha256(bytes([n % 256, n // 256])).digest(), key="k") for n in range(1000)]
    assert len({one.drawing for one in drawn}) == 1000
    assert {one.hue for one in drawn} == set(HUES)


def test_what_is_no_sha_256_is_not_drawn() -> None:
    """A shorter digest would draw something that looks like another record."""
    with pytest.raises(ValueError, match="32 bytes"):
        draw_rosette(b"short", key="k")


@pytest.mark.parametrize("name", icon_names())
def test_every_icon_is_well_formed_and_takes_its_colour_from_the_text(name: str) -> None:
    """No icon brings a colour, a style or a script of its own."""
    root = ElementTree.fromstring(f"<svg>{icon_drawing(name)}</svg>")
    for element in root.iter():
        assert set(element.attrib) <= {"d", "cx", "cy", "r", "class"}, element.attrib


def test_an_icon_that_is_not_in_the_set_is_a_fault_of_the_page() -> None:
    """A misspelt name is found by the first test that opens the page."""
    with pytest.raises(KeyError):
        icon_drawing("no-such-icon")
