"""What do tests of postings and applications share? A nursing home, a posting, and records of a student; all fictional."""

import gzip
import json
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

import openler
from openler.foundation.documents import GivenDocuments
from openler.foundation.encodings import encode_base64url
from openler.platform.accounts.models import User
from openler.platform.base.acts import Act
from openler.platform.opportunities import services
from openler.platform.opportunities.models import Application, Posting
from openler.platform.organizations.models import Organization
from openler.testing.signing import did_key_of, fixed_signer, method_of
from web.people import make_organization, make_user
from web.sharing import HOLDER, ISSUER, OB, presentation

PRIVACY, VITALS, CARE = (f"https://skills.example/{name}" for name in ("privacy", "vitals", "care"))
DEGREE = "https://college.example/achievements/degree"
LIST_URL = "https://status.example/lists/1"
_ROWS = (
    {"uri": PRIVACY, "label": "Patient data privacy", "framework": "Open Nursing Framework", "level": 3},
    {"uri": VITALS, "label": "Vital signs", "framework": "Open Nursing Framework"},
    {"uri": CARE, "label": "Resident care", "framework": "Open Nursing Framework", "preferred": True},
    {"uri": DEGREE, "label": "Associate degree", "kind": "achievement", "preferred": True},
)


@dataclass(frozen=True)
class Home:
    """A nursing home with its people and one published posting."""

    organization: Organization
    owner: User
    recruiter: User
    viewer: User
    posting: Posting


def act_in(user: User, organization: Organization | None, at: datetime) -> Act:
    """Give the circumstances of an act."""
    return Act(user.pk, organization.pk if organization else None, at)


def fields(**more: Any) -> services.PostingFields:
    """Give the fields of a complete posting."""
    return services.PostingFields(
        **{
            "title": "Nursing assistant, nights",
            "place": "Harbor View, Pier Street",
            "law": "us",
            "accommodation_contact": "Ask Ruth (fictional), ruth@harbor-view.example",
            "closes_at": date(2026, 12, 18),
            "access_ends_at": date(2027, 1, 31),
            **more,
        }
    )


def make_draft(organization: Organization, owner: User, at: datetime, **more: Any) -> Posting:
    """Make a draft with four requirements that takes applications for weeks from `at`."""
    ends = {"closes_at": (at + timedelta(days=20)).date(), "access_ends_at": (at + timedelta(days=60)).date()}
    who = act_in(owner, organization, at)
    posting = services.create_posting(who, fields(**{**ends, **more}))
    for row in _ROWS:
        posting = services.add_requirement(who, posting.pk, dict(row), seen_version=posting.version)
    return posting


def make_home(at: datetime, *, slug: str = "harbor-view") -> Home:
    """Make the nursing home with a published posting."""
    owner, recruiter, viewer = (make_user(f"{slug}-{name}") for name in ("owner", "recruiter", "viewer"))
    members = {owner: ["owner"], recruiter: ["recruiter"], viewer: ["viewer"]}
    organization = make_organization(slug, kinds=["employers"], members=members)
    draft = make_draft(organization, owner, at)
    who = act_in(owner, organization, at)
    posting = services.publish_posting(who, draft.pk, seen_version=draft.version)
    return Home(organization, owner, recruiter, viewer, posting)


def record(
    *skills: str,
    at: datetime,
    title: str = "Nursing Basics",
    level: str = "",
    index: int | None = None,
    holder: Any = HOLDER,
    name: str = "Ines Valdes",
    **more: Any,
) -> dict[str, Any]:
    """Sign a record with skills for the holder of a trial key; `level` is a word of the shared scale."""
    words = ("Introductory", "Working", "Proficient", "Advanced")
    result = f"urn:uuid:{uuid4()}"
    achievement: dict[str, Any] = {
        "id": f"urn:uuid:{uuid4()}",
        "type": ["Achievement"],
        "name": title,
        "description": f"{title}, shown in class.",
        "criteria": {"narrative": "Shown twice."},
        "alignment": [{"type": ["Alignment"], "targetName": "Skill", "targetUrl": uri} for uri in skills],
        "resultDescription": [
            {
                "id": result,
                "type": ["ResultDescription"],
                "name": "Level",
                "resultType": "RubricCriterionLevel",
                "rubricCriterionLevel": [
                    {"id": f"{result}#{word}", "type": ["RubricCriterionLevel"], "name": word} for word in words
                ],
            }
        ],
    }
    subject: dict[str, Any] = {
        "id": did_key_of(holder),
        "type": ["AchievementSubject"],
        "identifier": [{"type": "IdentityObject", "hashed": False, "identityType": "name", "identityHash": name}],
        "achievement": achievement,
    }
    if level:
        subject["result"] = [
            {"type": ["Result"], "resultDescription": result, "achievedLevel": f"{result}#{level.title()}"}
        ]
    claims: dict[str, Any] = {
        "@context": ["https://www.w3.org/ns/credentials/v2", OB],
        "id": f"urn:uuid:{uuid4()}",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "issuer": {"id": did_key_of(ISSUER), "type": ["Profile"], "name": "Lakeside College (fictional)"},
        "validFrom": "2026-05-04T09:00:00Z",
        "name": title,
        "credentialSubject": subject,
        **more,
    }
    if index is not None:
        claims["credentialStatus"] = {
            "id": f"{LIST_URL}#{index}",
            "type": "BitstringStatusListEntry",
            "statusPurpose": "revocation",
            "statusListIndex": str(index),
            "statusListCredential": LIST_URL,
        }
    return openler.issue(claims, signer=ISSUER, verification_method=method_of(ISSUER), at=at)


def status_list(*revoked: int, at: datetime) -> GivenDocuments:
    """Publish the status list of the trial college, with some records revoked."""
    bits = bytearray(131_072 // 8)
    for position in revoked:
        bits[position >> 3] |= 0x80 >> (position & 7)
    claims = {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "id": LIST_URL,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": did_key_of(ISSUER),
        "validFrom": "2026-01-01T00:00:00Z",
        "credentialSubject": {
            "id": f"{LIST_URL}#list",
            "type": "BitstringStatusList",
            "statusPurpose": "revocation",
            "encodedList": "u" + encode_base64url(gzip.compress(bytes(bits))),
        },
    }
    signed = openler.issue(claims, signer=ISSUER, verification_method=method_of(ISSUER), at=at)
    return GivenDocuments({LIST_URL: json.dumps(signed, ensure_ascii=False).encode()})


def forged(genuine: dict[str, Any]) -> dict[str, Any]:
    """Change what a record says after it was signed."""
    copy: dict[str, Any] = json.loads(json.dumps(genuine))
    copy["credentialSubject"]["achievement"]["name"] = "Wound Care, Expert"
    return copy


def apply(home: Home, applicant: User, records: list[dict[str, Any]], *, at: datetime, **more: Any) -> Application:
    """Apply with a presentation of records."""
    data = presentation(records, at=at)
    answers = more.get("answers", [])
    return services.apply_with(act_in(applicant, None, at), home.posting.pk, data, answers)


OTHER_HOLDER = fixed_signer(5)
