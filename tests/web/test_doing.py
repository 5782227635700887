"""Does the link of an act lead to the reader's own place of work, and say what is missing where they have none?"""

import pytest
from django.test import Client

from openler.platform.audit.models import AuditEntry
from openler.platform.demo.services import load_people
from openler.platform.ecosystem.acts import PLACES, address_of
from openler.platform.ecosystem.content import ecosystem
from openler.platform.organizations.models import Membership, Organization
from openler.platform.organizations.roles import ROLES
from web.people import act, make_organization, make_user, signed_client

pytestmark = pytest.mark.django_db

ISSUING = "credentialing_organizations.issuing.2"
OF_MEMBERS = [name for name, place in PLACES.items() if place.kind]
PUBLIC = [name for name, place in PLACES.items() if place.is_public]


def test_acts_of_members_are_found_and_others_are_open() -> None:
    """Each act is one of three: open to all, for whoever is signed in, for members."""
    assert len(OF_MEMBERS) >= 4
    assert set(PUBLIC) & set(OF_MEMBERS) == set()
    for name in PUBLIC:
        assert address_of(name) == PLACES[name].url()
    for name in set(PLACES) - set(PUBLIC):
        assert address_of(name) == f"/do/{name}/"


@pytest.mark.parametrize("name", OF_MEMBERS)
def test_a_member_of_one_organization_goes_straight_there(name: str) -> None:
    """With the one role that the act needs, the link opens the page of one's own organization."""
    place = PLACES[name]
    mia = make_user("mia")
    make_organization("own", kinds=[place.kind], members={mia: place.roles})
    make_organization("other", kinds=["funders"], members={mia: ["owner"]})
    make_organization("strange", kinds=[place.kind], members={make_user("ben"): ["owner"]})
    client = signed_client(mia)
    answer = client.get(f"/do/{name}/")
    assert (answer.status_code, answer["Location"]) == (302, place.url("own"))
    assert "no-cache" in answer["Cache-Control"]
    assert client.get(place.url("own")).status_code == 200


def test_a_member_of_several_chooses_among_those_where_they_may() -> None:
    """Where the role does not allow it, and where somebody else belongs, is no choice."""
    mia = make_user("mia")
    for slug, roles in (("east", ["issuer"]), ("west", ["owner"]), ("north", ["viewer"])):
        make_organization(slug, members={mia: roles})
    make_organization("strange", members={make_user("ben"): ["owner"]})
    page = signed_client(mia).get(f"/do/{ISSUING}/").content.decode()
    assert 'href="/o/east/issue/"' in page
    assert 'href="/o/west/issue/"' in page
    assert "/o/north/" not in page
    assert "Strange" not in page


@pytest.mark.parametrize("role", [role for role in ROLES if role not in ("owner", "issuer")])
def test_a_member_without_the_role_is_told_who_can_give_it(role: str) -> None:
    """The page names their organization, the role, and the owner as whom to ask."""
    mia = make_user("mia")
    make_organization("east", members={mia: [role]})
    page = signed_client(mia).get(f"/do/{ISSUING}/").content.decode()
    assert "your role there does not allow it" in page
    assert "An owner of <bdi>East</bdi> can give you the role" in page
    assert str(ROLES["issuer"]) in page
    assert "/o/east/" not in page.split("<main")[1]


def test_a_stranger_is_told_what_it_needs_and_nothing_of_anybody(client: Client) -> None:
    """Without a session: the act, its kind of organization, the way to sign in and back; no organization's name."""
    make_organization("strange", members={make_user("ben"): ["owner"]})
    answer = client.get(f"/do/{ISSUING}/")
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Credentialing Organizations" in page
    assert f'href="/sign-in/?next=/do/{ISSUING}/"' in page
    assert "Strange" not in page
    assert "demonstration" not in page


