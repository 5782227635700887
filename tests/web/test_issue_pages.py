"""Is a class issued by pages alone: mapped, checked, mended, released by a second person, signed, printed?"""

import io
import json
import os
import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from openler.credentials.model import read_credential, read_employment
from openler.credentials.rules import judge_rules
from openler.platform.audit.models import AuditEntry
from openler.platform.base.acts import now
from openler.platform.issuing.models import Batch, Row, Seat, Upload
from openler.platform.issuing.signing import open_unbound
from openler.platform.jobs.services import run_all
from openler.platform.organizations.services import join
from web.browser import FEW_LOOKS, Look, axe_violations, follow, open_page, sideways_scroll
from web.issuing import College
from web.people import act, make_user, signed_client

pytestmark = pytest.mark.django_db
EXAM, POINTS = "result:7f3e4dd7-3c6d-4a50-9d0b-1d1ba6f2a001", "result:7f3e4dd7-3c6d-4a50-9d0b-1d1ba6f2a002"
CLASS = """Learner;E-mail;Number;Done;Exam;Score
Ada Fictional;ada@people.example;007;2026-05-04;Proficient;91
Bo Fictional;bo@;008;2026-05-04;Working;75
Cy Fictional;cy@people.example;009;2026-02-30;Working;88
Di Fictional;;010;2026-05-04;Expert;12
Ed Fictional;ed@people.example;011;2026-05-04;Working;70
"""
COLUMNS = {
    "column-name": "Learner",
    "column-email": "E-mail",
    "column-roster_id": "Number",
    "column-earned_on": "Done",
    f"column-{EXAM}": "Exam",
    f"column-{POINTS}": "Score",
}


@pytest.fixture
def college() -> College:
    """An organization with an issuer, a reviewer, a key and a published course."""
    return College()


def upload(college: College, text: bytes | str = CLASS, **typed: str) -> Any:
    """Post a class list."""
    file = io.BytesIO(text if isinstance(text, bytes) else text.encode())
    file.name = "class.csv"
    data: Any = {"title": "Spring class", "token": "a" * 24, "claim_check": "1", "file": file} | typed
    return signed_client(college.issuer).post(f"/o/college/issue/{college.version.pk}/class/", data)


def checked(college: College, text: bytes | str = CLASS) -> Batch:
    """Upload a class list, choose its columns, and give the batch."""
    page = upload(college, text)["Location"]
    signed_client(college.issuer).post(page, COLUMNS)
    return Batch.objects.get()


def test_a_class_is_mapped_checked_mended_and_signed(college: College) -> None:
    """Three of five rows are bad: the two go on, each fault says row, column, value and remedy, and one is mended."""
    answer = upload(college)
    client = signed_client(college.issuer)
    mapping = client.get(answer["Location"]).content.decode()
    assert "5 rows" in mapping
    assert "Ada Fictional" in mapping
    batch_page = client.post(answer["Location"], COLUMNS)["Location"]
    shown = client.get(batch_page).content.decode()
    assert "2 of 5 rows are good" in shown
    for words in ("bo@", "This is not one mail address.", "2026-02-30", "This day does not exist.", "Expert"):
        assert words in shown, words
    client.post(f"{batch_page}act/", {"act": "sign"})
    run_all(now())
    assert {seat.name for seat in Seat.objects.all()} == {"Ada Fictional", "Ed Fictional"}
    row = Row.objects.get(cells__0="Bo Fictional")
    client.post(f"{batch_page}rows/{row.number}/", {"cell-E-mail": "bo@people.example"})
    assert "Sign 1 record" in client.get(batch_page).content.decode()
    client.post(f"{batch_page}act/", {"act": "sign"})
    run_all(now())
    assert Seat.objects.count() == 3
    assert Seat.objects.get(name="Bo Fictional").roster_id == "008"


