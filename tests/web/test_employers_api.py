"""Can a program publish postings and follow applications, with the same ends and hidden names as a person?"""

import json
from collections.abc import Callable
from typing import Any

import pytest
import requests
import schemathesis
from django.http import HttpResponse
from django.test import Client
from hypothesis import HealthCheck, given, settings

from openler.platform.accounts.models import User
from openler.platform.accounts.tokens import SCOPES, make_token
from openler.platform.base.acts import now
from openler.platform.opportunities import services
from openler.platform.opportunities.models import Application, Posting
from web.applying import CARE, PRIVACY, VITALS, Home, act_in, apply, forged, make_home, record
from web.people import make_user

pytestmark = pytest.mark.django_db
NEW = {
    "title": "Cook",
    "place": "Kitchen",
    "law": "us",
    "accommodation_contact": "Ask Ruth (fictional)",
    "closes_at": "2099-01-01",
    "access_ends_at": "2099-03-01",
    "requirements": [{"uri": PRIVACY, "label": "Privacy", "level": 2}],
    "publish": True,
}


@pytest.fixture(autouse=True)
def _offline(settings: Any) -> None:
    """No test here fetches anything."""
    settings.OPENLER_ONLINE = False


def caller(home: Home, user: User, *scopes: str) -> Callable[..., HttpResponse]:
    """Give what calls the API with a token of somebody."""
    who = act_in(user, home.organization, now())
    _token, text = make_token(who, name="test", scopes=scopes or SCOPES, days=30)

    def call(method: str, path: str, body: Any = None) -> HttpResponse:
        sent = json.dumps(body) if body is not None else ""
        headers = {"Authorization": f"Bearer {text}"}
        client = Client()
        return client.generic(  # type: ignore[return-value]
            method, f"/api/v1{path}", sent, content_type="application/json", headers=headers
        )

    return call


def test_a_program_publishes_and_closes_a_posting_that_anybody_reads(client: Client) -> None:
    """All in one request; what lacks something leaves nothing behind."""
    home = make_home(now())
    call = caller(home, home.recruiter)
    made = json.loads(call("POST", "/postings", NEW).content)
    assert (made["state"], made["is_open"], made["requirements"][0]["level"]) == ("published", True, 2)
    listed = json.loads(client.get("/api/v1/postings").content)["postings"]
    assert {one["title"] for one in listed} == {"Cook", "Nursing assistant, nights"}
    assert call("POST", f"/postings/{made['id']}/closing").status_code == 200
    assert json.loads(client.get(f"/api/v1/postings/{made['id']}").content)["is_open"] is False
    count = Posting.objects.count()
    assert call("POST", "/postings", {**NEW, "place": ""}).status_code == 400
    assert call("POST", "/postings", {**NEW, "state": "published"}).status_code == 422
    assert Posting.objects.count() == count


def test_a_program_reads_and_decides_with_names_hidden_until_lifted() -> None:
    """The match with its factors, the refused record with its state, no name; then the name, then the decision."""
    at = now()
    home, ines = make_home(at), make_user("ines")
    records = [record(PRIVACY, at=at, level="Proficient"), record(VITALS, at=at), forged(record(CARE, at=at))]
    application = apply(home, ines, records, at=at)
    call = caller(home, home.recruiter)
    listed = json.loads(call("GET", f"/postings/{home.posting.pk}/applications").content)["applications"]
    assert [(one["number"], one["stage"]) for one in listed] == [(1, "received")]
    response = call("GET", f"/applications/{application.pk}")
    told = json.loads(response.content)
    assert "Ines" not in response.content.decode()
    assert [one["refused"] and one["refused"]["state"] for one in told["records"]] == [None, None, "invalid"]
    assert told["match"]["requirements"][0]["best"]["factors"]["level"] == "1"
    assert call("POST", f"/applications/{application.pk}/names", {"reason": "Interview"}).status_code == 200
    assert json.loads(call("GET", f"/applications/{application.pk}").content)["name"] == "Ines"
    decision = {"stage": "not_selected", "code": "not_shown", "requirements": [CARE], "message": "Care was not shown."}
    assert call("POST", f"/applications/{application.pk}/stage", {**decision, "code": ""}).status_code == 400
    moved = json.loads(call("POST", f"/applications/{application.pk}/stage", decision).content)
    assert moved["stage"] == "not_selected"
    assert [look.what for look in application.looks.all()].count("names") == 1


def test_scope_role_tenant_and_both_ends_hold_for_programs_too() -> None:
    """401 without a token, 403 without scope or role, 404 for another's, 403 after the withdrawal."""
    at = now()
    home, other, ines = make_home(at), make_home(at, slug="other"), make_user("ines")
    application = apply(home, ines, [record(VITALS, at=at)], at=at)
    path = f"/applications/{application.pk}"
    assert Client().get(f"/api/v1{path}").status_code == 401
    assert caller(home, home.recruiter, "postings:write")("GET", path).status_code == 403
    assert caller(home, home.viewer)("GET", path).status_code == 403
    assert caller(other, other.recruiter)("GET", path).status_code == 404
    assert (
        caller(home, home.recruiter, "applications:read")("POST", f"{path}/names", {"reason": "x"}).status_code == 403
    )
    assert not application.looks.exists()
    services.withdraw(act_in(ines, None, at), application.pk)
    call = caller(home, home.recruiter)
    assert call("GET", path).status_code == 403
    assert call("POST", f"{path}/names", {"reason": "I want to"}).status_code == 403
    assert call("POST", f"{path}/stage", {"stage": "interview"}).status_code == 403
    assert Application.objects.get().stage == "withdrawn"


def test_no_request_that_fits_the_description_breaks_the_server(client: Client) -> None:
    """Whatever a program makes from the description is answered as JSON, and never by a fault of ours."""
    home = make_home(now())
    _token, text = make_token(act_in(home.owner, home.organization, now()), name="test", scopes=SCOPES, days=30)
    whole = schemathesis.openapi.from_dict(client.get("/api/v1/openapi.json").json())
    described = whole.include(path_regex="/(postings|applications)")
    statuses: set[int] = set()

    @given(case=described.as_strategy())
    @settings(max_examples=60, derandomize=True, suppress_health_check=list(HealthCheck))
    def ask(case: schemathesis.Case) -> None:
        request = requests.Request(**case.as_transport_kwargs(base_url="http://testserver")).prepare()
        body = request.body or b""
        response = client.generic(
            str(request.method),
            case.formatted_path,
            body if isinstance(body, bytes) else str(body).encode(),
            content_type=request.headers.get("Content-Type", ""),
            headers={"Authorization": f"Bearer {text}"},
        )
        statuses.add(response.status_code)
        assert response.status_code < 500, response.content
        assert "json" in response.headers["Content-Type"]

    ask()
    assert 200 in statuses
