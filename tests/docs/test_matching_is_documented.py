"""Does the page about matching say the values that the program uses?"""

from pathlib import Path

from openler.skills.matching import DEFAULT_POLICY

PAGE = Path(__file__).parents[2] / "docs" / "explanation" / "matching.md"


def test_every_value_of_the_policy_stands_in_the_table() -> None:
    """Whoever does the sum by hand finds each factor."""
    rows = [line.split("|")[2:4] for line in PAGE.read_text("utf-8").splitlines() if line.startswith("| ")]
    told = {situation.strip(): value.strip() for situation, value in rows}
    policy = DEFAULT_POLICY
    assert told["published as close"] == str(policy.hops["close"])
    assert told["the record's skill is narrower than the one asked"] == str(policy.hops["broader"])
    assert told["the record's skill is broader than the one asked"] == str(policy.hops["narrower"])
    assert told["every check holds, no registry knows the issuer"] == str(policy.not_recognised)
    assert told["a claim that somebody else endorses"] == str(policy.endorsed)
    assert told["said by the applicant"] == str(policy.self_asserted)
    assert told["none stated, or on another scale"] == str(policy.level_unknown)
    assert told["one step below; further below"] == f"{policy.one_below}; {policy.further_below}"
    assert f"is met from {policy.met_at}," in PAGE.read_text("utf-8").replace("\n", " ")