def test_the_bad_rows_come_as_a_table_that_can_be_uploaded_again(college: College) -> None:
    """Head and cells as they were, what to mend in a last column, and no cell is a formula."""
    batch = checked(college, CLASS.replace("Bo Fictional", "=cmd()"))
    answer = signed_client(college.issuer).get(f"/o/college/issue/batches/{batch.pk}/to-mend.csv")
    lines = answer.content.decode("utf-8-sig").splitlines()
    assert lines[0].startswith("Learner,E-mail,Number,Done,Exam,Score,")
    assert len(lines) == 4
    assert "'=cmd()" in lines[1]
    assert "Write one address such as" in lines[1]


def test_a_list_that_cannot_be_read_says_why_and_keeps_what_was_typed(college: College) -> None:
    """A list with heads alone, nothing at all, and a picture: each a sentence, the title stays, nothing is kept."""
    for data, words in ((b"Name;Mail\n", "nobody in it"), (b"", "Choose a file"), (b"\x89PNG\r\n\x1a\n\x00", "")):
        answer = upload(college, data)
        assert answer.status_code in (415, 422, 400), data
        assert words in answer.content.decode()
        assert "Spring class" in answer.content.decode()
    assert not Upload.objects.exists()


def test_a_mapping_without_a_name_is_refused_and_another_mapping_is_another_batch(college: College) -> None:
    """What was chosen stays; the same mapping twice is one batch."""
    page = upload(college)["Location"]
    client = signed_client(college.issuer)
    answer = client.post(page, {"column-email": "E-mail"})
    assert answer.status_code == 400
    assert "No column is chosen for the name" in answer.content.decode()
    first, again = client.post(page, COLUMNS)["Location"], client.post(page, COLUMNS)["Location"]
    other = client.post(page, {"column-name": "Learner"})["Location"]
    assert first == again != other


def test_the_list_lies_sealed(college: College) -> None:
    """No name of the class stands in the row that keeps the file."""
    upload(college)
    assert b"Fictional" not in bytes(Upload.objects.get().sealed)


def test_the_same_list_sent_twenty_times_is_kept_once(college: College) -> None:
    """One form, one token, one upload."""
    assert len({upload(college)["Location"] for _time in range(20)}) == 1


def test_a_second_person_sees_counts_samples_and_difference_and_releases(college: College) -> None:
    """Whoever prepared it cannot; whoever releases sees that one of them has such a record already."""
    college.version = college.publish(code="DEG-1", name="Associate of Nursing", achievement_type="AssociateDegree")
    college.issue("name,student id\nAda Fictional,007\n")
    batch = college.check("name,student id\nAda Fictional,007\nEd Fictional,011\n", token="second")
    page = f"/o/college/issue/batches/{batch.pk}/"
    maker, second = signed_client(college.issuer), signed_client(college.reviewer)
    maker.post(f"{page}act/", {"act": "sign"})
    assert maker.post(f"{page}act/", {"act": "release"}).status_code == 403
    shown = second.get(page).content.decode()
    assert "2 samples from the whole list" in shown
    assert "1 row is for somebody who has a record of this achievement already" in shown
    assert "“Class” of 2026-09-01: 1." in shown
    assert second.post(f"{page}act/", {"act": "sign"}).status_code == 403
    second.post(f"{page}act/", {"act": "release"})
    run_all(now())
    batch.refresh_from_db()
    assert batch.state == "done"


def test_a_batch_is_refused_with_words_and_discarded(college: College) -> None:
    """The maker reads why; what was refused is never signed and can be thrown away."""
    college.version = college.publish(code="DEG-1", achievement_type="Degree")
    batch = college.check("name\nAda Fictional\n", token="refused")
    page = f"/o/college/issue/batches/{batch.pk}/"
    maker, second = signed_client(college.issuer), signed_client(college.reviewer)
    maker.post(f"{page}act/", {"act": "sign"})
    second.post(f"{page}act/", {"act": "refuse", "reason": "The names are last year’s."})
    assert "The names are last year’s." in maker.get(page).content.decode()
    assert maker.post(f"{page}act/", {"act": "discard"})["Location"] == "/o/college/issue/"
    assert not Batch.objects.exists()


