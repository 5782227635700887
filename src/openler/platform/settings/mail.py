"""By which way does mail leave this installation? Read from one address, OPENLER_MAIL_URL.

Spec: https://www.rfc-editor.org/rfc/rfc8314 (TLS for mail submission)
"""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from openler.foundation.errors import Misuse

_DEFAULT_PORTS = {"smtp": 587, "smtps": 465}


class BadMailUrl(Misuse):
    """OPENLER_MAIL_URL is not a way by which mail can leave."""

    code = "bad_mail_url"
    default_mender = "operator"
    default_advice = "Write OPENLER_MAIL_URL=smtp://USER:PASSWORD@HOST:587, or leave it out to print mails."


@dataclass(frozen=True, slots=True, kw_only=True)
class MailSettings:
    """How mail leaves.

    Attributes:
        kind: "smtp", or "console": written to the terminal of the server.
        sender: the address that mails come from.
        starts_tls: the connection becomes encrypted after it was opened.
        over_tls: the connection is encrypted from the first byte.
    """

    kind: str = "console"
    sender: str
    host: str = ""
    port: int = 0
    user: str = ""
    password: str = ""
    starts_tls: bool = False
    over_tls: bool = False


def mail_settings(environ: Mapping[str, str], *, host: str) -> MailSettings:
    """Read how mail leaves; without a setting it is printed.

    Raises: BadMailUrl.
    """
    sender = environ.get("OPENLER_MAIL_FROM") or f"OpenLER <no-reply@{host}>"
    url = environ.get("OPENLER_MAIL_URL") or "console:"
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        # The address is not repeated in the message: it may hold a password.
        raise BadMailUrl("OPENLER_MAIL_URL cannot be read.") from error
    if parts.scheme == "console":
        return MailSettings(sender=sender)
    if parts.scheme not in _DEFAULT_PORTS or not parts.hostname:
        raise BadMailUrl("OPENLER_MAIL_URL is neither smtp://, smtps:// nor console:.")
    is_local = parts.hostname in ("localhost", "127.0.0.1", "::1")
    return MailSettings(
        kind="smtp",
        sender=sender,
        host=parts.hostname,
        port=port or _DEFAULT_PORTS[parts.scheme],
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        # A password never travels in the open; a relay on this very machine may speak plainly.
        starts_tls=parts.scheme == "smtp" and not is_local,
        over_tls=parts.scheme == "smtps",
    )
