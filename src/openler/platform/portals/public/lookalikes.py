"""Could a name be taken for another one? Letters that look alike, that cannot be seen, or that only look like letters.

It flags; it never decides. Honest names of any one script are left alone, and so are names of several whole words in
different scripts. Spec: https://www.unicode.org/reports/tr39/#Mixed_Script_Detection (the idea, not its tables).
"""

import unicodedata
from typing import Literal

Oddness = Literal["mixed", "hidden", "styled"]

# Scripts with letters that many typefaces draw alike.
_LOOKALIKE_SCRIPTS = frozenset({"LATIN", "CYRILLIC", "GREEK", "CHEROKEE", "ARMENIAN"})
# Cyrillic and Greek letters that cannot be told from a Latin one by eye.
_LIKE_LATIN = frozenset("АВЕЅІЈКМНОРСТУХаеѕіјорсухԁһԛԝΑΒΕΖΗΙΚΜΝΟΡΤΥΧοανυ")
# Joiners are letters' own business in many scripts, never between letters of these.
_JOINERS = frozenset("\u200c\u200d")
_DIRECTION_MARKS = frozenset("\u200e\u200f\u061c")
# Ordinals (1ª, 2º) are ordinary writing.
_ORDINALS = frozenset("ªº")


def oddness_of(text: str) -> Oddness | None:
    """Tell in which way a name may be a look-alike of another; None for most names."""
    if is_mixed_script(text):
        return "mixed"
    if _holds_hidden(text):
        return "hidden"
    return "styled" if any(_is_styled(letter) for letter in text) else None


def is_mixed_script(text: str) -> bool:
    """Tell whether a name mixes letters of look-alike scripts in one word, or has a word that only pretends."""
    words = [_letters(word) for word in text.split()]
    if any(len({_script(letter) for letter in letters}) > 1 for letters in words):
        return True
    pretends = any(len(letters) > 1 and set(letters) <= _LIKE_LATIN for letters in words)
    return pretends and any(_script(letters[0]) == "LATIN" for letters in words if letters)


def _letters(word: str) -> list[str]:
    return [letter for letter in word if letter.isalpha() and _script(letter) in _LOOKALIKE_SCRIPTS]


def _script(letter: str) -> str:
    return unicodedata.name(letter, "").split(" ")[0]


def _holds_hidden(text: str) -> bool:
    reads_from_right = any(unicodedata.bidirectional(letter) in ("R", "AL") for letter in text)
    for before, letter in zip(" " + text, text, strict=False):
        if unicodedata.category(letter) != "Cf":
            continue
        if letter in _JOINERS and _script(before) not in _LOOKALIKE_SCRIPTS:
            continue
        if letter in _DIRECTION_MARKS and reads_from_right:
            continue
        return True
    return False


def _is_styled(letter: str) -> bool:
    """Tell whether a sign only looks like a plain letter, as 𝐇 or Ｈ do."""
    if letter.isascii() or letter in _ORDINALS:
        return False
    plain = unicodedata.normalize("NFKC", letter)
    return len(plain) == 1 and plain.isascii() and plain.isalpha()
