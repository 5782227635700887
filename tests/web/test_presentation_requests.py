"""Can a verifier ask whoever shows records to sign now, and is the question answered once, by the right person?"""

import json
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from openler.platform.audit.models import AuditEntry
from openler.platform.base import acts
from openler.platform.base.acts import Act, now
from openler.platform.sharing.errors import PresentationRequestClosed
from openler.platform.sharing.models import PresentationRequest
from openler.platform.sharing.requests import answer_request, ask_for_presentation, forget_requests
from web.sharing import THIEF, badge, presentation
from web.test_shares import words_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _offline(settings: object) -> None:
    """No test of these pages fetches anything, and the domain to sign is known."""
    settings.OPENLER_ONLINE = False  # type: ignore[attr-defined]
    settings.OPENLER_PUBLIC_URL = "http://127.0.0.1:8000"  # type: ignore[attr-defined]


def asked(client: Client) -> tuple[str, str, PresentationRequest]:
    """Ask by the form; give the verifier's address, the holder's address and the row."""
    response = client.post("/verify/ask/", {"asker": "Harbor View", "purpose": "First day, night shift"})
    assert response.status_code == 302
    page = client.get(response.headers["Location"]).content.decode()
    link = re.search(r'value="http://127\.0\.0\.1:8000(/present/[^"]+)"', page)
    assert link is not None and 'class="qr"' in page
    return response.headers["Location"], link.group(1), PresentationRequest.objects.get()


def signed(question: PresentationRequest, *, at: datetime | None = None, **more: Any) -> str:
    """Sign an answer to a question."""
    when = at or now()
    occasion = {"challenge": question.challenge, "domain": "http://127.0.0.1:8000"} | more.pop("occasion", {})
    return presentation([badge("Wound Care", at=when)], at=when, **occasion, **more).decode()


def test_a_question_is_answered_and_the_verifier_sees_that_the_presenter_is_proven(client: Client) -> None:
    """By the holder's page the presentation, by the verifier's page four lights, the last of them lit."""
    mine, theirs, question = asked(client)
    holder = Client()
    told = words_of(holder.get(theirs).content)
    for word in ("Harbor View", "First day, night shift", "Nobody has checked who asks", question.challenge):
        assert word in told
    body = json.dumps({"presentation": json.loads(signed(question))})
    assert holder.post(theirs, body, content_type="application/json").status_code == 201
    assert "There is an answer" in words_of(client.get(mine).content)
    words = words_of(client.post(mine).content)
    assert "Presenter proven Passed" in words and "signed the presentation just now" in words and "Wound Care" in words
    assert "This question is closed" in words_of(holder.get(theirs).content)


def test_a_file_answers_without_script(client: Client) -> None:
    """Whoever signs elsewhere pastes the presentation."""
    _mine, theirs, question = asked(client)
    assert "You have answered" in words_of(client.post(theirs, {"presentation": signed(question)}).content)


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({"occasion": {"challenge": "another"}}, "another question"),
        ({"occasion": {"domain": "https://elsewhere.example"}}, "somebody else"),
        ({"at": now() - timedelta(hours=1)}, "last ten minutes"),
    ],
)
def test_a_wrong_answer_is_refused_and_burns_nothing(client: Client, more: dict[str, Any], reason: str) -> None:
    """A copy of an earlier presentation is told what it is, and the right one is taken after it."""
    _mine, theirs, question = asked(client)
    refused = client.post(theirs, {"presentation": signed(question, **more)})
    assert refused.status_code == 400 and reason in words_of(refused.content)
    for junk in ("", "no record", json.dumps(badge("Wound Care", at=now()))):
        assert client.post(theirs, {"presentation": junk}).status_code == 400
    body = json.dumps({"presentation": json.loads(signed(question))})
    assert client.post(theirs, body, content_type="application/json").status_code == 201
    again = client.post(theirs, body, content_type="application/json")
    assert (again.status_code, again.json()["code"]) == (409, "presentation_request_closed")


