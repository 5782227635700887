"""Are many records of one shape issued as one by one, and what may a slot not decide?"""

import copy
import json
import os
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

import openler
from openler.credentials import rules
from openler.credentials.issuance import NotIssuable
from openler.credentials.keys import KeyKind
from openler.credentials.templates import BadRow, BadTemplate, CredentialTemplate, issuing, judging
from openler.credentials.templates.slots import RowReader, filled, read_slots

AT = datetime(2026, 11, 26, 12, tzinfo=UTC)
KEY = openler.KeyFile.of(openler.SoftwareSigner.from_secret("Ed25519", bytes(range(32))))
V2 = "https://www.w3.org/ns/credentials/v2"
OB = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"


def claims(key: openler.KeyFile = KEY) -> dict[str, Any]:
    """Give a template with slots of every kind: an identifier, part of one, a date, texts, texts in a list."""
    return {
        "@context": [V2, OB],
        "id": "urn:uuid:{{record}}",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "issuer": {"id": key.controller, "type": ["Profile"], "name": "Riverside College"},
        "validFrom": "{{awarded}}",
        "credentialSubject": {
            "id": "{{holder}}",
            "type": ["AchievementSubject"],
            "achievement": {
                "id": "https://college.example/achievements/1",
                "type": ["Achievement"],
                "name": "Nursing Basics",
                "description": "Care for patients.",
                "criteria": {"narrative": "Pass the {{exam}} exam with 100 %."},
                "tag": ["care", "{{tag}}"],
            },
        },
        "evidence": [
            {"type": ["Evidence"], "narrative": "{{first}}"},
            {"type": ["Evidence"], "narrative": "{{second}}"},
        ],
    }


def row(**changes: str) -> dict[str, str]:
    """Give a row for it."""
    usual = {
        "record": "b54bb2f2-7d9a-4d36-8a58-3f8d2a9d1f11",
        "awarded": "2026-05-04T09:30:00Z",
        "holder": "did:example:learner",
        "exam": "final",
        "tag": "nursing",
        "first": "Observed on the ward.",
        "second": "Passed the practical.",
    }
    return usual | changes


def one_by_one(changes: dict[str, str], key: openler.KeyFile = KEY, suite: str | None = None) -> bytes:
    """Issue the claims of a row the general way."""
    text = json.dumps(claims(key))
    for name, value in row(**changes).items():
        text = text.replace("{{" + name + "}}", json.dumps(value)[1:-1])
    record = openler.issue(text, signer=key.signer, verification_method=key.id, at=AT, cryptosuite=suite)
    return json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode()


def warmed(monkeypatch: pytest.MonkeyPatch) -> CredentialTemplate:
    """Make a template that has seen its first row, and may not go the general way any more."""
    template = CredentialTemplate(claims(), signer=KEY.signer, verification_method=KEY.id)
    template.issue(row(), at=AT)

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("the general path was taken")

    monkeypatch.setattr(issuing, "issue", refuse)
    return template


