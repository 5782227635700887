"""The walk when things go wrong: each a clear answer on a page, nothing lost, nothing half done."""

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from openler.platform.achievements.models import Achievement
from openler.platform.base.acts import Act, now
from openler.platform.demo.ecosystem import load_ecosystem
from openler.platform.issuing.models import Batch, Seat
from openler.platform.mail.services import record_bounce
from web.browser import Look, follow
from web.walking import Walk, code_in, link_in, walking
from web.walleting import add_record, set_up, share

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("browser")]

NURSING, FOOD, ALGEBRA = "Fundamentals of Nursing I & II", "Food Service Certificate", "Applied Algebra"
STUDENT = "student@people.example"
COLLEGE = "Lakeside Community College"
SCRIPTED = b"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'><script>document.title='hit'</script></svg>"


@pytest.fixture(autouse=True)
def _demonstration(settings: object, live_server: LiveServer) -> None:
    settings.OPENLER_ONLINE = False  # type: ignore[attr-defined]
    settings.OPENLER_DEMO = True  # type: ignore[attr-defined]
    settings.OPENLER_PUBLIC_URL = live_server.url  # type: ignore[attr-defined]
    settings.EMAIL_BACKEND = "openler.platform.mail.backend.LoggingBackend"  # type: ignore[attr-defined]
    load_ecosystem(Act(None, None, now(), purpose="demonstration"))


def test_what_goes_wrong_on_the_walk(browser: Browser, live_server: LiveServer, tmp_path: Path) -> None:
    """Hostile pictures, two editors, bad lists, wrong codes, dead links, bounced mail, revoked and forged records."""
    with walking(browser, live_server.url, Look()) as walk:
        _a_hostile_picture_and_two_editors(walk)
        _a_list_with_faults_and_formulas(walk)
        _wrong_codes_and_a_link_used_twice(walk, tmp_path)
        _a_mail_that_comes_back(walk)
        _a_revoked_record_is_shown(walk)
        _one_forged_record_among_three(walk, tmp_path)


def _a_hostile_picture_and_two_editors(walk: Walk) -> None:
    page = walk.page_of("registrar")
    walk.go(page, "Achievements", "Describe another")
    page.get_by_label("Name", exact=True).fill("Wound Care Basics")
    page.get_by_label("Your own short code").fill("WND-101")
    page.get_by_label("Description").fill("Care for simple wounds.")
    page.get_by_label("Criteria").fill("<script>document.title='hit'</script> **Twelve** hours.")
    picture = {"name": "wound.svg", "mimeType": "image/svg+xml", "buffer": SCRIPTED}
    page.get_by_label("Picture").set_input_files(picture)
    walk.press(page, "Keep as draft")
    page.get_by_text("can do more than draw").first.wait_for()
    assert page.get_by_label("Description").input_value() == "Care for simple wounds."
    walk.look(page, "picture-refused")
    assert not Achievement.objects.filter(code="WND-101").exists()
    walk.press(page, "Keep as draft")
    assert "hit" not in page.title()
    other = page.context.new_page()
    walk.open(other, page.url)
    other.get_by_label("Description").fill("What the first one typed.")
    walk.press(other, "Keep as draft")
    page.get_by_label("Description").fill("What the second one typed.")
    walk.press(page, "Keep as draft")
    shown = page.locator("main").inner_text()
    assert "What the first one typed." in shown
    assert page.get_by_label("Description").input_value() == "What the second one typed."
    walk.look(page, "two-editors")


def _a_list_with_faults_and_formulas(walk: Walk) -> None:
    page = walk.page_of("registrar")
    walk.go(page, "Issue")
    follow(page, page.get_by_role("link", name=f"A class : {ALGEBRA}"))
    page.get_by_label("What is this class called?").fill("Algebra, autumn")
    walk.press(page, "Go on to the columns")
    page.get_by_text("Choose a file, or paste the list.").wait_for()
    assert page.get_by_label("What is this class called?").input_value() == "Algebra, autumn"
    rows = ["Name,Email,Number,Completed"]
    rows += [f"Person {number} Fictional,p{number}@people.example,{number},2026-10-02" for number in range(1, 40)]
    rows[5], rows[9] = '"=HYPERLINK(""http://evil.example"")",x@people.example,5,2026-10-02', "Nine,nine@,9,2026-10-02"
    rows[13] = "Thirteen Fictional,p13@people.example,13,31.12.2026"
    page.get_by_label("Or paste it").fill("\n".join(rows))
    walk.press(page, "Go on to the columns")
    walk.press(page, "Check every row")
    shown = page.locator("main").inner_text()
    for words in ("36 of 39 rows are good", "Row 6", "Row 10", "Row 14", "formula", "not one mail address"):
        assert words in shown, words
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Download them as CSV").click()
    table = Path(waiting.value.path()).read_text("utf-8-sig")
    assert "\"'=HYPERLINK" in table
    walk.look(page, "rows-to-mend")
    address = page.url
    walk.press(page, "Sign 36 records")
    # The way back and a second press sign nothing twice.
    page.go_back()
    if page.get_by_role("button", name="Sign 36 records").count():
        walk.press(page, "Sign 36 records")
        page.get_by_text("This batch was sent already.").wait_for()
    walk.work()
    walk.open(page, address)
    assert Batch.objects.get(title="Algebra, autumn").seats.count() == 36


