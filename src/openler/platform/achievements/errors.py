"""Which faults belong to achievements?"""

from openler.foundation.errors import Conflict, MalformedInput, NotFound, NotPermitted


class BadAchievement(MalformedInput):
    """What was written about an achievement cannot be taken; `faults` names each field and what is wrong with it."""

    code = "bad_achievement"
    default_advice = "Mend the fields that are named; everything typed is kept."

    def __init__(self, faults: dict[str, str]) -> None:
        super().__init__(" ".join(faults.values()), pointer=_pointer(next(iter(faults))))
        self.faults = faults


def _pointer(name: str) -> str:
    """Give the place of a field; results are counted from 1 in its name, and from 0 in a place."""
    field, _hyphen, number = name.partition("-")
    return f"/{field}/{int(number) - 1}" if number else f"/{field}"


class BadPicture(MalformedInput):
    """A picture cannot be shown safely."""

    code = "bad_picture"
    default_advice = "Choose a PNG, JPEG, GIF, WebP or plain SVG picture."


class EditedMeanwhile(Conflict):
    """Somebody else saved the draft since this person opened it; both versions are kept."""

    code = "edited_meanwhile"
    default_advice = "Compare both, take over what you need, and save again."


class NoSuchAchievement(NotFound):
    """There is no such achievement, or it is not published yet."""

    code = "no_such_achievement"


class OwnApproval(NotPermitted):
    """Somebody tried to approve what they wrote or sent themselves."""

    code = "own_approval"
    default_advice = "Ask another member with the role of reviewer."


class WrongState(Conflict):
    """The achievement is not in the state that this needs."""

    code = "wrong_state"
    default_advice = "Open the page again to see where it stands."
