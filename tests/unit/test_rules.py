"""Every rule has a text, a citation, a record that keeps it and one that breaks it."""

import copy
import json
import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

import openler
from openler.credentials.issuance import NotIssuable
from openler.credentials.model import read_credential
from openler.credentials.rules import MAX_TOLD, RULES, judge_rules

V2 = "https://www.w3.org/ns/credentials/v2"
V1 = "https://www.w3.org/2018/credentials/v1"
OB = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
CLR = "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json"
VENDORS = Path(__file__).parents[1] / "vectors" / "vendors"
Change = Callable[[dict[str, Any]], None]

ACHIEVEMENT = {
    "id": "urn:uuid:1",
    "type": ["Achievement"],
    "name": "Knots",
    "description": "Ties knots.",
    "criteria": {"narrative": "Tie each twice."},
}
SUBJECT = {"id": "urn:uuid:3", "type": ["AchievementSubject"], "achievement": ACHIEVEMENT}
IDENTITY = {
    "type": "IdentityObject",
    "hashed": True,
    "identityType": "emailAddress",
    "identityHash": "sha256$" + "0" * 64,
    "salt": "Kosher",
}
BADGE: dict[str, Any] = {
    "@context": [V2, OB],
    "id": "urn:uuid:2",
    "type": ["VerifiableCredential", "OpenBadgeCredential"],
    "issuer": {"id": "https://college.example", "type": ["Profile"]},
    "validFrom": "2026-05-04T09:00:00Z",
    "credentialSubject": SUBJECT,
}
OLD = {
    **{name: value for name, value in BADGE.items() if name != "validFrom"},
    "@context": [V1, OB],
    "issuanceDate": "2026-05-04T09:00:00Z",
}
ENDORSEMENT = {
    **BADGE,
    "type": ["VerifiableCredential", "EndorsementCredential"],
    "credentialSubject": {"id": "urn:uuid:1", "type": ["EndorsementSubject"]},
}
TRANSCRIPT = {
    **BADGE,
    "@context": [V2, CLR, OB],
    "type": ["VerifiableCredential", "ClrCredential"],
    "partial": True,
    "credentialSubject": {
        "id": "urn:uuid:3",
        "type": ["ClrSubject"],
        "verifiableCredential": [BADGE],
        "identifier": [IDENTITY],
        "achievement": [{**ACHIEVEMENT, "id": f"urn:uuid:{number}"} for number in (11, 12, 13)],
        "association": [
            {"type": "Association", "associationType": name, "sourceId": source, "targetId": target}
            for name, source, target in (
                ("isChildOf", "urn:uuid:1", "urn:uuid:11"),
                ("isParentOf", "urn:uuid:12", "urn:uuid:11"),
                ("isPartOf", "urn:uuid:12", "urn:uuid:1"),
                ("precedes", "urn:uuid:11", "urn:uuid:13"),
                ("isPeerOf", "urn:uuid:11", "urn:uuid:1"),
            )
        ],
    },
}
PRESENTATION = {
    "@context": [V2],
    "type": ["VerifiablePresentation"],
    "holder": "did:example:holder",
    "verifiableCredential": [BADGE],
}
ENTRY = {
    "type": "BitstringStatusListEntry",
    "statusPurpose": "revocation",
    "statusListIndex": "7",
    "statusListCredential": "https://s.example/1",
}
WITH_STATUS = {**BADGE, "credentialStatus": ENTRY}
STATUS_LIST = {
    **BADGE,
    "@context": [V2],
    "type": ["VerifiableCredential", "BitstringStatusListCredential"],
    "credentialSubject": {"type": "BitstringStatusList", "statusPurpose": ["revocation"], "encodedList": "uH4sI"},
}
SRI = "sha384-" + "A" * 64
ENVELOPE = {"@context": V2, "id": "data:application/vc+jwt,eyJ.eyJ.x", "type": "EnvelopedVerifiableCredential"}
ENVELOPED = {**PRESENTATION, "verifiableCredential": [ENVELOPE]}
DESCRIPTION = {
    "id": "urn:uuid:21",
    "type": ["ResultDescription"],
    "name": "Handover",
    "resultType": "RubricCriterionLevel",
    "allowedValue": ["Working", "Proficient"],
    "requiredLevel": "urn:uuid:22",
    "rubricCriterionLevel": [{"id": "urn:uuid:22", "type": ["RubricCriterionLevel"], "name": "Working"}],
}
RICH = {
    **BADGE,
    "@context": [V2, OB, "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"],
    "endorsement": [{**ENDORSEMENT, "credentialSubject": {"id": "urn:uuid:2", "type": ["EndorsementSubject"]}}],
    "name": [{"@value": "Nœuds", "@language": "fr-CA", "@direction": "ltr"}],
    "issuer": {"id": "https://college.example", "type": ["Profile"], "name": {"@value": "College"}},
    "relatedResource": [
        {"id": "https://r.example/1", "digestSRI": SRI, "mediaType": "image/svg+xml; charset=utf-8"},
        {"id": "https://r.example/2", "digestMultibase": ["uEiAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"]},
    ],
    "credentialSchema": {"id": "https://s.example/1", "type": "1EdTechJsonSchemaValidator2019", "digestSRI": SRI},
    "refreshService": {"id": "https://refresh.example/1", "type": "Refresh"},
    "termsOfUse": {"id": "https://t.example/1", "type": "Terms"},
    "evidence": [{"type": ["Evidence"], "narrative": "Seen."}],
    "renderMethod": [
        {
            "type": "TemplateRenderMethod",
            "renderSuite": "html",
            "template": {"id": "https://r.example/t.html", "digestSRI": SRI},
            "renderProperty": ["/name", ""],
        }
    ],
    "credentialSubject": {
        **SUBJECT,
        "achievement": {
            **ACHIEVEMENT,
            "resultDescription": [DESCRIPTION],
            "alignment": [{"type": ["Alignment"], "targetName": "Handover", "targetUrl": "https://skills.example/7"}],
        },
        "result": [
            {
                "type": ["Result"],
                "resultDescription": "urn:uuid:21",
                "achievedLevel": "urn:uuid:22",
                "value": "Working",
                "alignment": {"type": ["Alignment"], "targetName": "Handover", "targetUrl": "https://skills.example/7"},
            },
            {"type": ["Result"], "value": "3.2"},
        ],
        "confidenceMethod": [{"id": "did:example:me#1", "type": "DecentralizedIdentifierDocument"}],
    },
}
SCHEMA_RECORD = {
    **BADGE,
    "@context": [V2],
    "type": ["VerifiableCredential", "JsonSchemaCredential"],
    "credentialSubject": {
        "type": "JsonSchema",
        "jsonSchema": {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": "https://s.example/1"},
    },
    "credentialSchema": {
        "id": "https://www.w3.org/ns/credentials/json-schema/v2.json",
        "type": "JsonSchema",
        "digestSRI": SRI,
    },
}
GOOD = {
    "enveloped": ENVELOPED,
    "rich": RICH,
    "schema": SCHEMA_RECORD,
    "badge": BADGE,
    "old": OLD,
    "endorsement": ENDORSEMENT,
    "transcript": TRANSCRIPT,
    "presentation": PRESENTATION,
    "status": WITH_STATUS,
    "list": STATUS_LIST,
}


def _set(path: str, value: Any) -> Change:
    def change(document: dict[str, Any]) -> None:
        *steps, last = path.split(".")
        holder: Any = document
        for step in steps:
            holder = holder[int(step) if isinstance(holder, list) else step]
        key = int(last) if isinstance(holder, list) else last
        if value is ...:
            del holder[key]
        else:
            holder[key] = value

    return change


BREAKS: list[tuple[str, str, Change, str]] = [
    ("vcdm.context", "badge", _set("@context", [OB, V2]), "/@context/0"),
    ("vcdm.type", "badge", _set("type", ["OpenBadgeCredential"]), "/type"),
    ("vcdm.id", "badge", _set("id", "student-1"), "/id"),
    ("vcdm.issuer", "badge", _set("issuer", ["https://a.example", "https://b.example"]), "/issuer"),
    ("vcdm.subject", "badge", _set("credentialSubject.id", "student-4711"), "/credentialSubject/id"),
    ("vcdm2.dates", "badge", _set("validFrom", "2026-05-04"), "/validFrom"),
    ("vcdm2.old-dates", "badge", _set("issuanceDate", "2026-05-04T09:00:00Z"), "/issuanceDate"),
    ("vcdm1.dates", "old", _set("issuanceDate", ...), "/issuanceDate"),
    ("vcdm.date-order", "badge", _set("validUntil", "2026-05-04T08:59:59Z"), "/validUntil"),
    ("vcdm1.status", "old", _set("credentialStatus", {"type": "StatusList2021Entry"}), "/credentialStatus/id"),
    ("vcdm.status", "badge", _set("credentialStatus", {"id": "https://s.example/1"}), "/credentialStatus/type"),
    ("vcdm.schema", "badge", _set("credentialSchema", {"type": "JsonSchema"}), "/credentialSchema/id"),
    ("vcdm.typed-parts", "badge", _set("termsOfUse", [{"id": "https://t.example/1"}]), "/termsOfUse/0/type"),
    ("vcdm.evidence", "badge", _set("evidence", [{"id": "https://e.example/1"}]), "/evidence/0/type"),
    ("vcdm.names", "badge", _set("name", 7), "/name"),
    ("vcdm2.envelope", "enveloped", _set("verifiableCredential.0.@context", ...), "/verifiableCredential/0/@context"),
    ("vcdm1.refresh", "old", _set("refreshService", {"type": "Refresh"}), "/refreshService/id"),
    ("vcdm2.render-method", "rich", _set("renderMethod.0.template", "t.html"), "/renderMethod/0/template"),
    (
        "vcdm2.confidence-method",
        "rich",
        _set("credentialSubject.confidenceMethod", {"id": "did:example:me"}),
        "/credentialSubject/confidenceMethod/type",
    ),
    ("vcjs.digest", "rich", _set("credentialSchema.digestSRI", "sha384-AAAA"), "/credentialSchema/digestSRI"),
    ("vcjs.schema-record", "schema", _set("credentialSchema.type", "Other"), "/credentialSchema"),
    ("vcdm2.related-resource", "badge", _set("relatedResource", [{"id": "https://r.example"}]), "/relatedResource/0"),
    ("vcdm.presentation", "presentation", _set("holder", "me"), "/holder"),
    ("vcdm2.presented", "presentation", _set("verifiableCredential.0", "eyJ.eyJ.x"), "/verifiableCredential/0"),
    ("bitstring.entry", "status", _set("credentialStatus.statusListIndex", 7), "/credentialStatus/statusListIndex"),
    ("bitstring.list", "list", _set("credentialSubject.encodedList", "H4sI"), "/credentialSubject/encodedList"),
    ("ob3.contexts", "badge", _set("@context", [V2, V1, OB]), "/@context/1"),
    (
        "ob3.extension-types",
        "badge",
        _set("credentialSchema", {"id": "https://s.example", "type": "1EdTechJsonSchemaValidator2019"}),
        "/credentialSchema/type",
    ),
    ("ob3.subject", "badge", _set("credentialSubject.id", ...), "/credentialSubject"),
    (
        "ob3.criteria",
        "badge",
        _set("credentialSubject.achievement.criteria", {}),
        "/credentialSubject/achievement/criteria",
    ),
    ("ob3.id", "badge", _set("id", ...), "/id"),
    ("ob3.one-subject", "badge", _set("credentialSubject", [SUBJECT, SUBJECT]), "/credentialSubject"),
    ("ob3.dates", "badge", _set("awardedDate", "2026-05-04T09:00:00"), "/awardedDate"),
    (
        "ob3.identity-hash",
        "badge",
        _set("credentialSubject.identifier", [{**IDENTITY, "identityHash": "a@example.com"}]),
        "/credentialSubject/identifier/0/identityHash",
    ),
    (
        "ob3.identity-salt",
        "badge",
        _set("credentialSubject.identifier", {**IDENTITY, "salt": ""}),
        "/credentialSubject/identifier",
    ),
    (
        "ob3.part-types",
        "badge",
        _set("credentialSubject.result", [{"type": ["Grade"]}]),
        "/credentialSubject/result/0/type",
    ),
    ("ob3.issuer-types", "badge", _set("issuer.type", ["School"]), "/issuer/type"),
    ("ob3.nothing-empty", "badge", _set("evidence", []), "/evidence"),
    ("ob3.endorsement", "endorsement", _set("credentialSubject.id", ...), "/credentialSubject/id"),
    ("clr2.subject", "transcript", _set("credentialSubject.type", ["Person"]), "/credentialSubject/type"),
    (
        "ob3.results",
        "rich",
        _set("credentialSubject.result.0.resultDescription", "urn:uuid:99"),
        "/credentialSubject/result/0/resultDescription",
    ),
    (
        "ob3.alignment",
        "rich",
        _set("credentialSubject.achievement.alignment.0.targetUrl", "skill-7"),
        "/credentialSubject/achievement/alignment/0/targetUrl",
    ),
    (
        "ob3.endorsed",
        "rich",
        _set("endorsement.0.credentialSubject.id", "urn:uuid:1"),
        "/endorsement/0/credentialSubject/id",
    ),
    ("ob3.schema-type", "rich", _set("credentialSchema.type", "JsonSchema"), "/credentialSchema"),
    ("clr2.partial", "transcript", _set("partial", "yes"), "/partial"),
    (
        "clr2.association-type",
        "transcript",
        _set("credentialSubject.association.0.associationType", "isOlderThan"),
        "/credentialSubject/association/0/associationType",
    ),
    (
        "clr2.association-order",
        "transcript",
        _set("credentialSubject.association.0.targetId", "urn:uuid:1"),
        "/credentialSubject/association/0",
    ),
    (
        "clr2.associations",
        "transcript",
        _set("credentialSubject.association.0.targetId", "urn:uuid:99"),
        "/credentialSubject/association/0/targetId",
    ),
]


def _codes(document: dict[str, Any]) -> dict[str, str | None]:
    shape = read_credential(document)
    found = [*judge_rules(shape, check="model"), *judge_rules(shape, check="rules")]
    return {problem.code: problem.pointer for problem in found}


@pytest.mark.parametrize("name", GOOD)
def test_a_record_that_keeps_the_standard_breaks_no_rule(name: str) -> None:
    """Each kind of record that the tests start from is free of faults."""
    assert _codes(GOOD[name]) == {}


@pytest.mark.parametrize(("rule", "name", "change", "pointer"), BREAKS, ids=[entry[0] for entry in BREAKS])
def test_a_record_that_breaks_a_rule_is_told_which_and_where(
    rule: str, name: str, change: Change, pointer: str
) -> None:
    """The rule's own id, and the place of the fault."""
    document = copy.deepcopy(GOOD[name])
    change(document)
    assert _codes(document).get(rule) == pointer


def test_every_rule_is_broken_by_a_test() -> None:
    """A rule that nothing can break would judge nothing; those of records of work have samples of their own."""
    others = {rule.id for rule in RULES if not rule.id.startswith("employment.")}
    assert others == {rule for rule, *_ in BREAKS}


OTHER_BREAKS: list[tuple[str, str, Change, str]] = [
    ("vcdm.type", "badge", _set("type", ["VerifiableCredential", "OpenBadgeCredential", 7]), "/type"),
    ("vcdm.names", "rich", _set("issuer.name", {"@value": "College", "@id": "x"}), "/issuer/name"),
    ("vcdm.names", "rich", _set("issuer.description", ["A", 7]), "/issuer/description/1"),
    ("vcdm.names", "rich", _set("name.0.@language", "fr_CA"), "/name/0"),
    ("vcdm.names", "rich", _set("name.0.@language", "französisch"), "/name/0"),
    ("vcdm.names", "rich", _set("name.0.@direction", "up"), "/name/0"),
    (
        "vcdm2.envelope",
        "enveloped",
        _set("verifiableCredential.0.id", "https://r.example"),
        "/verifiableCredential/0/id",
    ),
    (
        "vcdm2.envelope",
        "enveloped",
        _set("verifiableCredential.0.type", ["EnvelopedVerifiableCredential", "Other"]),
        "/verifiableCredential/0/type",
    ),
    (
        "vcdm2.envelope",
        "enveloped",
        _set("verifiableCredential.0.type", "EnvelopedVerifiablePresentation"),
        "/verifiableCredential/0/type",
    ),
    ("vcdm2.related-resource", "rich", _set("relatedResource.1.id", "https://r.example/1"), "/relatedResource/1/id"),
    ("vcdm2.related-resource", "rich", _set("relatedResource.0.mediaType", "picture"), "/relatedResource/0/mediaType"),
    ("vcdm2.related-resource", "rich", _set("relatedResource.0.digestSRI", "md5-AA"), "/relatedResource/0/digestSRI"),
    ("vcdm2.related-resource", "rich", _set("relatedResource", ["https://r.example"]), "/relatedResource/0"),
    (
        "vcdm2.related-resource",
        "rich",
        _set("relatedResource.1.digestMultibase", "uEiAA"),
        "/relatedResource/1/digestMultibase",
    ),
    ("vcdm2.render-method", "rich", _set("renderMethod.0.renderSuite", ...), "/renderMethod/0/renderSuite"),
    (
        "vcdm2.render-method",
        "rich",
        _set("renderMethod.0.renderProperty", ["name"]),
        "/renderMethod/0/renderProperty/0",
    ),
    ("vcdm2.render-method", "rich", _set("renderMethod", "https://r.example"), "/renderMethod"),
    (
        "vcdm2.render-method",
        "rich",
        _set("renderMethod.0.template.digestSRI", "sha1-AA"),
        "/renderMethod/0/template/digestSRI",
    ),
    (
        "vcdm2.confidence-method",
        "rich",
        _set("credentialSubject.confidenceMethod.0.id", "me"),
        "/credentialSubject/confidenceMethod/0/id",
    ),
    (
        "ob3.results",
        "rich",
        _set("credentialSubject.result.0.achievedLevel", "urn:uuid:21"),
        "/credentialSubject/result/0/achievedLevel",
    ),
    ("ob3.results", "rich", _set("credentialSubject.result.0.value", "Good"), "/credentialSubject/result/0/value"),
    (
        "ob3.results",
        "rich",
        _set("credentialSubject.result.0.resultDescription", {}),
        "/credentialSubject/result/0/resultDescription",
    ),
    (
        "ob3.results",
        "rich",
        _set("credentialSubject.achievement.resultDescription.0.requiredLevel", "urn:uuid:99"),
        "/credentialSubject/achievement/resultDescription/0/requiredLevel",
    ),
    (
        "ob3.alignment",
        "rich",
        _set("credentialSubject.result.0.alignment.targetUrl", ...),
        "/credentialSubject/result/0/alignment/targetUrl",
    ),
    ("bitstring.entry", "status", _set("credentialStatus.id", "https://s.example/1"), "/credentialStatus/id"),
    ("bitstring.entry", "status", _set("credentialStatus.statusSize", 0), "/credentialStatus/statusSize"),
    ("bitstring.entry", "status", _set("credentialStatus.statusSize", 2), "/credentialStatus/statusMessage"),
    ("bitstring.entry", "status", _set("credentialStatus.statusMessage", []), "/credentialStatus/statusMessage"),
    (
        "bitstring.entry",
        "status",
        _set("credentialStatus.statusMessage", [{"status": "0x0", "message": "a"}, {"status": "0x1"}]),
        "/credentialStatus/statusMessage",
    ),
    (
        "bitstring.entry",
        "status",
        _set("credentialStatus.statusReference", ["https://s.example/a", "words"]),
        "/credentialStatus/statusReference/1",
    ),
    (
        "bitstring.list",
        "list",
        _set("credentialSubject.statusPurpose", ["revocation", 7]),
        "/credentialSubject/statusPurpose",
    ),
    ("bitstring.list", "list", _set("credentialSubject.ttl", 0), "/credentialSubject/ttl"),
    (
        "vcdm2.confidence-method",
        "badge",
        _set("confidenceMethod", {"id": "did:example:me#1"}),
        "/confidenceMethod/type",
    ),
    ("vcjs.schema-record", "schema", _set("credentialSubject.type", "Person"), "/credentialSubject/type"),
    ("vcjs.schema-record", "schema", _set("credentialSubject.jsonSchema", "{}"), "/credentialSubject/jsonSchema"),
    (
        "vcjs.schema-record",
        "schema",
        _set("credentialSubject.jsonSchema.$id", ...),
        "/credentialSubject/jsonSchema/$id",
    ),
]


@pytest.mark.parametrize(("rule", "name", "change", "pointer"), OTHER_BREAKS)
def test_a_rule_is_broken_in_each_way_that_its_text_forbids(rule: str, name: str, change: Change, pointer: str) -> None:
    """Beside the first way above, every other clause of the rule."""
    document = copy.deepcopy(GOOD[name])
    change(document)
    assert _codes(document).get(rule) == pointer


@pytest.mark.parametrize("rule", RULES, ids=[rule.id for rule in RULES])
def test_every_rule_says_what_it_asks_and_who_asks_it(rule: Any) -> None:
    """One sentence, a citation that is a URL with a section, and the date of the text that was read."""
    assert re.fullmatch(r"[A-Z].*\.", rule.text)
    assert re.fullmatch(r"https://[^\s#]+#[\w\-]+", rule.citation)
    assert re.fullmatch(r"20\d\d-\d\d-\d\d", rule.dated)


PARTS = {
    "image": {"id": "https://i.example/1.png", "type": "Picture"},
    "credentialSubject.image": {"id": "https://i.example/1.png", "type": "Picture"},
    "credentialSubject.source": {"id": "https://a.example", "type": ["Person"]},
    "credentialSubject.achievement.type": ["Medal"],
    "credentialSubject.achievement.creator": {"id": "https://a.example", "type": ["Person"]},
    "credentialSubject.achievement.alignment": [{"type": ["Skill"], "targetUrl": "https://skills.example/7"}],
    "credentialSubject.achievement.otherIdentifier": [{"type": "Number"}],
    "credentialSubject.achievement.related": [{"type": ["Other"]}],
    "credentialSubject.achievement.resultDescription": [
        {"type": ["ResultDescription"], "rubricCriterionLevel": [{"type": ["Level"]}]}
    ],
    "issuer.parentOrg": {"id": "https://a.example", "type": ["Profile"], "address": {"type": ["Place"]}},
    "issuer.address": {"type": ["Address"], "geo": {"type": "Point"}},
    "issuer.otherIdentifier": [{"type": "Number"}],
}


@pytest.mark.parametrize("path", PARTS)
def test_a_part_of_another_class_is_told_with_its_place(path: str) -> None:
    """The JSON Schemas pass over a wrong type deep inside; the rules walk every part."""
    document = copy.deepcopy(BADGE)
    _set(path, PARTS[path])(document)
    (pointer,) = _codes(document).values()
    assert pointer is not None and pointer.endswith("/type")
    assert pointer.startswith("/" + path.removesuffix(".type").replace(".", "/"))


@pytest.mark.parametrize("id_", [{}, [], None, 7, "", "urn:uuid:99"])
def test_an_association_with_anything_but_an_achievement_of_the_transcript_is_told(id_: object) -> None:
    """Whatever stands in its place, the answer is the rule and no crash."""
    document = copy.deepcopy(TRANSCRIPT)
    document["credentialSubject"]["association"][0]["sourceId"] = id_
    assert _codes(document)["clr2.associations"] == "/credentialSubject/association/0/sourceId"


def test_warnings_never_push_out_an_error() -> None:
    """A record full of empty lists still tells what decides about it."""
    document = {**copy.deepcopy(BADGE), "evidence": [[] for _ in range(200)]}
    document["credentialSubject"]["type"] = ["Person"]
    problems = judge_rules(read_credential(document), check="rules")
    assert len(problems) == MAX_TOLD
    assert problems[0].code == "ob3.subject"


def test_what_readers_make_the_best_of_is_not_issued() -> None:
    """An index written as a number is read with a warning, and never signed by this program."""
    document = copy.deepcopy(WITH_STATUS)
    document["credentialStatus"]["statusListIndex"] = 7
    shape = read_credential(document)
    assert [problem.severity for problem in judge_rules(shape, check="rules")] == ["warning"]
    assert [problem.severity for problem in judge_rules(shape, check="rules", issuing=True)] == ["error"]


@pytest.mark.parametrize(
    "sample", ["clr-2.0/validator-examples/complex.json", "clr-2.0/validator-examples/simple.json"]
)
def test_the_official_transcripts_keep_every_rule_that_decides(sample: str) -> None:
    """What the standard's own samples do may be noted and is never held against a record."""
    document = json.loads((VENDORS / sample).read_text("utf-8"))
    shape = read_credential(document)
    found = [*judge_rules(shape, check="model"), *judge_rules(shape, check="rules")]
    assert [problem for problem in found if problem.severity == "error"] == []


@pytest.mark.parametrize("salted", [True, False])
def test_an_identifier_that_matches_nobody_is_noted_and_not_issued(salted: bool) -> None:
    """Readers take the record as it is; this program signs no hash that nobody can compute."""
    document = copy.deepcopy(BADGE)
    identity = {**IDENTITY, "identityHash": "a@example.com", "salt": "Kosher" if salted else ""}
    document["credentialSubject"]["identifier"] = [identity]
    shape = read_credential(document)
    assert {problem.severity for problem in judge_rules(shape, check="rules")} == {"warning"}
    errors = [one for one in judge_rules(shape, check="rules", issuing=True) if one.severity == "error"]
    unsalted = [] if salted else ["ob3.identity-salt"]
    assert [problem.code for problem in errors] == ["ob3.identity-hash", *unsalted]


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"validUntil": "2026-05-04T08:00:00Z"}, "ends before it begins"),
        ({"credentialStatus": {**ENTRY, "statusListIndex": 7}}, "statusListIndex"),
        ({"credentialStatus": {**ENTRY, "statusSize": 2}}, "statusMessage"),
        ({"awardedDate": "2026-05-04"}, "awardedDate"),
        ({"credentialSubject": [SUBJECT, SUBJECT]}, "2 subjects"),
        ({"evidence": [{"id": "https://e.example/1", "type": ["Film"]}]}, "type of evidence"),
    ],
)
def test_what_breaks_a_rule_is_not_issued(more: dict[str, Any], words: str) -> None:
    """Nothing is signed that a verifier would refuse or have to make the best of."""
    key = openler.KeyFile.of(openler.SoftwareSigner.generate("Ed25519"))
    claims = {**BADGE, "issuer": {"id": key.controller, "type": ["Profile"]}, **more}
    at = datetime(2026, 11, 25, tzinfo=UTC)
    with pytest.raises(NotIssuable, match=words):
        openler.issue(claims, signer=key.signer, verification_method=key.id, at=at)


