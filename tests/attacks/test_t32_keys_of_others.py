"""Can anybody decide about an organization's key who has no say in it, by its address or by a form of their own?"""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from openler.platform.accounts.models import User
from openler.platform.keystore.services import create_key, keys_of
from openler.platform.organizations import key_changes
from openler.platform.organizations.models import KeyChange, Organization
from openler.platform.organizations.services import join
from web.people import act, make_organization, make_user, signed_client

pytestmark = pytest.mark.django_db
FORMS: dict[str, dict[str, str]] = {"approve": {}, "refuse": {"answer": "No"}, "withdraw": {}}
ASKS: tuple[dict[str, str], ...] = (
    {"kind": "rotate", "algorithm": "Ed25519", "expected_key": "1"},
    {"kind": "retire", "reason": "Because", "expected_key": "1"},
)


@pytest.fixture
def change(tmp_path: Path, settings: Any) -> KeyChange:
    """Give a change that an owner asked for, in a college with somebody of every role, and a board beside it."""
    settings.OPENLER_HOME = tmp_path
    olga = make_user("olga")
    college = make_organization("college", members={olga: ["owner"]})
    for role in ("owner", "issuer", "reviewer", "recruiter", "viewer"):
        join(act(), organization=college, user=make_user(role), roles=[role])
    make_organization("board", members={make_user("ben"): ["owner"], make_user("bea"): ["owner"]})
    create_key(act(), college.pk, "Ed25519")
    given = {"kind": "rotate", "algorithm": "Ed25519", "expected_key": 1}
    at = college.created_at.replace(year=2100)
    return key_changes.ask(act(olga, college, at), college, **given)  # type: ignore[arg-type]


def client_of(name: str) -> Client:
    """Give the client of somebody who proved who they are just now, or of nobody."""
    return signed_client(User.objects.get(username=name)) if name else Client()


def untouched(change: KeyChange) -> bool:
    """Tell whether the change still waits, and the first key still is the only one."""
    change.refresh_from_db()
    keys = keys_of(Organization.objects.get(slug="college").pk)
    return change.state == KeyChange.State.WAITING and [(key.number, key.retired_at) for key in keys] == [(1, None)]


@pytest.mark.parametrize("house", ["college", "board"])
@pytest.mark.parametrize("name", ["", "ben", "issuer", "reviewer", "recruiter", "viewer"])
def test_nobody_without_a_say_decides(name: str, house: str, change: KeyChange) -> None:
    """Anonymous, an owner elsewhere, each lower role, a reviewer beside a second owner: by either organization's address."""
    for deed, form in FORMS.items():
        answer = client_of(name).post(f"/o/{house}/keys/{change.pk}/{deed}/", form)
        assert answer.status_code in (403, 404, 409), deed
        assert untouched(change), deed


def test_whoever_asked_neither_approves_nor_refuses(change: KeyChange) -> None:
    """One person is never two; the second owner is, and then there is a second key."""
    for deed in ("approve", "refuse"):
        assert client_of("olga").post(f"/o/college/keys/{change.pk}/{deed}/", FORMS[deed]).status_code == 409
        assert untouched(change), deed
    assert client_of("owner").post(f"/o/college/keys/{change.pk}/approve/").status_code == 302
    assert not untouched(change)


@pytest.mark.parametrize("name", ["", "ben", "issuer", "reviewer", "recruiter", "viewer"])
def test_nobody_but_an_owner_asks(name: str, change: KeyChange) -> None:
    """Neither beside an open change nor when there is none."""
    for is_open in (True, False):
        if not is_open:
            KeyChange.objects.filter(pk=change.pk).update(state=KeyChange.State.WAITING, ended_at=change.asked_at)
        for form in ASKS:
            assert client_of(name).post("/o/college/keys/ask/", form).status_code in (403, 404)
        assert KeyChange.objects.count() == 1
        assert untouched(change)
