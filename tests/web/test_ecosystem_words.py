"""Does every word of the map and the pages beside it pass through translation?"""

from html.parser import HTMLParser

import pytest
from django.test import Client
from django.utils import translation

from openler.platform.ecosystem.content import ecosystem

pytestmark = pytest.mark.django_db

# Names stay as they are in every language.
NAMES = {"OpenLER", "CC BY 4.0", *(term.standard for term in ecosystem().glossary if term.standard)}
SPOKEN = ("aria-label", "title", "alt", "placeholder")
PAGES = [
    "/",
    "/?at=employers",
    "/?phase=using",
    "/?step=9",
    "/story/4/",
    "/do/credentialing_organizations.issuing.2/",
    "/explained/",
    "/glossary/",
    "/glossary/?q=zz",
]
PAGES += [f"/stakeholders/{one.slug}/" for one in ecosystem().stakeholders]


class Words(HTMLParser):
    """Collects what is read or spoken on a page; what is read as one run, since a name may stand in two lines."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.read = ""
        self.spoken: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep what a screen reader says, and the description for search engines."""
        given = dict(attrs)
        self.spoken += [str(given[name]) for name in SPOKEN if given.get(name)]
        if tag == "meta" and given.get("name") == "description":
            self.spoken.append(str(given.get("content")))

    def handle_data(self, data: str) -> None:
        """Keep what is read."""
        self.read += data + "\n"


def outside_brackets(words: str) -> str:
    """Take away all that stands between the brackets that the made-up language sets around a translated string."""
    depth, outside = 0, ""
    for letter in words:
        depth += (letter == "⟦") - (letter == "⟧")
        outside += "" if depth or letter == "⟧" else letter
    return outside


def untranslated(page: str) -> list[str]:
    """List what has letters and did not come through translation."""
    found = Words(page)
    left = [line for words in (found.read, *found.spoken) for line in outside_brackets(words).split("\n")]
    left = [line.replace("· OpenLER", "").strip() for line in left]
    return [line for line in left if line not in NAMES and any(letter.isalpha() for letter in line)]


@pytest.fixture
def made_up_language(monkeypatch: pytest.MonkeyPatch) -> None:
    """Translate every string into itself between brackets."""
    # Ask once, so that the translating functions are in place.
    translation.gettext("Map")
    monkeypatch.setattr(translation._trans, "gettext", lambda message: f"⟦{message}⟧")
    monkeypatch.setattr(translation._trans, "ngettext", lambda one, many, count: f"⟦{one if count == 1 else many}⟧")


@pytest.mark.usefixtures("made_up_language")
@pytest.mark.parametrize("url", PAGES)
def test_no_word_of_a_page_escapes_translation(client: Client, url: str) -> None:
    """Names, acts, steps, words of the glossary, labels that are only spoken: all come through gettext."""
    assert untranslated(client.get(url).content.decode()) == []


def test_a_word_that_escapes_is_found(client: Client) -> None:
    """The judge can fail: without the made-up language every word is outside."""
    assert "Show all phases" in untranslated(client.get("/?phase=using").content.decode())
