"""A learner and a wallet: set up, hold, come back on another device, show some and leave some out, in real Chromium."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

import openler
from openler.platform.accounts.models import User
from openler.platform.audit.models import AuditEntry
from openler.platform.base.acts import now
from openler.platform.holding.models import Holder, SealedItem
from openler.platform.issuing import claims
from openler.platform.issuing.models import Seat
from openler.platform.keystore.sealing import open_sealed
from openler.platform.opportunities.models import Application
from openler.platform.opportunities.queries import read_opened
from openler.platform.sharing.models import PresentationRequest, Share
from openler.platform.sharing.requests import ask_for_presentation
from openler.platform.sharing.tokens import present_token_of, share_key_of
from web.applying import VITALS, make_home
from web.browser import DESKTOP_WIDTH, NARROW_WIDTH, Look, axe_violations, sideways_scroll
from web.issuing import College, verified
from web.people import act, make_user
from web.sharing import badge
from web.walleting import add_record, restore, set_up, share, sign_in

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("browser")]

AUDIENCE = "Harbor View (fictional)"
# A browser that has no Ed25519, as Chrome before 137 and Firefox before 129.
WITHOUT_ED25519 = """
  const make = crypto.subtle.generateKey.bind(crypto.subtle);
  crypto.subtle.generateKey = (how, ...rest) =>
    how.name === 'Ed25519' ? Promise.reject(new DOMException('no', 'NotSupportedError')) : make(how, ...rest);
"""
WITHOUT_STORAGE = "IDBFactory.prototype.open = () => { throw new DOMException('no', 'SecurityError'); };"
MAIL_PROGRAM = (
    "Mozilla/5.0 (Linux; Android 14; Pixel 8; wv) AppleWebKit/537.36 Version/4.0 Chrome/124.0 Mobile Safari/537.36"
)


@pytest.fixture(autouse=True)
def _at_this_server(settings: object, live_server: LiveServer) -> None:
    settings.OPENLER_ONLINE = False  # type: ignore[attr-defined]
    settings.OPENLER_PUBLIC_URL = live_server.url  # type: ignore[attr-defined]


@contextmanager
def _device(
    browser: Browser,
    url: str,
    user: User | None,
    *,
    script: str = "",
    agent: str | None = None,
    look: Look | None = None,
) -> Iterator[Page]:
    """Open a browser that nothing was kept in yet."""
    look = look or Look()
    context = browser.new_context(
        viewport={"width": look.width, "height": 800},
        color_scheme=look.scheme,
        reduced_motion="reduce",
        locale="en-US",
        user_agent=agent,
        accept_downloads=True,
    )
    try:
        if script:
            context.add_init_script(script)
        if user is not None:
            sign_in(context, user, url)
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.goto(f"{url}/wallet/")
        yield page
    finally:
        context.close()


def _record(folder: Path, title: str) -> Path:
    """Write a signed record as nobody's own program would: spaces, order and line ends of its own."""
    file = folder / f"{title.replace(' ', '-')}.json"
    file.write_bytes(json.dumps(badge(title, at=now()), indent=3).replace("\n", "\r\n").encode() + b"\r\n")
    return file


def _presentation(link: str) -> bytes:
    """Open the content of a share as the server does while it answers."""
    token = link.rstrip("/").rpartition("/")[2]
    return open_sealed(share_key_of(token), bytes(Share.objects.get().sealed))


def _refuse_faults(page: Page) -> None:
    assert axe_violations(page) == []
    assert sideways_scroll(page) == []


