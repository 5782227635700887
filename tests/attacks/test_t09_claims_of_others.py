"""T9: can a claim be steered to another person, or a record captured with somebody else's link?"""

import json
import re

import pytest
from django.test import Client

from openler.platform.base.acts import now
from openler.platform.issuing import claims
from openler.platform.issuing.models import Copy, Seat
from web.issuing import College, wallet_presentation
from web.people import make_user, signed_client

pytestmark = pytest.mark.django_db


def _seat() -> Seat:
    college = College()
    college.issue("name,email\nInés Valdés,ines@people.example\n")
    return Seat.objects.get()


def _path(seat: Seat) -> str:
    return f"/claim/{claims.token_of(seat.links.get(ended_at=None))}/"


def _bind(client: Client, path: str, *, challenge: str | None = None) -> int:
    page = client.get(path).content.decode()
    found = re.search(r'data-challenge="([^"]+)" data-domain="([^"]+)"', page)
    domain = found[2] if found else "127.0.0.1:8000"
    signed, _did = wallet_presentation(challenge or (found[1] if found else "guessed"), domain, at=now())
    body = json.dumps({"presentation": json.loads(signed)})
    return client.post(f"{path}bind/", body, content_type="application/json").status_code


def test_a_link_that_somebody_else_opened_first_binds_nothing_without_its_code() -> None:
    """A thief with the mail alone is asked for the code, and cannot bind by calling the address of the last step."""
    seat = _seat()
    assert _bind(signed_client(make_user("thief")), _path(seat)) == 403
    assert not Copy.objects.exclude(holder_did="").exists()


def test_a_check_passed_in_one_browser_is_worth_nothing_in_another() -> None:
    """The learner's passed check does not open the way for whoever else is signed in elsewhere."""
    seat = _seat()
    path = _path(seat)
    learner, thief = signed_client(make_user("learner")), signed_client(make_user("thief"))
    learner.post(f"{path}check/", {"code": claims.code_of(seat.links.get())})
    assert _bind(thief, path) == 403
    assert _bind(learner, path) == 201


def test_a_presentation_made_for_another_claim_binds_nothing() -> None:
    """A signature over another challenge, caught elsewhere, is refused, and the link stays open for its owner."""
    seat = _seat()
    path = _path(seat)
    learner = signed_client(make_user("learner"))
    learner.post(f"{path}check/", {"code": claims.code_of(seat.links.get())})
    assert _bind(learner, path, challenge="of-another-claim") == 400
    assert _bind(learner, path) == 201


def test_the_page_says_whose_record_it_is_before_it_is_accepted() -> None:
    """Whoever was sent another person's link sees the name in the record before any button that accepts."""
    seat = _seat()
    path = _path(seat)
    victim = signed_client(make_user("victim"))
    victim.post(f"{path}check/", {"code": claims.code_of(seat.links.get())})
    page = victim.get(path).content.decode()
    assert page.index("Inés Valdés") < page.index("<openler-accept")
