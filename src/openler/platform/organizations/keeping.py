"""How long is each class of data kept? An organization sets its own days, within bounds that have a reason.

Sweeps ask `over` for what has become too old, each row by the period of its own organization. Applications are kept as
the law of a posting's place says (`opportunities/retention.py`); what is never deleted stands in `KEPT_ALWAYS`.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from openler.platform.audit.services import record
from openler.platform.base.acts import Act
from openler.platform.organizations.errors import BadPeriod
from openler.platform.organizations.models import CONTACT_LENGTH, KeptFor, Organization


@dataclass(frozen=True, slots=True)
class DataClass:
    """Data that is kept for one purpose, and goes together.

    Attributes:
        name: what it is, as the page says it.
        counted_from: from which moment the days count.
        days: unless an organization says otherwise.
        least, most: what an organization may set; equal where nobody may.
        why: the reason of the bounds.
    """

    name: str | Promise
    counted_from: str | Promise
    days: int
    least: int
    most: int
    why: str | Promise

    @property
    def is_set_by_organizations(self) -> bool:
        """Whether an organization may choose."""
        return self.least < self.most


CLASSES = {
    "upload": DataClass(
        gettext_lazy("Class lists, and the rows that were read from them"),
        gettext_lazy("the day the list came"),
        30,
        7,
        90,
        gettext_lazy(
            "A week leaves time for a second person to release a batch. After three months a list is only a second"
            " copy of what the records say."
        ),
    ),
    "reject": DataClass(
        gettext_lazy("Rows that were refused, and the file in which to mend them"),
        gettext_lazy("the day the list came"),
        30,
        1,
        90,
        gettext_lazy("Whoever mends a row needs it once; no record was made of it."),
    ),
    "claim": DataClass(
        gettext_lazy("Claim links that nobody used"),
        gettext_lazy("the day the link was made"),
        180,
        14,
        366,
        gettext_lazy(
            "Two weeks are the least in which a letter can be answered. A link that works for longer than a year is"
            " found by others; you can make a new one at any time, and a link that was sent keeps the day it names."
        ),
    ),
    "mail": DataClass(
        gettext_lazy("The mail log: which letter went to which address, and whether it came back"),
        gettext_lazy("the day it was sent"),
        90,
        14,
        366,
        gettext_lazy("Mail comes back within days. The log holds no subject and no text."),
    ),
    "invitation": DataClass(
        gettext_lazy("Invitations that were used, taken back or not answered"),
        gettext_lazy("their end"),
        30,
        1,
        180,
        gettext_lazy("Nobody needs the address after that; who joined stands in the list of members."),
    ),
    "share": DataClass(
        gettext_lazy("Shares that have ended, with the times at which they were opened"),
        gettext_lazy("their end"),
        30,
        30,
        30,
        gettext_lazy(
            "A share belongs to the person who made it: they choose its end, and its content goes at that end. The"
            " trace stays a month so that they can still see who looked."
        ),
    ),
}


@dataclass(frozen=True, slots=True)
class KeptAlways:
    """Data that no sweep deletes, with the reason."""

    name: str | Promise
    why: str | Promise


KEPT_ALWAYS = {
    "register": KeptAlways(
        gettext_lazy("The register of issued records, and the keys and lists that prove them"),
        gettext_lazy("Without it nobody could check, correct or take back a record that somebody holds for life."),
    ),
    "audit": KeptAlways(
        gettext_lazy("The audit log"),
        gettext_lazy(
            "Its lines are chained, so that taking one out would break the proof; and whoever a record was shown to"
            " must stay known as long as the record (34 CFR 99.32(a)(2)). Therefore it holds numbers and words of"
            " ours only: no name, no address, nothing that a record says."
        ),
    ),
}


def days_kept(organization_id: UUID | None, data_class: str) -> int:
    """Give for how many days an organization keeps a class of data; without one, what holds for everybody.

    Raises: KeyError for a word that is no class.
    """
    days = CLASSES[data_class].days
    if organization_id is None:
        return days
    own = KeptFor.objects.filter(organization=organization_id, data_class=data_class)
    return own.values_list("days", flat=True).first() or days


def set_days(act: Act, organization: Organization, data_class: str, days: int) -> None:
    """Set for how many days an organization keeps a class of data.

    Raises: BadPeriod.
    """
    known = CLASSES.get(data_class)
    if known is None or not known.is_set_by_organizations:
        raise BadPeriod(_("Nobody sets how long this is kept."))
    if not known.least <= days <= known.most:
        raise BadPeriod(
            _("The days must be from %(least)d to %(most)d.") % {"least": known.least, "most": known.most},
            advice=str(known.why),
        )
    with transaction.atomic():
        KeptFor.objects.update_or_create(
            organization=organization, data_class=data_class, defaults={"days": days, "set_at": act.at}
        )
        detail: dict[str, str | int] = {"data_class": data_class, "days": days}
        record(act, "period.set", kind="organization", object_id=organization.pk, detail=detail)


def set_contact(act: Act, organization: Organization, contact: str) -> None:
    """Say whom people ask about what is kept of them.

    Raises: BadPeriod.
    """
    plain = " ".join(contact.split())
    if len(plain) > CONTACT_LENGTH:
        raise BadPeriod(_("Write at most %(most)d letters.") % {"most": CONTACT_LENGTH})
    with transaction.atomic():
        organization.privacy_contact = plain
        organization.save(update_fields=["privacy_contact"])
        record(act, "privacy_contact.set", kind="organization", object_id=organization.pk)


def over(data_class: str, *, at: datetime, time: str, organization: str) -> Q:
    """Make the condition for rows whose period is over, each by the period of its own organization.

    Args:
        time, organization: names of the columns, as a query of these rows writes them.
    """
    own = KeptFor.objects.filter(data_class=data_class)
    is_own = Q(**{f"{organization}__in": own.values("organization")})
    found = ~is_own & Q(**{f"{time}__lte": at - timedelta(days=CLASSES[data_class].days)})
    for days in own.order_by("days").values_list("days", flat=True).distinct():
        theirs = own.filter(days=days).values("organization")
        found |= Q(**{f"{organization}__in": theirs, f"{time}__lte": at - timedelta(days=days)})
    return found
