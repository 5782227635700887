"""Is this text a well-formed language tag, such as en, de-CH or zh-Hant-TW?

Well-formed, whether or not anybody speaks it. What is not is read in two ways in the field: one program signs the tag
as it stands, another leaves the whole text out.

Spec: https://www.rfc-editor.org/rfc/rfc5646#section-2.2.9 (BCP 47, by the grammar of section 2.1)
"""

import re

_LETTERS_OR_DIGITS = "[A-Za-z0-9]"
_LANGUAGE = "(?:[A-Za-z]{2,3}(?:-[A-Za-z]{3}){0,3}|[A-Za-z]{4,8})"
_SCRIPT_AND_REGION = "(?:-[A-Za-z]{4})?(?:-(?:[A-Za-z]{2}|[0-9]{3}))?"
_VARIANTS = f"(?:-(?:{_LETTERS_OR_DIGITS}{{5,8}}|[0-9]{_LETTERS_OR_DIGITS}{{3}}))*"
_EXTENSIONS = f"(?:-[0-9A-WY-Za-wy-z](?:-{_LETTERS_OR_DIGITS}{{2,8}})+)*"
_PRIVATE = f"[Xx](?:-{_LETTERS_OR_DIGITS}{{1,8}})+"
# Registered before the grammar was, and outside of it; the others of that time are inside.
_IRREGULAR = (
    "en-GB-oed|i-(?:ami|bnn|default|enochian|hak|klingon|lux|mingo|navajo|pwn|tao|tay|tsu)|sgn-(?:BE-FR|BE-NL|CH-DE)"
)
_TAG = re.compile(
    f"(?:{_LANGUAGE}{_SCRIPT_AND_REGION}{_VARIANTS}{_EXTENSIONS}(?:-{_PRIVATE})?|{_PRIVATE}|(?i:{_IRREGULAR}))\\Z"
)
# Section 4.4.1: no tag in use is longer than 35 letters; whatever is beyond this is none.
MAX_LETTERS = 256


def is_language_tag(text: str) -> bool:
    """Tell whether a text is a well-formed language tag of at most ``MAX_LETTERS`` letters."""
    return len(text) <= MAX_LETTERS and _TAG.match(text) is not None
