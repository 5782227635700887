"""Is what a record says was learned read as the standard means it?"""

from typing import Any

import pytest

from openler.skills.matching import read_learned


def badge(**achievement: Any) -> dict[str, Any]:
    """Make the parts of a badge that speak of learning."""
    return {
        "id": "urn:uuid:1",
        "issuer": {"id": "did:web:college.example"},
        "credentialStatus": {"id": "x"},
        "credentialSubject": {
            "result": [{"resultDescription": "urn:rd:1", "achievedLevel": "urn:level:2"}],
            "achievement": {"id": "urn:a:1", "alignment": [{"targetUrl": "https://f.example/1"}], **achievement},
        },
    }


def rubric(**of_level: Any) -> dict[str, Any]:
    """Make a result description with two levels; the second has further members."""
    return {
        "id": "urn:rd:1",
        "rubricCriterionLevel": [
            {"id": "urn:level:1", "name": "Low"},
            {"id": "urn:level:2", "name": "High", **of_level},
        ],
    }


def test_achievement_alignments_and_ids_are_read() -> None:
    """The address of the alignment is the skill itself."""
    learned = read_learned(badge())
    assert (learned.credential_id, learned.issuer_id, learned.achievement_id) == (
        "urn:uuid:1",
        "did:web:college.example",
        "urn:a:1",
    )
    assert [(one.uri, one.level) for one in learned.aligned] == [("https://f.example/1", None)]
    assert learned.has_status


def test_a_level_stands_on_its_rubrics_own_scale_unless_it_names_a_shared_one() -> None:
    """The second of two steps; on the scale of postings where the level is aligned to it."""
    own = read_learned(badge(resultDescription=[rubric()])).aligned[0].level
    shared = rubric(alignment=[{"targetUrl": "urn:openler:scale:proficiency:3"}])
    there = read_learned(badge(resultDescription=[shared])).aligned[0].level
    assert own is not None
    assert (own.scale, own.step, own.label) == ("urn:rd:1", 2, "High")
    assert there is not None
    assert (there.scale, there.step, there.label) == ("urn:openler:scale:proficiency", 3, "proficient")


def test_a_result_that_names_its_skill_says_nothing_about_others() -> None:
    """A level counts for the skills that its result is aligned to."""
    about = rubric() | {"alignment": [{"targetUrl": "https://f.example/2"}]}
    aligned = {one.uri: one.level for one in read_learned(badge(resultDescription=[about])).aligned}
    assert aligned["https://f.example/1"] is None
    assert aligned["https://f.example/2"] is not None


@pytest.mark.parametrize(
    ("names", "read"),
    [
        (("Working", "Proficient"), ("urn:openler:scale:proficiency", 3)),
        (("Proficient", "Working"), ("urn:rd:1", 2)),
        (("Working", "Good"), ("urn:rd:1", 2)),
    ],
)
def test_a_rubric_in_the_shared_scales_own_words_and_order_is_that_scale(
    names: tuple[str, str], read: tuple[str, int]
) -> None:
    """Another order or another word is another scale."""
    about = rubric()
    for level, name in zip(about["rubricCriterionLevel"], names, strict=True):
        level["name"] = name
    found = read_learned(badge(resultDescription=[about])).aligned[0].level
    assert found is not None
    assert (found.scale, found.step) == read


@pytest.mark.parametrize(
    "document",
    [
        {},
        {"credentialSubject": "x"},
        {"credentialSubject": {"achievement": 3, "result": "x"}},
        {"credentialSubject": {"achievement": {"alignment": [1, {"targetUrl": []}], "resultDescription": [7]}}},
        {"credentialSubject": [{"achievement": {}, "result": [{"resultDescription": {}, "achievedLevel": []}]}]},
        badge(resultDescription=[rubric(alignment=[{"targetUrl": "urn:openler:scale:proficiency:9"}])]),
    ],
)
def test_no_document_breaks_the_reading(document: dict[str, Any]) -> None:
    """Whatever it holds, there is an answer."""
    assert isinstance(read_learned(document).aligned, tuple)
