"""Can a record be claimed, kept, shown and checked by keyboard alone, by somebody who hears the pages?

The voice is the virtual screen reader of Guidepup, run in the pages themselves: it says what a screen reader would
say of their markup. Its version is pinned in ``package.json``; npm installs it into a temporary folder.
"""

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from interop.libraries import HERE, INSTALL, INSTALL_SECONDS
from openler.platform.base.acts import now
from openler.platform.issuing import claims
from openler.platform.issuing.models import Seat
from web.browser import axe_violations
from web.issuing import College
from web.people import make_user
from web.walleting import sign_in

# Slow: installs other software through npm.
pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

CLASS = "name,email,student_id\nInés Valdés,ines@people.example,00417\n"
TITLE = "Fundamentals of Nursing I"
AUDIENCE = "Harbor View (fictional)"
# So many steps no page needs.
_MOST_STEPS = 120
_BUNDLE = "node_modules/@guidepup/virtual-screen-reader/lib/esm/index.browser.js"
_READ = """async most => {
  const { virtual } = await import('/voice-of-the-test.js');
  await virtual.start({ container: document.body });
  for (let step = 0; step < most && (await virtual.lastSpokenPhrase()) !== 'end of document'; step++) await virtual.next();
  const said = await virtual.spokenPhraseLog();
  await virtual.stop();
  return said;
}"""
_LISTEN = """async () => {
  const { virtual } = await import('/voice-of-the-test.js');
  await virtual.start({ container: document.body });
  window.voiceOfTheTest = virtual;
}"""
_HEARD = "() => window.voiceOfTheTest.spokenPhraseLog()"


class Ears:
    """Somebody at the keyboard who hears what the page says, and sees nothing of it."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def read(self) -> list[str]:
        """Hear the whole page, from its beginning to its end."""
        said: list[str] = self.page.evaluate(_READ, 2_000)
        assert said[-1] == "end of document", said[-3:]
        return said

    def listen(self) -> None:
        """Hear from now on what takes the focus and what the page tells by itself."""
        self.page.evaluate(_LISTEN)

    def wait_for(self, words: str) -> None:
        """Wait until a phrase with these words is spoken."""
        self.page.wait_for_function(
            "words => window.voiceOfTheTest.spokenPhraseLog().then(said => said.some(one => one.includes(words)))",
            arg=words,
        )

    def tab_to(self, phrase: str) -> None:
        """Press Tab until what is spoken of the focused thing begins so."""
        passed: list[str] = []
        for _step in range(_MOST_STEPS):
            self.page.keyboard.press("Tab")
            heard: list[str] = self.page.evaluate(_HEARD)
            passed.append(heard[-1])
            if heard[-1].startswith(phrase):
                return
        raise AssertionError(f"nothing says {phrase!r} on the way of Tab: {passed}")

    def press(self, phrase: str, key: str = "Enter") -> None:
        """Go to something and press it."""
        self.tab_to(phrase)
        self.page.keyboard.press(key)

    def type(self, phrase: str, text: str) -> None:
        """Go to a field and write into it."""
        self.tab_to(phrase)
        self.page.keyboard.type(text)

    def leave_by(self, phrase: str) -> None:
        """Press what leads to another page, and listen there."""
        self.tab_to(phrase)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")
        self.listen()


@pytest.fixture(scope="module")
def voice(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Install the voice into a folder of its own and give its script."""
    folder = tmp_path_factory.mktemp("voice")
    for name in ("package.json", "package-lock.json"):
        shutil.copy(HERE / name, folder)
    done = subprocess.run(INSTALL, check=False, cwd=folder, capture_output=True, text=True, timeout=INSTALL_SECONDS)
    assert done.returncode == 0, done.stderr
    return (folder / _BUNDLE).read_text("utf-8")


@pytest.fixture
def ears(browser: Browser, live_server: LiveServer, settings: Any, voice: str) -> Iterator[Ears]:
    """Open a browser with the voice, signed in as a student; only here may a page load a script that is not its own."""
    settings.OPENLER_ONLINE, settings.OPENLER_PUBLIC_URL = False, live_server.url
    context = browser.new_context(locale="en-US", accept_downloads=True, reduced_motion="reduce", bypass_csp=True)
    context.route("**/voice-of-the-test.js", lambda route: route.fulfill(body=voice, content_type="text/javascript"))
    try:
        sign_in(context, make_user("ines"), live_server.url)
        yield Ears(context.new_page())
    finally:
        context.close()


