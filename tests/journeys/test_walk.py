"""The nursing student's walk, from what can be learned to the day of being hired: real keys, mail and refusals, by clicks."""

from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from openler.platform.base.acts import Act, now
from openler.platform.demo.ecosystem import load_ecosystem
from web.browser import NARROW_WIDTH, Look, follow
from web.walking import Walk, code_in, link_in, walking
from web.walleting import set_up, share

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("browser")]

STUDENT = "student@people.example"
COURSE, WORK = "Wound Care Basics", "Resident Care, work-based learning"
NURSING = "Fundamentals of Nursing I & II"
POSTING = "Nursing assistant, days"


@pytest.fixture(autouse=True)
def _demonstration(settings: object, live_server: LiveServer) -> None:
    settings.OPENLER_ONLINE = False  # type: ignore[attr-defined]
    settings.OPENLER_DEMO = True  # type: ignore[attr-defined]
    settings.OPENLER_PUBLIC_URL = live_server.url  # type: ignore[attr-defined]
    settings.EMAIL_BACKEND = "openler.platform.mail.backend.LoggingBackend"  # type: ignore[attr-defined]
    load_ecosystem(Act(None, None, now(), purpose="demonstration"))


@pytest.mark.parametrize("width", [1280, NARROW_WIDTH])
def test_the_nursing_students_walk(browser: Browser, live_server: LiveServer, tmp_path: Path, width: int) -> None:
    """Define, approve, issue, claim, hold, share, check, apply, decide: six people, one record's whole life."""
    with walking(browser, live_server.url, Look(width=width)) as walk:
        _define_and_approve(walk)
        _change_the_key_by_two(walk)
        _issue_to_a_class(walk)
        _recognize_the_employer(walk)
        _give_a_work_record(walk)
        _claim_and_hold(walk, tmp_path)
        _share_and_end_it(walk)
        _post_the_work(walk)
        _apply(walk)
        _decide(walk)
        _see_who_looked(walk)


def _define_and_approve(walk: Walk) -> None:
    page = walk.page_of("registrar")
    walk.look(page, "home")
    walk.go(page, "Achievements", "Describe another")
    page.get_by_label("Name", exact=True).fill(COURSE)
    page.get_by_label("Your own short code").fill("WND-101")
    page.get_by_label("Description").fill("Care for simple wounds under supervision.")
    page.get_by_label("Criteria").fill("You take part in **12 hours of lab**.\n\n- assess a wound\n- change a dressing")
    walk.press(page, "Add a result with levels")
    page.get_by_label("Result", exact=True).fill("Practical exam")
    for number, word in enumerate(("Introductory", "Working", "Proficient", "Advanced"), 1):
        page.get_by_label(f"Level {number}", exact=True).fill(word)
    page.get_by_role("radio").nth(2).check()
    page.get_by_label("Find a skill").fill("wound care")
    walk.press(page, "Find")
    follow(page, page.get_by_role("list", name="Skills found").get_by_role("button").first)
    walk.look(page, "define")
    walk.press(page, "Send for approval")
    assert "It waits for approval" in page.locator(".lead").inner_text()
    assert page.get_by_role("button", name="Approve and publish").count() == 0
    second = walk.page_of("reviewer")
    follow(second, second.locator(".decision a", has_text=COURSE))
    walk.look(second, "approve")
    walk.press(second, "Approve and publish")
    assert "It can be earned" in second.locator(".lead").inner_text()


def _change_the_key_by_two(walk: Walk) -> None:
    page, second = walk.page_of("registrar"), walk.page_of("reviewer")
    walk.go(page, "Keys")
    walk.look(page, "keys")
    walk.press(page, "Ask for the change")
    walk.go(second, "Keys")
    walk.press(second, "Approve")
    walk.look(second, "keys-after")


def _issue_to_a_class(walk: Walk) -> None:
    page = walk.page_of("registrar")
    walk.go(page, "Issue")
    walk.look(page, "issue")
    follow(page, page.get_by_role("link", name=f"A class : {COURSE}"))
    page.get_by_label("What is this class called?").fill("Wound care, autumn")
    rows = [
        "Learner;E-mail;Student number;Completed;Practical exam",
        f"Inés Valdés;{STUDENT};00417;2026-10-02;Proficient",
        "Amara Diallo;amara@people.example;00418;2026-10-02;Working",
        "Bo Marklund;bo@;00419;2026-10-02;Advanced",
    ]
    file = {"name": "class.csv", "mimeType": "text/csv", "buffer": "\r\n".join(rows).encode("cp1252")}
    page.get_by_label("The list as a file").set_input_files(file)
    walk.press(page, "Go on to the columns")
    page.get_by_label("Earned on").select_option("Completed")
    walk.look(page, "columns")
    walk.press(page, "Check every row")
    assert "2 of 3 rows are good" in page.locator(".lead").inner_text()
    walk.look(page, "batch")
    walk.press(page, "Sign 2 records")
    walk.work()
    walk.open(page, page.url)
    page.get_by_label("E-mail").fill("bo@people.example")
    walk.press(page, "Check it again")
    walk.press(page, "Sign 1 record")
    walk.work()
    walk.open(page, page.url)
    walk.look(page, "signed")
    walk.go(page, "See the signed ones")
    assert page.locator("tbody tr").count() == 3
    walk.look(page, "records")


