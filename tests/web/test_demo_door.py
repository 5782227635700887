"""Does one click lead into a fictional person's day, and only in a demonstration?"""

import pytest
from django.test import Client

from openler.platform.accounts.models import User
from openler.platform.demo.people import PEOPLE
from openler.platform.demo.services import load_people
from web.people import act

pytestmark = pytest.mark.django_db


def test_outside_a_demonstration_nobody_continues_as_anybody(settings: object, client: Client) -> None:
    """People who were loaded once cannot be entered when the installation is no demonstration."""
    settings.OPENLER_DEMO = True  # type: ignore[attr-defined]
    load_people(act())
    settings.OPENLER_DEMO = False  # type: ignore[attr-defined]
    assert client.get("/demo/").status_code == 404
    assert client.post("/demo/continue/", {"person": PEOPLE[0].key}).status_code == 404
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("person", PEOPLE, ids=lambda person: person.key)
def test_one_click_signs_in(person: object, settings: object, client: Client) -> None:
    """Each fictional person can be continued as, and is marked as fictional."""
    settings.OPENLER_DEMO = True  # type: ignore[attr-defined]
    load_people(act())
    load_people(act())
    assert person.name in client.get("/demo/").content.decode()  # type: ignore[attr-defined]
    assert client.post("/demo/continue/", {"person": person.key}).status_code == 302  # type: ignore[attr-defined]
    user = User.objects.get(pk=client.session["_auth_user_id"])
    assert (user.name, user.is_fictional, user.has_usable_password()) == (person.name, True, False)  # type: ignore[attr-defined]


def test_a_demonstration_account_is_entered_by_the_click_alone(settings: object, client: Client) -> None:
    """An account that is not fictional is never entered without its own proof."""
    settings.OPENLER_DEMO = True  # type: ignore[attr-defined]
    load_people(act())
    User.objects.create_user(username="demo-admin", email="admin@people.example")
    assert client.post("/demo/continue/", {"person": "admin"}).status_code == 404
    assert client.post("/demo/continue/", {"person": ""}).status_code == 404
