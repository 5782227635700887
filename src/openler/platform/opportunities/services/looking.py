"""How does a team look at an application? Every look is written down and shown to the applicant."""

import json
from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from openler.foundation.json_types import JsonObject
from openler.platform.audit.queries import UNTOLD
from openler.platform.audit.services import record, record_many
from openler.platform.base.acts import Act
from openler.platform.opportunities.acting import actor_of
from openler.platform.opportunities.errors import NamesHidden, ReasonMissing
from openler.platform.opportunities.models import Answer, Application, Look, Posting
from openler.platform.opportunities.queries import (
    OpenedApplication,
    applications_to,
    mask_of,
    read_opened,
    require_access,
)
from openler.platform.opportunities.sealing import open_for

MAX_REASON = 300
# Going back and forth between pages is one look.
_SAME_LOOK = timedelta(minutes=30)


def open_application(act: Act, application: Application) -> OpenedApplication:
    """Open what an applicant handed in, with names hidden until somebody lifted them.

    Raises: AccessEnded, BrokenSeal.
    """
    require_access(application, act.at)
    opened = read_opened(application)
    note_look(act, application, Look.What.RECORDS)
    return opened


def lift_names(act: Act, application: Application, reason: str) -> None:
    """Show the names of one applicant to the team from now on.

    Raises: AccessEnded, ReasonMissing.
    """
    require_access(application, act.at)
    why = require_reason(reason)
    with transaction.atomic():
        locked = Application.objects.select_for_update().get(pk=application.pk)
        if locked.names_lifted_at is None:
            locked.names_lifted_at = application.names_lifted_at = act.at
            locked.save(update_fields=["names_lifted_at"])
        note_look(act, application, Look.What.NAMES, reason=why)


def open_file(act: Act, application: Application, answer_id: int) -> tuple[bytes, str]:
    """Open a file that an applicant gave, with its media type; it may show the name, so names must be lifted.

    Raises: AccessEnded, NamesHidden, Answer.DoesNotExist, BrokenSeal.
    """
    require_access(application, act.at)
    if application.names_lifted_at is None:
        raise NamesHidden(_("This file may show who the applicant is."))
    answer = Answer.objects.get(pk=answer_id, application=application)
    content = open_for(application.tenant_id, application.pk, f"file {answer.requirement_uri}", answer.sealed_file)
    note_look(act, application, Look.What.FILE)
    return content, answer.media_type


def see_raw(act: Act, application: Application) -> JsonObject:
    """Give what was handed in as JSON: as it is once names are lifted, without them before.

    Raises: AccessEnded, BrokenSeal.
    """
    require_access(application, act.at)
    data = open_for(application.tenant_id, application.pk, "presentation", application.sealed_presentation)
    note_look(act, application, Look.What.RECORDS)
    try:
        document = json.loads(data)
    except ValueError:
        # A picture or a token: it cannot be shown in part.
        if application.names_lifted_at is None:
            raise NamesHidden(_("What was handed in is no JSON, so the names in it cannot be hidden.")) from None
        return {"text": data.decode("utf-8", "replace")}
    if application.names_lifted_at is None:
        document = mask_of(application, read_opened(application).records).document(document)
    return document if isinstance(document, dict) else {"records": document}


def require_reason(reason: str) -> str:
    """Give the reason in one line.

    Raises: ReasonMissing.
    """
    why = " ".join(reason.split())
    if not 3 <= len(why) <= MAX_REASON:
        raise ReasonMissing(
            _("Give a reason of 3 to %(most)d characters; the applicant reads it.") % {"most": MAX_REASON}
        )
    return why


def list_applications(act: Act, posting: Posting) -> list[Application]:
    """List the applications to a posting by number and stage; that somebody listed them is written down for each."""
    found = list(applications_to(posting))
    record_many(act, "application.listed", "application", [(one.pk, one.applicant_id) for one in found])
    return found


def note_ended(act: Act, application: Application) -> None:
    """Write down that somebody saw what is left of an application after its end: its stage and its dates."""
    record(act, "application.viewed", kind="application", object_id=application.pk, person_id=application.applicant_id)


def note_look(act: Act, application: Application, what: str, *, reason: str = "", kept_by: str = "") -> None:
    """Write a look down: each in the audit, and for the applicant once where somebody goes back and forth."""
    with transaction.atomic():
        record(
            act,
            f"application.opened.{what}",
            kind="application",
            object_id=application.pk,
            person_id=application.applicant_id,
            # The applicant's own page of looks leaves this line out.
            detail={UNTOLD: 1} if kept_by else {},
        )
        recent = application.looks.filter(user_id=actor_of(act), what=what, at__gt=act.at - _SAME_LOOK)
        if reason or not recent.exists():
            application.looks.create(
                user_id=actor_of(act), at=act.at, what=what, reason=reason, kept_from_applicant_by=kept_by
            )