def _give_a_work_record(walk: Walk) -> None:
    page = walk.page_of("supervisor")
    walk.go(page, "Give a work record")
    page.get_by_label("Who", exact=True).fill("Inés Valdés")
    page.get_by_label("working as").fill("Nursing assistant")
    page.get_by_label("from the first day").fill("2026-06-22")
    page.get_by_label("to the last day").fill("2026-09-27")
    page.get_by_role("group", name="Handover at change of shift").get_by_label("Working").check()
    page.get_by_label("In my words").fill("She asks before she shares, and writes down what she did.")
    page.get_by_label("Mail address for the claim link").fill(STUDENT)
    walk.look(page, "work-record")
    walk.press(page, "Sign and give it")
    assert "1 of 1 row is good" in page.locator(".lead").inner_text()
    walk.work()


def _code_from(walk: Walk, person: str, title: str) -> str:
    """Read the code from the letter that the issuer prints."""
    page = walk.page_of(person)
    walk.go(page, "Records")
    page.get_by_label("Name, mail address").fill("Inés Valdés")
    walk.press(page, "Search")
    follow(page, page.locator("tr", has_text=title).get_by_role("link"))
    walk.look(page, f"record-{person}")
    walk.press(page, "Letter with the code")
    return code_in(page.locator(".letter").inner_text())


def _claim_and_hold(walk: Walk, folder: Path) -> None:
    page = walk.page_of("student")
    codes = {
        "Lakeside Community College": _code_from(walk, "registrar", COURSE),
        "Harbor View Nursing Home": _code_from(walk, "supervisor", WORK),
    }
    for number, (issuer, code) in enumerate(codes.items()):
        letter = walk.letter(page, STUDENT, f"A record from {issuer}")
        walk.open(page, link_in(letter))
        # Before the check the page names neither title nor result.
        assert COURSE not in page.content() and WORK not in page.content()
        if number == 0:
            walk.look(page, "claim")
        page.get_by_label("Your code").fill(code)
        walk.press(page, "See the record")
        walk.look(page, f"claim-record-{number}")
        page.get_by_role("button", name="Accept into my wallet").click()
        if number == 0:
            set_up(page, folder)
        page.get_by_role("heading", name="It is in your wallet").wait_for()
    _claim_the_course_of_the_demonstration(walk, page)
    walk.open(page, "/wallet/")
    for title in (COURSE, WORK, NURSING):
        page.get_by_role("link", name=title).wait_for()
    page.get_by_text("Safe: sealed copy kept").nth(2).wait_for()
    walk.look(page, "wallet")


def _claim_the_course_of_the_demonstration(walk: Walk, page: Page) -> None:
    """Three letters with links and three with codes lie there from the start; each code opens its own link alone."""
    walk.open(page, f"/demo/mailbox/?q={STUDENT}")
    links, codes = [], []
    for place in range(page.locator("ul.lines a").count()):
        walk.open(page, f"/demo/mailbox/?q={STUDENT}")
        follow(page, page.locator("ul.lines a").nth(place))
        text = page.locator(".letter").inner_text()
        if "Your code:" in text:
            codes.append(code_in(text))
        elif "/claim/" in text:
            links.append(link_in(text))
    for link in links:
        walk.open(page, link)
        if "Lakeside Community College has a record for you" not in page.locator("h1").inner_text():
            continue
        for code in codes:
            if page.get_by_label("Your code").count():
                page.get_by_label("Your code").fill(code)
                walk.press(page, "See the record")
        if NURSING in page.locator("main").inner_text():
            page.get_by_role("button", name="Accept into my wallet").click()
            page.get_by_role("heading", name="It is in your wallet").wait_for()
            return
    raise AssertionError("the record of the course was not found")


def _share_and_end_it(walk: Walk) -> None:
    page, stranger = walk.page_of("student"), walk.page_of("")
    walk.open(page, "/wallet/share/")
    link = share(page, [COURSE, WORK], audience="Harbor View Nursing Home", purpose="Work by day")
    walk.look(page, "share")
    walk.open(stranger, link)
    assert COURSE not in stranger.content()
    walk.press(stranger, "Open the records")
    shown = stranger.locator("main").inner_text()
    assert COURSE in shown and WORK in shown and NURSING not in shown
    assert "She asks before she shares" in shown and "Nursing assistant" in shown
    assert "Handover at change of shift" in shown
    walk.look(stranger, "shared")
    walk.open(page, "/wallet/shares/")
    walk.go(page, "Harbor View Nursing Home")
    page.get_by_text("Opened 1 time.").wait_for()
    walk.press(page, "End this share now")
    walk.open(stranger, link)
    stranger.get_by_role("heading", name="This share has ended.").wait_for()
    walk.look(stranger, "share-ended")