def test_a_record_is_claimed_kept_shown_and_checked_by_ear_and_keyboard(
    ears: Ears, live_server: LiveServer, tmp_path: Path
) -> None:
    """Claim with a code, accept into a wallet made on the way, share, and the answer that whoever checks it hears."""
    College(name=TITLE).issue(CLASS, at=now())
    link = Seat.objects.get().links.get(ended_at=None)
    page = ears.page
    page.goto(f"{live_server.url}/claim/{claims.token_of(link)}/")
    _claim(ears, claims.code_of(link))
    _make_a_wallet(ears, tmp_path)
    address = _share(ears)
    page.goto(address)
    said = ears.read()
    assert any(AUDIENCE in phrase for phrase in said)
    ears.listen()
    ears.leave_by("button, Open the records")
    _hear_the_answer(ears)


def _claim(ears: Ears, code: str) -> None:
    said = ears.read()
    assert "heading, College has a record for you, level 1" in said
    assert "Kind of record: Course." in said
    assert "button, See the record" in said
    ears.listen()
    ears.type("textbox, Your code", "AAAA-AAAA")
    ears.leave_by("button, See the record")
    assert ears.read().count("alert") == 1
    assert any(phrase.startswith("This is not the code.") for phrase in ears.read())
    ears.listen()
    ears.type("textbox, Your code", code)
    ears.leave_by("button, See the record")
    assert axe_violations(ears.page) == []
    said = ears.read()
    assert f"heading, {TITLE}, level 2" in said
    assert "button, Accept into my wallet" in said
    assert "button, Take it as a file" in said


def _make_a_wallet(ears: Ears, folder: Path) -> None:
    page = ears.page
    ears.listen()
    ears.press("button, Accept into my wallet")
    ears.wait_for("heading, Make your wallet")
    ears.press("button, Make a wallet")
    ears.wait_for("heading, Make sure that you can come back")
    secret = page.locator("[data-part=secret]").inner_text()
    assert any(secret in phrase for phrase in ears.read())
    ears.listen()
    ears.tab_to("button, Save the file")
    with page.expect_download() as waiting:
        page.keyboard.press("Enter")
    file = folder / waiting.value.suggested_filename
    waiting.value.save_as(file)
    ears.wait_for("The file is on its way to your downloads.")
    ears.tab_to("The recovery file")
    with page.expect_file_chooser() as choosing:
        page.keyboard.press("Space")
    choosing.value.set_files(file)
    ears.type("textbox, The secret", secret)
    ears.press("button, Open it and go on")
    ears.wait_for("heading, It is in your wallet")
    ears.leave_by("link, Open your wallet")


def _share(ears: Ears) -> str:
    page = ears.page
    page.get_by_role("link", name=TITLE).wait_for()
    said = ears.read()
    assert "heading, Your records, level 1" in said
    ears.listen()
    ears.press(f"link, {TITLE}")
    page.get_by_role("link", name="Share it").wait_for()
    ears.leave_by("link, Share it")
    page.get_by_label("For whom").wait_for()
    ears.type("textbox, For whom", AUDIENCE)
    ears.type("textbox, Why", "Nights")
    ears.press("button, Sign and make the link")
    ears.wait_for(f"heading, Your link for {AUDIENCE}")
    ears.tab_to("textbox, Link")
    return page.get_by_label("Link", exact=True).input_value()


def _hear_the_answer(ears: Ears) -> None:
    said = ears.read()
    assert "heading, The record that this presentation holds is valid., level 2" in said
    for light, sentence in (
        ("Intact", "Not one letter changed in any of them since they were signed."),
        ("In force", "Each record in it is in force."),
        ("Made by the holder", f"Made by the holder for {AUDIENCE} on "),
    ):
        place = said.index(light)
        assert said[place + 1] == "Passed"
        assert said[place + 3].startswith(sentence)
    assert any(phrase.startswith("heading, ") and TITLE in phrase for phrase in said)
