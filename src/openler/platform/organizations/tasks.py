"""Which work of this room comes back again and again? Forgetting letters and invitations when their time is over."""

from datetime import datetime
from typing import Any

from django.db.models.functions import Coalesce

from openler.platform.mail.services import forget_mail
from openler.platform.organizations.keeping import over
from openler.platform.organizations.models import Invitation


def forget_mail_log(payload: dict[str, Any], at: datetime) -> bool:
    """Forget which letters went where, each by the period of the organization in whose name it was written."""
    forget_mail(over("mail", at=at, time="at", organization="tenant_id"), at=at)
    return False


def forget_invitations(payload: dict[str, Any], at: datetime) -> bool:
    """Forget invitations that nobody can use any more."""
    known = Invitation.objects.alias(over_at=Coalesce("ended_at", "expires_at"))
    known.filter(over("invitation", at=at, time="over_at", organization="organization_id")).delete()
    return False
