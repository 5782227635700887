"""Does the story play on real records of the demonstration, which verify accepts, and show nobody else's?"""

import json
from datetime import timedelta

import pytest
from django.test import Client
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from openler.platform.accounts.models import User
from openler.platform.base.acts import now
from openler.platform.demo.ecosystem import load_ecosystem
from openler.platform.demo.story import RECORDS, find_seat
from openler.platform.ecosystem.content import ecosystem
from openler.platform.issuing.changes import reinstate, revoke, suspend
from openler.platform.issuing.models import Batch, Seat, StatusList
from openler.platform.issuing.status_lists import sign_list
from openler.platform.organizations.models import Organization
from web.browser import FEW_LOOKS, Look, axe_violations, follow, open_page, sideways_scroll
from web.issuing import verified
from web.people import AT, act

pytestmark = pytest.mark.django_db

STEPS = [step.step for step in ecosystem().story]


@pytest.fixture
def demonstration(settings: object) -> None:
    """Load the fictional ecosystem, as `make demo` does."""
    settings.OPENLER_DEMO = True  # type: ignore[attr-defined]
    settings.EMAIL_BACKEND = "openler.platform.mail.backend.LoggingBackend"  # type: ignore[attr-defined]
    load_ecosystem(act())


def step_page(client: Client, step: int) -> str:
    """Read a step of the story."""
    return str(client.get(f"/story/{step}/").content.decode())


def records_of(page: str) -> list[str]:
    """Name the records to which a page links."""
    return [name for name in RECORDS if f'href="/demo/records/{name}/"' in page]


@pytest.mark.usefixtures("demonstration")
def test_every_step_links_records_that_verify_accepts(client: Client) -> None:
    """Each of the nine names at least one; each opens, and its bytes hold and say what the page says."""
    named = set()
    for step in STEPS:
        page = step_page(client, step)
        assert records_of(page), step
        named |= set(records_of(page))
        for link in page.split('id="here-t"')[1].split("</section>")[0].split('href="')[1:]:
            assert client.get(link.split('"')[0]).status_code == 200, link
    assert named == set(RECORDS)
    for name in RECORDS:
        data = client.get(f"/demo/records/{name}/record.json").content
        seat = find_seat(name)
        assert verified(data, seat.organization).verified, name
        words = client.get(f"/demo/records/{name}/").content.decode()
        assert seat.name in words
        assert seat.version.name in json.loads(data)["credentialSubject"]["achievement"]["name"]


@pytest.mark.usefixtures("demonstration")
def test_a_step_says_when_its_record_is_revoked(client: Client) -> None:
    """From the next look on, with the day and without the reason; the check on the page says the same."""
    before = step_page(client, 3)
    assert before.count("In force.") == 2
    assert "Revoked" not in before
    seat = find_seat("nursing")
    revoke(act(None, seat.organization, AT + timedelta(days=2)), [seat], reason="Typed into the wrong class.")
    after = step_page(client, 3)
    assert "Revoked by its issuer on Sept. 3, 2026." in after
    assert after.count("In force.") == 1
    plaque = client.get("/?step=3").content.decode()
    assert "Fundamentals of Nursing I &amp; II: <b>Revoked by its issuer on Sept. 3, 2026.</b>" in plaque
    assert "wrong class" not in after
    shown = client.get("/demo/records/nursing/").content.decode()
    assert "Revoked by its issuer" in shown
    assert "wrong class" not in shown
    assert not verified(client.get("/demo/records/nursing/record.json").content, seat.organization).verified


@pytest.mark.usefixtures("demonstration")
def test_a_step_says_when_its_record_is_suspended_and_when_it_has_ended(client: Client) -> None:
    """A licence that is suspended counts again when it is reinstated; past its last day it does not."""
    seat = find_seat("licence")
    suspend(act(None, seat.organization), [seat], reason="Under review.")
    assert "Suspended by its issuer since" in step_page(client, 9)
    reinstate(act(None, seat.organization), [seat])
    assert "Suspended" not in step_page(client, 9)
    Seat.objects.filter(pk=seat.pk).update(valid_until=AT - timedelta(days=800))
    assert "Ended on" in step_page(client, 9)


