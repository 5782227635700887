"""Which records are measured? The same on every machine: made from one seed, without clock or chance.

- OB3: an Open Badge of 4.0 KB, 83 statements and 10 blank nodes: two alignments, two pieces of evidence, an image, a
  result, a hashed identity, a status entry, a schema.
- CLR of n: a transcript around n such achievements, each a record of its own with its proof.
- the template and the rows from which OB3 records are made in bulk.
"""

from collections.abc import Callable, Iterator
from random import Random
from typing import Any

V2 = "https://www.w3.org/ns/credentials/v2"
OB = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
CLR = "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json"
EXTENSIONS = "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"
SCHEMA = "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json"
SEED = 20261126
_WORDS = [
    "patient",
    "vital",
    "signs",
    "measures",
    "records",
    "reports",
    "safely",
    "under",
    "supervision",
    "ward",
    "hygiene",
    "communicates",
    "clearly",
    "with",
    "team",
    "documents",
    "observations",
    "accurately",
    "follows",
    "protocol",
    "recognizes",
    "change",
    "early",
    "explains",
    "steps",
    "respects",
    "privacy",
]
_GIVEN = (
    "Inés",
    "Bo",
    "Amina",
    "Jürgen",
    "Chiara",
    "Nguyễn",
    "Oluwaseun",
    "Zoë",
    "李娜",
    "Mary-Jane",
    "Søren",
    "D’Arcy",
)
_FAMILY = ("Valdés", "Marklund", "Okafor", "Müller", "O'Brien", "Văn", "Åström", "García-López", "Smith", "王")


def _uuid(random: Random) -> str:
    digits = f"{random.getrandbits(128):032x}"
    return f"{digits[:8]}-{digits[8:12]}-4{digits[13:16]}-8{digits[17:20]}-{digits[20:]}"


def _sentence(random: Random, words: int) -> str:
    return " ".join(random.choice(_WORDS) for _ in range(words)).capitalize() + "."


def _alignment(random: Random) -> dict[str, Any]:
    number = random.randrange(10**6)
    return {
        "type": ["Alignment"],
        "targetCode": f"VS-{number:06}",
        "targetName": _sentence(random, 4),
        "targetDescription": _sentence(random, 9),
        "targetFramework": "Open Nursing Framework",
        "targetType": "CFItem",
        "targetUrl": f"https://frameworks.example/items/{number:06}",
    }


def _evidence(random: Random) -> dict[str, Any]:
    return {
        "type": ["Evidence"],
        "name": _sentence(random, 4),
        "narrative": _sentence(random, 20),
        "genre": "Observation",
        "audience": "Instructors",
    }


def _achievement(random: Random) -> dict[str, Any]:
    return {
        "id": f"urn:uuid:{_uuid(random)}",
        "type": ["Achievement"],
        "achievementType": "Certificate",
        "alignment": [_alignment(random), _alignment(random)],
        "criteria": {"narrative": _sentence(random, 30)},
        "description": _sentence(random, 62),
        "fieldOfStudy": "Nursing",
        "humanCode": f"NUR {random.randrange(100, 500)}",
        "image": {"id": "https://college.example/images/nursing-basics.png", "type": "Image", "caption": "A seal"},
        "inLanguage": "en",
        "name": "Nursing Basics",
        "resultDescription": [
            {
                "id": f"urn:uuid:{_uuid(random)}",
                "type": ["ResultDescription"],
                "name": "Practical examination",
                "resultType": "RubricCriterionLevel",
                "allowedValue": ["Beginning", "Proficient"],
            }
        ],
        "specialization": "Acute care",
        "tag": ["nursing", "care"],
    }


