"""The shape of a record: found whatever form its issuer chose, with the place of every part, and nothing inside unseen."""

from typing import Any

import pytest

from openler.credentials.model import describe, read_credential

V2 = "https://www.w3.org/ns/credentials/v2"
V1 = "https://www.w3.org/2018/credentials/v1"
INNER: dict[str, Any] = {"id": "urn:uuid:1", "type": ["VerifiableCredential"]}


@pytest.mark.parametrize(
    ("types", "kind"),
    [
        ("VerifiableCredential", "generic"),
        (["VerifiableCredential", "OpenBadgeCredential"], "achievement"),
        (["VerifiableCredential", "AchievementCredential"], "achievement"),
        (["ClrCredential", "AchievementCredential"], "clr"),
        (["VerifiableCredential", "EndorsementCredential"], "endorsement"),
        ("VerifiablePresentation", "presentation"),
        (["VerifiableCredential", "StatusList2021Credential"], "status_list"),
        (None, "generic"),
        ([{}, 7], "generic"),
    ],
)
def test_the_kind_follows_from_the_types(types: Any, kind: str) -> None:
    """One type or many, in any order; what is no type is passed over."""
    assert read_credential({"type": types}).kind == kind


@pytest.mark.parametrize(
    ("context", "version"),
    [([V2], "2.0"), (V2, "2.0"), ([V1, "https://x.example"], "1.1"), ([{}, 7], ""), (None, "")],
)
def test_the_version_follows_from_the_contexts(context: Any, version: str) -> None:
    """One context or many."""
    assert read_credential({"@context": context}).version == version


@pytest.mark.parametrize(
    ("issuer", "id_", "name"),
    [
        ("https://a.example", "https://a.example", None),
        ({"id": "https://a.example", "name": "College"}, "https://a.example", "College"),
        ({"id": "https://a.example", "name": {"@value": "École", "@language": "fr"}}, "https://a.example", "École"),
        ({"id": "https://a.example", "name": [{"@value": "École"}, "School"]}, "https://a.example", "École"),
        ({"name": "College"}, None, "College"),
        (["https://a.example"], None, None),
        ({"id": ["https://a.example"], "name": 7}, None, None),
        (None, None, None),
    ],
)
def test_the_issuer_is_read_as_text_or_object(issuer: Any, id_: str | None, name: str | None) -> None:
    """What is neither stays unnamed; the rules tell it."""
    shape = read_credential({"issuer": issuer})
    assert (shape.issuer_id, shape.issuer_name) == (id_, name)


@pytest.mark.parametrize(
    ("document", "start", "end"),
    [
        ({"@context": [V2], "validFrom": "a", "validUntil": "b"}, ("/validFrom", "a"), ("/validUntil", "b")),
        ({"@context": [V1], "issuanceDate": "a", "validFrom": "c"}, ("/issuanceDate", "a"), ("/expirationDate", None)),
        ({"@context": [V1], "validFrom": "c"}, ("/validFrom", "c"), ("/expirationDate", None)),
        ({"@context": [V2], "expirationDate": "b"}, ("/validFrom", None), ("/expirationDate", "b")),
    ],
)
def test_dates_are_found_under_the_names_of_either_version(
    document: dict[str, Any], start: tuple[str, Any], end: tuple[str, Any]
) -> None:
    """With the place they stand in; the version's own name first."""
    shape = read_credential(document)
    assert (tuple(shape.valid_from), tuple(shape.valid_until)) == (start, end)


def test_one_value_and_a_list_of_values_are_read_alike() -> None:
    """Each with its own pointer."""
    one = read_credential({"credentialSubject": INNER, "credentialStatus": INNER, "credentialSchema": INNER})
    many = read_credential({"credentialSubject": [INNER, INNER], "credentialStatus": [INNER], "credentialSchema": []})
    assert [part.pointer for part in (*one.subjects, *one.statuses, *one.schemas)] == [
        "/credentialSubject",
        "/credentialStatus",
        "/credentialSchema",
    ]
    assert [part.pointer for part in many.subjects] == ["/credentialSubject/0", "/credentialSubject/1"]
    assert [part.pointer for part in many.statuses] == ["/credentialStatus/0"]
    assert many.schemas == ()


@pytest.mark.parametrize(
    "types",
    [
        ["VerifiablePresentation"],
        ["VerifiableCredential", "ClrCredential"],
        ["VerifiableCredential"],
        ["VerifiablePresentation", "OpenBadgeCredential"],
        None,
    ],
)
def test_records_inside_are_members_whatever_the_outer_one_calls_itself(types: Any) -> None:
    """A type that is left out or added hides no member."""
    document = {
        "type": types,
        "verifiableCredential": INNER,
        "credentialSubject": [{"verifiableCredential": [INNER, "eyJ"]}, {"verifiableCredential": {}}],
    }
    assert [part.pointer for part in read_credential(document).members] == [
        "/verifiableCredential",
        "/credentialSubject/0/verifiableCredential/0",
        "/credentialSubject/0/verifiableCredential/1",
        "/credentialSubject/1/verifiableCredential",
    ]