def test_signing_pauses_and_goes_on(college: College) -> None:
    """After the step at hand nothing is signed until somebody goes on; the part that asks again says so."""
    batch = college.check("name\n" + "".join(f"Person {number}\n" for number in range(60)), token="long")
    client, page = signed_client(college.issuer), f"/o/college/issue/batches/{batch.pk}/"
    client.post(f"{page}act/", {"act": "sign"})
    assert "data-live" in client.get(f"{page}progress/").content.decode()
    client.post(f"{page}act/", {"act": "pause"})
    run_all(now())
    assert not Seat.objects.exists()
    assert "Paused" in client.get(f"{page}progress/").content.decode()
    client.post(f"{page}act/", {"act": "go_on"})
    run_all(now())
    assert Seat.objects.count() == 60


def test_one_record_by_form_is_signed_at_once_and_once(college: College) -> None:
    """Twenty presses of the same form are one record; the page says what is wrong at each field."""
    client, page = signed_client(college.issuer), f"/o/college/issue/{college.version.pk}/one/"
    wrong = client.post(page, {"name": "", "email": "no", POINTS: "900", "token": "b" * 24})
    assert wrong.status_code == 422
    for field in ("name", "email", POINTS.replace(":", "-")):
        assert f'href="#{field}"' in wrong.content.decode(), field
    good = {"name": "Ada Fictional", "email": "ada@people.example", POINTS: "90", EXAM: "Proficient", "token": "b" * 24}
    assert {client.post(page, good).status_code for _time in range(20)} == {302}
    seat = Seat.objects.get()
    assert '"achievedLevel"' in seat.content
    assert seat.copies.count() == 1


def test_the_check_of_a_claim_can_only_be_raised(college: College) -> None:
    """A form that asks for less than the achievement is refused."""
    client, page = signed_client(college.issuer), f"/o/college/issue/{college.version.pk}/one/"
    answer = client.post(page, {"name": "Ada Fictional", "claim_check": "0", "token": "c" * 24})
    assert answer.status_code == 400
    assert "raised, not lowered" in answer.content.decode()
    client.post(page, {"name": "Ada Fictional", "claim_check": "3", "token": "d" * 24})
    assert Seat.objects.get().claim_check == 3


def test_letters_hold_a_code_and_the_link_only_for_whom_no_mail_reaches(college: College) -> None:
    """Who has a mail address gets the code alone, so that one stolen letter opens nothing."""
    batch = college.issue("name,email,number\nAda Fictional,ada@people.example,1\nBo Fictional,,2\n")
    shown = signed_client(college.issuer).get(f"/o/college/issue/batches/{batch.pk}/codes/").content.decode()
    letters = shown.split('<section class="letter">')[1:]
    assert len(letters) == 2
    assert "/claim/" not in letters[0]
    assert "/claim/" in letters[1]
    assert all(re.search(r"<b dir=\"ltr\">[0-9A-Z]{4}-[0-9A-Z]{4}</b>", one) for one in letters)
    assert AuditEntry.objects.filter(verb="codes.printed").exists()
    assert signed_client(college.reviewer).get(f"/o/college/issue/batches/{batch.pk}/codes/").status_code == 403


