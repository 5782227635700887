"""T3: a verdict that leaves out one check would pass a bad record; so each check must be the only one that refuses one.

The hostile client's inputs are judged, and the verdict is computed again as a mutant would: without one check, with OR
for AND, with undetermined taken for passed. Each mutant must call something good that is not.
"""

from collections.abc import Callable
from functools import cache
from itertools import islice

import pytest

import openler
from openler.foundation.documents import GivenDocuments
from openler.testing.hostile import Mutation, make_specimens
from openler.testing.hostile.campaign import MUTATORS
from openler.testing.hostile.mutation import start
from openler.testing.hostile.specimens import AT, CHALLENGE, DOMAIN, HOLDER, sign_with
from openler.testing.signing import method_of

GOOD = ("passed", "not_applicable")
Outcomes = dict[str, str]
# Checks that can be the only one to refuse. A broken proof is refused by every later check as well, which are then
# undetermined; endorsements never refuse.
ALONE = ("parse", "model", "issuer_controls_key", "validity_period", "status", "schema", "members", "presenter")


def outcomes_of(mutation: Mutation) -> tuple[bool, Outcomes]:
    """Judge an input; give the verdict and the outcome of each check."""
    report = openler.verify(
        mutation.data,
        at=mutation.at,
        documents=GivenDocuments(mutation.surroundings),
        expected_challenge=mutation.challenge,
        expected_domain=mutation.domain,
    )
    return report.verified, {check.id: check.outcome for check in report.checks}


@cache
def judged() -> tuple[tuple[bool, Outcomes], ...]:
    """Judge each specimen, and a choice of every kind of change of it."""
    inputs = [start(specimen) for specimen in make_specimens()]
    for specimen in make_specimens():
        for mutate in MUTATORS:
            inputs += islice(mutate(specimen), 0, None, 197)
    inputs.append(_expired_record_well_presented())
    return tuple(outcomes_of(mutation) for mutation in inputs)


def _expired_record_well_presented() -> Mutation:
    badge = make_specimens()[0]
    assert isinstance(badge.data, dict)
    expired = {name: value for name, value in badge.data.items() if name != "proof"}
    expired = sign_with({**expired, "validUntil": "2026-11-24T00:00:00Z"}, badge.signer, "eddsa-rdfc-2022")
    shown = openler.present(
        [expired],
        signer=HOLDER,
        verification_method=method_of(HOLDER),
        at=AT,
        challenge=CHALLENGE,
        domain=DOMAIN,
    )
    return Mutation("test", "an expired record", badge, shown, {}, challenge=CHALLENGE, domain=DOMAIN)


def is_caught(mutant: Callable[[Outcomes], bool]) -> bool:
    """Tell whether some input shows that this verdict is not the right one."""
    return any(mutant(outcomes) is not verified for verified, outcomes in judged())


def test_the_verdict_is_the_and_of_all_checks() -> None:
    """The right rule agrees with every report, so that the mutants below are judged by something."""
    assert not is_caught(lambda outcomes: all(outcome in GOOD for outcome in outcomes.values()))
    assert sum(verified for verified, _ in judged()) >= len(make_specimens())


@pytest.mark.parametrize("left_out", ALONE)
def test_a_verdict_that_leaves_out_a_check_is_caught(left_out: str) -> None:
    """Some input is refused by this check and by no other."""
    assert is_caught(lambda outcomes: all(outcome in GOOD for id, outcome in outcomes.items() if id != left_out))


@pytest.mark.parametrize(
    "mutant",
    [
        lambda outcomes: any(outcome in GOOD for outcome in outcomes.values()),
        lambda outcomes: all(outcome != "failed" for outcome in outcomes.values()),
        lambda outcomes: all(outcome != "undetermined" for outcome in outcomes.values()),
        lambda outcomes: all(outcome == "passed" for outcome in outcomes.values()),
        lambda outcomes: outcomes.get("proof") in GOOD,
        lambda outcomes: True,
        lambda outcomes: False,
    ],
    ids=["or for and", "undetermined passes", "failed passes", "not applicable fails", "proof alone", "yes", "no"],
)
def test_a_verdict_by_another_rule_is_caught(mutant: Callable[[Outcomes], bool]) -> None:
    """Each is how a real verifier went wrong: what cannot be told counted as good, or one good part for the whole."""
    assert is_caught(mutant)