@pytest.mark.parametrize(
    "changes",
    [
        {"record": "c54bb2f2-7d9a-4d36-8a58-3f8d2a9d1f11", "holder": "did:example:another"},
        {"first": 'Ünïcödé 學習 😀 "quoted" \\ \t\n\x01\x7f %s {{x}}'},
        {"first": "B", "second": "A"},
        {"tag": "care"},
        {"tag": "a"},
        {"awarded": "2024-02-29T23:59:59.5+14:00"},
        {"first": "The same.", "second": "The same."},
        {"holder": "https://college.example/achievements/1"},
        {"holder": "urn:uuid:b54bb2f2-7d9a-4d36-8a58-3f8d2a9d1f11"},
    ],
    ids=["others", "letters", "order", "doubled-value", "before", "date", "alike-nodes", "node-meets", "record-meets"],
)
def test_a_later_row_gives_what_issue_gives(changes: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where two values, two nodes or two names meet; none of these needs the document to be read again."""
    expected = one_by_one(changes)
    if "holder" in changes and changes["holder"].startswith("urn:uuid"):
        # Two objects that decide about records have one name now, so the whole document has to be read.
        template = CredentialTemplate(claims(), signer=KEY.signer, verification_method=KEY.id)
        template.issue(row(), at=AT)
    else:
        template = warmed(monkeypatch)
    assert template.issue(row(**changes), at=AT) == expected


def test_the_time_of_each_proof_is_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """The configuration of the proof is a template too."""
    later = datetime(2027, 1, 1, tzinfo=UTC)
    record = json.loads(warmed(monkeypatch).issue(row(), at=later))
    assert record["proof"]["created"] == "2027-01-01T00:00:00Z"
    report = openler.verify(record, at=later, proof_only=True)
    assert report.check("proof").outcome == "passed"


@pytest.mark.parametrize(
    "changes",
    [
        {"awarded": "2026-02-30T00:00:00Z"},
        {"awarded": "yesterday"},
        {"holder": "learner 7"},
        {"holder": "_:b0"},
        {"holder": "urn:x> <urn:evil> <urn:y"},
        {"holder": ""},
        {"record": "with space"},
        {"first": "half \ud800"},
    ],
)
def test_a_later_row_is_refused_as_issue_refuses_it(changes: dict[str, str]) -> None:
    """With the same problems at the same places; the row after it is issued."""
    template = CredentialTemplate(claims(), signer=KEY.signer, verification_method=KEY.id)
    template.issue(row(), at=AT)
    with pytest.raises(NotIssuable) as found:
        template.issue(row(**changes), at=AT)
    document = claims()
    text = json.dumps(document)
    for name, value in row(**changes).items():
        text = text.replace("{{" + name + "}}", json.dumps(value)[1:-1])
    with pytest.raises(NotIssuable) as expected:
        openler.issue(json.loads(text), signer=KEY.signer, verification_method=KEY.id, at=AT)
    assert found.value.problems == expected.value.problems
    assert template.issue(row(), at=AT) == one_by_one({})


@pytest.mark.parametrize("kind", ["P-256", "P-384"])
def test_keys_of_each_kind_sign(kind: KeyKind) -> None:
    """With SHA-384 for P-384; signatures are deterministic, so the bytes are the same."""
    key = openler.KeyFile.of(openler.SoftwareSigner.from_secret(kind, b"\1" * (32 if kind == "P-256" else 48)))
    template = CredentialTemplate(claims(key), signer=key.signer, verification_method=key.id)
    for changes in ({}, {"first": "Another."}):
        assert template.issue(row(**changes), at=AT) == one_by_one(changes, key)


def test_other_suites_are_signed_one_by_one() -> None:
    """A suite over JSON has no canonical N-Quads; its records are the same all the same."""
    template = CredentialTemplate(claims(), signer=KEY.signer, verification_method=KEY.id, cryptosuite="eddsa-jcs-2022")
    for changes in ({}, {"first": "Another."}):
        assert template.issue(row(**changes), at=AT) == one_by_one(changes, suite="eddsa-jcs-2022")


def test_records_that_can_be_shown_in_part_are_signed_one_by_one() -> None:
    """Each with random numbers of its own, so no two are the same bytes; a part of each can be shown."""
    key = openler.KeyFile.of(openler.SoftwareSigner.from_secret("P-256", b"\1" * 32))
    template = CredentialTemplate(
        claims(key),
        signer=key.signer,
        verification_method=key.id,
        cryptosuite="ecdsa-sd-2023",
        chance=os.urandom,
    )
    first, second = (json.loads(template.issue(row(), at=AT)) for _ in range(2))
    assert first["proof"]["proofValue"] != second["proof"]["proofValue"]
    shown = openler.derive(second, selective=["/credentialSubject/achievement/name"])
    assert "evidence" not in shown
    assert openler.verify(shown, at=AT, proof_only=True).check("proof").outcome == "passed"


@pytest.mark.parametrize(
    ("path", "value", "pointer"),
    [
        (("@context", 1), "{{context}}", "/@context"),
        (("{{name}}",), "x", "/{{name}}"),
        (("name",), "{{", "/name"),
        (("name",), "{{}}", "/name"),
        (("name",), "{{ never closed", "/name"),
    ],
)
def test_a_slot_where_no_value_stands_is_refused(path: tuple[Any, ...], value: str, pointer: str) -> None:
    """With its place, before any row is read."""
    template = copy.deepcopy(claims())
    holder: Any = template
    for step in path[:-1]:
        holder = holder[step]
    holder[path[-1]] = value
    with pytest.raises(BadTemplate) as error:
        CredentialTemplate(template, signer=KEY.signer, verification_method=KEY.id)
    assert error.value.pointer == pointer


def test_a_template_without_a_slot_is_refused() -> None:
    """All its records would be one."""
    with pytest.raises(BadTemplate, match="no slot"):
        CredentialTemplate({"@context": [V2]}, signer=KEY.signer, verification_method=KEY.id)


def test_a_row_without_a_slot_is_refused() -> None:
    """A record without a member is another shape; nothing is left empty in silence."""
    template = CredentialTemplate(claims(), signer=KEY.signer, verification_method=KEY.id)
    assert template.slots == ("record", "awarded", "holder", "exam", "tag", "first", "second")
    short = row()
    del short["tag"]
    with pytest.raises(BadRow, match="'tag'"):
        template.issue(short, at=AT)


@pytest.mark.parametrize("value", [None, 7, ["nursing"]])
@pytest.mark.parametrize("name", ["exam", "tag"])
def test_what_is_no_text_is_refused_and_not_written_as_one(name: str, value: Any) -> None:
    """Nobody passes the "None exam"; the first row is refused as any other."""
    template = CredentialTemplate(claims(), signer=KEY.signer, verification_method=KEY.id)
    for _ in range(2):
        with pytest.raises(BadRow, match=f"'{name}' is no text"):
            template.issue({**row(), name: value}, at=AT)
        template.issue(row(), at=AT)


def test_a_template_of_one_slot_is_filled() -> None:
    """One slot alone, once and twice in a text."""
    template = claims()
    template["evidence"] = [{"type": ["Evidence"], "narrative": "{{word}} and {{word}} of 100 %"}]
    texts = json.dumps(template)
    for name, text in row().items():
        texts = texts.replace("{{" + name + "}}", text)
    made = CredentialTemplate(texts, signer=KEY.signer, verification_method=KEY.id)
    for word in ("care", "wound", "a\0b"):
        assert (
            json.loads(made.issue({"word": word}, at=AT))["evidence"][0]["narrative"] == f"{word} and {word} of 100 %"
        )


def test_a_type_in_a_slot_is_issued_one_by_one() -> None:
    """It decides what other words mean, so each record is read as a whole; a type that is none is refused."""
    template = claims()
    template["credentialSubject"]["achievement"]["type"] = ["Achievement", "{{first}}"]
    made = CredentialTemplate(template, signer=KEY.signer, verification_method=KEY.id)
    for _ in range(2):
        assert b'"https://types.example/Course"' in made.issue(row(first="https://types.example/Course"), at=AT)
    with pytest.raises(NotIssuable):
        made.issue(row(first="NoSuchType"), at=AT)


def test_rules_take_whatever_is_an_object_for_one() -> None:
    """What a rule reads of a template is noted by objects of another class; a rule must not tell them from others."""
    folder = Path(rules.__file__).parent
    exact = re.compile(r"type\(\w+\) (?:is|in|==)")
    lines = [
        f"{path.name}: {line.strip()}"
        for path in folder.glob("*.py")
        for line in path.read_text("utf-8").splitlines()
        if exact.search(line) and "_has_empties" not in line
    ]
    # Empty members are a note to readers; it keeps no record from being issued.
    assert [line for line in lines if not line.endswith("is dict or type(item) is list:")] == []


def endorsed() -> dict[str, Any]:
    """Give a template whose achievement is endorsed, with slots in the endorsement."""
    template = claims()
    template["credentialSubject"]["achievement"]["endorsement"] = [
        {
            "@context": [V2, OB],
            "id": "urn:uuid:0d9d3f3e-98a1-4cf8-b77d-d6a2b6f4e4a1",
            "type": ["VerifiableCredential", "EndorsementCredential"],
            "issuer": KEY.controller,
            "validFrom": "2026-05-04T09:30:00Z",
            "name": "Endorsement",
            "credentialSubject": {
                "id": "{{endorsed}}",
                "type": ["EndorsementSubject"],
                "endorsementComment": "{{first}}",
            },
        }
    ]
    return template


def test_what_an_endorsement_is_about_may_be_a_slot() -> None:
    """It is asked of each row whether the endorsement stands with what it endorses."""
    made = CredentialTemplate(endorsed(), signer=KEY.signer, verification_method=KEY.id)
    for comment in ("One.", "Two.", "Three."):
        record = json.loads(made.issue(row(first=comment, endorsed="https://college.example/achievements/1"), at=AT))
        (endorsement,) = record["credentialSubject"]["achievement"]["endorsement"]
        assert endorsement["credentialSubject"]["endorsementComment"] == comment
    with pytest.raises(NotIssuable) as caught:
        made.issue(row(endorsed="https://college.example/achievements/2"), at=AT)
    assert [problem.code for problem in caught.value.problems] == ["ob3.endorsed"]


def judge_with(monkeypatch: pytest.MonkeyPatch, judge: Any, *, always: bool = True) -> Any:
    """Make a judge of rows that has one rule, and what gives a row's verdict."""
    rule = rules.Rule(
        "house.rule", "rules", "A rule.", "https://college.example/rules", "2026-01-01", lambda _: always, judge
    )
    monkeypatch.setattr(judging, "RULES", (rule,))
    template = claims()
    places = read_slots(template)
    made = judging.RowJudge(filled(template, places, RowReader(places).read(row())), places)
    return lambda **changes: made.accepts(RowReader(places).read(row(**changes)))


def test_a_rule_is_not_asked_twice_about_the_same_texts(monkeypatch: pytest.MonkeyPatch) -> None:
    """The days and grades of a class are few; what they are found to be is not found out for each learner."""
    asked = []

    def about_evidence(shape: Any) -> Iterator[rules.Fault]:
        narrative = shape.document["evidence"][0]["narrative"]
        asked.append(narrative)
        if narrative == "bad":
            yield rules.Fault("/evidence/0/narrative", "It is bad.")

    accepts = judge_with(monkeypatch, about_evidence)
    assert [accepts(first=text, second=str(number)) for number, text in enumerate(("a", "a", "bad", "a", "bad", "b"))] == [
        True, True, False, True, False, True
    ]  # fmt: skip
    # Once while it was found out what the rule reads; a refusal is not kept.
    assert asked == ["Observed on the ward.", "a", "bad", "bad", "b"]
    for number in range(3 * judging.MOST_NOTED):
        assert accepts(first=str(number))
    asked.clear()
    assert not accepts(first="bad")
    assert accepts(first="a")
    assert asked == ["bad", "a"]


def test_a_rule_that_reads_on_is_asked_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """What it reads of one row is not all that it reads of another, so what it said of that says nothing of this."""

    def reads_on(shape: Any) -> Iterator[rules.Fault]:
        first, second = shape.document["evidence"]
        if first["narrative"] == "see below" and second["narrative"] == "bad":
            yield rules.Fault("/evidence/1/narrative", "It is bad.")

    accepts = judge_with(monkeypatch, reads_on)
    for _ in range(2):
        assert accepts(first="a", second="bad")
        assert accepts(first="see below", second="good")
        assert not accepts(first="see below", second="bad")
