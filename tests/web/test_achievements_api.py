"""Can a program write, send, approve and renew achievements, as its maker's roles allow and no further?"""

import uuid

import pytest

from openler.platform.achievements.models import Achievement, Version
from openler.platform.frameworks.models import FrameworkItem
from openler.platform.frameworks.services import import_framework
from openler.platform.organizations.models import Membership
from web.issuing import College
from web.people import act
from web.programs import caller, told

pytestmark = pytest.mark.django_db

SHEET = b"uri,name,type\nhttps://skills.example/1,Wound care,Skill\nhttps://skills.example/2,Charting,Skill\n"
BODY = {
    "name": "Wound care",
    "achievement_type": "Course",
    "description": "Care for wounds, supervised.",
    "criteria": "Six hours of lab.",
    "results": [{"name": "Exam", "levels": ["Working", "Proficient"], "required": 1}, {"name": "Points", "max": 20}],
    "skills": ["https://skills.example/1"],
}
NEW = {**BODY, "code": "NUR-120"}


@pytest.fixture(autouse=True)
def framework() -> None:
    """Bring the skills here that the achievement names."""
    import_framework(act(), tenant_id=None, data=SHEET, title="Ward skills")


def test_a_program_takes_an_achievement_from_draft_to_a_second_version() -> None:
    """Written, sent, returned, mended, approved by somebody else, renewed: each answer says where it stands."""
    college = College()
    writes, judges = (caller(user, college.organization) for user in (college.issuer, college.reviewer))
    draft = told(writes("POST", "/achievements", NEW))
    place = f"/achievements/{draft['id']}"
    item = FrameworkItem.objects.get(label="Wound care")
    assert (draft["state"], draft["revision"], draft["skills"]) == ("draft", 1, [item.uri])
    (kept,) = Version.objects.get(pk=draft["id"]).alignments
    assert (kept["label"], kept["framework"]) == ("Wound care", "Ward skills")
    assert told(writes("POST", f"{place}/submission"))["state"] == "in_review"
    returned = told(judges("POST", f"{place}/return", {"note": "Say more."}))
    assert (returned["state"], returned["review_note"]) == ("draft", "Say more.")
    changed = {**BODY, "results": returned["results"], "skills": draft["skills"], "name": "Wounds", "revision": 1}
    mended = told(writes("PUT", place, changed))
    assert (mended["name"], mended["revision"], mended["code"]) == ("Wounds", 2, "NUR-120")
    assert mended["results"] == draft["results"]
    told(writes("POST", f"{place}/submission"))
    assert told(judges("POST", f"{place}/approval"))["state"] == "published"
    assert "NUR-120" in {one["code"] for one in told(writes("GET", "/achievements"))["achievements"]}
    second = told(writes("POST", f"{place}/versions"))
    assert (second["number"], second["state"], second["id"] != draft["id"]) == (2, "draft", True)
    assert told(judges("GET", place))["state"] == "published"


def test_who_saves_over_somebody_else_is_told() -> None:
    """An old revision is a conflict; what was saved in between stays."""
    college = College()
    call = caller(college.issuer, college.organization)
    place = f"/achievements/{told(call('POST', '/achievements', NEW))['id']}"
    told(call("PUT", place, {**BODY, "name": "First", "revision": 1}))
    refused = told(call("PUT", place, {**BODY, "name": "Second", "revision": 1}), 409)
    assert refused["code"] == "edited_meanwhile"
    assert told(call("GET", place))["name"] == "First"


def test_nobody_approves_what_they_wrote() -> None:
    """A token of somebody with both roles writes, sends and is refused; the version still waits."""
    college = College()
    Membership.objects.filter(user=college.issuer).update(roles=["issuer", "reviewer"])
    call = caller(college.issuer, college.organization)
    place = f"/achievements/{told(call('POST', '/achievements', NEW))['id']}"
    told(call("POST", f"{place}/submission"))
    assert told(call("POST", f"{place}/approval"), 403)["code"] == "own_approval"
    assert told(call("GET", place))["state"] == "in_review"


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"name": " "}, "/name"),
        ({"achievement_type": "Dance"}, "/achievement_type"),
        ({"skills": ["https://skills.example/9"]}, "/skills"),
        ({"claim_check": 0}, "/claim_check"),
        ({"results": [{"name": "A", "max": 3}, {"name": "B"}]}, "/results/1"),
        ({"code": "NUR-110"}, "/code"),
    ],
)
def test_a_fault_names_its_place_and_keeps_nothing(change: dict[str, object], pointer: str) -> None:
    """What cannot be kept comes back with the field and what to do."""
    college = College()
    refused = told(caller(college.issuer, college.organization)("POST", "/achievements", {**NEW, **change}), 400)
    assert (refused["code"], refused["pointer"]) == ("bad_achievement", pointer)
    assert refused["detail"] and refused["next_step"]
    assert Achievement.objects.count() == 1


OPERATIONS = [
    ("PUT", "", {**BODY, "revision": 1}, "issuer"),
    ("POST", "/submission", None, "issuer"),
    ("POST", "/versions", None, "issuer"),
    ("POST", "/approval", None, "reviewer"),
    ("POST", "/return", {"note": "No."}, "reviewer"),
]


@pytest.mark.parametrize(("method", "tail", "body", "role"), OPERATIONS, ids=lambda one: str(one)[:12])
def test_scope_role_tenant_and_state_all_count(method: str, tail: str, body: object, role: str) -> None:
    """Without the scope or the role 403, of another organization 404, in the wrong state 409; nothing changes."""
    mine, theirs = College("mine"), College("theirs")
    able, other = (mine.issuer, mine.reviewer) if role == "issuer" else (mine.reviewer, mine.issuer)
    Membership.objects.filter(user=mine.issuer).update(roles=["issuer"])
    place = f"/achievements/{mine.version.pk}{tail}"
    assert caller(able, mine.organization, "records:read", "records:issue")(method, place, body).status_code == 403
    assert caller(other, mine.organization)(method, place, body).status_code == 403
    call = caller(able, mine.organization)
    for strange in (theirs.version.pk, uuid.UUID(int=1)):
        assert told(call(method, f"/achievements/{strange}{tail}", body), 404)["code"] == "no_such_achievement"
    if tail == "/versions":
        told(call(method, place, body))
    assert told(call(method, place, body), 409)["code"] == "wrong_state"
    assert set(
        Version.objects.filter(pk__in=[mine.version.pk, theirs.version.pk]).values_list("state", "revision")
    ) == {("published", 1)}


def test_only_a_writer_with_the_scope_begins_an_achievement() -> None:
    """A reviewer, and a token without the scope, are refused."""
    college = College()
    assert caller(college.reviewer, college.organization)("POST", "/achievements", NEW).status_code == 403
    assert caller(college.issuer, college.organization, "records:read")("POST", "/achievements", NEW).status_code == 403
    assert Achievement.objects.count() == 1
