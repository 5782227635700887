"""What can go wrong with a share, or with a presentation that somebody asked for?"""

from openler.foundation.errors import Conflict, MalformedInput, NotFound


class NoSuchShare(NotFound):
    """No share was ever made under this link, or none that this person may know of."""

    code = "no_such_share"
    default_advice = "Ask whoever sent you the link for the whole of it."


class ShareEnded(NotFound):
    """The share was stopped by its owner or reached its end; that says nothing about the records."""

    code = "share_ended"
    default_advice = "Ask whoever shared the records to share them again. That a share ends says nothing about them."


class ShareUnreadable(NotFound):
    """What is kept under a link cannot be opened with it."""

    code = "share_unreadable"
    default_mender = "holder"
    default_advice = "Ask whoever shared the records to share them again."


class BadShare(MalformedInput):
    """A share lacks what it needs: for whom, why, until when, or content within the limits."""

    code = "bad_share"
    default_mender = "holder"
    default_advice = "Mend what is named and share again; nothing was kept."


class ShareExists(Conflict):
    """Another share has this link already."""

    code = "share_exists"
    default_mender = "holder"
    default_advice = "Make the share again; it then gets a link of its own."


class BadPresentationRequest(MalformedInput):
    """A request for a presentation does not say who asks and why."""

    code = "bad_presentation_request"
    default_mender = "verifier"
    default_advice = "Say who asks and why; the holder decides by that."


class NoSuchPresentationRequest(NotFound):
    """Nobody asked for a presentation under this link, or it was forgotten since."""

    code = "no_such_presentation_request"
    default_advice = "Ask whoever sent you the link for a new one."


class PresentationRequestClosed(Conflict):
    """The request was answered already, or its ten minutes are over."""

    code = "presentation_request_closed"
    default_mender = "verifier"
    default_advice = "Ask for a new link; each is good for one answer within ten minutes."
