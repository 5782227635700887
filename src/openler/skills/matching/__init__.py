"""How far does evidence meet a need, and why? The names that others use."""

from openler.skills.matching.edges import Edge, Edges
from openler.skills.matching.evidence import (
    NOT_RECOGNISED,
    Aligned,
    EndorsedClaim,
    Evidence,
    Recognised,
    RefusedRecord,
    SelfAssertedClaim,
    VerifiedRecord,
)
from openler.skills.matching.explanation import Explained, MatchResult, Support, replay
from openler.skills.matching.match import match
from openler.skills.matching.needs import Level, Requirement, proficiency
from openler.skills.matching.policy import DEFAULT_POLICY, MatchPolicy
from openler.skills.matching.reading import read_learned

__all__ = [
    "DEFAULT_POLICY",
    "NOT_RECOGNISED",
    "Aligned",
    "Edge",
    "Edges",
    "EndorsedClaim",
    "Evidence",
    "Explained",
    "Level",
    "MatchPolicy",
    "MatchResult",
    "Recognised",
    "RefusedRecord",
    "Requirement",
    "SelfAssertedClaim",
    "Support",
    "VerifiedRecord",
    "match",
    "proficiency",
    "read_learned",
    "replay",
]
