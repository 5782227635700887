"""Language tags: what the grammar of BCP 47 gives, and nothing else."""

import pytest

from openler.foundation.language_tags import MAX_LETTERS, is_language_tag


@pytest.mark.parametrize(
    "tag",
    [
        "en",
        "de-CH",
        "EN-us",
        "zh-Hant-TW",
        "zh-cmn-Hans-CN",
        "sl-rozaj-biske-1994",
        "es-419",
        "hy-Latn-IT-arevela",
        "en-a-bbb-x-a-ccc",
        "x-house",
        "X-whatever",
        "und",
        "tlh",
        "abcd",
        "qaa-Qaaa-QM-x-southern",
        "de-1996",
        "sgn-BE-FR",
        "i-klingon",
        "I-Navajo",
        "en-gb-oed",
        "art-lojban",
        "zh-min-nan",
        "az-Arab-x-AZE-derbend",
        "en-u-islamcal",
    ],
)
def test_well_formed(tag: str) -> None:
    """Most of these are the examples of RFC 5646, appendix A."""
    assert is_language_tag(tag)


@pytest.mark.parametrize(
    "tag",
    ["", "h", "h-a", "x", "x-", "en-x", "en-", "-en", "en--us", "a-DE", "en_US", "de-419-DE", "ar-a", "en us", "en\n",
     "deutschland", "i-elvish", "e\u0301n", "eﬁ", "١٢", "en-u", "en-" + "abcde-" * 60 + "abcde"],
)  # fmt: skip
def test_no_tag(tag: str) -> None:
    """One letter alone, two regions, empty parts, and whatever is no letter of ASCII."""
    assert not is_language_tag(tag)


def test_a_tag_has_a_limit() -> None:
    """A tag of as many letters as allowed is read; one of more is not."""
    parts = "-abcde" * ((MAX_LETTERS - 2) // 6)
    longest = "en" + parts + "abc"[: MAX_LETTERS - 2 - len(parts)]
    assert len(longest) <= MAX_LETTERS
    assert is_language_tag(longest)
    assert not is_language_tag(longest + "-abcde")