def _cycle(*edges: tuple[str, int, int]) -> dict[str, Any]:
    document = copy.deepcopy(TRANSCRIPT)
    document["credentialSubject"]["association"] = [
        {"type": "Association", "associationType": name, "sourceId": f"urn:uuid:{one}", "targetId": f"urn:uuid:{other}"}
        for name, one, other in edges
    ]
    return document


@pytest.mark.parametrize(
    ("edges", "place"),
    [
        ((("isChildOf", 1, 11), ("isChildOf", 11, 12), ("isChildOf", 12, 1)), 2),
        ((("isChildOf", 1, 11), ("isParentOf", 1, 11)), 1),
        ((("isParentOf", 1, 11), ("isParentOf", 11, 1)), 1),
        ((("isPartOf", 1, 11), ("isPartOf", 11, 1)), 1),
        ((("precedes", 1, 11), ("precedes", 11, 12), ("precedes", 12, 11)), 2),
        ((("replacedBy", 1, 11), ("replacedBy", 11, 1)), 1),
        ((("isPeerOf", 1, 1),), 0),
    ],
)
def test_associations_that_lead_back_to_where_they_began_are_told(
    edges: tuple[tuple[str, int, int], ...], place: int
) -> None:
    """A child of its own child, a part of itself, a course that comes before itself."""
    document = _cycle(*edges)
    assert _codes(document)["clr2.association-order"] == f"/credentialSubject/association/{place}"
    found = judge_rules(read_credential(document), check="rules", issuing=True)
    assert ("clr2.association-order", "error") in {(problem.code, problem.severity) for problem in found}