@pytest.mark.parametrize("kind", ["eddsa-jcs-2022", "ecdsa-jcs-2019"])
def test_a_learner_holds_comes_back_and_shows_what_matters(
    browser: Browser, live_server: LiveServer, tmp_path: Path, kind: str
) -> None:
    """Set up with either kind of key, keep two records, open the wallet on another device, show one; every byte stays."""
    user, script = make_user("ines"), "" if kind == "eddsa-jcs-2022" else WITHOUT_ED25519
    nursing, care = _record(tmp_path, "Fundamentals of Nursing"), _record(tmp_path, "Resident care")
    with _device(browser, live_server.url, user, script=script) as page:
        recovery = set_up(page, tmp_path)
        page.get_by_text("Nothing in here yet").wait_for()
        for file, title in ((nursing, "Fundamentals of Nursing"), (care, "Resident care")):
            add_record(page, file, title)
        page.reload()
        page.get_by_text("Safe: sealed copy kept").nth(1).wait_for()
        did = page.locator("[data-part=did]").text_content()
    assert Holder.objects.get(owner=user).did == did
    with _device(browser, live_server.url, user) as page:
        restore(page, recovery)
        page.get_by_role("link", name="Resident care").click()
        with page.expect_download() as waiting:
            page.get_by_role("button", name="Download the original").click()
        assert Path(waiting.value.path()).read_bytes() == care.read_bytes()
        page.get_by_role("button", name="Check it now").click()
        page.get_by_text("This record is valid").wait_for()
        page.get_by_role("link", name="Share it").click()
        link = share(page, [], audience=AUDIENCE, purpose="Apply for nights")
        page.get_by_role("img", name="QR code of the link").wait_for()
        presentation = _presentation(link)
        page.goto(link)
        page.get_by_role("button", name="Open the records").click()
        page.get_by_role("heading", name="Resident care").wait_for()
        assert "Fundamentals of Nursing" not in page.locator("main").inner_text()
    report = openler.verify(presentation, at=now())
    assert report.verified, report.checks
    signed = json.loads(presentation)
    assert (signed["holder"], signed["proof"]["cryptosuite"], signed["proof"]["domain"]) == (did, kind, AUDIENCE)
    assert care.read_bytes().strip() in presentation


def test_the_server_holds_no_word_of_a_record(browser: Browser, live_server: LiveServer, tmp_path: Path) -> None:
    """Sealed items say nothing but a rounded size; removing one record takes it from every device."""
    user = make_user("ines")
    with _device(browser, live_server.url, user) as page:
        recovery = set_up(page, tmp_path)
        add_record(page, _record(tmp_path, "Canary of the coalmine"), "Canary of the coalmine")
        page.reload()
        page.get_by_text("Safe: sealed copy kept").wait_for()
        item = SealedItem.objects.get()
        assert b"Canary" not in bytes(item.sealed) and len(bytes(item.sealed)) - 28 in (4096, 8192)
        assert "Canary" not in str(list(AuditEntry.objects.values()))
        with _device(browser, live_server.url, user) as other:
            restore(other, recovery)
            other.get_by_role("link", name="Canary of the coalmine").click()
            other.get_by_text("Remove it from the wallet").click()
            other.get_by_role("button", name="Remove 1 record").click()
            other.get_by_text("Nothing in here yet").wait_for()
        page.reload()
        page.get_by_text("Nothing in here yet").wait_for()
    assert bytes(SealedItem.objects.get().sealed) == b""


def test_set_up_is_not_over_before_file_and_secret_were_opened(
    browser: Browser, live_server: LiveServer, tmp_path: Path
) -> None:
    """A slip in the secret, a file of another wallet, no file: each says what it is, and nothing is kept before."""
    with _device(browser, live_server.url, make_user("ines")) as page:
        with _device(browser, live_server.url, make_user("other")) as other:
            foreign = set_up(other, tmp_path)
        page.get_by_role("button", name="Make a wallet").click()
        secret = page.locator("[data-part=secret]").inner_text()
        for file, typed, words in (
            (None, secret, "This is not the recovery file"),
            (foreign.file, secret, "This secret belongs to another file"),
            (foreign.file, foreign.secret, "This is not the recovery file of this wallet"),
            (foreign.file, secret[:-1] + ("A" if secret[-1] != "A" else "B"), "The secret has a slip in it"),
        ):
            if file:
                page.get_by_label("The recovery file").set_input_files(file)
            page.get_by_label("The secret", exact=True).fill(typed)
            page.get_by_role("button", name="Open it and go on").click()
            page.get_by_role("alert").filter(has_text=words).wait_for()
        page.reload()
        page.get_by_role("button", name="Make a wallet").wait_for()


