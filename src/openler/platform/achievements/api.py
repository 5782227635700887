"""Achievements by program, under ``/api/v1``: written, sent, approved by somebody else, published."""

from typing import Any
from uuid import UUID

from ninja import Router, Schema
from pydantic import ConfigDict, Field

from openler.platform.achievements import services
from openler.platform.achievements.drafts import MAX_ALIGNMENTS, MAX_RESULTS, Draft
from openler.platform.achievements.models import Version
from openler.platform.achievements.queries import find_version, published_of, url_of
from openler.platform.achievements.skills import alignments_of
from openler.platform.organizations.access import MemberRequest
from openler.platform.organizations.bearer import Bearer

router = Router(tags=["achievements"])
READ = Bearer("records:read", "issuer", "reviewer", "viewer")
WRITE = Bearer("achievements:write", "issuer")
JUDGE = Bearer("achievements:write", "reviewer")


class _Strict(Schema):
    model_config = ConfigDict(extra="forbid")


class ResultOfAchievement(_Strict):
    """What a record can say of how well it was done: by levels, or by points."""

    id: UUID | None = Field(None, description="Of a result that is there already; a new one gets its own.")
    name: str
    levels: list[str] = Field(default_factory=list, description="Names of 2 to 6 levels, the lowest first.")
    max: int | None = Field(None, description="The most points, where there are no levels.")
    required: int | None = Field(None, description="The level that is needed, counted from 0, or the points.")


class WrittenAchievement(_Strict):
    """What is said about something that can be earned."""

    name: str
    achievement_type: str = Field(description="A term of Open Badges 3.0, such as Course or License.")
    description: str = Field(description="What it is, in a sentence or two.")
    criteria: str = Field(description="How it is earned; Markdown.")
    results: list[ResultOfAchievement] = Field(default_factory=list, max_length=MAX_RESULTS)
    skills: list[str] = Field(
        default_factory=list,
        max_length=MAX_ALIGNMENTS,
        description="Addresses of terms of frameworks that are here, or their addresses at the source.",
    )
    claim_check: int = Field(
        1, description="The least check of a claim: 0 link, 1 link and code, 2 sign-in, 3 in person."
    )
    is_not_education: bool = Field(False, description="No education record; then the link alone may be enough.")
    can_be_suspended: bool = Field(False, description="For licences and certifications.")


class NewAchievement(WrittenAchievement):
    """A new achievement."""

    code: str = Field(description="The organization's own short code; it stays through all versions.")


class EditedAchievement(WrittenAchievement):
    """A draft written anew; what is left out is empty from now on, its picture stays."""

    revision: int = Field(description="The revision that was read before; 409 if somebody saved in between.")


class Note(_Strict):
    """What is to be mended, for those who wrote it."""

    note: str


@router.get("/achievements", auth=READ)
def list_achievements(request: MemberRequest) -> dict[str, Any]:
    """List what the organization can award now."""
    found = [
        {
            "id": str(version.pk),
            "url": url_of(version),
            "code": version.achievement.code,
            "name": version.name,
            "type": version.achievement_type,
            "results": [{"id": one["id"], "name": one["name"]} for one in version.results],
        }
        for version in published_of(request.organization)
    ]
    return {"achievements": found}


@router.post("/achievements", auth=WRITE)
def define_achievement(request: MemberRequest, body: NewAchievement) -> dict[str, Any]:
    """Begin an achievement with its first version, a draft."""
    draft = _draft(body, code=body.code, known=[])
    return _version(services.define(request.act, request.organization, draft))


@router.get("/achievements/{version_id}", auth=READ)
def read_achievement(request: MemberRequest, version_id: UUID) -> dict[str, Any]:
    """Show a version, also a draft, with its revision and the note of whoever sent it back."""
    return _version(find_version(request.organization, version_id))


@router.put("/achievements/{version_id}", auth=WRITE)
def edit_achievement(request: MemberRequest, version_id: UUID, body: EditedAchievement) -> dict[str, Any]:
    """Save a draft anew; 409 if somebody saved it since it was read."""
    version = find_version(request.organization, version_id)
    draft = _draft(body, code=version.achievement.code, known=version.alignments)
    return _version(services.edit(request.act, version, draft, revision=body.revision))


@router.post("/achievements/{version_id}/submission", auth=WRITE)
def submit_achievement(request: MemberRequest, version_id: UUID) -> dict[str, Any]:
    """Send a draft to those who may approve it."""
    return _version(services.submit(request.act, find_version(request.organization, version_id)))


@router.post("/achievements/{version_id}/approval", auth=JUDGE)
def approve_achievement(request: MemberRequest, version_id: UUID) -> dict[str, Any]:
    """Approve and publish a version that somebody else wrote and sent."""
    return _version(services.approve(request.act, find_version(request.organization, version_id)))


@router.post("/achievements/{version_id}/return", auth=JUDGE)
def return_achievement(request: MemberRequest, version_id: UUID, body: Note) -> dict[str, Any]:
    """Give a version back to its writers, with the reason."""
    return _version(services.send_back(request.act, find_version(request.organization, version_id), note=body.note))


@router.post("/achievements/{version_id}/versions", auth=WRITE)
def begin_achievement_version(request: MemberRequest, version_id: UUID) -> dict[str, Any]:
    """Begin a new version, a draft; what is published stays until the new one is approved."""
    version = find_version(request.organization, version_id)
    return _version(services.begin_version(request.act, version.achievement))


def _draft(body: WrittenAchievement, *, code: str, known: list[dict[str, str]]) -> Draft:
    return Draft(
        code=code,
        name=body.name,
        achievement_type=body.achievement_type,
        description=body.description,
        criteria=body.criteria,
        results=[one.model_dump() for one in body.results],
        alignments=alignments_of(body.skills, known),
        can_be_suspended=body.can_be_suspended,
        claim_check=body.claim_check,
        is_not_education=body.is_not_education,
    )


def _version(version: Version) -> dict[str, Any]:
    return {
        "id": str(version.pk),
        "url": url_of(version),
        "code": version.achievement.code,
        "number": version.number,
        "state": version.state,
        "revision": version.revision,
        "review_note": version.review_note,
        "name": version.name,
        "achievement_type": version.achievement_type,
        "description": version.description,
        "criteria": version.criteria,
        "results": version.results,
        "skills": [one["uri"] for one in version.alignments],
        "claim_check": version.claim_check,
        "is_not_education": version.is_not_education,
        "can_be_suspended": version.can_be_suspended,
    }
