"""Does the world find what records name: achievements, issuers and keys, as pages and as data?"""

import json
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Browser

from openler.platform.issuing.models import Seat
from openler.platform.issuing.signing import open_unbound
from web.browser import FEW_LOOKS, Look, axe_violations, open_page, sideways_scroll
from web.issuing import College

pytestmark = pytest.mark.django_db


def _path(url: str) -> str:
    return "/" + url.partition("//")[2].partition("/")[2]


def test_every_address_in_a_record_leads_somewhere(client: Client) -> None:
    """The achievement, its creator's page, the status list and the keys are all served."""
    college = College()
    college.issue("name\nA\n")
    record: dict[str, Any] = json.loads(open_unbound(Seat.objects.get()))
    achievement = record["credentialSubject"]["achievement"]
    for url in (achievement["id"], record["issuer"]["url"], record["credentialStatus"]["statusListCredential"]):
        assert client.get(_path(url)).status_code == 200, url
    document = json.loads(client.get("/o/college/did.json").content)
    assert record["proof"]["verificationMethod"] in document["assertionMethod"]


def test_programs_get_data_and_people_a_page(client: Client) -> None:
    """By the Accept header or by the address; the data say what the record says."""
    college = College()
    path = f"/achievements/{college.version.pk}/"
    assert "How it is earned" in client.get(path, headers={"Accept": "text/html"}).content.decode()
    for answer in (client.get(path, headers={"Accept": "application/ld+json"}), client.get(f"{path}?format=json")):
        assert json.loads(answer.content)["humanCode"] == "NUR-110"
        assert answer.headers["Vary"].find("Accept") >= 0
    profile = json.loads(client.get("/o/college/profile/?format=json").content)
    assert profile["type"] == ["Profile"]
    assert "unproven" in client.get("/o/college/profile/").content.decode()


def test_what_is_not_published_is_not_there(client: Client) -> None:
    """An unknown achievement or organization, and one without a key, give 404."""
    college = College()
    assert client.get("/achievements/7f3e4dd7-3c6d-4a50-9d0b-1d1ba6f2a001/").status_code == 404
    assert client.get(f"/achievements/{college.version.pk}/picture").status_code == 404
    assert client.get("/o/nobody/profile/").status_code == 404
    assert client.get("/o/nobody/did.json").status_code == 404


@pytest.fixture
def pages(live_server: Any) -> list[str]:
    """Give the addresses of both pages on a running server."""
    college = College()
    return [f"{live_server.url}/achievements/{college.version.pk}/", f"{live_server.url}/o/college/profile/"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("look", FEW_LOOKS, ids=str)
def test_everybody_can_read_them(look: Look, pages: list[str], browser: Browser) -> None:
    """No fault of accessibility and no sideways scroll, in any look."""
    for url in pages:
        with open_page(browser, url, look) as page:
            assert axe_violations(page) == []
            assert sideways_scroll(page) == []
