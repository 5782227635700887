"""How is what was handed in kept after the agreed end, and deleted after the law's? Sealed, for named members only."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from openler.platform.audit.services import record
from openler.platform.base.acts import Act
from openler.platform.opportunities.acting import actor_of, tenant_of
from openler.platform.opportunities.errors import BadPosting, NotAKeeper
from openler.platform.opportunities.models import Application, Keeper, Look, RetentionRule
from openler.platform.opportunities.queries import OpenedApplication, has_access, read_opened
from openler.platform.opportunities.retention import MAX_MONTHS, retention_end, rule_for
from openler.platform.opportunities.services.looking import note_look, require_reason

MAX_CITATION = 300


def open_sealed_copy(
    act: Act, application: Application, *, reason: str, telling_forbidden_by: str = ""
) -> OpenedApplication:
    """Open the sealed copy after the agreed end; the applicant is told unless a named law forbids it.

    Raises: NotAKeeper, ReasonMissing, BrokenSeal.
    """
    if not Keeper.objects.filter(tenant_id=application.tenant_id, user_id=actor_of(act)).exists():
        raise NotAKeeper(_("Only a member who is named for it may open a sealed copy."))
    why = require_reason(reason)
    kept_by = " ".join(telling_forbidden_by.split())[:MAX_CITATION]
    opened = read_opened(application, names_shown=True)
    note_look(act, application, Look.What.SEALED_COPY, reason=why, kept_by=kept_by)
    return opened


def name_keeper(act: Act, user_id: int) -> None:
    """Name a member who may open sealed copies."""
    with transaction.atomic():
        Keeper.objects.get_or_create(tenant_id=tenant_of(act), user_id=user_id, defaults={"named_at": act.at})
        record(act, "keeper.named", kind="keeper", object_id=user_id, person_id=user_id)


def remove_keeper(act: Act, user_id: int) -> None:
    """Let a member open sealed copies no more."""
    with transaction.atomic():
        Keeper.objects.filter(tenant_id=tenant_of(act), user_id=user_id).delete()
        record(act, "keeper.removed", kind="keeper", object_id=user_id, person_id=user_id)


def hold(act: Act, application: Application, reason: str) -> None:
    """Keep an application from being deleted, for a legal reason.

    Raises: ReasonMissing.
    """
    why = require_reason(reason)
    with transaction.atomic():
        Application.objects.filter(pk=application.pk).update(hold_reason=why, hold_since=act.at)
        record(
            act, "application.held", kind="application", object_id=application.pk, person_id=application.applicant_id
        )


def release_hold(act: Act, application: Application) -> None:
    """End a legal hold; the law's end counts again."""
    with transaction.atomic():
        Application.objects.filter(pk=application.pk).update(hold_reason="", hold_since=None)
        record(
            act,
            "application.released",
            kind="application",
            object_id=application.pk,
            person_id=application.applicant_id,
        )


def set_rule(act: Act, place: str, *, name: str, months: int, citation: str, url: str = "") -> RetentionRule:
    """Set the line of one place in the organization's table; ends of applications kept under it move along.

    Raises: BadPosting.
    """
    if not 1 <= months <= MAX_MONTHS:
        raise BadPosting(_("The period is 1 to %(most)d months.") % {"most": MAX_MONTHS}, pointer="/months")
    if not citation.strip() or len(citation) > MAX_CITATION or not name.strip():
        raise BadPosting(_("Name the place, and cite the law that says so."), pointer="/citation")
    if url and not url.startswith("https://"):
        raise BadPosting(_("Give the address of the law with https://, or none."), pointer="/url")
    values = {
        "name": name.strip()[:80],
        "months": months,
        "citation": citation.strip(),
        "url": url[:300],
        "updated_at": act.at,
    }
    with transaction.atomic():
        rule, _created = RetentionRule.objects.update_or_create(
            tenant_id=tenant_of(act), place=place[:40], defaults=values
        )
        line = rule_for(tenant_of(act), rule.place)
        kept = Application.objects.select_for_update().filter(tenant_id=tenant_of(act), law=rule.place)
        for application in kept:
            application.retention_ends_at = retention_end(
                line, received=application.received_at, decided=application.decided_at
            )
            application.save(update_fields=["retention_ends_at"])
        record(act, "retention.set", kind="retention_rule", object_id=rule.place, detail={"months": months})
    return rule


def sweep(act: Act) -> int:
    """Delete what no law asks to keep any more and nobody holds, and count it; for the nightly sweep."""
    today = act.at.date()
    with transaction.atomic():
        over = Application.objects.select_for_update().filter(retention_ends_at__lte=today, hold_reason="")
        # Whoever may still look by agreement keeps what they look at.
        gone: list[tuple[UUID, int]] = [(one.pk, one.applicant_id) for one in over if not has_access(one, act.at)]
        for application_id, applicant_id in gone:
            record(act, "application.deleted", kind="application", object_id=application_id, person_id=applicant_id)
        Application.objects.filter(pk__in=[application_id for application_id, _applicant in gone]).delete()
    return len(gone)
