"""How long must an application be kept, by the law of which place? A table with citations; each organization may edit it.

No legal advice: the citations say where to look. The default is one year after the later of record and decision.
"""

import calendar
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from openler.platform.opportunities.models import RetentionRule

# A generation; whoever needs longer has a legal hold.
MAX_MONTHS = 360


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of the table.

    Attributes:
        place: key of the line.
        months: after the later of the record and the decision.
        is_own: the organization has changed or added it.
    """

    place: str
    name: str | Promise
    months: int
    citation: str
    url: str
    is_own: bool = False


_DEFAULTS = (
    Rule(
        "default",
        _("Anywhere else"),
        12,
        "No law named: one year, as 29 CFR 1602.14 has it; GDPR Art. 5(1)(e) asks for no longer than needed",
        "https://www.ecfr.gov/current/title-29/section-1602.14",
    ),
    Rule(
        "us",
        _("United States, federal law"),
        12,
        "29 CFR 1602.14: one year from the making of the record or the personnel action, whichever is later",
        "https://www.ecfr.gov/current/title-29/section-1602.14",
    ),
    Rule(
        "us-ca",
        _("United States, California"),
        48,
        "California Government Code § 12946: four years from the record or the personnel action",
        "https://leginfo.legislature.ca.gov/faces/codes_displaySection.xhtml?lawCode=GOV&sectionNum=12946",
    ),
    Rule(
        "us-contractor",
        _("United States, federal contractor"),
        24,
        "41 CFR 60-741.80 and 60-300.80: two years from the record or the personnel action",
        "https://www.ecfr.gov/current/title-41/section-60-741.80",
    ),
    Rule(
        "de",
        _("Germany"),
        6,
        "AGG § 15(4) and ArbGG § 61b(1): two months to claim and three to sue, with time for delivery",
        "https://www.gesetze-im-internet.de/agg/__15.html",
    ),
)


def rules_of(tenant_id: UUID) -> list[Rule]:
    """List the table of an organization: the defaults as it has changed them, and its own lines."""
    own = {
        rule.place: Rule(rule.place, rule.name, rule.months, rule.citation, rule.url, is_own=True)
        for rule in RetentionRule.objects.filter(tenant_id=tenant_id)
    }
    merged = [own.pop(rule.place, rule) for rule in _DEFAULTS]
    return merged + sorted(own.values(), key=lambda rule: str(rule.name))


def rule_for(tenant_id: UUID, place: str) -> Rule:
    """Give the line of a place, or the default where the table has none."""
    rules = {rule.place: rule for rule in rules_of(tenant_id)}
    return rules.get(place, rules["default"])


def retention_end(rule: Rule, *, received: datetime, decided: datetime | None) -> date:
    """Give the first day on which the law no longer asks for the copy."""
    later = max(received, decided) if decided else received
    return _add_months(later.date(), rule.months)


def _add_months(start: date, months: int) -> date:
    index = start.year * 12 + start.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(start.day, calendar.monthrange(year, month + 1)[1]))
