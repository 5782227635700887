"""Which changes must leave a match alone, and which may only raise or lower it? The metamorphic tests of the matcher."""

from dataclasses import fields, replace
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from openler.skills.matching import (
    Aligned,
    Edge,
    Edges,
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
from openler.skills.matching.evidence import EndorsedClaim

AT = datetime(2026, 11, 25, tzinfo=UTC)
URIS = [f"https://f.example/{letter}" for letter in "abcdef"]
uris = st.sampled_from(URIS)
levels = st.none() | st.integers(1, 4).map(proficiency)
aligned = st.builds(Aligned, uri=uris, level=levels)
records = st.builds(
    VerifiedRecord,
    credential_id=st.sampled_from([f"urn:r:{number}" for number in range(6)]),
    issuer_id=st.sampled_from(["did:web:a.example", "did:web:b.example"]),
    achievement_id=st.just("urn:a:1"),
    aligned=st.lists(aligned, max_size=3).map(tuple),
    recognised=st.sampled_from([Recognised(), Recognised("https://registry.example/")]),
    proof_checked_at=st.just(AT),
)
claims = st.builds(SelfAssertedClaim, claim_id=st.sampled_from(["c1", "c2"]), uri=uris, level=levels)
pieces = st.lists(records | claims, max_size=5)
needs = st.lists(
    st.builds(Requirement, uri=uris, level=levels, is_essential=st.booleans()),
    min_size=1,
    max_size=4,
    unique_by=lambda asked: asked.uri,
)
relations = st.sampled_from(["isChildOf", "broader", "narrower", "exactMatch", "closeMatch", "relatedMatch"])
edge_lists = st.lists(st.builds(Edge, uris, relations, uris, st.just("https://f.example/"), st.just("1")), max_size=8)


@given(needs, pieces, records | claims, edge_lists)
def test_more_evidence_never_lowers_a_score(
    asked: list[Requirement], evidence: list[Evidence], more: Evidence, edges: list[Edge]
) -> None:
    """Showing one thing more can only help."""
    known = Edges(edges)
    assert match(asked, [*evidence, more], edges=known).score >= match(asked, evidence, edges=known).score


@given(needs, pieces, edge_lists, st.randoms())
def test_no_order_of_anything_changes_anything(
    asked: list[Requirement], evidence: list[Evidence], edges: list[Edge], random: "st.randoms"
) -> None:
    """Evidence, edges and requirements in another order give the same explanation of each requirement."""
    first = match(asked, evidence, edges=Edges(edges))
    for shuffled in (asked2 := list(asked), evidence2 := list(evidence), edges2 := list(edges)):
        random.shuffle(shuffled)
    second = match(asked2, evidence2, edges=Edges(edges2))
    assert second.score == first.score
    assert {one.requirement.uri: (one.value, one.standing) for one in second.explained} == {
        one.requirement.uri: (one.value, one.standing) for one in first.explained
    }


@given(needs, records, edge_lists)
def test_revoking_a_record_never_raises_a_score_and_makes_it_count_nothing(
    asked: list[Requirement], record: VerifiedRecord, edges: list[Edge]
) -> None:
    """Taken back is worth nothing."""
    refused = RefusedRecord(record.credential_id, record.issuer_id, record.achievement_id, record.aligned, "revoked")
    known = Edges(edges)
    after = match(asked, [refused], edges=known)
    assert after.score == 0 <= match(asked, [record], edges=known).score


@given(needs, uris, levels, edge_lists)
def test_the_better_proved_is_never_worth_less(
    asked: list[Requirement], uri: str, level: object, edges: list[Edge]
) -> None:
    """Recognised, then only verified, then endorsed, then one's own word."""
    known, parts = Edges(edges), (Aligned(uri, level),)  # type: ignore[arg-type]
    record = VerifiedRecord("urn:r", "did:x", "", parts, Recognised("https://registry.example/"), AT)
    chain: list[Evidence] = [
        record,
        replace(record, recognised=Recognised()),
        EndorsedClaim("c", uri, "did:y", level),  # type: ignore[arg-type]
        SelfAssertedClaim("c", uri, level),  # type: ignore[arg-type]
    ]
    scores = [match(asked, [one], edges=known).score for one in chain]
    assert scores == sorted(scores, reverse=True)


@given(st.integers(1, 4), st.integers(1, 4), st.integers(1, 4))
def test_a_higher_level_is_never_worth_less(asked: int, one: int, other: int) -> None:
    """More skill does not count against anybody."""
    low, high = sorted((one, other))
    values = [
        match(
            [Requirement(URIS[0], level=proficiency(asked))],
            [SelfAssertedClaim("c", URIS[0], proficiency(step))],
            edges=Edges([]),
        ).score
        for step in (low, high)
    ]
    assert values[0] <= values[1]


def test_broader_and_narrower_stay_apart() -> None:
    """The narrower skill speaks for the broader one nearly whole; the other way only in part."""
    edges = Edges([Edge(URIS[0], "isChildOf", URIS[1], "https://f.example/")])
    upwards = match([Requirement(URIS[1])], [SelfAssertedClaim("c", URIS[0])], edges=edges).score
    downwards = match([Requirement(URIS[0])], [SelfAssertedClaim("c", URIS[1])], edges=edges).score
    assert upwards > downwards > 0


def test_cycles_and_diamonds_end() -> None:
    """A framework that bites its own tail gets an answer all the same."""
    ring = [Edge(a, "isChildOf", b, "https://f.example/") for a, b in zip(URIS, [*URIS[1:], URIS[0]], strict=True)]
    diamond = [
        Edge(URIS[0], "isChildOf", URIS[2], "https://f.example/"),
        Edge(URIS[0], "broader", URIS[0], "https://f.example/"),
    ]
    result = match([Requirement(URIS[2])], [SelfAssertedClaim("c", URIS[0])], edges=Edges(ring + diamond))
    assert result.explained[0].standing == "partly"


@given(needs, pieces, edge_lists)
def test_every_explanation_can_be_done_again(
    asked: list[Requirement], evidence: list[Evidence], edges: list[Edge]
) -> None:
    """The sum from the record alone is the score."""
    result = match(asked, evidence, edges=Edges(edges))
    assert replay(result.to_json()) == result.score


def test_no_evidence_has_a_field_for_a_person() -> None:
    """Another name, pronoun, picture, age or address cannot change a ranking: there is nowhere to put it."""
    names = {
        field.name
        for kind in (VerifiedRecord, RefusedRecord, EndorsedClaim, SelfAssertedClaim, Aligned, Requirement)
        for field in fields(kind)
    }
    forbidden = ("name", "photo", "image", "birth", "address", "gender", "age", "school", "person")
    assert not [name for name in names if any(word == part for word in forbidden for part in name.split("_"))]