def test_whoever_belongs_nowhere_is_shown_how_to_begin() -> None:
    """Signed in without an organization of the kind: make one, or be invited."""
    mia = make_user("mia")
    make_organization("money", kinds=["funders"], members={mia: ["owner"]})
    page = signed_client(mia).get(f"/do/{ISSUING}/").content.decode()
    assert 'href="/organizations/new/"' in page
    assert "invite you" in page


def test_an_act_of_whoever_is_signed_in_opens_at_once(client: Client) -> None:
    """Making an organization needs an account and no organization."""
    name = "ler_solution_providers.using.2"
    assert "when you are signed in" in client.get(f"/do/{name}/").content.decode()
    answer = signed_client(make_user("mia")).get(f"/do/{name}/")
    assert (answer.status_code, answer["Location"]) == (302, "/organizations/new/")


@pytest.mark.parametrize("name", PUBLIC)
def test_an_open_page_is_opened(client: Client, name: str) -> None:
    """The way through `do` leads there as well."""
    assert client.get(f"/do/{name}/")["Location"] == PLACES[name].url()


@pytest.mark.parametrize(
    "name", ["nobody", "funders.adopting.1", "credentialing_organizations.issuing.99", "%3Cscript%3E"]
)
def test_an_act_that_is_not_done_here_has_no_address(client: Client, name: str) -> None:
    """Neither an unknown act nor one that this version cannot do."""
    assert client.get(f"/do/{name}/").status_code == 404


def test_asking_changes_nothing() -> None:
    """Only reading is offered, and reading leaves no line and no membership."""
    mia = make_user("mia")
    make_organization("own", members={mia: ["owner"]})
    client = signed_client(mia)
    before = (AuditEntry.objects.count(), Membership.objects.count(), Organization.objects.count())
    for name in PLACES:
        client.get(f"/do/{name}/")
        assert client.post(f"/do/{name}/").status_code == 405
    assert (AuditEntry.objects.count(), Membership.objects.count(), Organization.objects.count()) == before


@pytest.mark.parametrize("name", OF_MEMBERS)
def test_in_a_demonstration_the_right_people_are_named_and_one_click_leads_there(
    name: str, client: Client, settings: object
) -> None:
    """Whoever is named can do it: the door leads on to the page of the act, in their organization."""
    settings.OPENLER_DEMO = True  # type: ignore[attr-defined]
    load_people(act())
    page = client.get(f"/do/{name}/").content.decode()
    assert f'href="/demo/?next=/do/{name}/"' in page
    person = {"registrar": "Naomi Whitcomb", "recruiter": "Omar Farouk", "registry-officer": "Grace Abara"}
    named = [key for key, words in person.items() if words in page]
    assert named, name
    door = client.get(f"/demo/?next=/do/{name}/").content.decode()
    assert f'name="next" value="/do/{name}/"' in door
    answer = client.post("/demo/continue/", {"person": named[0], "next": f"/do/{name}/"})
    assert answer["Location"] == f"/do/{name}/"
    place = client.get(answer["Location"])
    assert place.status_code == 302
    assert client.get(place["Location"]).status_code == 200


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)"]
)
def test_the_door_leads_nowhere_else(elsewhere: str, client: Client, settings: object) -> None:
    """An address of another site is forgotten, on the page and when the button is pressed."""
    settings.OPENLER_DEMO = True  # type: ignore[attr-defined]
    load_people(act())
    assert "evil" not in client.get("/demo/", {"next": elsewhere}).content.decode()
    answer = client.post("/demo/continue/", {"person": "student", "next": elsewhere})
    assert answer["Location"] == "/wallet/"


def test_every_linked_act_has_a_role_that_its_page_lets_in() -> None:
    """A role in the list that does not exist, or a kind that the map does not know, would send people nowhere."""
    kinds = {one.key for one in ecosystem().stakeholders}
    for place in PLACES.values():
        assert set(place.roles) <= set(ROLES)
        assert bool(place.kind) == bool(place.roles)
        assert not place.kind or place.kind in kinds
