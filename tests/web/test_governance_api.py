"""Can a program keep a registry with a token, and anybody read it?"""

import json
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from openler.platform.accounts.models import User
from openler.platform.accounts.tokens import make_token
from openler.platform.base.acts import now
from openler.platform.organizations.models import Organization
from openler.platform.recognition.models import EntryChange, Registry, RegistryEntry
from openler.trust import read_registry
from web.people import act, make_organization, make_user

pytestmark = pytest.mark.django_db
NEW = {"issuer": "did:web:lakeside.example", "name": "Lakeside", "since": "2019-09-01", "policy": "P 3"}


def _send(organization: Organization, user: User, path: str, body: Any, scope: str = "registry:write") -> HttpResponse:
    _token, text = make_token(act(user, organization, now()), name="test", scopes=[scope], days=1)
    headers = {"Authorization": f"Bearer {text}"}
    return Client().post(  # type: ignore[return-value]
        f"/api/v1/registry/entries{path}", json.dumps(body), content_type="application/json", headers=headers
    )


def test_a_program_enters_and_withdraws_and_anybody_reads(client: Client) -> None:
    """The same services as the pages; the answer is the entry as it stands in the file."""
    grace = make_user("grace")
    board = make_organization("rivers", kinds=["governance"], members={grace: ["owner"]})
    entry = json.loads(_send(board, grace, "", NEW).content)
    assert (entry["issuer"], entry["from"]) == (NEW["issuer"], "2019-09-01T00:00:00Z")
    change = {"kind": "withdrawn", "since": "2025-06-12", "reason": "It closed."}
    told = json.loads(_send(board, grace, f"/{entry['id']}/changes", change).content)
    assert [one["kind"] for one in told["changes"]] == ["withdrawn"]
    assert _send(board, grace, f"/{entry['id']}/changes", change).status_code == 409
    listed = json.loads(client.get("/api/v1/registries").content)["registries"]
    assert [one["name"] for one in listed] == ["Rivers"]
    read = read_registry(client.get(f"/api/v1/registries/{Registry.objects.get().pk}").content)
    assert read.entries[0].changes[0].reason == "It closed."


def test_a_program_without_scope_role_or_token_enters_nothing() -> None:
    """Nor one of another organization, nor what lacks a field."""
    grace, vera, olive = make_user("grace"), make_user("vera"), make_user("olive")
    board = make_organization("rivers", kinds=["governance"], members={grace: ["owner"], vera: ["viewer"]})
    other = make_organization("council", kinds=["governance"], members={olive: ["owner"]})
    assert _send(board, grace, "", NEW, scope="records:read").status_code == 403
    assert _send(board, vera, "", NEW).status_code == 403
    assert Client().post("/api/v1/registry/entries", "{}", content_type="application/json").status_code == 401
    assert _send(board, grace, "", NEW | {"issuer": "lakeside"}).status_code == 400
    assert _send(board, grace, "", NEW | {"surprise": 1}).status_code == 422
    assert not RegistryEntry.objects.exists()
    entry = json.loads(_send(board, grace, "", NEW).content)
    change = {"kind": "withdrawn", "since": "2025-06-12", "reason": "It closed."}
    assert _send(other, olive, f"/{entry['id']}/changes", change).status_code == 404
    assert not EntryChange.objects.exists()
