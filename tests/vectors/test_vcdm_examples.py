"""The examples that the W3C keeps beside its JSON Schemas of data model 2.0 break no rule."""

import json
from pathlib import Path

import pytest

from openler.credentials.model import read_credential
from openler.credentials.rules import judge_rules

FOLDER = Path(__file__).parent / "vcdm-examples"
FILES = sorted(FOLDER.glob("*/*.json"))


def test_the_examples_are_there() -> None:
    """Nine credentials and three presentations."""
    assert [len(list((FOLDER / f"verifiable-{kind}").glob("*.json"))) for kind in ("credential", "presentation")] == [
        9,
        3,
    ]


@pytest.mark.parametrize("path", FILES, ids=[f"{path.parent.name}/{path.name}" for path in FILES])
def test_an_example_of_the_standard_breaks_no_rule(path: Path) -> None:
    """Neither as a record that is read nor as one that is about to be signed; nothing is even warned of."""
    shape = read_credential(json.loads(path.read_text("utf-8")))
    assert shape.version == "2.0"
    for issuing in (False, True):
        for check in ("model", "rules"):
            assert judge_rules(shape, check=check, issuing=issuing) == ()  # type: ignore[arg-type]
