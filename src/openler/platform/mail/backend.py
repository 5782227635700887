"""By which door does a mail leave? To the server's terminal, by SMTP, or into the mailbox of a demonstration.

Whatever the door, one line goes into the mail log, without subject and body, and nothing is sent to an address that
mail came back from. Connections are Django's own SMTP client to the one host that the operator named.
"""

from collections.abc import Iterable, Sequence
from email.utils import parseaddr
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend

from openler.platform.base.acts import now
from openler.platform.mail.models import MAX_ADDRESS_CHARACTERS, DemoLetter, SentMail
from openler.platform.mail.queries import has_bounced
from openler.platform.mail.services import KIND_HEADER, TENANT_HEADER

_DOORS = {
    "console": "django.core.mail.backends.console.EmailBackend",
    "smtp": "django.core.mail.backends.smtp.EmailBackend",
}
# What Django itself sends (allauth's letters) carries no kind.
_KIND_OF_OTHERS = "account"
_MAX_SUBJECT_CHARACTERS = 200


class LoggingBackend(BaseEmailBackend):
    """Logs each mail, and hands it to the door that the settings name."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Send what may be sent and count it."""
        return sum(self._send(message) for message in email_messages)

    def _send(self, message: EmailMessage) -> int:
        headers = dict(message.extra_headers)
        kind = str(headers.pop(KIND_HEADER, _KIND_OF_OTHERS))
        tenant = headers.pop(TENANT_HEADER, None)
        message.extra_headers = headers
        wanted = [(address, not has_bounced(parseaddr(address)[1])) for address in message.recipients()]
        self._log((address for address, may in wanted if not may), kind, tenant, SentMail.Outcome.WITHHELD)
        message.to, message.cc, message.bcc = [address for address, may in wanted if may], [], []
        if not message.to:
            return 0
        try:
            self._pass_on(message)
        except OSError:  # what an SMTP server refuses is one too
            self._log(message.to, kind, tenant, SentMail.Outcome.FAILED)
            if not self.fail_silently:
                raise
            return 0
        self._log(message.to, kind, tenant, SentMail.Outcome.SENT)
        return 1

    def _pass_on(self, message: EmailMessage) -> None:
        if settings.OPENLER_DEMO:
            _put_into_mailbox(message)
        else:
            get_connection(_DOORS[settings.OPENLER_MAIL_KIND]).send_messages([message])

    def _log(self, addresses: Iterable[str], kind: str, tenant: Any, outcome: SentMail.Outcome) -> None:
        tenant_id = UUID(str(tenant)) if tenant else None
        for address in addresses:
            plain = parseaddr(address)[1][:MAX_ADDRESS_CHARACTERS].lower()
            SentMail.objects.create(address=plain, kind=kind, tenant_id=tenant_id, at=now(), outcome=outcome)


def _put_into_mailbox(message: EmailMessage) -> None:
    for address in message.to:
        DemoLetter.objects.create(
            to=parseaddr(address)[1][:MAX_ADDRESS_CHARACTERS].lower(),
            subject=str(message.subject)[:_MAX_SUBJECT_CHARACTERS],
            body=str(message.body),
        )
