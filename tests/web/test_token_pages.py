"""Can an owner give a program a token and take it back, on a page?"""

import re

import pytest
from django.test import Client

from openler.platform.accounts.models import ApiToken
from web.people import make_organization, make_user, signed_client

pytestmark = pytest.mark.django_db


def test_a_token_is_shown_once_and_can_be_ended() -> None:
    """It works until it is ended; the list never shows it again."""
    owner = make_user("owner")
    make_organization("college", members={owner: ["owner"]})
    client = signed_client(owner)
    form = {"name": "Student system", "scope": ["records:read"], "days": "30"}
    page = client.post("/o/college/tokens/", form).content.decode()
    (text,) = re.findall(r"oler_[\w-]{43}", page)
    assert text not in client.get("/o/college/tokens/").content.decode()
    headers = {"Authorization": f"Bearer {text}"}
    assert Client().get("/api/v1/records", headers=headers).status_code == 200
    client.post(f"/o/college/tokens/{ApiToken.objects.get().pk}/end/")
    assert Client().get("/api/v1/records", headers=headers).status_code == 401


def test_what_was_typed_is_kept() -> None:
    """Without a scope nothing is made, and the name stays in its field."""
    owner = make_user("owner")
    make_organization("college", members={owner: ["owner"]})
    refused = signed_client(owner).post("/o/college/tokens/", {"name": "Student system", "days": "30"})
    assert refused.status_code == 422
    assert 'value="Student system"' in refused.content.decode()
    assert not ApiToken.objects.exists()


def test_only_owners_make_tokens() -> None:
    """An issuer is refused, and a stranger does not learn that the organization exists."""
    owner, issuer, stranger = make_user("owner"), make_user("issuer"), make_user("stranger")
    make_organization("college", members={owner: ["owner"], issuer: ["issuer"]})
    assert signed_client(issuer).get("/o/college/tokens/").status_code == 403
    assert signed_client(stranger).get("/o/college/tokens/").status_code == 404
