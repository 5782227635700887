"""How does a page say what happens with what is typed there?

{% load notices %}{% notice_of "invitation" organization as notice %}
{% include "design/components/notice/notice.html" with notice=notice only %}
"""

from django import template

from openler.platform.organizations.models import Organization
from openler.platform.organizations.notices import Notice, notice_for

register = template.Library()


@register.simple_tag
def notice_of(kind: str, organization: Organization | None = None, **facts: str) -> Notice:
    """Give the notice of a kind of page; see `organizations/notices.py` for kinds and facts."""
    return notice_for(kind, organization, **facts)
