"""Is a match the sum that the design writes down, by hand?"""

import itertools
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from openler.skills.matching import (
    Aligned,
    Edge,
    Edges,
    EndorsedClaim,
    Evidence,
    Recognised,
    RefusedRecord,
    Requirement,
    SelfAssertedClaim,
    VerifiedRecord,
    match,
    proficiency,
    replay,
)
from openler.skills.matching.edges import MEANINGS
from openler.skills.matching.paths import best_path
from openler.skills.matching.policy import DEFAULT_POLICY

AT = datetime(2026, 11, 25, tzinfo=UTC)
SKILL, CHILD, PARENT = "https://f.example/skill", "https://f.example/child", "https://f.example/parent"
EDGES = Edges(
    [
        Edge(CHILD, "isChildOf", SKILL, "https://f.example/", "1"),
        Edge(SKILL, "isChildOf", PARENT, "https://f.example/", "1"),
    ]
)
REGISTRY = Recognised("https://registry.example/", "entry-1")


def record(
    uri: str, *, step: int | None = None, recognised: Recognised = REGISTRY, id: str = "urn:r:1"
) -> VerifiedRecord:
    """Make a verified record that is aligned to one skill."""
    level = proficiency(step) if step else None
    return VerifiedRecord(id, "did:web:college.example", "urn:a:1", (Aligned(uri, level),), recognised, AT, AT)


@pytest.mark.parametrize(
    ("evidence", "value", "standing"),
    [
        (record(SKILL), "1.0000", "met"),
        (record(CHILD), "0.9000", "met"),
        (record(PARENT), "0.4000", "partly"),
        (record(SKILL, recognised=Recognised()), "0.7000", "met"),
        (record(CHILD, recognised=Recognised()), "0.6300", "partly"),
        (EndorsedClaim("c", SKILL, "did:web:other.example"), "0.5000", "partly"),
        (SelfAssertedClaim("c", SKILL), "0.2500", "partly"),
        (RefusedRecord("urn:r:2", "did:x", "urn:a:1", (Aligned(SKILL),), "revoked", "2026-11-01"), "0.0000", "gap"),
        (record("https://f.example/other"), "0.0000", "gap"),
    ],
)
def test_each_kind_of_evidence_is_worth_what_the_table_says(evidence: Evidence, value: str, standing: str) -> None:
    """Path times verification, to four places."""
    explained = match([Requirement(SKILL)], [evidence], edges=EDGES).explained[0]
    assert (str(explained.value), explained.standing) == (value, standing)


@pytest.mark.parametrize(
    ("reached", "value"), [(4, "1.0000"), (3, "1.0000"), (2, "0.6000"), (1, "0.3000"), (None, "0.7000")]
)
def test_a_level_below_counts_less_and_an_unknown_one_is_not_no(reached: int | None, value: str) -> None:
    """Proficient is asked; higher is as good, lower is less, unknown is between."""
    explained = match([Requirement(SKILL, level=proficiency(3))], [record(SKILL, step=reached)], edges=EDGES).explained
    assert str(explained[0].value) == value


def test_the_score_is_the_weighted_mean_and_can_be_done_again() -> None:
    """Weights 3 and 1, one met and one missing: three quarters, by the program and from its record alone."""
    asked = [Requirement(SKILL, weight=Decimal(3)), Requirement("https://f.example/none", is_essential=False)]
    result = match(asked, [record(SKILL)], edges=EDGES)
    assert str(result.score) == "0.7500"
    assert result.is_eligible
    assert replay(result.to_json()) == result.score


def test_ten_weak_claims_do_not_make_one_strong_one() -> None:
    """The best counts, not the sum."""
    claims = [SelfAssertedClaim(f"c{number}", SKILL) for number in range(10)]
    assert str(match([Requirement(SKILL)], claims, edges=EDGES).score) == "0.2500"


def test_an_achievement_can_be_asked_by_its_id() -> None:
    """A requirement that is a credential is met by a record of exactly that achievement."""
    result = match([Requirement("urn:a:1")], [record("https://f.example/other")], edges=EDGES)
    assert result.explained[0].standing == "met"


def test_a_refused_record_is_named_beside_what_is_missing() -> None:
    """State and date stand in the explanation; nothing else about the refusal does."""
    refused = RefusedRecord("urn:r:2", "did:x", "", (Aligned(SKILL),), "revoked", "2026-11-01")
    told = match([Requirement(SKILL)], [refused], edges=EDGES).explained[0].to_json()
    assert told["refused"][0]["refusal"] == {"state": "revoked", "date": "2026-11-01"}
    assert told["best"] is None


def test_the_second_best_says_why_it_lost() -> None:
    """Each explanation names the next evidence and the factor that decided."""
    told = (
        match([Requirement(SKILL)], [record(SKILL), SelfAssertedClaim("c", SKILL)], edges=EDGES).explained[0].to_json()
    )
    assert told["next_best"]["evidence"] == "c"
    assert told["next_best"]["reason"] == "verification"


def test_what_is_only_related_is_shown_and_counts_nothing() -> None:
    """Related is no equality."""
    edges = Edges([Edge(SKILL, "relatedMatch", "https://f.example/r", "https://f.example/")])
    explained = match([Requirement("https://f.example/r")], [record(SKILL)], edges=edges).explained[0]
    assert explained.standing == "gap"
    assert len(explained.related) == 1


def test_equalities_after_the_first_count_less_and_three_steps_lead_nowhere() -> None:
    """Two equal hops are nine tenths; a third is too far."""
    terms = [f"https://f.example/{letter}" for letter in "abcd"]
    edges = Edges(Edge(a, "exactMatch", b, "https://x.example/") for a, b in itertools.pairwise(terms))
    assert best_path(terms[0], terms[1], edges, DEFAULT_POLICY).value == Decimal(1)  # type: ignore[union-attr]
    assert str(best_path(terms[0], terms[2], edges, DEFAULT_POLICY).value) == "0.9000"  # type: ignore[union-attr]
    assert best_path(terms[0], terms[3], edges, DEFAULT_POLICY) is None


def test_an_edge_that_nobody_stands_for_or_defined_leads_nowhere() -> None:
    """No provenance, no edge; an unknown word, no meaning."""
    edges = Edges([Edge(CHILD, "isChildOf", SKILL, ""), Edge(CHILD, "ext:like", SKILL, "https://x.example/")])
    assert best_path(CHILD, SKILL, edges, DEFAULT_POLICY) is None
    assert "ext:like" not in MEANINGS


def test_a_requirement_without_weight_is_a_mistake_of_the_program() -> None:
    """Nothing is asked with no importance."""
    with pytest.raises(ValueError, match="weighs"):
        Requirement(SKILL, weight=Decimal(0))
    with pytest.raises(ValueError, match="four steps"):
        proficiency(5)
