"""Which achievements are there, and what do they say to the world?

Spec: https://purl.imsglobal.org/spec/ob/v3p0 (Achievement)
"""

from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from openler.foundation.json_types import JsonObject
from openler.platform.achievements.errors import NoSuchAchievement
from openler.platform.achievements.models import Achievement, Picture, Version
from openler.platform.organizations.identity import did_of, profile_url_of
from openler.platform.organizations.models import Organization

_PUBLIC = (Version.State.PUBLISHED, Version.State.REPLACED)
_OPEN = (Version.State.DRAFT, Version.State.IN_REVIEW)


def versions_of(organization: Organization) -> QuerySet[Version]:
    """List the versions that matter to an organization: being written, waiting, published; replaced ones are left out."""
    return (
        Version.objects.select_related("achievement", "picture")
        .filter(achievement__organization=organization)
        .exclude(state=Version.State.REPLACED)
        .order_by("state", "name", "number")
    )


def history_of(achievement: Achievement) -> QuerySet[Version]:
    """List all versions of an achievement, the newest first."""
    return achievement.versions.order_by("-number")


def find_version(organization: Organization, version_id: UUID) -> Version:
    """Find a version of an organization.

    Raises: NoSuchAchievement.
    """
    found = (
        Version.objects.select_related("achievement__organization", "picture")
        .filter(achievement__organization=organization, pk=version_id)
        .first()
    )
    if found is None:
        raise NoSuchAchievement(_("There is no such achievement here."))
    return found


def published_of(organization: Organization) -> QuerySet[Version]:
    """List what an organization can award now, by name."""
    return (
        Version.objects.select_related("achievement", "picture")
        .filter(achievement__organization=organization, state=Version.State.PUBLISHED)
        .order_by("name")
    )


def find_published(version_id: UUID) -> Version:
    """Find a version that the world may read.

    Raises: NoSuchAchievement.
    """
    found = (
        Version.objects.select_related("achievement__organization", "picture")
        .filter(pk=version_id, state__in=_PUBLIC)
        .first()
    )
    if found is None:
        raise NoSuchAchievement(_("There is no such achievement."))
    return found


def find_picture(version_id: UUID) -> Picture | None:
    """Find the picture of a version; drafts have theirs at the same address, which nobody can guess."""
    found = Version.objects.select_related("picture").filter(pk=version_id).first()
    return found.picture if found else None


def own_picture(organization: Organization, picture_id: UUID) -> Picture | None:
    """Find a picture that an organization keeps, also before a version has it."""
    return Picture.objects.filter(tenant_id=organization.pk, pk=picture_id).first()


def waiting_for_approval(organization: Organization) -> QuerySet[Version]:
    """List what waits for somebody to approve it, the oldest first."""
    return versions_of(organization).filter(state=Version.State.IN_REVIEW).order_by("edited_at")


def url_of(version: Version) -> str:
    """Give the address of a version, which is its identifier in records."""
    return f"{settings.OPENLER_PUBLIC_URL}/achievements/{version.pk}/"


def achievement_json(version: Version) -> JsonObject:
    """Give a version as an Open Badges 3.0 Achievement, as it stands in records."""
    organization = version.achievement.organization
    document: JsonObject = {
        "id": url_of(version),
        "type": ["Achievement"],
        "name": version.name,
        "description": version.description,
        "achievementType": version.achievement_type,
        "criteria": {"narrative": version.criteria},
        "humanCode": version.achievement.code,
        "version": str(version.number),
        "creator": {
            "id": did_of(organization),
            "type": ["Profile"],
            "name": organization.name,
            "url": profile_url_of(organization),
        },
    }
    if version.picture_id:
        document["image"] = {"id": f"{url_of(version)}picture", "type": "Image"}
    if version.results:
        document["resultDescription"] = [_result(one) for one in version.results]
    if version.alignments:
        document["alignment"] = [_alignment(one) for one in version.alignments]
    return document


def _result(one: JsonObject) -> JsonObject:
    identifier = f"urn:uuid:{one['id']}"
    described: JsonObject = {"id": identifier, "type": ["ResultDescription"], "name": one["name"]}
    levels = one.get("levels")
    if isinstance(levels, list):
        described["resultType"] = "RubricCriterionLevel"
        described["rubricCriterionLevel"] = [
            {
                "id": level_id(one, number),
                "type": ["RubricCriterionLevel"],
                "name": name,
                "level": str(number + 1),
            }
            for number, name in enumerate(levels)
        ]
        if isinstance(one.get("required"), int):
            described["requiredLevel"] = level_id(one, int(str(one["required"])))
        return described
    described |= {"resultType": "RawScore", "valueMin": "0", "valueMax": str(one["max"])}
    if one.get("required") is not None:
        described["requiredValue"] = str(one["required"])
    return described


def level_id(result: JsonObject, number: int) -> str:
    """Give the identifier of a level of a result; levels are counted from 0."""
    return f"urn:uuid:{result['id']}#level-{number + 1}"


def _alignment(one: JsonObject) -> JsonObject:
    aligned: JsonObject = {"type": ["Alignment"], "targetName": one["label"], "targetUrl": one["uri"]}
    if one.get("code"):
        aligned["targetCode"] = one["code"]
    if one.get("framework"):
        aligned["targetFramework"] = one["framework"]
    return aligned


def count_published() -> int:
    """Count what can be earned here now, over all organizations."""
    return Version.objects.filter(state=Version.State.PUBLISHED).count()
