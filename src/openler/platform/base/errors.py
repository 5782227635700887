"""Which faults belong to requests as such, whatever they ask for?"""

from openler.foundation.errors import LerError, Misuse


class TooManyRequests(LerError):
    """Somebody asked more often than one visitor may."""

    code = "too_many_requests"

    def __init__(self, message: str, *, retry_after_seconds: int, advice: str | None = None) -> None:
        super().__init__(message, advice=advice or f"Try again in {retry_after_seconds} seconds.")
        self.retry_after_seconds = retry_after_seconds


class TooBusy(LerError):
    """This installation does as much at once as it may; nothing is wrong with what was asked."""

    code = "too_busy"

    def __init__(self, message: str, *, retry_after_seconds: int, advice: str | None = None) -> None:
        super().__init__(message, advice=advice or f"Try again in {retry_after_seconds} seconds.")
        self.retry_after_seconds = retry_after_seconds


class BodyTooLarge(LerError):
    """More was sent than is read here."""

    code = "body_too_large"
    default_advice = "Send a smaller file."


class MethodNotAllowed(LerError):
    """An address was used in a way that it does not offer."""

    code = "method_not_allowed"
    default_advice = "Open the page by its address or a link."


class NotAuthenticated(LerError):
    """A program did not show for whom it acts, or with a token that is not valid."""

    code = "not_authenticated"
    default_advice = "Send `Authorization: Bearer TOKEN` with a token that a member of the organization made."


class UnknownMember(LerError):
    """A request sets something that it may not set here; nothing was changed."""

    code = "unknown_member"
    default_advice = "Leave it out. The description of the API lists what may be sent."


class ForeignForm(LerError):
    """A form was sent from another site."""

    code = "foreign_form"
    default_advice = "Open the page here and send the form again."


class AnotherPublicUrl(Misuse):
    """This installation was set up under another address."""

    code = "another_public_url"
    default_mender = "operator"
