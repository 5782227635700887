"""Does every address say who may open it, and does it keep to that? (T32)

The table is made from the list of addresses: each × anonymous, other tenant, wrong role, right role. An address
without a mark of `organizations/access.py` fails, so that none is opened by being forgotten.
"""

from typing import Any

import pytest
from django.test import Client

from openler.platform.accounts.models import User
from openler.platform.organizations.models import Membership, Organization
from openler.platform.organizations.roles import ROLES
from web.people import make_organization, make_user, signed_client
from web.routes import ROUTES, Route

# A closed door answers 404 to everybody; what an open one asks for is the question.
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("vc_api_open")]

METHODS = ("get", "post", "put", "patch", "delete")
# Operations of the API that anybody may call: they store nothing, and tell nothing that is not public.
OPEN_OPERATIONS = {
    *((text, method) for text in ("api/v1/openapi.json", "api/v1/", "vc-api/openapi.json") for method in METHODS),
    ("api/v1/verifications", "post"),
    ("api/v1/verifications/files", "post"),
    ("api/v1/postings", "get"),
    ("api/v1/postings/<posting_id>", "get"),
    ("api/v1/registries", "get"),
    ("api/v1/registries/<registry_id>", "get"),
    ("vc-api/credentials/verify", "post"),
    ("vc-api/presentations/verify", "post"),
    ("vc-api/instances/<slug:slug>/credentials/verify", "post"),
    ("vc-api/instances/<slug:slug>/presentations/verify", "post"),
    ("vc-api/instances/<slug:slug>/status-lists/<list_id>/<purpose>", "get"),
}
NO_MEMBER = "There is no organization of this name to which you belong"
NO_ROLE = "does not allow this"
SIGN_IN = "/sign-in/"


PAGES = [route for route in ROUTES if not route.is_api]
OPERATIONS = [route for route in ROUTES if route.is_api]


def of_kind(kind: str) -> Any:
    """Run a test for each page of a kind."""
    chosen = [route for route in PAGES if route.access is not None and route.access.kind == kind]
    return pytest.mark.parametrize("route", chosen, ids=lambda route: f"{route.text} {route.name}")


@pytest.fixture
def college() -> Organization:
    """Give an organization of every kind, and another one beside it."""
    make_organization("board", kinds=KINDS, members={make_user("ben"): ["owner"]})
    return make_organization("college", kinds=KINDS, members={make_user("olga"): ["owner"]})


KINDS = ("credentialing_organizations", "employers", "governance", "data_standards_bodies")


def member(organization: Organization, *roles: str) -> Client:
    """Give a client of a member with these roles, who proved who they are just now."""
    user = make_user("mia")
    Membership.objects.create(
        organization=organization, user=user, roles=list(roles), joined_at=organization.created_at
    )
    return signed_client(user)


def answers(client: Client, path: str) -> list[Any]:
    """Ask for an address in each way, and leave out those that it does not offer."""
    each = [getattr(client, method)(path) for method in METHODS]
    offered = [answer for answer in each if answer.status_code != 405]
    assert offered, f"{path} offers no method"
    return offered


def words_of(answer: Any) -> str:
    """Give what an answer says, of a file nothing."""
    return "" if answer.streaming else answer.content.decode("utf-8", "replace")


@pytest.mark.parametrize("route", PAGES, ids=lambda route: f"{route.text} {route.name}")
def test_every_address_says_who_may_open_it(route: Route) -> None:
    """A mark stands on each view; a kind of access without a test below would be none."""
    assert route.access is not None, f"{route.text} carries no mark of organizations/access.py"
    assert route.access.kind in ("all", "signed_in", "members")
    assert set(route.access.roles) <= set(ROLES)
    assert (route.access.kind == "members") == ("org" in route.converters)


@of_kind("members")
def test_nobody_opens_a_page_of_an_organization_without_signing_in(route: Route, college: Organization) -> None:
    """A reader is sent to sign in, an act is refused, and both say nothing of the organization."""
    for answer in answers(Client(), route.path("college")):
        refused = answer.status_code == 403
        sent = answer.status_code == 302 and answer["Location"].startswith(SIGN_IN)
        assert refused or sent
        assert "Olga" not in words_of(answer)


@of_kind("members")
def test_another_tenant_learns_nothing(route: Route, college: Organization) -> None:
    """An owner elsewhere gets what an address without an organization gives: nothing here."""
    stranger = signed_client(User.objects.get(username="ben"))
    for answer in answers(stranger, route.path("college")):
        assert answer.status_code == 404
        assert NO_MEMBER in words_of(answer)
    for answer in answers(stranger, route.path("nowhere")):
        assert answer.status_code == 404


@of_kind("members")
def test_a_wrong_role_is_refused(route: Route, college: Organization) -> None:
    """Each single role that the mark does not name is refused, and told so."""
    assert route.access is not None
    wrong = [role for role in ROLES if role not in (*route.access.roles, "owner")] if route.access.roles else []
    client = member(college, "viewer")
    for role in wrong:
        Membership.objects.filter(user__username="mia").update(roles=[role])
        for answer in answers(client, route.path("college")):
            assert answer.status_code == 403, role
            assert NO_ROLE in words_of(answer)


@of_kind("members")
def test_the_right_role_is_let_in(route: Route, college: Organization) -> None:
    """Each role of the mark passes; what the address names may be missing, the right is not."""
    assert route.access is not None
    client = member(college, "viewer")
    for role in route.access.roles or ("viewer",):
        Membership.objects.filter(user__username="mia").update(roles=[role])
        path = route.path("college")
        answer = answers(client, path)[0]
        assert answer.status_code < 500
        assert NO_MEMBER not in words_of(answer)
        assert NO_ROLE not in words_of(answer)
        assert not (answer.status_code == 302 and answer["Location"].startswith(SIGN_IN))


@of_kind("signed_in")
def test_a_page_of_a_person_asks_to_sign_in(route: Route) -> None:
    """Without a session the reader is sent to sign in and an act is refused; with one they are let in."""
    path = route.path("college")
    for answer in answers(Client(), path):
        sent = answer.status_code == 302 and answer["Location"].startswith(SIGN_IN)
        assert answer.status_code == 403 or sent
    for answer in answers(signed_client(make_user("mia")), path):
        assert answer.status_code < 500
        assert not (answer.status_code == 302 and answer["Location"].startswith(SIGN_IN + "?"))


@of_kind("all")
def test_an_open_page_never_breaks(route: Route) -> None:
    """Whatever stands in the address, anybody gets an answer, and nobody is asked to sign in for it."""
    answer = Client().get(route.path("college"))
    assert answer.status_code < 500
    assert not (answer.status_code == 302 and answer["Location"].startswith(f"{SIGN_IN}?next="))


@pytest.mark.parametrize("route", OPERATIONS, ids=lambda route: f"{route.text} {route.name}")
def test_the_api_asks_for_a_token(route: Route) -> None:
    """Without a token, and with one that never was, every operation but the open ones answers 401."""
    asked = [method for method in METHODS if (route.text, method) not in OPEN_OPERATIONS]
    for headers in ({}, {"Authorization": "Bearer oler_never"}):
        for method in asked:
            answer = getattr(Client(), method)(route.path("college"), headers=headers)
            assert answer.status_code in (401, 405), method