def test_endorsements_are_found_at_every_level_and_members_keep_their_own() -> None:
    """Of the record, its issuer, its achievement, the achievement's creator; objects and tokens."""
    document = {
        "type": ["VerifiableCredential", "ClrCredential"],
        "endorsement": [INNER],
        "endorsementJwt": "eyJ",
        "issuer": {"endorsement": INNER, "parentOrg": {"endorsementJwt": ["eyJ"]}},
        "credentialSubject": {
            "achievement": [{"endorsement": [INNER], "creator": {"endorsementJwt": ["eyJ", "eyJ"]}}],
            "verifiableCredential": [{**INNER, "endorsement": [INNER]}],
        },
        "proof": {"endorsement": [INNER]},
    }
    assert sorted(part.pointer for part in read_credential(document).endorsements) == [
        "/credentialSubject/achievement/0/creator/endorsementJwt/0",
        "/credentialSubject/achievement/0/creator/endorsementJwt/1",
        "/credentialSubject/achievement/0/endorsement/0",
        "/endorsement/0",
        "/endorsementJwt",
        "/issuer/endorsement",
        "/issuer/parentOrg/endorsementJwt/0",
    ]


def test_a_summary_says_what_the_record_says() -> None:
    """Title, criteria, results by the names and levels that the achievement describes, skills, evidence, subject."""
    summary = describe(
        {
            "@context": [V2],
            "type": ["VerifiableCredential", "OpenBadgeCredential"],
            "name": "Record",
            "issuer": {"id": "https://a.example", "name": "College", "url": "https://a.example/home"},
            "validFrom": "2026-05-04T09:00:00Z",
            "evidence": [{"id": "https://e.example/1", "type": ["Evidence"], "name": "Film"}, {"type": ["Evidence"]}],
            "credentialSubject": {
                "id": "did:example:learner",
                "identifier": [
                    {"identityType": "emailAddress", "hashed": True, "identityHash": "sha256$00"},
                    {"identityType": "name", "hashed": False, "identityHash": "Learner (fictional)"},
                ],
                "achievement": {
                    "name": {"@value": "Nœuds", "@language": "fr"},
                    "description": "Ties knots.",
                    "achievementType": "Course",
                    "criteria": {"narrative": "Tie each twice."},
                    "alignment": [{"targetName": "Ropework", "targetUrl": "https://f.example/1", "targetCode": "R1"}],
                    "resultDescription": [
                        {"id": "urn:r:1", "name": "Grade"},
                        {"id": "urn:r:2", "name": "Level", "rubricCriterionLevel": [{"id": "urn:l:1", "name": "Good"}]},
                    ],
                },
                "result": [
                    {"resultDescription": "urn:r:1", "value": "A"},
                    {"resultDescription": "urn:r:2", "achievedLevel": "urn:l:1"},
                    {"status": "Completed"},
                ],
            },
        }
    )
    assert summary.name is not None and (summary.name.value, summary.name.language) == ("Nœuds", "fr")
    assert (summary.issuer_id, summary.issuer_url) == ("https://a.example", "https://a.example/home")
    assert (summary.subject_id, summary.subject_name) == ("did:example:learner", "Learner (fictional)")
    assert summary.results == (("Grade", "A"), ("Level", "Good"), ("Result", "Completed"))
    assert [(one.name, one.code) for one in summary.alignments] == [("Ropework", "R1")]
    assert summary.evidence == (("Film", "https://e.example/1"), ("Evidence", None))
    assert summary.achievement_type == "Course"


def test_criteria_that_stand_elsewhere_are_told_by_their_address() -> None:
    """Open Badges 3.0 allows either."""
    summary = describe({"credentialSubject": {"achievement": {"criteria": {"id": "https://a.example/knots"}}}})
    assert summary.criteria is not None
    assert summary.criteria.value == "https://a.example/knots"


def test_a_summary_of_very_much_is_cut_and_says_so() -> None:
    """What a page can show is bounded; a record of a thousand skills stays readable."""
    alignments = [{"targetName": f"Skill {number}"} for number in range(1000)]
    summary = describe({"credentialSubject": {"achievement": {"alignment": alignments}}})
    assert summary.is_cut
    assert len(summary.alignments) == 200


def test_a_transcript_tells_what_its_members_say() -> None:
    """Each member is described; members of members only so deep."""
    inner: dict[str, Any] = {**INNER, "name": "Innermost"}
    for depth in range(6):
        inner = {**INNER, "name": f"Level {depth}", "credentialSubject": {"verifiableCredential": [inner]}}
    summary, levels = describe(inner), 0
    while summary.members:
        summary, levels = summary.members[0], levels + 1
    assert levels == 3