@pytest.mark.parametrize("script", ["", WITHOUT_STORAGE], ids=["chosen", "storage-refused"])
def test_a_shared_computer_keeps_nothing(
    browser: Browser, live_server: LiveServer, tmp_path: Path, script: str
) -> None:
    """The wallet works from page to page of this tab; where storage is refused it says so; a new load finds nothing."""
    with _device(browser, live_server.url, make_user("ines"), script=script) as page:
        if script:
            page.get_by_text("This browser refuses to keep anything").wait_for()
        else:
            page.get_by_label("This is a shared computer").check()
        set_up(page, tmp_path)
        page.get_by_text("when you close this tab, nothing stays here").wait_for()
        add_record(page, _record(tmp_path, "Resident care"), "Resident care")
        page.get_by_role("link", name="Share", exact=True).click()
        link = share(page, ["Resident care"], audience=AUDIENCE, purpose="Apply")
        assert openler.verify(_presentation(link), at=now()).verified
        page.get_by_role("link", name="Shared", exact=True).click()
        page.get_by_role("heading", name=AUDIENCE).wait_for()
        page.get_by_role("link", name="Records", exact=True).click()
        page.get_by_role("link", name="Resident care").wait_for()
        page.goto(f"{live_server.url}/wallet/")
        page.get_by_role("heading", name="Open your wallet in this browser").wait_for()


def test_a_mail_program_is_sent_to_the_real_browser(browser: Browser, live_server: LiveServer) -> None:
    """No key is made where it would be thrown away."""
    with _device(browser, live_server.url, make_user("ines"), agent=MAIL_PROGRAM) as page:
        page.get_by_role("heading", name="Open this page in your browser").wait_for()
        assert page.get_by_role("button", name="Make a wallet").count() == 0


@pytest.mark.parametrize("width", [DESKTOP_WIDTH, NARROW_WIDTH])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_screen_reads_well(
    browser: Browser, live_server: LiveServer, tmp_path: Path, width: int, scheme: str
) -> None:
    """axe finds nothing and nothing reaches beyond the window: start, save, records, one record, share, the link."""
    look = Look(width=width, scheme="dark" if scheme == "dark" else "light")
    with _device(browser, live_server.url, make_user("ines"), look=look) as page:
        page.get_by_role("button", name="Make a wallet").wait_for()
        _refuse_faults(page)
        page.get_by_role("button", name="Make a wallet").click()
        page.get_by_role("button", name="Save the file").wait_for()
        _refuse_faults(page)
        page.reload()
        set_up(page, tmp_path)
        page.get_by_text("Nothing in here yet").wait_for()
        _refuse_faults(page)
        add_record(page, _record(tmp_path, "Resident care"), "Resident care")
        page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        _refuse_faults(page)
        page.get_by_role("link", name="Resident care").click()
        page.get_by_role("button", name="Download the original").wait_for()
        page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        _refuse_faults(page)
        page.goto(f"{live_server.url}/wallet/share/")
        page.get_by_role("group", name="Records").wait_for()
        _refuse_faults(page)
        share(page, ["Resident care"], audience=AUDIENCE, purpose="Apply")
        _refuse_faults(page)


def test_a_record_is_accepted_on_its_claim_page(browser: Browser, live_server: LiveServer, tmp_path: Path) -> None:
    """The code, the wallet set up on the spot, the key shown, the record bound to it and kept byte for byte."""
    college = College()
    college.issue("name,email,student_id\nInés Valdés,ines@people.example,00417\n", at=now())
    link = Seat.objects.get().links.get(ended_at=None)
    with _device(browser, live_server.url, make_user("ines")) as page:
        page.goto(f"{live_server.url}/claim/{claims.token_of(link)}/")
        page.get_by_label("code").fill(claims.code_of(link))
        page.locator("main form button").first.click()
        page.get_by_role("button", name="Accept into my wallet").click()
        set_up(page, tmp_path)
        page.get_by_role("heading", name="It is in your wallet").wait_for()
        _refuse_faults(page)
        page.get_by_role("link", name="Open your wallet").click()
        page.get_by_role("link", name="Fundamentals of Nursing").wait_for()
        did = page.locator("[data-part=did]").text_content()
        page.get_by_role("link", name="Fundamentals of Nursing").click()
        with page.expect_download() as waiting:
            page.get_by_role("button", name="Download the original").click()
        record = Path(waiting.value.path()).read_bytes()
    assert verified(record, college.organization, now()).verified
    assert json.loads(record)["credentialSubject"]["id"] == did


