"""By which words is a term found? Labels made comparable: case, accents and blanks aside, and English words stemmed.

It only suggests; whether two terms are the same is said by their addresses and by published edges, never by words.
"""

import re
import unicodedata
from collections.abc import Iterable

from openler.skills.porter import stem

_WORD = re.compile(r"[^\W_]+", re.UNICODE)
# Longer than any label; what is beyond it finds nothing more.
MAX_QUERY_WORDS = 12


def fold(text: str) -> str:
    """Give a text for comparison: compatible letters, no case, no accents, single blanks."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(letter for letter in apart if not unicodedata.combining(letter))
    return " ".join(plain.split())


def words_of(text: str) -> list[str]:
    """Give the folded words of a text, in order."""
    return _WORD.findall(fold(text))


def is_english(language: str) -> bool:
    """Say whether words of this language are stemmed as English ones; an unstated language counts as English."""
    return language.lower().split("-")[0] in ("", "en")


def stems_of(texts: Iterable[str], language: str) -> list[str]:
    """Give the different stems of some texts in order; words of other languages than English stay whole."""
    shorten = stem if is_english(language) else str
    return list(dict.fromkeys(shorten(word) for text in texts for word in words_of(text)))