def _badge(random: Random, issuer: str, status_index: int) -> dict[str, Any]:
    achievement = _achievement(random)
    description = achievement["resultDescription"][0]["id"]
    return {
        "@context": [V2, OB, EXTENSIONS],
        "id": f"urn:uuid:{_uuid(random)}",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": "Nursing Basics",
        "issuer": {
            "id": issuer,
            "type": ["Profile"],
            "name": "Riverside College",
            "url": "https://college.example/",
            "email": "records@college.example",
        },
        "validFrom": "2026-05-04T09:30:00Z",
        "validUntil": "2031-05-04T09:30:00Z",
        "awardedDate": "2026-05-04T09:30:00Z",
        "credentialSubject": {
            "id": f"did:key:z{random.getrandbits(250):x}",
            "type": ["AchievementSubject"],
            "achievement": achievement,
            "identifier": [
                {
                    "type": "IdentityObject",
                    "hashed": True,
                    "identityHash": f"sha256${random.getrandbits(256):064x}",
                    "identityType": "emailAddress",
                    "salt": f"{random.getrandbits(128):032x}",
                }
            ],
            "result": [{"type": ["Result"], "resultDescription": description, "value": "Proficient"}],
        },
        "evidence": [_evidence(random), _evidence(random)],
        "credentialStatus": {
            "type": "BitstringStatusListEntry",
            "statusPurpose": "revocation",
            "statusListIndex": str(status_index),
            "statusListCredential": "https://college.example/status/1",
        },
        "credentialSchema": [{"id": SCHEMA, "type": "1EdTechJsonSchemaValidator2019"}],
    }


def badge(issuer: str) -> dict[str, Any]:
    """Make the OB3 record, without proof."""
    return _badge(Random(SEED), issuer, 94567)


def transcript(issuer: str, count: int, sign: Callable[[dict[str, Any]], dict[str, Any]]) -> dict[str, Any]:
    """Make a CLR around so many records, each signed by ``sign``; without a proof of its own."""
    random = Random(SEED + count)
    members = [sign(_leaner(_badge(random, issuer, number))) for number in range(count)]
    return {
        "@context": [V2, CLR, OB, EXTENSIONS],
        "id": f"urn:uuid:{_uuid(random)}",
        "type": ["VerifiableCredential", "ClrCredential"],
        "name": "Transcript",
        "issuer": {"id": issuer, "type": ["Profile"], "name": "Riverside College"},
        "validFrom": "2026-05-04T09:30:00Z",
        "credentialSubject": {
            "id": members[0]["credentialSubject"]["id"],
            "type": ["ClrSubject"],
            "verifiableCredential": members,
        },
    }


def _leaner(record: dict[str, Any]) -> dict[str, Any]:
    # A record inside a transcript has 2.9 KB: no evidence, no identity of its own, and shorter texts.
    del record["evidence"], record["credentialSubject"]["identifier"], record["awardedDate"]
    achievement = record["credentialSubject"]["achievement"]
    achievement["description"] = achievement["description"][:200]
    return record


def template(issuer: str) -> dict[str, Any]:
    """Make the OB3 record with slots for whatever differs between learners."""
    record = badge(issuer)
    record["id"] = "urn:uuid:{{record}}"
    record["validFrom"] = record["awardedDate"] = "{{awarded}}"
    record["credentialStatus"]["statusListIndex"] = "{{index}}"
    subject = record["credentialSubject"]
    subject["id"] = "did:key:{{holder}}"
    subject["identifier"][0] |= {"identityHash": "sha256${{hash}}", "salt": "{{salt}}"}
    subject["result"][0]["value"] = "{{level}}"
    record["evidence"][0]["narrative"] = "Observed {{learner}} on the ward."
    return record


def rows(count: int) -> Iterator[dict[str, str]]:
    """Make so many rows for the template."""
    random = Random(SEED - 1)
    for number in range(count):
        yield {
            "record": _uuid(random),
            "awarded": f"2026-{random.randrange(1, 12):02}-{random.randrange(1, 29):02}T09:30:00Z",
            "index": str(number),
            "holder": f"z{random.getrandbits(250):x}",
            "hash": f"{random.getrandbits(256):064x}",
            "salt": f"{random.getrandbits(128):032x}",
            "level": random.choice(("Beginning", "Proficient")),
            "learner": f"{random.choice(_GIVEN)} {random.choice(_FAMILY)}",
        }