def test_a_holder_answers_a_question_at_once(browser: Browser, live_server: LiveServer, tmp_path: Path) -> None:
    """Whoever asks gets the chosen records signed over their own number, from a wallet that has no account here."""
    asked = ask_for_presentation(act(at=now()), asker=AUDIENCE, purpose="Interview")
    with _device(browser, live_server.url, None) as page:
        set_up(page, tmp_path)
        page.get_by_text("You are not signed in").wait_for()
        add_record(page, _record(tmp_path, "Resident care"), "Resident care")
        page.goto(f"{live_server.url}{reverse('present', args=[present_token_of(asked.asked_token)])}")
        page.get_by_role("button", name="Choose records from my wallet").click()
        page.get_by_role("checkbox", name="Resident care").check()
        _refuse_faults(page)
        page.get_by_role("button", name="Sign and show").click()
        page.get_by_role("heading", name="Shown").wait_for()
    assert PresentationRequest.objects.get().answered_at is not None


def test_a_lost_recovery_file_costs_the_copies_but_not_the_account(
    browser: Browser, live_server: LiveServer, tmp_path: Path
) -> None:
    """A fresh browser is first asked for the file; whoever has none starts over with another key, and says so."""
    user = make_user("ines")
    with _device(browser, live_server.url, user) as page:
        set_up(page, tmp_path)
        page.get_by_text("Nothing in here yet").wait_for()
    former = Holder.objects.get(owner=user).did
    with _device(browser, live_server.url, user) as page:
        page.get_by_role("heading", name="Open your wallet in this browser").wait_for()
        page.get_by_text("I have lost the file or the secret").click()
        _refuse_faults(page)
        set_up(page, tmp_path, button="Start over with a new wallet")
        page.get_by_text("Sealed copies are on this server").wait_for()
    assert Holder.objects.get(owner=user).did != former


def test_a_wallet_fills_the_form_of_an_application(browser: Browser, live_server: LiveServer, tmp_path: Path) -> None:
    """Chosen records, signed for the employer, go into the form; it goes out whole, and only when it is sent."""
    posting = make_home(now()).posting
    with _device(browser, live_server.url, make_user("ines")) as page:
        set_up(page, tmp_path)
        add_record(page, _record(tmp_path, "Resident care"), "Resident care")
        page.goto(f"{live_server.url}{reverse('apply', args=[posting.pk])}")
        page.get_by_text("Vital signs").click()
        page.get_by_label("In your own words").locator("visible=true").fill("Two years on a ward.")
        letter = {"name": "letter.txt", "mimeType": "text/plain", "buffer": b"From my supervisor"}
        page.get_by_label("Or a file: PDF, picture or text").locator("visible=true").set_input_files(letter)
        page.get_by_role("button", name="Choose records from my wallet").click()
        page.get_by_role("checkbox", name="Resident care").check()
        page.get_by_role("button", name="Sign and show").click()
        page.get_by_text("They go out only when you send it").wait_for()
        _refuse_faults(page)
        assert not Application.objects.exists()
        page.get_by_role("button", name="Send the application").click()
        page.wait_for_url("**/applications/**")
    made = Application.objects.get()
    assert made.posting == posting
    answer = read_opened(made, names_shown=True).answers[VITALS]
    assert answer.text == "Two years on a ward."
    assert made.answers.get().media_type == "text/plain; charset=utf-8"
