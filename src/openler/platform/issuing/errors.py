"""Which faults belong to issuing?"""

from openler.foundation.errors import Conflict, LerError, MalformedInput, NotFound, NotPermitted


class BadClassList(MalformedInput):
    """A class list cannot be taken as it is; nothing of it was kept."""

    code = "bad_class_list"
    default_advice = "Mend what is named and upload the list again."


class BadChange(MalformedInput):
    """A change of a record lacks what it needs."""

    code = "bad_change"


class BatchState(Conflict):
    """The batch is not in the state that this needs."""

    code = "batch_state"
    default_advice = "Open the page of the batch again to see where it stands."


class SecondPersonNeeded(NotPermitted):
    """Whoever prepared a batch tried to release it, and it needs somebody else."""

    code = "second_person_needed"
    default_advice = "Ask another member with the role of reviewer."


class NoSuchRecord(NotFound):
    """There is no such record here."""

    code = "no_such_record"


class RecordState(Conflict):
    """The record is not in the state that this needs, such as a revocation of one that was revoked."""

    code = "record_state"
    default_advice = "Open the page of the record again to see where it stands."


class ContentDiffers(LerError):
    """A copy would say something else than what was released; it was not signed."""

    code = "content_differs"
    default_mender = "operator"
    default_advice = "Nothing was signed. Tell whoever runs this installation."


class NoSuchClaim(NotFound):
    """A claim link leads nowhere: it never was, it ended, or it was used."""

    code = "no_such_claim"
    default_mender = "issuer"
    default_advice = "Ask the organization for a new link; the record itself is not lost."


class WrongCode(NotPermitted):
    """The code of a claim is not the right one."""

    code = "wrong_code"
    default_mender = "holder"
    default_advice = "Look at the letter or the portal again. A wrong try never uses up the link."


class CheckMissing(NotPermitted):
    """The check that a claim asks for was not passed."""

    code = "claim_check_missing"
    default_mender = "holder"
    default_advice = "Open the link again and pass the check."


class BadBinding(MalformedInput):
    """What was sent to bind a record to a wallet does not prove the wallet's key."""

    code = "bad_binding"
    default_mender = "holder"
    default_advice = "Open the claim page again and accept the record there."
