"""How is a match told so that anybody can do the sum again?

Numbers are decimals, written as text. ``replay`` does the sum from the record alone.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from openler.foundation.json_types import JsonObject
from openler.skills.matching.evidence import Evidence, RefusedRecord, VerifiedRecord, id_of_evidence
from openler.skills.matching.needs import Level, Requirement
from openler.skills.matching.paths import Path
from openler.skills.matching.policy import rounded

Standing = Literal["met", "partly", "gap"]


@dataclass(frozen=True, slots=True)
class Support:
    """What one piece of evidence gives to one requirement: four factors and their product.

    Attributes:
        evidence: the record or claim.
        path: from its skill to the requirement.
        level: reached, None where none is stated.
        path_value, verification_value, level_value, recency_value: the factors A, V, L and T.
        value: their product, rounded.
    """

    evidence: Evidence
    path: Path
    level: Level | None
    path_value: Decimal
    verification_value: Decimal
    level_value: Decimal
    recency_value: Decimal
    value: Decimal

    def to_json(self) -> JsonObject:
        """Give the support as JSON."""
        record = self.evidence
        told: JsonObject = {
            "evidence": id_of_evidence(record),
            "kind": type(record).__name__,
            "path": [
                {
                    "from": hop.start,
                    "to": hop.end,
                    "relation": hop.edge.relation,
                    "meaning": hop.meaning,
                    "framework": hop.edge.framework,
                    "version": hop.edge.version,
                }
                for hop in self.path.hops
            ],
            "level": _level(self.level),
            "factors": {
                "path": str(self.path_value),
                "verification": str(self.verification_value),
                "level": str(self.level_value),
                "recency": str(self.recency_value),
            },
            "value": str(self.value),
        }
        if isinstance(record, (VerifiedRecord, RefusedRecord)):
            told["issuer"] = record.issuer_id
        if isinstance(record, VerifiedRecord):
            told["registry"] = record.recognised.registry
            told["proof_checked_at"] = record.proof_checked_at.isoformat()
            checked = record.status_checked_at
            told["status_checked_at"] = checked.isoformat() if checked else None
        if isinstance(record, RefusedRecord):
            told["refusal"] = {"state": record.refusal, "date": record.stamp}
        return told


@dataclass(frozen=True, slots=True)
class Explained:
    """The answer about one requirement.

    Attributes:
        best: what speaks for it most; None where nothing does.
        next_best: what came second, None where nothing did.
        why_not: the reason why it came second: "path", "verification", "level", "recency" or "order".
        refused: records that would speak for it, and do not count.
        related: what is only related to it, and counts nothing.
        contribution: weight times value.
    """

    requirement: Requirement
    standing: Standing
    value: Decimal
    contribution: Decimal
    best: Support | None
    next_best: Support | None
    why_not: str
    refused: tuple[Support, ...] = ()
    related: tuple[Support, ...] = ()

    def to_json(self) -> JsonObject:
        """Give the answer as JSON."""
        asked = self.requirement
        return {
            "requirement": {
                "uri": asked.uri,
                "label": asked.label,
                "level": _level(asked.level),
                "weight": str(asked.weight),
                "essential": asked.is_essential,
            },
            "standing": self.standing,
            "value": str(self.value),
            "contribution": str(self.contribution),
            "best": self.best.to_json() if self.best else None,
            "next_best": self.next_best.to_json() | {"reason": self.why_not} if self.next_best else None,
            "refused": [support.to_json() for support in self.refused],
            "related": [support.to_json() for support in self.related],
        }


@dataclass(frozen=True, slots=True)
class MatchResult:
    """The whole answer: a score that sorts and explains, and never rejects.

    Attributes:
        score: from 0 to 1, weighted.
        is_eligible: every essential requirement is met.
        explained: one for each requirement, in their order.
        policy_version: which values were used.
        frameworks: pairs of framework and version whose edges were at hand.
    """

    score: Decimal
    is_eligible: bool
    explained: tuple[Explained, ...]
    policy_version: str
    frameworks: tuple[tuple[str, str], ...]

    def of_standing(self, standing: Standing) -> tuple[Explained, ...]:
        """Give the requirements that are met, partly met, or a gap."""
        return tuple(one for one in self.explained if one.standing == standing)

    def to_json(self) -> JsonObject:
        """Give the explanation record."""
        return {
            "score": str(self.score),
            "eligible": self.is_eligible,
            "requirements": [one.to_json() for one in self.explained],
            "policy": self.policy_version,
            "frameworks": [{"uri": uri, "version": version} for uri, version in self.frameworks],
        }


def replay(told: JsonObject) -> Decimal:
    """Do the sum again from an explanation record alone: factors, products, weights."""
    total = weights = Decimal(0)
    for one in told["requirements"]:
        weight = Decimal(one["requirement"]["weight"])
        value = Decimal(1) if one["best"] else Decimal(0)
        for factor in (one["best"] or {}).get("factors", {}).values():
            value *= Decimal(factor)
        total += rounded(weight * rounded(value))
        weights += weight
    return rounded(total / weights) if weights else rounded(Decimal(0))


def _level(level: Level | None) -> JsonObject | None:
    return {"scale": level.scale, "step": level.step, "label": level.label} if level else None
