"""``--require-recognition``: does an issuer that no chosen registry knows end with 2, and does the answer say who knows it?"""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

import openler
from openler.cli import main
from openler.trust import Change, Entry, Registry, Scope, write_registry

AT = datetime(2026, 11, 25, tzinfo=UTC)
SINCE = datetime(2019, 9, 1, tzinfo=UTC)
CASES = Path(__file__).parents[1] / "vectors" / "field-cases"
GOOD = CASES / "bytes-arabic" / "badge.json"
ALTERED = CASES / "baking-png-altered" / "badge.png"
Ran = tuple[int, str, str]
Terminal = Callable[..., Ran]


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str]) -> Terminal:
    """Run the check as of a fixed day; no traceback is ever shown."""

    def call(*words: object) -> Ran:
        code = main(["credential", "verify", "--at", AT.isoformat(), *map(str, words)])
        shown = capfd.readouterr()
        assert "Traceback" not in shown.err
        return code, shown.out, shown.err

    return call


@pytest.fixture
def registry(tmp_path: Path) -> Callable[..., Path]:
    """Write a registry that lists the issuer of the good record, or another."""

    def write(name: str = "Great Rivers", **members: Any) -> Path:
        issuer = openler.verify(GOOD.read_bytes(), at=AT).signatory.issuer_id
        told: dict[str, Any] = {"issuer": issuer, "scope": Scope(), "until": None, "entered_at": SINCE} | members
        entry = Entry(id="e1", name="A college", since=SINCE, policy="Policy 3", **told)
        path = tmp_path / f"{name}.json"
        path.write_text(json.dumps(write_registry(Registry(f"https://r.example/{name}/", name, (entry,), as_of=AT))))
        return path

    return write


def test_a_recognized_issuer_ends_with_0_and_is_named(run: Terminal, registry: Callable[..., Path]) -> None:
    """The sentence says who recognizes it, when it signed and now."""
    code, out, err = run("--require-recognition", registry(), GOOD)
    assert (code, err) == (0, "")
    sentence = out.splitlines()[1]
    assert "is valid" in sentence
    assert "Great Rivers recognized the issuer for any record when it signed, by the issuer's own date" in sentence
    assert "Great Rivers recognizes it now, since 1 September 2019." in sentence
    assert "do not know" not in sentence


def test_an_unknown_issuer_ends_with_2_and_stays_valid(run: Terminal, registry: Callable[..., Path]) -> None:
    """Unknown is not invalid: the record is called valid, and the number says undetermined."""
    code, out, _err = run("--require-recognition", registry(issuer="did:web:other.example"), GOOD)
    assert code == 2
    assert "is valid" in out
    assert "No chosen registry lists the issuer, neither when it signed nor now. Asked: Great Rivers." in out
    assert run(GOOD)[0] == 0


def test_the_first_file_that_knows_the_issuer_decides(run: Terminal, registry: Callable[..., Path]) -> None:
    """The option may be given several times, in order."""
    knows, other = registry(), registry("The Council", issuer="did:web:other.example")
    assert run("--require-recognition", other, "--require-recognition", knows, GOOD)[0] == 0


def test_an_issuer_that_was_refused_when_it_signed_ends_with_1(run: Terminal, registry: Callable[..., Path]) -> None:
    """Withdrawn before it signed is a no."""
    changes = (Change("withdrawn", SINCE, "It closed.", SINCE),)
    code, out, _err = run("--require-recognition", registry(changes=changes), GOOD)
    assert code == 1
    assert "had withdrawn its recognition from 1 September 2019" in out


def test_json_carries_the_same_words(run: Terminal, registry: Callable[..., Path]) -> None:
    """A program reads the sentence, the verdict and both moments."""
    code, out, _err = run("--json", "--require-recognition", registry(), GOOD)
    report = json.loads(out)
    assert code == 0
    assert report["recognition"]["verdict"] == "recognized"
    assert report["recognition"]["registries"][0]["when_signed"] == "recognized"
    assert report["sentence"].endswith(report["recognition"]["sentence"])
    unasked = json.loads(run("--json", GOOD)[1])
    assert unasked["recognition"]["verdict"] == "no_registry"
    assert "registr" not in unasked["sentence"]


def test_a_forged_record_is_refused_whatever_a_registry_says(run: Terminal, registry: Callable[..., Path]) -> None:
    """The issuer that it names is not asked about, for it is not proved that it signed."""
    code, out, _err = run("--json", "--require-recognition", registry(), ALTERED)
    assert code == 1
    assert json.loads(out)["recognition"]["verdict"] == "issuer_unproved"


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"format": "openler-registry", "version": 9}'])
def test_a_file_that_is_no_registry_is_misuse(run: Terminal, tmp_path: Path, text: str) -> None:
    """Without the registry no answer would be the one that was asked for, so none is given."""
    path = tmp_path / "registry.json"
    path.write_text(text)
    code, out, err = run("--require-recognition", path, GOOD)
    assert (code, out) == (64, "")
    assert "holds no registry" in err


def test_a_missing_registry_is_misuse(run: Terminal) -> None:
    """It is never taken for an empty one."""
    assert run("--require-recognition", "nowhere.json", GOOD)[0] == 64
