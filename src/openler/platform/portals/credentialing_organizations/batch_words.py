"""Which words do pages use for the states of a batch?"""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from openler.platform.issuing.models import Batch

STATES: dict[str, Promise] = {
    Batch.State.CHECKED: _("Checked, not sent"),
    Batch.State.WAITING: _("Waits for a second person"),
    Batch.State.SIGNING: _("Is being signed"),
    Batch.State.PAUSED: _("Paused"),
    Batch.State.DONE: _("Signed"),
    Batch.State.REFUSED: _("Refused"),
}
