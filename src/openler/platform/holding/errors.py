"""What can go wrong when a wallet leaves something here?"""

from openler.foundation.errors import Conflict, MalformedInput, NotFound


class BadDeposit(MalformedInput):
    """What a wallet sent to be kept is not what is kept here: a name, a number in sequence, sealed bytes."""

    code = "bad_deposit"
    default_mender = "holder"
    default_advice = "Load the wallet's page again; nothing was kept, and nothing that is kept was changed."


class NoSuchItem(NotFound):
    """No sealed item of this name is kept for this person."""

    code = "no_such_item"
    default_mender = "holder"
    default_advice = "Load the wallet's page again; it shows what is kept."


class ItemChanged(Conflict):
    """Another browser of the same person changed the item first; both states are kept, each where it is."""

    code = "item_changed"
    default_mender = "holder"
    default_advice = "Load the wallet's page again to see the newer state; yours is still in this browser."


class OtherHolder(Conflict):
    """The account's wallet has another key."""

    code = "other_holder"
    default_mender = "holder"
    default_advice = "Open the wallet that the account has, with its recovery file and secret."
