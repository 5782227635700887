"""How does an achievement come to be? Written, sent, approved by somebody else, published; then fixed for ever."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from openler.platform.achievements.drafts import Draft, check_draft
from openler.platform.achievements.errors import (
    BadAchievement,
    EditedMeanwhile,
    NoSuchAchievement,
    OwnApproval,
    WrongState,
)
from openler.platform.achievements.models import Achievement, Picture, Version
from openler.platform.achievements.pictures import make_safe
from openler.platform.audit.services import record
from openler.platform.base.acts import Act
from openler.platform.organizations.models import Organization

_EDITABLE = (Version.State.DRAFT,)


def keep_picture(act: Act, organization: Organization, data: bytes) -> Picture:
    """Keep a picture that somebody chose, made safe, before the rest of the form is fit to be kept.

    Raises: BadPicture.
    """
    safe = make_safe(data)
    picture = Picture.objects.create(
        tenant_id=organization.pk,
        media_type=safe.media_type,
        content=safe.content,
        width=safe.width,
        height=safe.height,
    )
    record(act, "picture.kept", kind="picture", object_id=picture.pk)
    return picture


def define(act: Act, organization: Organization, draft: Draft, *, picture: Picture | None = None) -> Version:
    """Begin an achievement with its first version, a draft.

    Raises: BadAchievement.
    """
    fields = check_draft(draft)
    try:
        with transaction.atomic():
            achievement = Achievement.objects.create(
                organization=organization, code=draft.code.strip(), created_at=act.at
            )
            version = Version.objects.create(
                achievement=achievement, number=1, edited_at=act.at, editors=[act.actor_id], picture=picture, **fields
            )
            record(act, "achievement.defined", kind="achievement", object_id=achievement.pk)
    except IntegrityError as error:
        fault = _("You have another achievement with the code %(code)s.") % {"code": draft.code.strip()}
        raise BadAchievement({"code": fault}) from error
    return version


def edit(act: Act, version: Version, draft: Draft, *, revision: int, picture: Picture | None = None) -> Version:
    """Save a draft anew; the code of the achievement stays.

    Args:
        revision: the save that the person had before them.

    Raises: BadAchievement, EditedMeanwhile, WrongState.
    """
    fields = check_draft(draft)
    with transaction.atomic():
        current = _locked(version)
        _require(current, *_EDITABLE)
        if current.revision != revision:
            raise EditedMeanwhile(_("Somebody saved this draft since you opened it. Nothing of either is lost."))
        for name, value in fields.items():
            setattr(current, name, value)
        current.picture = picture or current.picture
        current.editors = sorted({*current.editors, act.actor_id} - {None})
        current.revision += 1
        current.edited_at = act.at
        current.save()
        record(act, "achievement.edited", kind="achievement", object_id=current.achievement_id)
    return current


def submit(act: Act, version: Version) -> Version:
    """Send a draft to those who may approve it.

    Raises: WrongState.
    """
    with transaction.atomic():
        current = _locked(version)
        _require(current, Version.State.DRAFT)
        current.state, current.submitted_by, current.review_note = Version.State.IN_REVIEW, act.actor_id, ""
        current.save()
        record(act, "achievement.submitted", kind="achievement", object_id=current.achievement_id)
    return current


def send_back(act: Act, version: Version, *, note: str) -> Version:
    """Give a version back to its writers, with the reason.

    Raises: WrongState, BadAchievement.
    """
    if not note.strip():
        raise BadAchievement({"note": _("Say what is to be mended.")})
    with transaction.atomic():
        current = _locked(version)
        _require(current, Version.State.IN_REVIEW)
        current.state, current.review_note = Version.State.DRAFT, note.strip()[:2000]
        current.save()
        record(act, "achievement.sent_back", kind="achievement", object_id=current.achievement_id)
    return current


def approve(act: Act, version: Version) -> Version:
    """Approve and publish; nobody approves what they wrote or sent.

    Raises: WrongState, OwnApproval.
    """
    with transaction.atomic():
        current = _locked(version)
        _require(current, Version.State.IN_REVIEW)
        if act.actor_id is None or act.actor_id in current.editors or act.actor_id == current.submitted_by:
            raise OwnApproval(_("You wrote at this achievement, so somebody else approves it."))
        current.achievement.versions.filter(state=Version.State.PUBLISHED).update(state=Version.State.REPLACED)
        current.state, current.approved_by, current.published_at = Version.State.PUBLISHED, act.actor_id, act.at
        current.save()
        record(act, "achievement.published", kind="achievement", object_id=current.achievement_id)
    return current


def begin_version(act: Act, achievement: Achievement) -> Version:
    """Begin a new version from the newest one; what is published stays as it is.

    Raises: WrongState, NoSuchAchievement.
    """
    with transaction.atomic():
        newest = achievement.versions.select_for_update().first()
        if newest is None:
            raise NoSuchAchievement(_("There is no such achievement."))
        _require(newest, Version.State.PUBLISHED)
        version = Version.objects.get(pk=newest.pk)
        version.pk = None
        version._state.adding = True
        version.id = Version._meta.pk.get_default()
        version.number, version.revision = newest.number + 1, 1
        version.state, version.editors = Version.State.DRAFT, [act.actor_id]
        version.submitted_by = version.approved_by = version.published_at = None
        version.edited_at = act.at
        version.save(force_insert=True)
        record(act, "achievement.version_begun", kind="achievement", object_id=achievement.pk)
    return version


def _locked(version: Version) -> Version:
    return Version.objects.select_for_update(of=("self",)).select_related("achievement").get(pk=version.pk)


def _require(version: Version, *states: str) -> None:
    if version.state not in states:
        raise WrongState(_("This version is %(state)s now.") % {"state": version.get_state_display().lower()})
