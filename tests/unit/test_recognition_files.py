"""Is a registry's file read whole or refused, and does a policy that names recognition keep to it?"""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

import openler
from openler.credentials.verification.report import VerificationReport
from openler.foundation.errors import MalformedInput, NotAccepted
from openler.trust import (
    Change,
    Entry,
    RecognizedIssuer,
    Registry,
    Scope,
    question_of,
    read_registry,
    recognize,
    verdict_sentence,
    write_registry,
)
from openler.trust.questions import Question

AT = datetime(2026, 11, 25, tzinfo=UTC)
CASES = Path(__file__).parents[1] / "vectors" / "field-cases"
GOOD = (CASES / "bytes-arabic" / "badge.json").read_bytes()
ALTERED = (CASES / "baking-png-altered" / "badge.png").read_bytes()
SINCE = datetime(2019, 9, 1, tzinfo=UTC)


def _report(data: bytes = GOOD) -> VerificationReport:
    return openler.verify(data, at=AT)


def _registry(**members: Any) -> Registry:
    issuer = _report().signatory.issuer_id
    assert issuer is not None
    told: dict[str, Any] = {"scope": Scope(), "until": None, "entered_at": SINCE, "issuer": issuer} | members
    entry = Entry(id="e1", name="A college", since=SINCE, policy="Policy 3", entered_by="Grace", **told)
    return Registry("https://rivers.example/registries/1/", "Great Rivers", (entry,), as_of=AT)


def _written(**members: Any) -> dict[str, Any]:
    return json.loads(json.dumps(write_registry(_registry()) | members))  # type: ignore[no-any-return]


def test_what_is_written_is_read_again() -> None:
    """Every part of an entry survives its file."""
    change = Change("suspended", AT, "Under review.", AT, "Grace")
    scope = Scope(("Course", "Degree"), ("https://a.example/1",), "https://f.example/")
    registry = _registry(changes=(change,), scope=scope, until=AT, is_barred=True)
    assert read_registry(json.dumps(write_registry(registry)).encode()) == registry


@pytest.mark.parametrize(
    "fault",
    [
        {"format": "something else"},
        {"version": 2},
        {"entries": {}},
        {"as_of": "yesterday"},
        {"as_of": "2026-05-04T09:30:00"},
        {"name": ""},
    ],
)
def test_a_file_that_is_no_registry_is_refused(fault: dict[str, Any]) -> None:
    """Half a registry would call recognized issuers unknown."""
    with pytest.raises(MalformedInput):
        read_registry(json.dumps(_written(**fault)).encode())


@pytest.mark.parametrize(
    "fault",
    [
        {"issuer": None},
        {"achievement_types": None},
        {"achievement_types": ["Course", 7]},
        {"achievements": "https://a.example/1"},
        {"framework": None},
        {"from": "2026-13-40T00:00:00Z"},
        {"until": 7},
        {"is_barred": "no"},
        {"changes": [{"kind": "paused", "from": "2026-05-04T09:30:00Z", "entered_at": "2026-05-04T09:30:00Z"}]},
    ],
)
def test_an_entry_that_lacks_something_is_refused_with_its_place(fault: dict[str, Any]) -> None:
    """A scope left out would make a narrow entry a wide one; an unknown change might be a withdrawal."""
    told = _written()
    told["entries"][0] |= fault
    with pytest.raises(MalformedInput) as raised:
        read_registry(json.dumps(told).encode())
    assert str(raised.value.pointer).startswith("/entries/0")


def test_a_scope_that_is_missing_is_not_a_wide_one() -> None:
    """Each of its three members must be written, if only as empty."""
    for name in ("achievement_types", "achievements", "framework"):
        told = _written()
        del told["entries"][0][name]
        with pytest.raises(MalformedInput):
            read_registry(json.dumps(told).encode())


def test_a_policy_that_names_recognition_accepts_only_a_recognized_issuer() -> None:
    """The default policy does not ask; this one does, and says why it objects."""
    assert _report().accept(RecognizedIssuer([_registry()])).policy == "every check holds and the issuer is recognized"
    with pytest.raises(NotAccepted, match="No chosen registry lists the issuer"):
        _report().accept(RecognizedIssuer([_registry(issuer="did:web:other.example")]))
    past = _registry(changes=(Change("withdrawn", AT, "Closed.", AT),))
    with pytest.raises(NotAccepted, match="withdrawn"):
        _report().accept(RecognizedIssuer([past]))
    assert _report().accept(RecognizedIssuer([past], past_is_enough=True))


def test_a_recognized_issuer_is_not_called_unknown_in_the_same_breath() -> None:
    """The verdict ends with who recognizes the issuer, instead of saying that nobody knows it."""
    report = _report()
    said = verdict_sentence(report, recognize(question_of(report), [_registry()], at=AT))
    assert "is valid" in said
    assert "Great Rivers recognizes it now, since 1 September 2019." in said
    assert "do not know" not in said
    unknown = verdict_sentence(report, recognize(question_of(report), [_registry(issuer="did:x:y")], at=AT))
    assert "do not know" in unknown
    assert "No chosen registry lists the issuer" in unknown


def test_an_altered_record_asks_nothing() -> None:
    """Whose name it carries is not whose words it is."""
    assert question_of(_report(ALTERED)) is None


def test_a_question_crosses_processes_unchanged() -> None:
    """What the judge asks is what the platform answers."""
    question = question_of(_report())
    assert question is not None
    assert Question.from_json(json.loads(json.dumps(question.to_json()))) == question