def _letters(walk: Walk, page: Page) -> tuple[list[str], list[str]]:
    """Collect the links and codes that lie in the student's mailbox."""
    links, codes = [], []
    walk.open(page, f"/demo/mailbox/?q={STUDENT}")
    for address in [one.get_attribute("href") or "" for one in page.locator("ul.lines a").all()]:
        walk.open(page, address)
        text = page.locator(".letter").inner_text()
        if "Your code:" in text:
            codes.append(code_in(text))
        elif "/claim/" in text:
            links.append(link_in(text))
    return links, codes


def _wrong_codes_and_a_link_used_twice(walk: Walk, folder: Path) -> None:
    page, other = walk.page_of("student"), walk.page_of("supervisor")
    links, codes = _letters(walk, page)
    for number, link in enumerate(links):
        walk.open(page, link)
        if number == 0:
            page.get_by_label("Your code").fill("2222-2222")
            walk.press(page, "See the record")
            page.get_by_text("This is not the code.").wait_for()
            walk.look(page, "wrong-code")
        for code in codes:
            if page.get_by_label("Your code").count():
                page.get_by_label("Your code").fill(code)
                walk.press(page, "See the record")
        # Somebody else with the same link still stands before the code.
        walk.open(other, link)
        assert other.get_by_label("Your code").count() == 1
        page.get_by_role("button", name="Accept into my wallet").click()
        if number == 0:
            set_up(page, folder)
        page.get_by_role("heading", name="It is in your wallet").wait_for()
        walk.open(other, link)
        other.get_by_text("was claimed already").wait_for()
    walk.look(other, "claimed-already")
    walk.open(page, "/wallet/")
    page.get_by_text("Safe: sealed copy kept").nth(2).wait_for()


def _a_mail_that_comes_back(walk: Walk) -> None:
    page = walk.page_of("registrar")
    record_bounce("p1@people.example", at=now(), status="5.1.1")
    walk.go(page, "Records")
    page.get_by_label("Name, mail address").fill("Person 1 Fictional")
    walk.press(page, "Search")
    walk.go(page, "Person 1 Fictional")
    page.get_by_text("The mail came back; the link is dead.").wait_for()
    walk.look(page, "mail-came-back")
    page.get_by_label("Another mail address").fill("p1@new.example")
    walk.press(page, "Take it and send a new link")
    page.get_by_text("It went to p1@new.example").wait_for()


def _a_revoked_record_is_shown(walk: Walk) -> None:
    page, student, stranger = walk.page_of("registrar"), walk.page_of("student"), walk.page_of("")
    walk.open(student, "/wallet/share/")
    link = share(student, [FOOD, NURSING], audience="Harbor View Nursing Home", purpose="Kitchen")
    walk.go(page, "Records")
    page.get_by_label("Name, mail address").fill("Inés Valdés")
    walk.press(page, "Search")
    follow(page, page.locator("tr", has_text=FOOD).get_by_role("link"))
    page.get_by_label("Why", exact=True).fill("Issued by mistake")
    walk.press(page, "Go on: see what it does")
    walk.look(page, "revoke")
    walk.press(page, "Revoke")
    walk.open(stranger, link)
    walk.press(stranger, "Open the records")
    shown = stranger.locator("main").inner_text()
    assert "has revoked it" in shown
    assert "Issued by mistake" not in shown
    walk.look(stranger, "revoked-shown")
    told = walk.letter(student, STUDENT, f"A record from {COLLEGE}")
    assert "Issued by mistake" in told
    walk.open(student, "/wallet/issued/")
    follow(student, student.get_by_role("link", name=FOOD))
    assert "Issued by mistake" in student.locator("main").inner_text()
    walk.look(student, "revoked-told")


def _one_forged_record_among_three(walk: Walk, folder: Path) -> None:
    student, page = walk.page_of("student"), walk.page_of("recruiter")
    walk.open(student, "/wallet/")
    student.get_by_role("link", name=NURSING).click()
    with student.expect_download() as waiting:
        student.get_by_role("button", name="Download the original").click()
    forged = json.loads(Path(waiting.value.path()).read_text("utf-8"))
    forged["id"] = "urn:uuid:00000000-0000-4000-8000-00000000f04e"
    forged["name"] = forged["credentialSubject"]["achievement"]["name"] = "Head of Nursing"
    file = folder / "forged.json"
    file.write_text(json.dumps(forged), "utf-8")
    walk.open(student, "/wallet/")
    add_record(student, file, "Head of Nursing")
    walk.go(student, "Openings", "Nursing assistant, nights", "Apply with your records")
    student.get_by_role("button", name="Choose records from my wallet").click()
    for title in (NURSING, ALGEBRA, "Head of Nursing"):
        student.get_by_role("checkbox", name=title).check()
    student.get_by_role("button", name="Sign and show").click()
    student.get_by_text("They go out only when you send it").wait_for()
    walk.press(student, "Send the application")
    walk.go(page, "Postings", "Nursing assistant, nights", "See the applicants")
    follow(page, page.get_by_role("link", name=re.compile("^Applicant")).first)
    shown = page.locator("main").inner_text()
    assert "It is not what its issuer signed, or nobody known signed it." in shown
    assert shown.count("Counts") == 2, shown
    walk.look(page, "one-forged")
    assert Seat.objects.filter(name="Head of Nursing").count() == 0
