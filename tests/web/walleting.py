"""How does a test use a wallet as a learner does? By the words on its buttons, with files that are really saved."""

from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import BrowserContext, Page

from openler.platform.accounts.models import User
from web.people import signed_client


@dataclass(frozen=True)
class Recovery:
    """What a learner has in hand after set-up: the file that was saved, and the secret on paper."""

    file: Path
    secret: str


def sign_in(context: BrowserContext, user: User, url: str) -> None:
    """Give a browser the session of somebody."""
    for morsel in signed_client(user).cookies.values():
        context.add_cookies([{"name": morsel.key, "value": morsel.value, "url": url}])


def set_up(page: Page, folder: Path, *, button: str = "Make a wallet") -> Recovery:
    """Make a wallet on a page that asks for one: save the file, note the secret, open both once."""
    page.get_by_role("button", name=button).click()
    secret = page.locator("[data-part=secret]").inner_text()
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Save the file").click()
    file = folder / waiting.value.suggested_filename
    waiting.value.save_as(file)
    page.get_by_label("The recovery file").set_input_files(file)
    page.get_by_label("The secret", exact=True).fill(secret)
    page.get_by_role("button", name="Open it and go on").click()
    return Recovery(file, secret)


def restore(page: Page, recovery: Recovery) -> None:
    """Open the wallet of one's account from what was kept of it."""
    page.get_by_role("button", name="Use my recovery file").click()
    page.get_by_label("The recovery file").set_input_files(recovery.file)
    page.get_by_label("The secret", exact=True).fill(recovery.secret)
    page.get_by_role("button", name="Open the wallet").click()


def add_record(page: Page, file: Path, title: str) -> None:
    """Put a record from a file into the open wallet."""
    page.get_by_label("Add a record from a file").set_input_files(file)
    page.get_by_role("link", name=title).wait_for()


def share(page: Page, titles: list[str], *, audience: str, purpose: str) -> str:
    """Share chosen records on the open page, and give the link."""
    page.get_by_role("group", name="Records").wait_for()
    for title in titles:
        page.get_by_role("checkbox", name=title).check()
    page.get_by_label("For whom").fill(audience)
    page.get_by_label("Why", exact=True).fill(purpose)
    page.get_by_role("button", name="Sign and make the link").click()
    page.get_by_role("heading", name="Your link for").wait_for()
    return page.get_by_label("Link", exact=True).input_value()