def test_an_employer_says_on_one_screen_what_somebody_learned(college: College) -> None:
    """Role, days, skill and the supervisor's words stand in the signed record."""
    college.organization.kinds = ["employers"]
    college.organization.save()
    levels = [{"name": "Handover", "levels": ["Working", "Proficient"]}]
    version = college.publish(code="WBL", name="Resident care", achievement_type="Fieldwork", results=levels)
    client = signed_client(college.issuer)
    shown = client.get("/o/college/issue/work/").content.decode()
    assert "Handover" in shown
    result = f"result:{version.results[0]['id']}"
    typed = {"of": str(version.pk), "token": "e" * 24, "name": "Ada Fictional", "role": "Nursing assistant"}
    typed |= {"started_on": "2026-06-22", "earned_on": "2026-09-27", result: "Proficient"}
    typed |= {"narrative": "She asks before she shares.", "email": "ada@people.example"}
    late = client.post("/o/college/issue/work/", typed | {"started_on": "2026-10-22"})
    assert "begin after it ended" in late.content.decode()
    open_start = client.post("/o/college/issue/work/", typed | {"started_on": ""})
    assert "says from when" in open_start.content.decode()
    assert not Seat.objects.exists()
    assert client.post("/o/college/issue/work/", typed).status_code == 302
    content = Seat.objects.get().content
    for words in ("Nursing assistant", "2026-06-22T00:00:00Z", "2026-09-27T00:00:00Z", "She asks before she shares."):
        assert words in content, words
    document = json.loads(open_unbound(Seat.objects.get()))
    shape = read_credential(document)
    work = read_employment(shape)
    assert work is not None
    assert (work.kind, work.employer.value["name"]) == ("work_based_learning", college.organization.name)
    told = {problem.code for problem in judge_rules(shape, check="rules")}
    # The achievement of this test is aligned to no skill, which is told and is no fault.
    assert {code for code in told if code.startswith("employment.")} <= {"employment.skills"}


def test_the_page_counts_what_was_signed_and_what_was_claimed(college: College) -> None:
    """Each list by itself: three records signed of which two are claimed, and one of which none is."""
    batch = college.issue("name\nA\nB\nC\n")
    college.issue("name\nD\n", token="second")
    for seat in Seat.objects.filter(batch=batch)[:2]:
        Seat.objects.filter(pk=seat.pk).update(claimed_at=batch.made_at, holder_id=1)
    page = signed_client(college.issuer).get("/o/college/issue/").content.decode()
    counts = [re.findall(r'<td class="num">(\d+|–)</td>', row) for row in page.split("<tr>")[2:]]
    assert sorted(counts) == [["1", "0", "–"], ["3", "2", "–"]]


def test_an_owner_says_which_lists_a_second_person_releases(college: College) -> None:
    """A limit of one makes a list of two wait; a reviewer cannot set it, and no number beyond the bounds is taken."""
    client = signed_client(college.issuer)
    for wrong in ("", "-1", "5001", "many"):
        assert client.post("/o/college/issue/limit/", {"rows": wrong}).status_code == 400, wrong
    assert signed_client(college.reviewer).post("/o/college/issue/limit/", {"rows": "1"}).status_code == 403
    client.post("/o/college/issue/limit/", {"rows": "1"})
    college.version.achievement.organization.refresh_from_db()
    batch = college.check("name\nAda Fictional\nBo Fictional\n", token="limit")
    assert batch.needs_second
    assert not college.check("name\nAda Fictional\n", token="one").needs_second
    assert "more than 1 rows" in client.get("/o/college/issue/").content.decode()


def test_three_bad_rows_hold_up_none_of_twelve_thousand(college: College) -> None:
    """11,997 go on; the three stay to be mended, each with its row."""
    lines = ["name,number", *(f"Person {number},{number}" for number in range(12_000))]
    lines[714], lines[6203], lines[9788] = ",713", "=1+1,6202", "Person 9787,9786"
    batch = college.check("\n".join(lines), token="large")
    assert batch.rows.filter(state="good").count() == 11_997
    assert [row.number for row in batch.rows.filter(state="bad")] == [715, 6204, 9789]
    shown = signed_client(college.issuer).get(f"/o/college/issue/batches/{batch.pk}/").content.decode()
    assert "11997 of 12000 rows are good" in shown
    assert "100 rows" in shown


