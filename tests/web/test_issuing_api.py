"""Can a program issue and change records, for the organization of its token and no other?"""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from openler.platform.accounts.models import ApiToken, User
from openler.platform.accounts.tokens import SCOPES, BadTokenRequest, end_token, make_token
from openler.platform.base.acts import Act, now
from openler.platform.issuing.models import Batch, Seat
from openler.platform.jobs.services import run_all
from openler.platform.organizations.models import Membership
from web.issuing import College

pytestmark = pytest.mark.django_db

ROWS = [{"name": "Inés Valdés", "email": "ines@people.example", "results": {"Exam": "Proficient"}}, {"name": "Bo"}]


def _act(college: College, user: User) -> Act:
    return Act(user.pk, college.organization.pk, now())


def _caller(college: College, user: User, *scopes: str) -> Callable[..., HttpResponse]:
    _token, text = make_token(_act(college, user), name="test", scopes=scopes or SCOPES, days=30)

    def call(method: str, path: str, body: Any = None, **headers: str) -> HttpResponse:
        return Client().generic(  # type: ignore[return-value]
            method,
            f"/api/v1{path}",
            json.dumps(body) if body is not None else "",
            content_type="application/json",
            headers={"Authorization": f"Bearer {text}", **headers},
        )

    return call


def test_a_program_issues_and_revokes() -> None:
    """From the list of achievements to a revoked record, all by token."""
    college = College()
    call = _caller(college, college.issuer)
    listed = json.loads(call("GET", "/achievements").content)["achievements"]
    assert [one["code"] for one in listed] == ["NUR-110"]
    made = json.loads(call("POST", "/batches", {"achievement": "NUR-110", "rows": ROWS, "release": True}).content)
    assert (made["state"], made["rows"]) == ("signing", {"good": 2, "bad": 0, "issued": 0})
    run_all(now())
    assert json.loads(call("GET", f"/batches/{made['id']}").content)["state"] == "done"
    records = json.loads(call("GET", "/records?text=Valdés").content)
    assert records["total"] == 1
    seat = records["records"][0]["id"]
    revoked = json.loads(call("POST", f"/records/{seat}/revocation", {"reason": "In error"}).content)
    assert revoked["state"] == "revoked"
    assert call("POST", f"/records/{seat}/reinstatement").status_code == 409


def test_the_same_key_makes_one_batch() -> None:
    """Sent again after a broken connection, the same Idempotency-Key gives the same batch."""
    college = College()
    call = _caller(college, college.issuer)
    body = {"achievement": "NUR-110", "rows": ROWS}
    ids = {json.loads(call("POST", "/batches", body, **{"Idempotency-Key": "k1"}).content)["id"] for _time in range(5)}
    assert len(ids) == Batch.objects.count() == 1


def test_bad_rows_come_back_with_their_remedy() -> None:
    """Each fault names its row, column, value and what to do; the good rows are kept."""
    college = College()
    body = {"achievement": "NUR-110", "rows": [*ROWS, {"name": "Cy", "email": "cy@", "earned_on": "4/5/2026"}]}
    answer = json.loads(_caller(college, college.issuer)("POST", "/batches", body).content)
    assert answer["rows"] == {"good": 2, "bad": 1, "issued": 0}
    assert {(fault["row"], fault["field"]) for fault in answer["faults"]} == {(3, "email"), (3, "earned_on")}
    assert all(fault["next_step"] for fault in answer["faults"])


@pytest.mark.parametrize("extra", ["state", "released_by", "needs_second", "organization", "status_index", "verified"])
def test_what_may_not_be_set_is_refused(extra: str) -> None:
    """T31: a member outside the schema is refused with 422, and nothing was made."""
    college = College()
    call = _caller(college, college.issuer)
    refused = call("POST", "/batches", {"achievement": "NUR-110", "rows": ROWS, extra: "x"})
    assert refused.status_code == 422
    assert call("POST", "/batches", {"achievement": "NUR-110", "rows": [{**ROWS[0], extra: "x"}]}).status_code == 422
    assert not Batch.objects.exists()


def test_a_token_works_in_its_own_organization_alone() -> None:
    """T32: ids of another organization lead nowhere, whatever scopes the token has."""
    mine, theirs = College("mine"), College("theirs")
    batch = theirs.issue("name\nA\n")
    seat = Seat.objects.get()
    call = _caller(mine, mine.issuer)
    assert call("GET", f"/batches/{batch.pk}").status_code == 404
    assert call("GET", f"/records/{seat.pk}").status_code == 404
    assert call("POST", f"/records/{seat.pk}/revocation", {"reason": "x"}).status_code == 404
    assert json.loads(call("GET", "/records").content)["total"] == 0
    assert call("POST", "/batches", {"achievement": str(theirs.version.pk), "rows": ROWS}).status_code == 400


def test_scope_and_role_both_count() -> None:
    """A token without the scope is refused, and one whose maker lost the role or left as well."""
    college = College()
    body = {"achievement": "NUR-110", "rows": ROWS}
    assert _caller(college, college.issuer, "records:read")("POST", "/batches", body).status_code == 403
    assert _caller(college, college.reviewer)("POST", "/batches", body).status_code == 403
    call = _caller(college, college.issuer)
    assert call("POST", "/batches", body).status_code == 200
    Membership.objects.filter(user=college.issuer).delete()
    assert call("POST", "/batches", body).status_code == 401


@pytest.mark.parametrize("header", [None, "Bearer oler_wrong", "Basic eA==", "Bearer "])
def test_without_a_valid_token_nothing_is_told(header: str | None) -> None:
    """No token, another scheme or a wrong one: 401, with the scheme that may be tried."""
    refused = Client().get("/api/v1/records", headers={"Authorization": header} if header else {})
    assert refused.status_code == 401
    assert refused.headers["WWW-Authenticate"] == "Bearer"


def test_an_ended_token_is_refused_at_once() -> None:
    """Taken back, it fails with the next request; its text was never kept."""
    college = College()
    token, text = make_token(_act(college, college.issuer), name="old", scopes=["records:read"], days=1)
    assert text not in str(ApiToken.objects.values())
    end_token(_act(college, college.issuer), token.pk)
    assert Client().get("/api/v1/records", headers={"Authorization": f"Bearer {text}"}).status_code == 401
    with pytest.raises(BadTokenRequest):
        make_token(_act(college, college.issuer), name="long", scopes=["records:read"], days=10_000)