@pytest.mark.parametrize(
    "edges",
    [
        (("isChildOf", 1, 11), ("isParentOf", 11, 1)),
        (("isChildOf", 1, 11), ("isChildOf", 1, 12), ("isChildOf", 11, 13), ("isChildOf", 12, 13)),
        (("isPeerOf", 1, 11), ("isPeerOf", 11, 1)),
        (("isRelatedTo", 1, 11), ("isRelatedTo", 11, 1), ("isChildOf", 1, 11), ("precedes", 11, 1)),
    ],
)
def test_associations_said_twice_or_both_ways_are_no_circle(edges: tuple[tuple[str, int, int], ...]) -> None:
    """The same said from both ends, two ways up, and relations that have no direction."""
    assert "clr2.association-order" not in _codes(_cycle(*edges))


def test_a_chain_of_twenty_thousand_associations_is_walked() -> None:
    """Neither depth nor number is a reason to fall over."""
    rule = next(rule for rule in RULES if rule.id == "clr2.association-order")
    chain = [("isChildOf", number, number + 1) for number in range(20_000)]
    assert list(rule.judge(read_credential(_cycle(*chain)))) == []
    (fault,) = rule.judge(read_credential(_cycle(*chain, ("isChildOf", 20_000, 0))))
    assert fault.pointer == "/credentialSubject/association/20000"
