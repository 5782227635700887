"""How far does the evidence meet what is asked? A sum that a person can redo.

    s(r) = max over evidence of  path · verification · level · recency      score = Σ weight · s(r) / Σ weight

The maximum, not a sum: ten weak records do not make a strong one. A score sorts and explains; whoever decides is a
person. Not here: finding skills in text, and any fact about a person.
"""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from openler.skills.matching.edges import Edges
from openler.skills.matching.evidence import (
    Aligned,
    EndorsedClaim,
    Evidence,
    RefusedRecord,
    VerifiedRecord,
    aligned_of,
    id_of_evidence,
)
from openler.skills.matching.explanation import Explained, MatchResult, Standing, Support
from openler.skills.matching.needs import Level, Requirement
from openler.skills.matching.paths import best_path
from openler.skills.matching.policy import DEFAULT_POLICY, MatchPolicy, rounded


def match(
    requirements: Sequence[Requirement],
    evidence: Iterable[Evidence],
    *,
    edges: Edges,
    policy: MatchPolicy = DEFAULT_POLICY,
) -> MatchResult:
    """Match evidence to requirements, and explain each."""
    given = tuple(evidence)
    explained = tuple(_explain(asked, given, edges, policy) for asked in requirements)
    weights = sum((asked.weight for asked in requirements), Decimal(0))
    total = sum((one.contribution for one in explained), Decimal(0))
    return MatchResult(
        score=rounded(total / weights) if weights else rounded(Decimal(0)),
        is_eligible=all(one.standing == "met" for one in explained if one.requirement.is_essential),
        explained=explained,
        policy_version=policy.version,
        frameworks=edges.versions,
    )


def _explain(asked: Requirement, evidence: tuple[Evidence, ...], edges: Edges, policy: MatchPolicy) -> Explained:
    found = sorted(filter(None, (_support(asked, one, edges, policy) for one in evidence)), key=_rank)
    refused = tuple(one for one in found if isinstance(one.evidence, RefusedRecord))
    related = tuple(one for one in found if one not in refused and not one.path_value)
    counting = [one for one in found if one.value > 0]
    best = counting[0] if counting else None
    next_best = counting[1] if len(counting) > 1 else None
    value = best.value if best else rounded(Decimal(0))
    return Explained(
        requirement=asked,
        standing=_standing(value, policy),
        value=value,
        contribution=rounded(asked.weight * value),
        best=best,
        next_best=next_best,
        why_not=_why_not(best, next_best) if best and next_best else "",
        refused=refused,
        related=related,
    )


def _standing(value: Decimal, policy: MatchPolicy) -> Standing:
    return "met" if value >= policy.met_at else "partly" if value > 0 else "gap"


def _support(asked: Requirement, evidence: Evidence, edges: Edges, policy: MatchPolicy) -> Support | None:
    found = filter(None, (_along(asked, evidence, one, edges, policy) for one in aligned_of(evidence)))
    return min(found, key=_rank, default=None)


def _along(
    asked: Requirement, evidence: Evidence, aligned: Aligned, edges: Edges, policy: MatchPolicy
) -> Support | None:
    path = best_path(aligned.uri, asked.uri, edges, policy)
    if path is None:
        return None
    verification = _verification(evidence, policy)
    level = _level(asked.level, aligned.level, policy)
    return Support(
        evidence=evidence,
        path=path,
        level=aligned.level,
        path_value=path.value,
        verification_value=verification,
        level_value=level,
        recency_value=policy.recency,
        value=rounded(path.value * verification * level * policy.recency),
    )


def _verification(evidence: Evidence, policy: MatchPolicy) -> Decimal:
    if isinstance(evidence, RefusedRecord):
        return Decimal(0)
    if isinstance(evidence, VerifiedRecord):
        return policy.recognised if evidence.recognised.registry else policy.not_recognised
    return policy.endorsed if isinstance(evidence, EndorsedClaim) else policy.self_asserted


def _level(asked: Level | None, reached: Level | None, policy: MatchPolicy) -> Decimal:
    if asked is None:
        return Decimal(1)
    if reached is None or reached.scale != asked.scale:
        return policy.level_unknown
    below = asked.step - reached.step
    if below <= 0:
        return Decimal(1)
    return policy.one_below if below == 1 else policy.further_below


def _rank(one: Support) -> tuple[Decimal, Decimal, Decimal, Decimal, str, str]:
    """Put the best first; what is equal in every factor is ordered by its id, so that no order of input matters."""
    step = one.level.step if one.level else 0
    return (
        -one.value,
        -one.path_value,
        -one.verification_value,
        -one.level_value,
        id_of_evidence(one.evidence),
        f"{step:04d} {one.path.hops[0].start if one.path.hops else ''}",
    )


def _why_not(best: Support, other: Support) -> str:
    factors = ("verification", "level", "path", "recency")
    lost = [name for name in factors if getattr(other, f"{name}_value") < getattr(best, f"{name}_value")]
    return lost[0] if lost else "order"