@pytest.mark.usefixtures("demonstration")
def test_the_check_on_the_page_is_the_check_of_everybody(client: Client) -> None:
    """The button hands the record to /verify/ as it was signed."""
    page = client.get("/demo/records/food-service/").content.decode()
    form = page.split('action="/verify/"')[1].split("</form>")[0]
    assert 'name="record"' in form
    assert "proofValue" in form


@pytest.mark.usefixtures("demonstration")
def test_without_a_demonstration_nothing_is_shown_and_nothing_claimed(client: Client, settings: object) -> None:
    """The same database, opened as an installation: 404 for each record, and plain steps."""
    settings.OPENLER_DEMO = False  # type: ignore[attr-defined]
    for name in RECORDS:
        assert client.get(f"/demo/records/{name}/").status_code == 404
        assert client.get(f"/demo/records/{name}/record.json").status_code == 404
    for step in STEPS:
        assert "In this installation" not in step_page(client, step)
        assert records_of(step_page(client, step)) == []


@pytest.mark.usefixtures("demonstration")
def test_an_organization_of_the_world_is_never_shown(client: Client) -> None:
    """An organization that is not fictional has the same word, achievement and name: nothing of it comes out."""
    Organization.objects.filter(slug="lakeside").update(is_fictional=False)
    for name in ("nursing", "algebra", "food-service"):
        assert client.get(f"/demo/records/{name}/").status_code == 404
        assert client.get(f"/demo/records/{name}/record.json").status_code == 404
    assert records_of(step_page(client, 3)) == []
    assert "In this installation" not in step_page(client, 3)


@pytest.mark.usefixtures("demonstration")
def test_what_a_visitor_issues_in_the_demonstration_is_never_shown(client: Client) -> None:
    """Whoever plays the registrar may type a real person's data; only what the demonstration loaded is public."""
    seat = find_seat("nursing")
    Batch.objects.filter(pk=seat.batch_id).update(form_token="V1sitorsOwnFormToken")
    assert client.get("/demo/records/nursing/").status_code == 404
    assert records_of(step_page(client, 3)) == ["algebra"]


@pytest.mark.usefixtures("demonstration")
@pytest.mark.parametrize("name", ["nobody", "lakeside", "student"])
def test_only_records_of_the_story_have_an_address(client: Client, name: str) -> None:
    """No name in the address reaches any other record."""
    assert client.get(f"/demo/records/{name}/").status_code == 404


@pytest.mark.usefixtures("demonstration")
def test_looking_changes_nothing(client: Client) -> None:
    """A look at a step or a record writes no row: nothing is counted, nothing is audited, nothing is claimed."""
    from openler.platform.audit.models import AuditEntry
    from openler.platform.verifying.models import VerificationTally

    before = (AuditEntry.objects.count(), VerificationTally.objects.count(), User.objects.count())
    for name in RECORDS:
        client.get(f"/demo/records/{name}/")
        client.get(f"/demo/records/{name}/record.json")
    step_page(client, 4)
    assert (AuditEntry.objects.count(), VerificationTally.objects.count(), User.objects.count()) == before
    assert "sessionid" not in client.cookies


@pytest.mark.usefixtures("demonstration")
@pytest.mark.parametrize("look", FEW_LOOKS, ids=str)
def test_story_record_and_act_in_every_look(browser: Browser, live_server: LiveServer, look: Look) -> None:
    """A step with a revoked record, that record, an act and what it needs: axe is silent, nothing scrolls sideways."""
    seat = find_seat("work")
    revoke(act(None, seat.organization), [seat], reason="A test.")
    for path in ("/story/8/", "/?step=8", "/demo/records/work/", "/do/employers.issuing.3/"):
        with open_page(browser, live_server.url + path, look) as page:
            assert axe_violations(page) == [], path
            assert sideways_scroll(page) == [], path


@pytest.mark.usefixtures("demonstration")
def test_one_press_checks_a_record_without_script(browser: Browser, live_server: LiveServer) -> None:
    """From the step to the record to the verdict, by pressing alone; the lists are signed anew, as the worker does."""
    for one in StatusList.objects.all():
        sign_list(one, at=now())
    with open_page(browser, f"{live_server.url}/story/3/", Look(script=False)) as page:
        follow(page, page.locator("#here-t ~ ul a").first)
        follow(page, page.get_by_role("button", name="Check it now"))
        assert page.url == f"{live_server.url}/verify/"
        assert "is valid" in page.get_by_role("heading", level=1).inner_text()
