"""What stands in a letter about a claim? The code, and the link as well for whom no mail reaches."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from openler.platform.design.qr import draw_code
from openler.platform.issuing.claims import CODE, code_of, url_of
from openler.platform.issuing.models import ClaimLink, Seat


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter; `url` and `drawing` are empty for whoever gets the link by mail, `code` where none is asked."""

    seat: Seat
    code: str
    url: str
    drawing: SafeString | str
    ends_at: datetime


def letter_of(link: ClaimLink) -> Letter | None:
    """Lay a letter out; None where the mail says all there is to say."""
    by_mail = bool(link.seat.email) and link.came_back_at is None
    code = code_of(link) if link.check_kind == CODE else ""
    if by_mail and not code:
        return None
    url = "" if by_mail else url_of(link)
    drawing = draw_code(url, label=_("The claim link as a code")) if url else ""
    return Letter(link.seat, code, url, drawing, link.ends_at)
