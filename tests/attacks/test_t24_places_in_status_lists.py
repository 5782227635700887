"""T24: does a place in a status list tell anything, is one ever used twice, or does a check tell the issuer about whom?"""

import itertools
import json
import math

import pytest
from django.test import Client

from openler.platform.issuing import changes
from openler.platform.issuing.models import Copy, Seat, StatusList
from openler.platform.issuing.signing import open_unbound
from web.issuing import College, verified

pytestmark = pytest.mark.django_db

_RECORDS = 400
_BOXES = 16


def test_places_are_random_and_never_used_twice() -> None:
    """Over 400 records the places fill sixteen boxes evenly (chi-square), in no order, and none twice."""
    college = College()
    college.issue("name\n" + "".join(f"Person {number}\n" for number in range(_RECORDS)))
    rows = Copy.objects.order_by("seat__row__number").values_list("status_index", "status_list__size")
    places = [place for place, _size in rows]
    size = rows[0][1]
    assert len(set(places)) == _RECORDS
    boxes = [sum(place * _BOXES // size == box for place in places) for box in range(_BOXES)]
    expected = _RECORDS / _BOXES
    # 15 degrees of freedom: above 60 once in ten million honest runs.
    assert sum((count - expected) ** 2 / expected for count in boxes) < 60
    rising = sum(later > earlier for earlier, later in itertools.pairwise(places))
    # The order of issuing tells nothing: half of the steps rise; six standard deviations of room.
    assert abs(rising - (_RECORDS - 1) / 2) < 6 * math.sqrt(_RECORDS / 12)


def test_a_place_is_not_given_again_after_a_revocation() -> None:
    """A revoked record keeps its place for ever, so that no later record inherits its bit."""
    college = College()
    college.issue("name\nA\n")
    seat = Seat.objects.get()
    changes.revoke(college.act(college.issuer), [seat], reason="Test")
    college.issue("name\nB\nC\n", token="second")
    assert Copy.objects.count() == len(set(Copy.objects.values_list("status_list", "status_index"))) == 3
    later = Seat.objects.exclude(pk=seat.pk).first()
    assert later is not None
    assert verified(open_unbound(later), college.organization).verified


def test_a_list_is_large_and_is_asked_for_without_the_record(client: Client) -> None:
    """At least 131,072 places hide a record, and the address that a verifier asks for is the same for all of them."""
    college = College()
    college.issue("name\nA\nB\n")
    entries = [json.loads(open_unbound(seat))["credentialStatus"] for seat in Seat.objects.all()]
    assert len({entry["statusListCredential"] for entry in entries}) == 1
    address = entries[0]["statusListCredential"]
    assert not any(entry["statusListIndex"] in address for entry in entries)
    answer = client.get(address.partition(":8000")[2])
    assert answer.status_code == 200
    assert "max-age" in answer.headers["Cache-Control"]
    assert not answer.cookies
    assert StatusList.objects.get().size >= 131_072
