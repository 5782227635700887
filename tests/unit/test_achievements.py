"""Does an achievement come to be through two people, and stay as it was published?"""

import pytest

from openler.platform.accounts.models import User
from openler.platform.achievements import queries, services
from openler.platform.achievements.drafts import Draft
from openler.platform.achievements.errors import BadAchievement, EditedMeanwhile, OwnApproval, WrongState
from openler.platform.achievements.models import Version
from openler.platform.organizations.models import Organization
from web.people import act, make_organization, make_user

pytestmark = pytest.mark.django_db

DRAFT = Draft(
    code="NUR-110",
    name="Fundamentals of Nursing I",
    achievement_type="Course",
    description="Care for people in a nursing home, supervised.",
    criteria="You take part in **12 hours of lab**.",
    results=[
        {"name": "Practical exam", "levels": ["Working", "Proficient"], "required": 1},
        {"name": "Written exam", "max": 100, "required": 70},
    ],
    alignments=[
        {"uri": "https://skills.example/1", "label": "Infection control", "code": "5.1", "framework": "Example"}
    ],
)


@pytest.fixture
def college() -> tuple[Organization, User, User]:
    """Give an organization with a writer and a reviewer."""
    writer, reviewer = make_user("writer"), make_user("reviewer")
    return make_organization("college", members={writer: ["owner"], reviewer: ["reviewer"]}), writer, reviewer


def test_what_somebody_else_approved_is_published(college: tuple[Organization, User, User]) -> None:
    """Written by one, approved by another, it says to the world what was written, in the words of Open Badges 3.0."""
    organization, writer, reviewer = college
    version = services.define(act(writer), organization, DRAFT)
    services.submit(act(writer), version)
    services.approve(act(reviewer), version)
    document = queries.achievement_json(queries.find_published(version.pk))
    assert document["achievementType"] == "Course"
    levels, points = document["resultDescription"]  # type: ignore[misc]
    assert levels["requiredLevel"] == levels["rubricCriterionLevel"][1]["id"]  # type: ignore[index]
    assert (points["valueMax"], points["requiredValue"]) == ("100", "70")  # type: ignore[index]


def test_nobody_approves_their_own(college: tuple[Organization, User, User]) -> None:
    """Neither who wrote nor who sent it may approve, an owner neither."""
    organization, writer, reviewer = college
    version = services.define(act(writer), organization, DRAFT)
    services.submit(act(reviewer), version)
    for somebody in (writer, reviewer):
        with pytest.raises(OwnApproval):
            services.approve(act(somebody), version)


def test_what_is_published_is_never_changed(college: tuple[Organization, User, User]) -> None:
    """A change is a new version at an address of its own; the old one is read as it was."""
    organization, writer, reviewer = college
    first = services.define(act(writer), organization, DRAFT)
    services.submit(act(writer), first)
    first = services.approve(act(reviewer), first)
    with pytest.raises(WrongState):
        services.edit(act(writer), first, DRAFT, revision=first.revision)
    second = services.begin_version(act(writer), first.achievement)
    services.edit(
        act(writer),
        second,
        Draft(**{name: getattr(DRAFT, name) for name in DRAFT.__slots__ if name != "name"}, name="Fundamentals II"),  # type: ignore[arg-type]
        revision=second.revision,
    )
    services.submit(act(writer), second)
    services.approve(act(reviewer), second)
    assert queries.find_published(first.pk).name == DRAFT.name
    assert [one.name for one in queries.published_of(organization)] == ["Fundamentals II"]
    assert queries.find_published(first.pk).state == Version.State.REPLACED


def test_two_people_do_not_overwrite_each_other(college: tuple[Organization, User, User]) -> None:
    """Who saves second is told, and the first save stands."""
    organization, writer, _reviewer = college
    version = services.define(act(writer), organization, DRAFT)
    services.edit(act(writer), version, DRAFT, revision=1)
    with pytest.raises(EditedMeanwhile):
        services.edit(act(writer), version, DRAFT, revision=1)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": " "}, "name"),
        ({"achievement_type": "Wizardry"}, "achievement_type"),
        ({"claim_check": 0}, "claim_check"),
        ({"claim_check": 0, "achievement_type": "License", "is_not_education": True}, "claim_check"),
        ({"can_be_suspended": True}, "can_be_suspended"),
        ({"results": [{"name": "Exam"}]}, "results-1"),
        ({"results": [{"name": "Exam", "levels": ["One"]}]}, "results-1"),
        ({"results": [{"name": "Exam", "max": 10, "required": 11}]}, "results-1"),
        ({"criteria": "x" * 20_001}, "criteria"),
        ({"code": ""}, "code"),
    ],
)
def test_a_field_that_cannot_be_taken_is_named(
    change: dict[str, object], field: str, college: tuple[Organization, User, User]
) -> None:
    """The fault stands at its field, and nothing was kept."""
    organization, writer, _reviewer = college
    values = {name: getattr(DRAFT, name) for name in DRAFT.__slots__} | change
    with pytest.raises(BadAchievement) as caught:
        services.define(act(writer), organization, Draft(**values))
    assert list(caught.value.faults) == [field]
    assert not Version.objects.exists()


def test_a_code_is_used_once(college: tuple[Organization, User, User]) -> None:
    """A second achievement with the same code is refused at its field."""
    organization, writer, _reviewer = college
    services.define(act(writer), organization, DRAFT)
    with pytest.raises(BadAchievement) as caught:
        services.define(act(writer), organization, DRAFT)
    assert list(caught.value.faults) == ["code"]
