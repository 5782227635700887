"""What does a record say of what was earned? Its content, fixed when it is released.

Every copy has this content; copies differ in id, subject id, status entry and proof alone.
Spec: https://purl.imsglobal.org/spec/ob/v3p0 · https://www.w3.org/TR/vc-data-model-2.0/
"""

import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from openler.foundation.jcs import canonicalize_json
from openler.foundation.json_types import JsonObject
from openler.platform.achievements.models import Version
from openler.platform.achievements.queries import achievement_json, level_id
from openler.platform.organizations.identity import did_of, profile_url_of

CONTEXTS = (
    "https://www.w3.org/ns/credentials/v2",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
)


def build_content(version: Version, claims: Mapping[str, Any], *, salt: str, at: datetime) -> JsonObject:
    """Make the content of a record.

    Args:
        claims: what a checked row says.
        salt: of this one seat, so that the digest of a mail address cannot be looked up.
        at: when it is released.
    """
    organization = version.achievement.organization
    subject: JsonObject = {
        "type": ["AchievementSubject"],
        "identifier": _identifiers(claims, salt),
        "activityEndDate": f"{claims['earned_on']}T00:00:00Z",
        "achievement": achievement_json(version),
    }
    if claims.get("started_on"):
        subject["activityStartDate"] = f"{claims['started_on']}T00:00:00Z"
    for name in ("role", "narrative"):
        if claims.get(name):
            subject[name] = claims[name]
    results = [_result(version, result_id, value) for result_id, value in (claims.get("results") or {}).items()]
    if results:
        subject["result"] = list(results)
    content: JsonObject = {
        "@context": list(CONTEXTS),
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": version.name,
        "issuer": {
            "id": did_of(organization),
            "type": ["Profile"],
            "name": organization.name,
            "url": profile_url_of(organization),
        },
        "validFrom": _instant(at),
        "credentialSubject": subject,
    }
    if claims.get("valid_until"):
        content["validUntil"] = f"{claims['valid_until']}T23:59:59Z"
    if claims.get("evidence_url"):
        content["evidence"] = [{"id": claims["evidence_url"], "type": ["Evidence"]}]
    return content


def digest_of(content: JsonObject) -> str:
    """Give the SHA-256 of content, hexadecimal, over its canonical JSON."""
    return hashlib.sha256(canonicalize_json(content)).hexdigest()


def content_of_copy(document: JsonObject) -> JsonObject:
    """Take from a copy what copies may differ in: id, subject id, status entry, proof."""
    content = {name: value for name, value in document.items() if name not in ("id", "credentialStatus", "proof")}
    subject = content.get("credentialSubject")
    if isinstance(subject, dict):
        content["credentialSubject"] = {name: value for name, value in subject.items() if name != "id"}
    return content


def _identifiers(claims: Mapping[str, Any], salt: str) -> list[JsonObject]:
    found: list[JsonObject] = [
        {"type": "IdentityObject", "hashed": False, "identityHash": str(claims["name"]), "identityType": "name"}
    ]
    email = str(claims.get("email") or "").lower()
    if email:
        # Open Badges 3.0, IdentityObject: the digest is over the address followed by the salt.
        digest = hashlib.sha256((email + salt).encode()).hexdigest()
        found.append(
            {
                "type": "IdentityObject",
                "hashed": True,
                "identityHash": f"sha256${digest}",
                "identityType": "emailAddress",
                "salt": salt,
            }
        )
    return found


def _result(version: Version, result_id: str, value: object) -> JsonObject:
    described = next(one for one in version.results if one["id"] == result_id)
    result: JsonObject = {"type": ["Result"], "resultDescription": f"urn:uuid:{result_id}"}
    if described.get("levels"):
        result["achievedLevel"] = level_id(described, int(str(value)))
        result["value"] = described["levels"][int(str(value))]
    else:
        result["value"] = str(value)
    return result


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
