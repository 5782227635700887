"""Does the applicant's way work on pages, from applying to the decision, with names hidden and each look told?"""

import json
import re
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from openler.platform.base.acts import now
from openler.platform.opportunities.models import Application
from openler.platform.opportunities.queries import read_opened
from web.applying import CARE, PRIVACY, VITALS, forged, make_home, record
from web.people import make_user, signed_client
from web.sharing import presentation, shared

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _offline(settings: Any) -> None:
    """No test of these pages fetches anything."""
    settings.OPENLER_ONLINE = False


def words_of(html: bytes) -> str:
    """Give a page's words, without marks and double spaces."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html.decode()))


def three_records() -> bytes:
    """Present three records, one of them forged."""
    at = now()
    return presentation(
        [
            record(PRIVACY, at=at, title="Privacy Course", level="Proficient"),
            record(VITALS, at=at, title="Vital Signs Course"),
            forged(record(CARE, at=at)),
        ],
        at=at,
    )


def test_the_whole_way_by_clicking() -> None:
    """Apply, be seen by number, be named with a reason, invited, offered, hired; each look and message told."""
    home, ines = make_home(now()), make_user("ines")
    student, recruiter = signed_client(ines), signed_client(home.recruiter)
    address = f"/postings/{home.posting.pk}/apply/"
    page = words_of(student.get(address).content)
    for told in ("Unproven.", "can look until", "29 CFR 1602.14", "said by the applicant"):
        assert told in page
    sent = student.post(address, {"record": three_records().decode(), "answer-4": "In my last year. Ines"})
    own = sent.headers["Location"]
    assert "Received." in words_of(student.get(own).content)
    assert "Nobody has opened it yet" in words_of(student.get(own).content)

    inbox = words_of(recruiter.get(f"/o/harbor-view/postings/{home.posting.pk}/applicants/").content)
    assert "Applicant 1" in inbox
    assert "Ines" not in inbox
    application = Application.objects.get()
    team = f"/o/harbor-view/applicants/{application.pk}/"
    html = recruiter.get(team)
    words = words_of(html.content)
    for told in (
        "Applicant 1",
        "2 are met",
        "1 in part",
        "1 are open",
        "Privacy Course",
        "Refused.",
        "Said by the applicant",
    ):
        assert told in words
    assert "Ines" not in html.content.decode()
    assert "no-store" in html.headers["Cache-Control"]
    assert "Harbor-View-Recruiter" in words_of(student.get(own).content)

    assert recruiter.post(f"{team}names/", {"reason": ""}).status_code == 422
    recruiter.post(f"{team}names/", {"reason": "Invitation to the ward"})
    assert "Ines" in words_of(recruiter.get(team).content)
    assert "Invitation to the ward" in words_of(student.get(own).content)

    recruiter.post(f"{team}move/", {"stage": "interview", "message": "Come and see the ward."})
    assert "Come and see the ward." in words_of(student.get(own).content)
    wrong = recruiter.post(f"{team}move/", {"stage": "offered", "code": "requirements_met", "message": "Welcome."})
    assert wrong.status_code == 422
    for stage in ("offered", "hired"):
        decision = {
            "stage": stage,
            "code": "requirements_met",
            "requirement": [PRIVACY],
            "message": "Welcome.",
            "note": "secret-note",
        }
        assert recruiter.post(f"{team}move/", decision).status_code == 302
    told = words_of(student.get(own).content)
    assert "Hired." in told
    assert "These requirements are met" in told
    assert "secret-note" not in told
    assert "secret-note" in words_of(recruiter.get(team).content)
    assert "Hired" in words_of(student.get("/applications/").content)
    assert 'href="/applications/"' in student.get("/postings/").content.decode()


def test_the_raw_view_hides_names_until_lifted() -> None:
    """The download is JSON without name, key or picture, under a name of ours."""
    home, ines = make_home(now()), make_user("ines")
    signed_client(ines).post(f"/postings/{home.posting.pk}/apply/", {"record": three_records().decode()})
    application = Application.objects.get()
    recruiter = signed_client(home.recruiter)
    response = recruiter.get(f"/o/harbor-view/applicants/{application.pk}/raw/")
    assert "Valdes" not in response.content.decode()
    assert "ines" not in response.headers["Content-Disposition"].lower()
    assert json.loads(response.content)["holder"] == "▒▒▒▒▒"
    recruiter.post(f"/o/harbor-view/applicants/{application.pk}/names/", {"reason": "Interview"})
    lifted = recruiter.get(f"/o/harbor-view/applicants/{application.pk}/raw/").content.decode()
    assert "Ines Valdes" in lifted


def test_a_file_is_saved_under_our_name_once_names_are_shown() -> None:
    """Before, 403; after, an attachment whose kind its first bytes decided."""
    home, ines = make_home(now()), make_user("ines")
    upload = SimpleUploadedFile("ines-valdes.html", b"%PDF-1.7 x", content_type="text/html")
    data = {"record": three_records().decode(), "file-3": upload}
    signed_client(ines).post(f"/postings/{home.posting.pk}/apply/", data)
    application = Application.objects.get()
    answer = application.answers.get()
    recruiter = signed_client(home.recruiter)
    address = f"/o/harbor-view/applicants/{application.pk}/files/{answer.pk}/"
    assert recruiter.get(address).status_code == 403
    recruiter.post(f"/o/harbor-view/applicants/{application.pk}/names/", {"reason": "Interview"})
    response = recruiter.get(address)
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.headers["Content-Disposition"] == f'attachment; filename="answer-{answer.pk}.pdf"'
    assert recruiter.get(address.replace(str(answer.pk), "99999")).status_code == 404


def test_a_wallets_json_and_a_file_are_taken_and_no_other_sites_link_is_opened() -> None:
    """What was typed is kept; a wallet that sends twice is told."""
    home = make_home(now())
    address = f"/postings/{home.posting.pk}/apply/"
    second, third = make_user("ben"), make_user("cleo")
    body = json.dumps({"presentation": json.loads(three_records())})
    made = signed_client(second).post(address, body, content_type="application/json")
    assert made.status_code == 201
    assert made.json()["url"].startswith("/applications/")
    upload = SimpleUploadedFile("records.json", three_records())
    assert signed_client(third).post(address, {"file": upload}).status_code == 302
    foreign = signed_client(make_user("dora")).post(address, {"record": "https://other.example/s/abc/"})
    assert foreign.status_code == 422
    assert "https://other.example/s/abc/</textarea>" in foreign.content.decode()
    twice = signed_client(second).post(address, body, content_type="application/json")
    assert twice.status_code == 409


def test_own_words_that_a_wallet_sends_are_kept_and_nothing_it_sends_is_dropped() -> None:
    """Words come with the presentation; a member that an application does not have is refused, not passed over."""
    home, ines = make_home(now()), make_user("ines")
    address, client = f"/postings/{home.posting.pk}/apply/", signed_client(ines)
    sent = {"presentation": json.loads(three_records()), "answers": {VITALS: "Two years on a ward."}}
    for wrong in ({"files": []}, {"answers": ["words"]}, {"answers": {"https://skills.example/none": "words"}}):
        assert client.post(address, json.dumps(sent | wrong), content_type="application/json").status_code == 400
    assert not Application.objects.exists()
    assert client.post(address, json.dumps(sent), content_type="application/json").status_code == 201

    opened = read_opened(Application.objects.get(), names_shown=True)
    assert opened.answers[VITALS].text == "Two years on a ward."


def test_a_share_link_of_this_installation_is_opened() -> None:
    """The records behind it are the application, and its owner sees the opening."""
    home, ines = make_home(now()), make_user("ines")
    token, share = shared(ines, three_records(), at=now())
    link = f"{settings.OPENLER_PUBLIC_URL}/s/{token}/"
    assert signed_client(ines).post(f"/postings/{home.posting.pk}/apply/", {"record": link}).status_code == 302
    assert share.openings.count() == 1


def test_the_same_form_twenty_times_is_one_application() -> None:
    """The rest is led to the one that there is."""
    home, ines = make_home(now()), make_user("ines")
    student, data = signed_client(ines), three_records().decode()
    answers = [student.post(f"/postings/{home.posting.pk}/apply/", {"record": data}) for _ in range(20)]
    assert {one.headers["Location"] for one in answers} == {f"/applications/{Application.objects.get().pk}/"}


def test_withdrawing_closes_every_page_of_the_team_and_a_keeper_opens_the_copy_and_is_told() -> None:
    """Page, raw view, names and check say that access ended; the sealed copy needs a named member and a reason."""
    home, ines = make_home(now()), make_user("ines")
    student = signed_client(ines)
    own = student.post(f"/postings/{home.posting.pk}/apply/", {"record": three_records().decode()}).headers["Location"]
    assert student.post(f"{own}withdraw/").status_code == 302
    application = Application.objects.get()
    team = f"/o/harbor-view/applicants/{application.pk}/"
    recruiter, owner = signed_client(home.recruiter), signed_client(home.owner)
    assert "The applicant withdrew" in words_of(recruiter.get(team).content)
    assert recruiter.get(f"{team}raw/").status_code == 403
    assert recruiter.post(f"{team}names/", {"reason": "I want to"}).status_code == 403
    assert recruiter.post(f"{team}check/").status_code == 403
    assert owner.post(f"{team}sealed/", {"reason": "A claim was filed"}).status_code == 403
    owner.post("/o/harbor-view/postings/retention/keepers/", {"user": home.owner.pk, "act": "name"})
    assert owner.post(f"{team}sealed/", {"reason": ""}).status_code == 400
    opened = words_of(owner.post(f"{team}sealed/", {"reason": "A claim was filed"}).content)
    assert "Privacy Course" in opened
    told = words_of(student.get(own).content)
    assert "the sealed copy" in told
    assert "A claim was filed" in told
    owner.post(f"{team}hold/", {"act": "hold", "reason": "Charge filed"})
    assert "a legal hold ends" in words_of(student.get(own).content)
    owner.post(f"{team}hold/", {"act": "release"})
    assert "a legal hold ends" not in words_of(student.get(own).content)


def test_nobody_sees_anothers_application() -> None:
    """Another applicant, another employer and a viewer of the same one see nothing."""
    home, other, ines = make_home(now()), make_home(now(), slug="other"), make_user("ines")
    student = signed_client(ines)
    own = student.post(f"/postings/{home.posting.pk}/apply/", {"record": three_records().decode()}).headers["Location"]
    application = Application.objects.get()
    assert signed_client(make_user("max")).get(own).status_code == 404
    assert signed_client(make_user("eve")).post(f"{own}withdraw/").status_code == 404
    for place in ("", "raw/"):
        assert signed_client(other.owner).get(f"/o/other/applicants/{application.pk}/{place}").status_code == 404
        assert signed_client(other.owner).get(f"/o/harbor-view/applicants/{application.pk}/{place}").status_code == 404
        assert signed_client(home.viewer).get(f"/o/harbor-view/applicants/{application.pk}/{place}").status_code == 403
    assert not application.looks.exists()


def test_checking_again_adds_a_dated_report() -> None:
    """The page lists both days."""
    home, ines = make_home(now()), make_user("ines")
    signed_client(ines).post(f"/postings/{home.posting.pk}/apply/", {"record": three_records().decode()})
    application = Application.objects.get()
    team = f"/o/harbor-view/applicants/{application.pk}/"
    assert signed_client(home.recruiter).post(f"{team}check/").status_code == 302
    assert application.reports.count() == 2


@pytest.mark.django_db(transaction=True)
def test_twenty_at_once_are_one_application() -> None:
    """Sent from twenty places in the same moment, there is one row, and nobody gets a fault of ours."""
    home, ines = make_home(now()), make_user("ines")
    student, data, address = signed_client(ines), three_records().decode(), f"/postings/{home.posting.pk}/apply/"
    session = student.cookies[settings.SESSION_COOKIE_NAME].value

    def send(_number: int) -> int:
        try:
            client = Client()
            client.cookies[settings.SESSION_COOKIE_NAME] = session
            return client.post(address, {"record": data}).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(20) as pool:
        codes = set(pool.map(send, range(20)))
    assert codes <= {302, 503}
    assert Application.objects.count() == 1