def test_somebody_who_signs_with_another_key_is_shown_as_not_proven(client: Client) -> None:
    """T39: the thief's answer is fresh, and the badge is not about the thief."""
    mine, theirs, question = asked(client)
    assert client.post(theirs, {"presentation": signed(question, holder=THIEF)}).status_code == 200
    words = words_of(client.post(mine).content)
    assert "Presenter proven Undetermined" in words and "who shows it is not proven" in words


def test_a_question_is_open_for_ten_minutes_and_forgotten_after_a_day(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The clock closes it, and the sweep takes question and answer away."""
    mine, theirs, question = asked(client)
    start = now()
    monkeypatch.setattr(acts, "now", lambda: start + timedelta(minutes=11))
    assert "ten minutes are over" in words_of(client.get(mine).content)
    late = client.post(theirs, {"presentation": signed(question, at=start + timedelta(minutes=11))})
    assert late.status_code == 409
    assert forget_requests(Act(None, None, start + timedelta(hours=1))) == 0
    assert forget_requests(Act(None, None, start + timedelta(days=2))) == 1
    assert client.get(mine).status_code == 404


def test_of_many_answers_one_is_taken() -> None:
    """T5: the same answer fifty times; whoever comes second finds the question closed."""
    act = Act(None, None, now())
    tokens = ask_for_presentation(act, asker="Harbor View", purpose="First day")
    answer_request(act, tokens.present_token, presentation=b"{}")
    for _time in range(49):
        with pytest.raises(PresentationRequestClosed):
            answer_request(act, tokens.present_token, presentation=b"{}")


def test_the_two_links_are_not_one(client: Client) -> None:
    """The holder's link does not lead to the answer, and the verifier's is not the question's."""
    mine, theirs, _question = asked(client)
    assert client.get("/verify/asked/" + theirs.split("/")[2] + "/").status_code == 404
    assert client.get("/present/" + mine.split("/")[3] + "/").status_code == 404


@pytest.mark.parametrize(
    "form", [{}, {"asker": "", "purpose": "x"}, {"asker": "x", "purpose": " "}, {"asker": "x" * 121, "purpose": "x"}]
)
def test_who_asks_says_who_and_why(client: Client, form: dict[str, str]) -> None:
    """Otherwise the form comes back with what was typed, and a reason."""
    response = client.post("/verify/ask/", form)
    assert response.status_code == 422 and "Say w" in words_of(response.content)
    assert PresentationRequest.objects.count() == 0


def test_a_program_asks_by_its_own_challenge(client: Client) -> None:
    """The API takes a challenge beside the record, and refuses a domain without one."""
    at = now()
    shown = json.loads(presentation([badge("Wound Care", at=at)], at=at, challenge="7f3a"))

    def sent(**body: Any) -> Any:
        return client.post("/api/v1/verifications", json.dumps(body), content_type="application/json")

    outcomes = {
        challenge: {check["id"]: check["outcome"] for check in sent(record=shown, challenge=challenge).json()["checks"]}
        for challenge in ("7f3a", "another")
    }
    assert outcomes["7f3a"]["presenter"] == "passed" and outcomes["another"]["presenter"] == "failed"
    assert "presenter" not in {check["id"] for check in sent(record=shown).json()["checks"]}
    for body in ({"domain": "https://home.example"}, {"challenge": 7}, {"challenge": ""}):
        assert sent(record=shown, **body).status_code == 400


@pytest.mark.django_db(transaction=True)
def test_of_many_answers_at_once_one_is_taken() -> None:
    """T5: twenty windows press the button in the same moment; one answer is kept, and one line is written."""
    act = Act(None, None, now())
    tokens = ask_for_presentation(act, asker="Harbor View", purpose="First day")

    def press(number: int) -> bool:
        try:
            answer_request(act, tokens.present_token, presentation=str(number).encode())
        except PresentationRequestClosed:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(press, range(20))) == 1
    assert AuditEntry.objects.filter(verb="presentation.answered").count() == 1
