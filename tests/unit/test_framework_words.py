"""A term is found by its words, whatever their case, accents and endings."""

import pytest

from openler.skills.porter import stem
from openler.skills.words import fold, stems_of, words_of


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("caresses", "caress"), ("ponies", "poni"), ("ties", "ti"), ("cats", "cat"), ("feed", "feed"),
        ("agreed", "agre"), ("plastered", "plaster"), ("bled", "bled"), ("motoring", "motor"), ("sing", "sing"),
        ("conflated", "conflat"), ("troubled", "troubl"), ("sized", "size"), ("hopping", "hop"), ("falling", "fall"),
        ("hissing", "hiss"), ("filing", "file"), ("happy", "happi"), ("sky", "sky"), ("relational", "relat"),
        ("conditional", "condit"), ("vietnamization", "vietnam"), ("operator", "oper"), ("callousness", "callous"),
        ("formality", "formal"), ("sensibility", "sensibl"), ("triplicate", "triplic"), ("formative", "form"),
        ("electrical", "electr"), ("goodness", "good"), ("revival", "reviv"), ("allowance", "allow"),
        ("adjustable", "adjust"), ("replacement", "replac"), ("adoption", "adopt"), ("rate", "rate"),
        ("cease", "ceas"), ("controlling", "control"), ("rolls", "roll"), ("generalizations", "gener"),
        ("oscillators", "oscil"),
    ],
)  # fmt: skip
def test_stems_are_those_of_the_published_examples(word: str, expected: str) -> None:
    """The examples in Porter's definition come out as he gives them."""
    assert stem(word) == expected


def test_words_lose_case_accents_and_width() -> None:
    """A learner who types without accents finds what was written with them."""
    assert fold("  Soins  INFIRMIERS à Ｄomicile ") == "soins infirmiers a domicile"
    assert words_of("X-ray, (basic)") == ["x", "ray", "basic"]


def test_only_english_words_are_stemmed() -> None:
    """A German word keeps its ending, which is no English one."""
    assert stems_of(["Caring for patients"], "en-US") == ["care", "for", "patient"]
    assert stems_of(["Wunden versorgen"], "de") == ["wunden", "versorgen"]
