"""Which requirements of the standards does this record meet? One entry per requirement: text, citation, judge. No I/O."""

from openler.credentials.model import CredentialShape
from openler.credentials.rules.identity import IdentityMatch, match_identity
from openler.credentials.rules.openbadges import OPEN_BADGES_RULES
from openler.credentials.rules.rule import CheckId, Fault, Rule
from openler.credentials.rules.validity import VALIDITY_SOURCE, Limit, judge_validity
from openler.credentials.rules.vcdm import VCDM_RULES
from openler.foundation.problems import Problem

RULES: tuple[Rule, ...] = (*VCDM_RULES, *OPEN_BADGES_RULES)
# More faults than this help nobody; the rest is counted.
MAX_TOLD = 50


def judge_rules(shape: CredentialShape, *, check: CheckId) -> tuple[Problem, ...]:
    """Judge a record by every rule of one check; at most ``MAX_TOLD`` faults are told."""
    problems: list[Problem] = []
    for rule in RULES:
        if rule.check != check:
            continue
        for problem in rule.problems(shape):
            problems.append(problem)
            if len(problems) >= MAX_TOLD:
                return tuple(problems)
    return tuple(problems)


__all__ = [
    "MAX_TOLD",
    "RULES",
    "VALIDITY_SOURCE",
    "CheckId",
    "Fault",
    "IdentityMatch",
    "Limit",
    "Rule",
    "judge_rules",
    "judge_validity",
    "match_identity",
]
