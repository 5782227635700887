"""How is work offered? A draft that a team edits, published once, then fixed; closed when it takes nobody any more."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlsplit
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from openler.foundation.json_types import JsonObject
from openler.platform.audit.services import record
from openler.platform.base.acts import Act
from openler.platform.opportunities.acting import tenant_of
from openler.platform.opportunities.errors import BadPosting, NoSuchPosting, PostingChanged, PostingFixed
from openler.platform.opportunities.models import TITLE_LENGTH, Posting
from openler.platform.opportunities.retention import rules_of
from openler.skills.matching.needs import PROFICIENCY_STEPS

# More than anybody reads before applying.
MAX_REQUIREMENTS = 30
MAX_DESCRIPTION = 8_000
MAX_LINE = 120
MAX_CONTACT = 300
MAX_URI = 500
# What a page may link to, and names that are no address.
_SCHEMES = ("https", "http", "urn", "did")
# Nobody waits longer for an answer; whoever must look longer has the sealed copy.
MAX_ACCESS_DAYS = 366


@dataclass(frozen=True, slots=True)
class PostingFields:
    """What a person types of a posting; the requirements are added one by one."""

    title: str
    description: str = ""
    place: str = ""
    law: str = "default"
    hours: str = ""
    pay: str = ""
    accommodation_contact: str = ""
    closes_at: date | None = None
    access_ends_at: date | None = None


def create_posting(act: Act, fields: PostingFields) -> Posting:
    """Begin a draft.

    Raises: BadPosting.
    """
    posting = Posting(tenant_id=tenant_of(act), created_at=act.at)
    _take(posting, fields)
    with transaction.atomic():
        posting.save(force_insert=True)
        record(act, "posting.created", kind="posting", object_id=posting.pk)
    return posting


def make_posting(act: Act, fields: PostingFields, rows: Sequence[JsonObject], *, publish: bool) -> Posting:
    """Make a posting with all its requirements, and publish it if asked: all of it, or nothing.

    Raises: BadPosting.
    """
    with transaction.atomic():
        posting = create_posting(act, fields)
        for row in rows:
            posting = add_requirement(act, posting.pk, row, seen_version=posting.version)
        return publish_posting(act, posting.pk, seen_version=posting.version) if publish else posting


def save_posting(act: Act, posting_id: UUID, fields: PostingFields, *, seen_version: int) -> Posting:
    """Save a draft; one that somebody changed since it was opened stays as it is.

    Raises: NoSuchPosting, PostingFixed, PostingChanged, BadPosting.
    """
    with transaction.atomic():
        posting = _draft(act, posting_id, seen_version)
        _take(posting, fields)
        return _save(act, posting, "posting.saved")


def add_requirement(act: Act, posting_id: UUID, row: JsonObject, *, seen_version: int) -> Posting:
    """Ask for one thing more, or change how it is asked; the address decides which.

    Raises: NoSuchPosting, PostingFixed, PostingChanged, BadPosting.
    """
    with transaction.atomic():
        posting = _draft(act, posting_id, seen_version)
        new = _requirement(row)
        kept = [dict(new) if one["uri"] == new["uri"] else one for one in posting.requirements]
        if new not in kept:
            kept.append(new)
        if len(kept) > MAX_REQUIREMENTS:
            raise BadPosting(_("A posting asks for at most %(most)d things.") % {"most": MAX_REQUIREMENTS})
        posting.requirements = kept
        return _save(act, posting, "posting.saved")


def remove_requirement(act: Act, posting_id: UUID, uri: str, *, seen_version: int) -> Posting:
    """Ask for one thing less.

    Raises: NoSuchPosting, PostingFixed, PostingChanged.
    """
    with transaction.atomic():
        posting = _draft(act, posting_id, seen_version)
        posting.requirements = [one for one in posting.requirements if one["uri"] != uri]
        return _save(act, posting, "posting.saved")


def publish_posting(act: Act, posting_id: UUID, *, seen_version: int) -> Posting:
    """Publish a draft; from now on its text stays.

    Raises: NoSuchPosting, PostingFixed, PostingChanged, BadPosting.
    """
    with transaction.atomic():
        posting = _draft(act, posting_id, seen_version)
        _refuse_incomplete(posting, act.at.date())
        posting.state, posting.published_at = Posting.State.PUBLISHED, act.at
        return _save(act, posting, "posting.published")


def close_posting(act: Act, posting_id: UUID) -> Posting:
    """Take no more applications; those that came stay.

    Raises: NoSuchPosting, PostingFixed.
    """
    with transaction.atomic():
        posting = Posting.objects.select_for_update().filter(pk=posting_id, tenant_id=tenant_of(act)).first()
        if posting is None:
            raise NoSuchPosting(_("There is no such posting here."))
        if posting.state != Posting.State.PUBLISHED:
            raise PostingFixed(_("Only a published posting can be closed."))
        posting.state, posting.closed_at = Posting.State.CLOSED, act.at
        return _save(act, posting, "posting.closed")


def _draft(act: Act, posting_id: UUID, seen_version: int) -> Posting:
    posting = Posting.objects.select_for_update().filter(pk=posting_id, tenant_id=tenant_of(act)).first()
    if posting is None:
        raise NoSuchPosting(_("There is no such posting here."))
    if posting.state != Posting.State.DRAFT:
        raise PostingFixed(_("This posting is published, so that its text stays as applicants read it."))
    if posting.version != seen_version:
        raise PostingChanged(_("Somebody else changed this posting while you had it open."))
    return posting


def _save(act: Act, posting: Posting, verb: str) -> Posting:
    posting.version += 1
    posting.save()
    record(act, verb, kind="posting", object_id=posting.pk, detail={"version": posting.version})
    return posting


def _take(posting: Posting, fields: PostingFields) -> None:
    if not 1 <= len(fields.title.strip()) <= TITLE_LENGTH:
        raise BadPosting(_("The title needs 1 to %(most)d characters.") % {"most": TITLE_LENGTH}, pointer="/title")
    if len(fields.description) > MAX_DESCRIPTION:
        raise BadPosting(_("The description may have %(most)d characters.") % {"most": MAX_DESCRIPTION})
    for name in ("place", "hours", "pay"):
        if len(getattr(fields, name)) > MAX_LINE:
            raise BadPosting(_("A line may have %(most)d characters.") % {"most": MAX_LINE}, pointer=f"/{name}")
    if len(fields.accommodation_contact) > MAX_CONTACT:
        raise BadPosting(_("The contact may have %(most)d characters.") % {"most": MAX_CONTACT})
    if fields.law not in {rule.place for rule in rules_of(posting.tenant_id)}:
        raise BadPosting(_("Choose whose law applies from the table."), pointer="/law")
    for name in ("title", "description", "place", "law", "hours", "pay", "accommodation_contact"):
        setattr(posting, name, getattr(fields, name).strip())
    posting.closes_at, posting.access_ends_at = fields.closes_at, fields.access_ends_at


def _requirement(row: JsonObject) -> JsonObject:
    uri, label, level = str(row.get("uri", "")).strip(), str(row.get("label", "")).strip(), row.get("level")
    parts = urlsplit(uri)
    if len(uri) > MAX_URI or parts.scheme not in _SCHEMES or not (parts.netloc or parts.path) or " " in uri:
        raise BadPosting(_("A requirement needs its public address."), pointer="/requirement_uri")
    if not 1 <= len(label) <= MAX_LINE:
        raise BadPosting(_("A requirement needs a name of 1 to %(most)d characters.") % {"most": MAX_LINE})
    if level is not None and level not in range(1, len(PROFICIENCY_STEPS) + 1):
        raise BadPosting(_("The scale has four steps."), pointer="/level")
    return {
        "uri": uri,
        "kind": "achievement" if row.get("kind") == "achievement" else "skill",
        "label": label,
        "framework": str(row.get("framework") or "")[:MAX_LINE],
        "level": level,
        "preferred": bool(row.get("preferred")),
    }


def _refuse_incomplete(posting: Posting, today: date) -> None:
    if not posting.requirements:
        raise BadPosting(_("Ask for at least one skill or credential."), pointer="/requirements")
    if not posting.place:
        raise BadPosting(_("Say where the work is done."), pointer="/place")
    if not posting.accommodation_contact:
        raise BadPosting(_("Name whom to ask for an accommodation."), pointer="/accommodation_contact")
    closes, ends = posting.closes_at, posting.access_ends_at
    if closes is None or closes < today:
        raise BadPosting(_("Say until when applications are taken: today or later."), pointer="/closes_at")
    if ends is None or not closes < ends <= closes + timedelta(days=MAX_ACCESS_DAYS):
        raise BadPosting(
            _("Say from when nobody may look any more: after the closing day, and within a year of it."),
            pointer="/access_ends_at",
        )
