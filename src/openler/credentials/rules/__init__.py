"""Which requirements of the standards does this record meet? One entry per requirement: text, citation, judge. No I/O."""

from typing import get_args

from openler.credentials.model import CredentialShape
from openler.credentials.rules.identity import IdentityMatch, match_identity
from openler.credentials.rules.openbadges import OPEN_BADGES_RULES
from openler.credentials.rules.published import published_schema, validate_published
from openler.credentials.rules.rule import CheckId, Fault, Rule
from openler.credentials.rules.status_entries import STATUS_RULES
from openler.credentials.rules.validity import VALIDITY_SOURCE, Limit, judge_validity
from openler.credentials.rules.vcdm import VCDM_RULES
from openler.foundation.problems import Problem

RULES: tuple[Rule, ...] = (*VCDM_RULES, *STATUS_RULES, *OPEN_BADGES_RULES)
# Errors first, so that no number of warnings can push out what decides.
_IN_ORDER: dict[CheckId, tuple[Rule, ...]] = {
    check: tuple(sorted((rule for rule in RULES if rule.check == check), key=lambda rule: rule.severity == "warning"))
    for check in get_args(CheckId)
}
# More faults than this help nobody.
MAX_TOLD = 50


def judge_rules(shape: CredentialShape, *, check: CheckId, issuing: bool = False) -> tuple[Problem, ...]:
    """Judge a record by every rule of one check; at most ``MAX_TOLD`` faults are told, errors before warnings.

    Args:
        shape: the record.
        check: "model" or "rules".
        issuing: the record is about to be signed, so what readers make the best of is refused too.
    """
    problems: list[Problem] = []
    for rule in _IN_ORDER[check]:
        if not rule.applies(shape):
            continue
        for fault in rule.judge(shape):
            problems.append(rule.problem(fault, issuing=issuing))
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
    "published_schema",
    "validate_published",
]