def test_another_tenant_finds_nothing(college: College) -> None:
    """Neither batch nor list of one organization is there under the address of another."""
    other = College("other")
    page = upload(college)["Location"]
    batch = checked(college) if not Batch.objects.exists() else Batch.objects.get()
    client = signed_client(other.issuer)
    for path in (page, f"/o/college/issue/batches/{batch.pk}/", f"/o/college/issue/{college.version.pk}/one/"):
        assert client.get(path).status_code == 404, path
        assert client.get(path.replace("/college/", "/other/")).status_code == 404, path


@pytest.mark.parametrize("look", FEW_LOOKS, ids=str)
def test_pages_of_issuing_in_every_look(
    college: College, browser: Browser, live_server: LiveServer, look: Look
) -> None:
    """Every page on the way of a class and of a work record; OPENLER_PICTURES keeps a picture."""
    college.organization.kinds = ["credentialing_organizations", "employers"]
    college.organization.save()
    levels = [{"name": "Handover", "levels": ["Introductory", "Working", "Proficient", "Advanced"]}]
    college.publish(code="WBL", name="Resident care", achievement_type="Fieldwork", results=levels)
    list_page = upload(college)["Location"]
    batch = checked(college)
    degree = college.publish(code="DEG-1", name="Associate of Nursing", achievement_type="AssociateDegree", results=[])
    course, college.version = college.version, degree
    waits = college.check("name,student id\n" + "".join(f"Person {n},{n}\n" for n in range(300)), token="waits")
    signed_client(college.issuer).post(f"/o/college/issue/batches/{waits.pk}/act/", {"act": "sign"})
    college.version = course
    done = college.issue("name,email,number\nAda Fictional,ada@people.example,1\nBo Fictional,,2\n", token="done")
    owner = make_user("owner-of-all")
    join(act(), organization=college.organization, user=owner, roles=["owner"])
    name = django_settings.SESSION_COOKIE_NAME
    folder = os.environ.get("OPENLER_PICTURES")
    pages = {
        "home": "",
        "class": f"{course.pk}/class/",
        "one": f"{course.pk}/one/",
        "work": "work/",
        "columns": list_page.partition("/issue/")[2],
        "batch": f"batches/{batch.pk}/",
        "waits": f"batches/{waits.pk}/",
        "codes": f"batches/{done.pk}/codes/",
    }
    faults: list[str] = []
    with open_page(browser, f"{live_server.url}/healthz", look) as page:
        cookie = signed_client(owner).cookies[name].value
        page.context.add_cookies([{"name": name, "value": cookie, "url": live_server.url}])
        for title, path in pages.items():
            page.goto(f"{live_server.url}/o/college/issue/{path}")
            if title == "one":
                follow(page, page.get_by_role("button", name="Sign and send the claim link"))
            if folder:
                page.screenshot(path=Path(folder) / f"issue-{title}-{look.width}-{look.scheme}.png", full_page=True)
            faults += [f"{title}: {fault}" for fault in axe_violations(page) + sideways_scroll(page)]
    assert faults == []


def test_the_page_follows_the_signing_by_itself(college: College, browser: Browser, live_server: LiveServer) -> None:
    """With script the squares fill without a press; what stands on the page in the end is the whole page."""
    batch = college.check("name\n" + "".join(f"Person {number}\n" for number in range(30)), token="follow")
    client = signed_client(college.issuer)
    name = django_settings.SESSION_COOKIE_NAME
    with open_page(browser, f"{live_server.url}/healthz") as page:
        page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": live_server.url}])
        page.goto(f"{live_server.url}/o/college/issue/batches/{batch.pk}/")
        follow(page, page.get_by_role("button", name="Sign 30 records"))
        run_all(now())
        page.get_by_role("link", name="See the signed ones").wait_for()
        assert page.locator("#signed").get_attribute("value") == "30"