def _recognize_the_employer(walk: Walk) -> None:
    owner, page = walk.page_of("recruiter"), walk.page_of("registry-officer")
    walk.go(owner, "Keys")
    did = owner.locator("code", has_text="did:web:").first.inner_text()
    walk.go(page, "Registry")
    page.get_by_label("Issuer’s name").fill("Harbor View Nursing Home")
    page.get_by_label("Issuer’s DID").fill(did)
    page.get_by_role("checkbox", name="Fieldwork, work-based learning").check()
    page.get_by_label("From", exact=True).fill(f"{now().date():%Y-%m-%d}")
    page.get_by_label("Under which policy").fill("Work-based learning, supervised by a nurse.")
    walk.press(page, "Recognize this issuer")
    assert "Harbor View Nursing Home" in page.locator("main").inner_text()
    walk.look(page, "registry")


def _post_the_work(walk: Walk) -> None:
    page = walk.page_of("recruiter")
    walk.go(page, "Postings")
    walk.go(page, "New posting")
    page.get_by_label("What is the work called?").fill(POSTING)
    walk.press(page, "Begin the draft")
    page.get_by_label("Where the work is done").fill("Harbor View, Pier Street")
    page.get_by_label("Whom to ask for an accommodation").fill("Petra Lindqvist (fictional)")
    page.get_by_label("Find by words").fill(COURSE)
    walk.press(page, "Find")
    walk.press(page, f"Add {COURSE}")
    page.get_by_label("Find by words").fill("provide basic support to patients")
    walk.press(page, "Find")
    walk.press(page, "Add provide basic support to patients")
    today = now().date()
    page.get_by_label("Applications until").fill(f"{today + timedelta(days=30):%Y-%m-%d}")
    page.get_by_label("Nobody looks any more from").fill(f"{today + timedelta(days=90):%Y-%m-%d}")
    walk.look(page, "posting-edit")
    walk.press(page, "Publish")
    assert "Open until" in page.locator(".lead").inner_text()


def _apply(walk: Walk) -> None:
    page = walk.page_of("student")
    walk.go(page, "Openings", POSTING)
    walk.look(page, "posting")
    walk.go(page, "Apply with your records")
    page.get_by_role("button", name="Choose records from my wallet").click()
    page.get_by_role("checkbox", name=COURSE).check()
    page.get_by_role("checkbox", name=WORK).check()
    page.get_by_role("button", name="Sign and show").click()
    page.get_by_text("They go out only when you send it").wait_for()
    walk.look(page, "apply")
    walk.press(page, "Send the application")
    walk.look(page, "application")


def _decide(walk: Walk) -> None:
    page, student = walk.page_of("recruiter"), walk.page_of("student")
    walk.go(page, "Postings", POSTING, "See the applicants")
    walk.look(page, "applicants")
    follow(page, page.get_by_role("link", name="Applicant 1"))
    shown = page.locator("main").inner_text()
    assert "Inés" not in shown
    assert shown.count("Met") >= 2, shown
    walk.look(page, "applicant")
    page.get_by_text("Name, pictures and addresses are hidden").click()
    page.get_by_label("Why do you need the name?").fill("To invite to an interview")
    walk.press(page, "Show the name")
    assert "Inés Valdés" in page.locator("h1").inner_text()
    for words in ("Start the review", "Invite to an interview"):
        page.locator("summary", has_text=words).click()
        follow(page, page.locator("details[open]").get_by_role("button", name=words))
    for words in ("Offer the work", "Hire"):
        page.locator("summary", has_text=words).click()
        decision = page.locator("details[open]", has=page.get_by_role("button", name=words))
        decision.get_by_role("radio").first.check()
        decision.get_by_role("checkbox", name=COURSE).check()
        decision.get_by_label("Message to the applicant").fill("We look forward to the first of December.")
        follow(page, decision.get_by_role("button", name=words))
    walk.look(page, "hired")
    walk.go(student, "Openings", "Your applications", POSTING)
    told = student.locator("main").inner_text()
    assert "Hired" in told
    assert "We look forward to the first of December." in told
    walk.look(student, "told")


def _see_who_looked(walk: Walk) -> None:
    page = walk.page_of("student")
    walk.open(page, "/account/who-looked/")
    seen = page.locator("main").inner_text()
    assert "Harbor View Nursing Home" in seen
    assert "Showed the name in an application" in seen
    walk.look(page, "who-looked")
