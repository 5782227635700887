"""Does a learner see what was issued to them here, tell the issuer what is wrong, and read the answer, and nobody else?"""

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from openler.platform.accounts.models import User
from openler.platform.audit.models import AuditEntry
from openler.platform.issuing import changes
from openler.platform.issuing.models import Objection, Seat
from web.browser import NARROW_WIDTH, Look, axe_violations, open_page, sideways_scroll
from web.issuing import College
from web.people import make_user, signed_client

CLASS = "name,email,student_id\nInés Valdés,ines@people.example,00417\nBo Marklund,,00418\n"


def _held() -> tuple[College, User, Seat]:
    college, ines = College(), make_user("ines")
    college.issue(CLASS)
    Seat.objects.filter(roster_id="00417").update(holder_id=ines.pk)
    return college, ines, Seat.objects.get(roster_id="00417")


@pytest.mark.django_db
def test_a_learner_objects_from_the_wallet_and_reads_the_answer() -> None:
    """From the wallet's page to the record, a message once however often it is sent, then the answer."""
    college, ines, seat = _held()
    client = signed_client(ines)
    assert '"/wallet/issued/"' in client.get("/wallet/").content.decode()
    listed = client.get("/wallet/issued/").content.decode()
    assert f"/wallet/issued/{seat.pk}/" in listed
    assert str(Seat.objects.get(roster_id="00418").pk) not in listed
    address = f"/wallet/issued/{seat.pk}/object/"
    refused = client.post(address, {"about": "nothing", "text": "My name is Inés Valdés Ruiz"})
    assert refused.status_code == 422
    assert "Inés Valdés Ruiz</textarea>" in refused.content.decode()
    for _time in range(3):
        sent = client.post(address, {"about": "name", "text": "My name is Inés Valdés Ruiz"})
        assert (sent.status_code, sent["Location"]) == (302, f"/wallet/issued/{seat.pk}/")
    objection = Objection.objects.get()
    assert (objection.seat, objection.made_by, objection.about) == (seat, ines.pk, "name")
    assert AuditEntry.objects.filter(verb="record.objected").count() == 1
    assert "to be answered by" in client.get(f"/wallet/issued/{seat.pk}/").content.decode()
    changes.answer(college.act(college.issuer), objection, text="Corrected today.")
    page = client.get(f"/wallet/issued/{seat.pk}/").content.decode()
    assert "Corrected today." in page
    assert "to be answered by" not in page


@pytest.mark.django_db
def test_a_revoked_record_says_why_to_its_holder() -> None:
    """State and reason stand where the holder can object to them."""
    college, ines, seat = _held()
    changes.revoke(college.act(college.issuer), [seat], reason="Issued in error")
    page = signed_client(ines).get(f"/wallet/issued/{seat.pk}/").content.decode()
    assert "Revoked" in page
    assert "Issued in error" in page


@pytest.mark.django_db
def test_nobody_else_sees_it_or_objects() -> None:
    """Another person, another record and a stranger: nothing is told, and nothing is kept."""
    _college, ines, seat = _held()
    other = Seat.objects.get(roster_id="00418")
    for client, one in ((signed_client(make_user("eve")), seat), (signed_client(ines), other)):
        assert client.get(f"/wallet/issued/{one.pk}/").status_code == 404
        words = {"about": "name", "text": "mine"}
        assert client.post(f"/wallet/issued/{one.pk}/object/", words).status_code == 404
    assert Client().get(f"/wallet/issued/{seat.pk}/").status_code == 302
    assert signed_client(ines).get(f"/wallet/issued/{seat.pk}/object/").status_code == 405
    assert not Objection.objects.exists()


@pytest.mark.django_db
def test_the_main_ways_lead_to_skills_and_for_whoever_is_signed_in_to_the_wallet(client: Client) -> None:
    """A stranger finds the published skills; somebody signed in finds their own records as well."""
    mia = signed_client(make_user("mia"))
    for path in ("/frameworks/", "/verify/", "/wallet/"):
        stranger = client.get(path).content.decode().partition("</nav>")[0]
        own = mia.get(path).content.decode().partition("</nav>")[0]
        assert 'href="/frameworks/"' in stranger
        assert 'href="/wallet/"' not in stranger
        assert 'href="/frameworks/"' in own
        assert 'href="/wallet/"' in own
        assert f'href="{path}" aria-current="page"' in own


@pytest.mark.django_db(transaction=True)
@pytest.mark.xdist_group("browser")
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_pages_look_right_on_a_phone(browser: Browser, live_server: LiveServer, scheme: str) -> None:
    """No fault of axe and no sideways scroll at 360 pixels, with an objection and its answer shown."""
    college, ines, seat = _held()
    changes.revoke(college.act(college.issuer), [seat], reason="Issued in error")
    objection = changes.object_to(college.act(ines), seat, about="status", text="It is mine, see the letter of May.")
    changes.answer(college.act(college.issuer), objection, text="We look into it.")
    cookie = signed_client(ines).cookies[settings.SESSION_COOKIE_NAME].value
    with open_page(browser, live_server.url, Look(width=NARROW_WIDTH, scheme=scheme)) as page:  # type: ignore[arg-type]
        page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])
        for path in ("/wallet/issued/", f"/wallet/issued/{seat.pk}/"):
            page.goto(live_server.url + path, wait_until="networkidle")
            assert axe_violations(page) == []
            assert sideways_scroll(page) == []
