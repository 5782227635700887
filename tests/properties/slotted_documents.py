"""Templates by number: generated documents in which some texts have become slots, and rows of texts for them.

Rows hold what people write and what they should not: texts of any script, identifiers that other parts have too,
relative ones, compact ones, keywords, dates that do not exist, half characters.
"""

import copy
from random import Random
from typing import Any

from properties.generated_documents import make_document

_ODD = (
    "",
    " ",
    "id",
    "@type",
    "@vocab",
    "_:b0",
    "ex:thing",
    "ex://thing",
    "urn:x",
    "https://vocabulary.example/label",
    "relative/path",
    "Thing",
    "label",
    "%s %d %%",
    "{{x}}",
    'quote " and \\ back',
    "line\nbreak\ttab\x00\x7f",
    "\u2028\ufeff😀\U0010fffd",
    "\ud800",
    "2026-02-30T00:00:00Z",
    "2026-05-04T09:30:00Z",
    "2026-05-04T24:00:00+14:00",
    "sha256$" + "a" * 64,
    "12",
    "-1",
)


def texts_in(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Give the path of each text, contexts aside."""
    if isinstance(value, str):
        return [path]
    if isinstance(value, dict):
        return [place for name, item in value.items() if name != "@context" for place in texts_in(item, (*path, name))]
    if isinstance(value, list):
        return [place for number, item in enumerate(value) for place in texts_in(item, (*path, number))]
    return []


def at(document: Any, path: tuple[Any, ...]) -> Any:
    """Give what stands at a path."""
    for step in path:
        document = document[step]
    return document


def put(document: Any, path: tuple[Any, ...], text: str) -> None:
    """Put a text at a path."""
    at(document, path[:-1])[path[-1]] = text


def places_in(document: Any, random: Random) -> list[tuple[Any, ...]]:
    """Choose up to eight texts; types seldom, since a slot there is refused."""
    places = [path for path in texts_in(document) if "type" not in path or random.randrange(60) == 0]
    random.shuffle(places)
    return places[: random.randrange(1, 9)]


def row_for(document: Any, places: list[tuple[Any, ...]], random: Random) -> list[str]:
    """Choose a text for each place: most of them like the one that stood there, some odd, some of another place."""
    every = [at(document, path) for path in texts_in(document)]
    row = []
    for path in places:
        text, dice = at(document, path), random.randrange(100)
        if dice < 8:
            text = random.choice(_ODD)
        elif dice < 20:
            text = random.choice(every)
        elif dice < 75:
            text = "".join(chr(ord(letter) ^ 1) if letter.isascii() and letter.isdigit() else letter for letter in text)
            text += str(random.randrange(1000)) if random.randrange(2) and not text.endswith("Z") else ""
        row.append(text)
    return row


def template_of(document: dict[str, Any], places: list[tuple[Any, ...]], random: Random) -> dict[str, Any]:
    """Write slots s0, s1 … into a copy; now and then with words around one."""
    template = copy.deepcopy(document)
    for number, path in enumerate(places):
        put(template, path, f"{{{{ s{number} }}}}" if random.randrange(2) else f"{{{{s{number}}}}}")
    return template


def filled(document: dict[str, Any], places: list[tuple[Any, ...]], row: list[str]) -> dict[str, Any]:
    """Write a row into a copy."""
    copied = copy.deepcopy(document)
    for path, text in zip(places, row, strict=True):
        put(copied, path, text)
    return copied


def badge(number: int) -> dict[str, Any]:
    """Make a badge or a transcript that may be issued, as far as a generator can know."""
    document = make_document(number)
    for name in ("validUntil", "credentialSchema", "image"):
        document.pop(name, None)
    return document
