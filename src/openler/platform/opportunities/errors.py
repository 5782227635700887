"""Which faults belong to postings and applications?"""

from openler.foundation.errors import Conflict, MalformedInput, NotFound, NotPermitted


class NoSuchPosting(NotFound):
    """There is no such posting, or it is not published."""

    code = "no_such_posting"
    default_advice = "Open the list of openings; the posting may have been taken down."


class NoSuchApplication(NotFound):
    """There is no such application, or it belongs to somebody else."""

    code = "no_such_application"
    default_advice = "Open the list and choose again."


class BadPosting(MalformedInput):
    """A posting lacks something that applicants must know, or says too much."""

    code = "bad_posting"
    default_advice = "Complete what is named; everything typed is kept."


class PostingFixed(Conflict):
    """The posting is published or closed, so its text stays."""

    code = "posting_fixed"
    default_advice = "Close it and publish a new one."


class PostingChanged(Conflict):
    """Somebody else changed the posting in the meantime."""

    code = "posting_changed"
    default_advice = "Compare both versions, then save again."


class BadApplication(MalformedInput):
    """What was handed in cannot be taken as an application."""

    code = "bad_application"
    default_advice = "Mend what is named and send it again; nothing was sent."


class AlreadyApplied(Conflict):
    """The person has a live application to this posting."""

    code = "already_applied"
    default_advice = "Open your application; withdraw it first to apply anew."


class PostingNotOpen(Conflict):
    """The posting takes no applications any more."""

    code = "posting_not_open"
    default_advice = "Look for other openings."


class StageNotReachable(Conflict):
    """An application cannot go from its stage to the one asked."""

    code = "stage_not_reachable"
    default_advice = "Open the application again; somebody may have moved it."


class BadDecision(MalformedInput):
    """A decision lacks its reason, or the requirement that the reason rests on."""

    code = "bad_decision"
    default_advice = "Choose a reason and the requirements that it rests on."


class AccessEnded(NotPermitted):
    """The agreed time to look is over, or the applicant withdrew."""

    code = "access_ended"
    default_mender = "operator"
    default_advice = "A member who is named for it can open the sealed copy, with a reason."


class NotAKeeper(NotPermitted):
    """The member is not named to open sealed copies."""

    code = "not_a_keeper"
    default_mender = "operator"
    default_advice = "Ask an owner of the organization who is named."


class NamesHidden(NotPermitted):
    """Something may show the applicant's name, which nobody has lifted yet."""

    code = "names_hidden"
    default_advice = "Show the name first, with a reason; the applicant sees that you did."


class ReasonMissing(MalformedInput):
    """An act that the applicant is told of has no reason."""

    code = "reason_missing"
    default_advice = "Say in a sentence why."
