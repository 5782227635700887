"""How do tests act as a program, with a token of a member?"""

import json
from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.test import Client

from openler.platform.accounts.models import User
from openler.platform.accounts.tokens import SCOPES, make_token
from openler.platform.base.acts import Act, now
from openler.platform.organizations.models import Organization


def caller(user: User, organization: Organization, *scopes: str, base: str = "/api/v1") -> Callable[..., HttpResponse]:
    """Give what calls the API, or another one at `base`, with a new token, of these scopes or of all."""
    who = Act(user.pk, organization.pk, now())
    _token, text = make_token(who, name="test", scopes=scopes or SCOPES, days=30)

    def call(method: str, path: str, body: Any = None, **headers: str) -> HttpResponse:
        return Client().generic(  # type: ignore[return-value]
            method,
            f"{base}{path}",
            json.dumps(body) if body is not None else "",
            content_type="application/json",
            headers={"Authorization": f"Bearer {text}", **headers},
        )

    return call


def told(answer: HttpResponse, status: int = 200) -> Any:
    """Give what an answer of this status says."""
    assert answer.status_code == status, answer.content
    return json.loads(answer.content)
