"""How does an application move, and how is it decided? A person decides, with a reason that rests on requirements."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from openler.platform.audit.services import record
from openler.platform.base.acts import Act
from openler.platform.opportunities.errors import BadDecision, StageNotReachable
from openler.platform.opportunities.models import Application
from openler.platform.opportunities.queries import require_access
from openler.platform.opportunities.retention import retention_end, rule_for
from openler.platform.opportunities.sealing import seal_for

Stage = Application.Stage
# From where to where; what is decided or withdrawn stays.
WAYS: dict[str, tuple[str, ...]] = {
    Stage.RECEIVED: (Stage.IN_REVIEW, Stage.INTERVIEW, Stage.OFFERED, Stage.NOT_SELECTED),
    Stage.IN_REVIEW: (Stage.INTERVIEW, Stage.OFFERED, Stage.NOT_SELECTED),
    Stage.INTERVIEW: (Stage.OFFERED, Stage.NOT_SELECTED),
    Stage.OFFERED: (Stage.HIRED, Stage.NOT_SELECTED),
}
# Each stage that is a decision, with its coded reasons.
REASONS: dict[str, dict[str, str | Promise]] = {
    Stage.OFFERED: {"requirements_met": gettext_lazy("These requirements are met")},
    Stage.HIRED: {"requirements_met": gettext_lazy("These requirements are met")},
    Stage.NOT_SELECTED: {
        "not_shown": gettext_lazy("Nothing was shown for these requirements"),
        "level_below": gettext_lazy("The level shown for these requirements is below the one asked"),
        "not_verified": gettext_lazy("What was shown for these requirements could not be verified"),
        "met_more_by_another": gettext_lazy("Another applicant met more of these requirements"),
    },
}
MAX_MESSAGE = 2_000
MAX_NOTE = 4_000


def move_to(act: Act, application: Application, stage: str, *, message: str = "") -> Application:
    """Move an application to review or to an interview, with a message to the applicant if there is one.

    Raises: AccessEnded, StageNotReachable, BadDecision.
    """
    if stage in REASONS:
        raise BadDecision(_("A decision needs its reason."))
    return _move(act, application, stage, "", (), message, "")


def decide(
    act: Act,
    application: Application,
    stage: str,
    *,
    code: str,
    requirements: Sequence[str],
    message: str,
    note: str = "",
) -> Application:
    """Decide: offer, hire or do not select, for a coded reason that rests on requirements of the posting.

    Args:
        message: the applicant reads it.
        note: only the team reads it.

    Raises: AccessEnded, StageNotReachable, BadDecision.
    """
    if code not in REASONS.get(stage, {}):
        raise BadDecision(_("Choose a reason for the decision."))
    asked = {str(one["uri"]) for one in application.posting.requirements}
    chosen = list(dict.fromkeys(requirements))
    if not chosen or not set(chosen) <= asked:
        raise BadDecision(_("Choose the requirements that the reason rests on."))
    if not message.strip():
        raise BadDecision(_("Write the applicant a message; they read the reason beside it."))
    return _move(act, application, stage, code, chosen, message, note)


def _move(
    act: Act, application: Application, stage: str, code: str, requirements: Sequence[str], message: str, note: str
) -> Application:
    require_access(application, act.at)
    if len(message) > MAX_MESSAGE or len(note) > MAX_NOTE:
        raise BadDecision(_("The message may have 2,000 characters and the note 4,000."))
    tenant, pk = application.tenant_id, application.pk
    with transaction.atomic():
        found = Application.objects.select_for_update().select_related("posting").get(pk=pk)
        if stage not in WAYS.get(found.stage, ()):
            raise StageNotReachable(_("The application is at another stage by now."))
        found.stage = stage
        if message.strip():
            found.sealed_message = seal_for(tenant, pk, "message", message.strip().encode())
        if note.strip():
            found.sealed_note = seal_for(tenant, pk, "note", note.strip().encode())
        if code:
            found.decision_code, found.decision_requirements, found.decided_at = code, list(requirements), act.at
            rule = rule_for(tenant, found.law)
            found.retention_ends_at = retention_end(rule, received=found.received_at, decided=act.at)
        found.save()
        detail = {"stage": stage} | ({"code": code} if code else {})
        record(act, "application.moved", kind="application", object_id=pk, person_id=found.applicant_id, detail=detail)
    return found
