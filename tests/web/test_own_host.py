"""Does an organization sign under a host of its own that leads here, chosen before its first key and fixed for life?"""

import json
from typing import Any

import pytest
from django.test import Client

import openler
from openler.foundation.documents import NO_DOCUMENTS
from openler.platform.issuing.signing import open_unbound
from openler.platform.keystore.services import create_key
from openler.platform.organizations import own_host
from openler.platform.organizations.identity import did_of
from openler.platform.organizations.models import Organization
from openler.platform.verifying.own_documents import OwnDocuments
from web.issuing import College
from web.people import AT, act, make_organization, make_user, signed_client

pytestmark = pytest.mark.django_db
HOST = "id.college.example"
PAGE = "/o/college/keys/"


@pytest.fixture
def owner(monkeypatch: pytest.MonkeyPatch, settings: Any) -> Client:
    """An owner of an organization with a proven domain and no key; its host is answered by this platform."""
    settings.OPENLER_ONLINE = True
    user = make_user("owner")
    organization = make_organization("college", members={user: ["owner"]})
    organization.proven_domain = "college.example"
    organization.save()

    def get(_client: object, url: str, **_options: object) -> bytes:
        assert url == f"https://{HOST}/.well-known/did.json"
        return Client(headers={"host": HOST}).get("/.well-known/did.json").content

    monkeypatch.setattr(own_host.GuardedClient, "get", get)
    return signed_client(user)


def organization() -> Organization:
    """Give the organization as it is kept now."""
    return Organization.objects.get(slug="college")


def test_a_host_is_chosen_seen_and_signed_under(owner: Client) -> None:
    """Until it was seen nothing changes; then records and their document name it."""
    owner.post(f"{PAGE}host/", {"act": "choose", "host": f" {HOST.upper()}. "})
    assert did_of(organization()).endswith(":o:college")
    assert "Look whether it leads here" in owner.get(PAGE).content.decode()
    owner.post(f"{PAGE}host/", {"act": "see"})
    assert did_of(organization()) == f"did:web:{HOST}"
    create_key(act(), organization().pk, "Ed25519")
    answer = Client(headers={"host": HOST}).get("/.well-known/did.json")
    document = answer.json()
    assert answer["Content-Type"] == "application/did+json"
    assert (document["id"], len(document["verificationMethod"])) == (f"did:web:{HOST}", 1)


def test_a_record_signed_under_it_verifies_from_the_database(owner: Client) -> None:
    """The platform's own check asks no network for a document that it serves itself."""
    owner.post(f"{PAGE}host/", {"act": "choose", "host": HOST})
    owner.post(f"{PAGE}host/", {"act": "see"})
    Organization.objects.filter(slug="college").update(slug="kept-aside")
    college = College()
    kept = Organization.objects.get(slug="kept-aside")
    Organization.objects.filter(pk=kept.pk).update(own_host="")
    Organization.objects.filter(pk=college.organization.pk).update(own_host=HOST, own_host_seen_at=AT)
    college.organization.refresh_from_db()
    seat = college.issue("name\nAda Fictional\n").seats.get()
    record = open_unbound(seat)
    assert json.loads(record)["issuer"]["id"] == f"did:web:{HOST}"
    report = openler.verify(record, at=AT, documents=OwnDocuments(NO_DOCUMENTS))
    assert report.verified, report.sentence


@pytest.mark.parametrize(
    ("host", "words"),
    [
        ("evil.example", "not under a domain"),
        ("notcollege.example", "not under a domain"),
        ("college.example.evil.test", "not under a domain"),
    ],
)
def test_only_hosts_of_the_proven_domain_are_taken(owner: Client, host: str, words: str) -> None:
    """A name that merely looks like it is another's."""
    answer = owner.post(f"{PAGE}host/", {"act": "choose", "host": host})
    assert answer.status_code == 409
    assert words in answer.content.decode()
    assert organization().own_host == ""


def test_a_host_that_leads_elsewhere_is_not_signed_under(owner: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """A document of somebody else's, and none at all: the identifier stays."""
    owner.post(f"{PAGE}host/", {"act": "choose", "host": HOST})
    for found in (b'{"id": "did:web:id.college.example"}', b"<html>"):
        monkeypatch.setattr(own_host.GuardedClient, "get", lambda *_all, found=found, **_more: found)
        assert owner.post(f"{PAGE}host/", {"act": "see"}).status_code == 409
    assert organization().own_host_seen_at is None


def test_with_a_key_the_identifier_stays(owner: Client) -> None:
    """Records name it for life; and a host that was chosen and never seen serves nothing then."""
    owner.post(f"{PAGE}host/", {"act": "choose", "host": HOST})
    create_key(act(), organization().pk, "Ed25519")
    assert owner.post(f"{PAGE}host/", {"act": "see"}).status_code == 409
    assert owner.post(f"{PAGE}host/", {"act": "choose", "host": ""}).status_code == 409
    assert Client(headers={"host": HOST}).get("/.well-known/did.json").status_code == 400


def test_nothing_else_is_served_under_a_host_of_its_own(owner: Client) -> None:
    """Pages, the API and other organizations' hosts are refused as before."""
    owner.post(f"{PAGE}host/", {"act": "choose", "host": HOST})
    for path in ("/", "/verify/", "/o/college/did.json", "/api/v1/openapi.json"):
        assert Client(headers={"host": HOST}).get(path).status_code == 400, path
    assert Client(headers={"host": "other.example"}).get("/.well-known/did.json").status_code == 400
    second = make_organization("second")
    second.proven_domain = "college.example"
    second.save()
    with pytest.raises(own_host.BadDomain):
        own_host.choose_own_host(act(), second, HOST)
