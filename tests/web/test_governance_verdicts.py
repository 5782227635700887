"""Does every verdict say who recognizes the issuer, at issuance and now, in the same words on the page and in the API?"""

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

import openler
from openler.platform.base.acts import now
from openler.platform.organizations.models import Organization
from openler.platform.recognition.entries import EntryFields
from openler.platform.recognition.models import Registry
from openler.platform.recognition.services import Choice, choose_registries, enter_issuer, open_registry
from web.people import act, make_organization, make_user, signed_client

pytestmark = pytest.mark.django_db
CASES = Path(__file__).parents[1] / "vectors" / "field-cases"
GOOD = CASES / "bytes-arabic" / "badge.json"
ALTERED = CASES / "baking-png-altered" / "badge.png"


def words_of(html: bytes) -> str:
    """Give a page's words, without marks and double spaces."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html.decode())).replace("&#x27;", "'")


@pytest.fixture
def registry() -> Registry:
    """Keep a registry that lists the issuer of the good record."""
    return listing("rivers", make_organization("rivers", kinds=["governance"], members={make_user("grace"): ["owner"]}))


def listing(slug: str, organization: Organization, **more: Any) -> Registry:
    """Open a registry with one entry."""
    issuer = openler.verify(GOOD.read_bytes(), at=now()).signatory.issuer_id
    told: dict[str, Any] = {"issuer": issuer, "name": "A college", "since": date(2019, 9, 1), "policy": "P 3"} | more
    registry = open_registry(act(organization=organization), organization)
    enter_issuer(act(organization=organization), registry, EntryFields(**told))
    return registry


def report_of(client: Client, path: Path = GOOD) -> dict[str, Any]:
    """Check a file by the API."""
    answer = client.post("/api/v1/verifications", path.read_bytes(), content_type="application/octet-stream")
    return json.loads(answer.content)  # type: ignore[no-any-return]


def page_of(client: Client, path: Path = GOOD) -> str:
    """Check a file on the page."""
    with path.open("rb") as file:
        return words_of(client.post("/verify/", {"file": file}).content)


def test_a_recognized_issuer_is_named_in_api_and_page_alike(registry: Registry, client: Client) -> None:
    """One sentence, both moments, whose date the first is; the third light is green."""
    choose_registries(act(), None, [Choice(registry_id=registry.pk)])
    report = report_of(client)
    assert report["verified"] is True
    assert report["recognition"]["outcome"] == "passed"
    said = report["recognition"]["sentence"]
    assert "Rivers recognized the issuer for any record when it signed, by the issuer's own date, on" in said
    assert "Rivers recognizes it now, since 1 September 2019." in said
    assert report["sentence"].endswith(said)
    page = page_of(client)
    assert said in page
    assert report["recognition"]["light"] in page
    assert "no registry here has checked it" not in page


def test_an_unknown_issuer_stays_valid_and_is_called_unknown(registry: Registry, client: Client) -> None:
    """Unknown is not invalid; the light is undetermined and says why."""
    other = make_organization("council", kinds=["governance"], members={make_user("cora"): ["owner"]})
    council = listing("council", other, issuer="did:web:other.example")
    choose_registries(act(), None, [Choice(registry_id=council.pk)])
    report = report_of(client)
    assert report["verified"] is True
    assert (report["recognition"]["verdict"], report["recognition"]["outcome"]) == ("unknown", "undetermined")
    assert "Also listed by Rivers, which you have not chosen." in report["sentence"]
    page = page_of(client)
    assert "No chosen registry lists the issuer" in page
    assert "Also listed by Rivers, which you have not chosen." in page


def test_an_altered_record_gets_no_recognition(registry: Registry, client: Client) -> None:
    """Whose name it carries is not whose words it is."""
    choose_registries(act(), None, [Choice(registry_id=registry.pk)])
    assert report_of(client, ALTERED)["recognition"]["verdict"] == "issuer_unproved"
    assert "It is not proved who signed, so no registry can be asked." in page_of(client, ALTERED)


def test_without_a_chosen_registry_nothing_is_lit(client: Client) -> None:
    """Not applicable, and said."""
    assert report_of(client)["recognition"]["verdict"] == "no_registry"
    assert "No registry of issuers is chosen here." in page_of(client)


def test_a_member_checks_by_the_registries_of_their_organization(registry: Registry, client: Client) -> None:
    """Chosen on the page of checking; nobody borrows the choice of an organization to which they do not belong."""
    owner = make_user("olive")
    home = make_organization("home", kinds=["employers"], members={owner: ["owner"]})
    choose_registries(act(organization=home), home, [Choice(registry_id=registry.pk)])
    member = signed_client(owner)
    assert 'name="for"' in member.get("/verify/").content.decode()
    text = GOOD.read_text()
    assert "Rivers recognizes it now" in words_of(member.post("/verify/", {"record": text, "for": "home"}).content)
    for visitor, slug in ((member, ""), (client, "home"), (member, "rivers")):
        page = words_of(visitor.post("/verify/", {"record": text, "for": slug}).content)
        assert "No registry of issuers is chosen here." in page
        assert "Also listed by Rivers, which you have not chosen." in page
