"""What of issuing is taken away when its time is over? Class lists, refused rows and claim links; the register stays."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from openler.platform.audit.services import record
from openler.platform.base.acts import Act
from openler.platform.issuing.models import Batch, ClaimLink, Row, Upload
from openler.platform.organizations.keeping import over

# A batch that is still being signed keeps its rows until it is done.
_RUNNING = (Batch.State.SIGNING, Batch.State.PAUSED)


def forget_uploads(*, at: datetime) -> None:
    """Take away class lists and the rows that were good: the seats made of them say the same.

    A batch that still waits for its release has nothing left to sign, so it is closed.
    """
    Upload.objects.filter(over("upload", at=at, time="made_at", organization="organization_id")).delete()
    old = Batch.objects.filter(over("upload", at=at, time="made_at", organization="organization_id"))
    with transaction.atomic():
        for batch in old.filter(state=Batch.State.WAITING).select_for_update():
            batch.state, batch.refusal = Batch.State.REFUSED, _("Nobody released it before its list was deleted.")
            batch.save(update_fields=["state", "refusal"])
            record(Act(None, batch.organization_id, at), "batch.lapsed", kind="batch", object_id=batch.pk)
        done = old.exclude(state__in=_RUNNING).values("pk")
        Row.objects.filter(batch__in=done).exclude(state=Row.State.BAD).delete()


def forget_rejects(*, at: datetime) -> None:
    """Take away the rows that were refused, of which nothing was made."""
    old = Batch.objects.filter(over("reject", at=at, time="made_at", organization="organization_id"))
    Row.objects.filter(batch__in=old.values("pk"), state=Row.State.BAD).delete()


def forget_links(*, at: datetime) -> None:
    """Take away claim links whose day has come, with the addresses they went to.

    That day was set by the organization's period when the link was made, and the mail named it: it does not move.
    """
    ClaimLink.objects.filter(ends_at__lte=at).delete()
