"""What may stand in an entry, and what is wrong with what was typed?"""

from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _

from openler.credentials.did.syntax import parse_did
from openler.foundation.errors import LerError
from openler.platform.achievements.terms import ACHIEVEMENT_TYPES
from openler.platform.recognition.errors import BadEntry
from openler.platform.recognition.models import ADDRESS_LENGTH, ISSUER_LENGTH, NAME_LENGTH, POLICY_LENGTH

# More than any issuer offers of one kind; whoever means all of them leaves the list empty.
MAX_ACHIEVEMENTS = 100
# Nobody recognizes an issuer from before there were records; a wrong century is a slip.
_EARLIEST = date(1900, 1, 1)


@dataclass(frozen=True, slots=True)
class EntryFields:
    """What is typed of an entry; dates are days in UTC, the last one included."""

    issuer: str
    name: str
    since: date | None
    policy: str
    until: date | None = None
    achievement_types: list[str] = field(default_factory=list)
    achievements: list[str] = field(default_factory=list)
    framework: str = ""


def check_fields(fields: EntryFields) -> None:
    """Refuse what cannot stand in an entry, each field with its fault.

    Raises:
        BadEntry: with `faults` by field.
    """
    faults = _text_faults(fields) | _scope_faults(fields)
    if fields.since is None or fields.since < _EARLIEST:
        faults["since"] = _("Say from which day on the issuer is recognized.")
    elif fields.until is not None and fields.until < fields.since:
        faults["until"] = _("The last day lies before the first.")
    if faults:
        raise BadEntry(" ".join(faults.values()), faults=faults)


def _text_faults(fields: EntryFields) -> dict[str, str]:
    faults: dict[str, str] = {}
    try:
        parse_did(fields.issuer)
    except LerError:
        faults["issuer"] = _("This is no DID. It looks like did:web:college.example.")
    if len(fields.issuer) > ISSUER_LENGTH or "#" in fields.issuer:
        faults["issuer"] = _("Name the issuer's DID alone, without a key behind it.")
    if not fields.name or len(fields.name) > NAME_LENGTH:
        faults["name"] = _("Name the issuer in at most %(most)d characters.") % {"most": NAME_LENGTH}
    if not fields.policy or len(fields.policy) > POLICY_LENGTH:
        faults["policy"] = _("Say under which policy, in at most %(most)d characters.") % {"most": POLICY_LENGTH}
    return faults


def _scope_faults(fields: EntryFields) -> dict[str, str]:
    faults: dict[str, str] = {}
    if any(one not in ACHIEVEMENT_TYPES for one in fields.achievement_types):
        faults["achievement_types"] = _("Choose from the kinds that are listed.")
    addresses = [one for one in fields.achievements if ":" not in one or len(one) > ADDRESS_LENGTH]
    if addresses or len(fields.achievements) > MAX_ACHIEVEMENTS:
        faults["achievements"] = _("Write the address of one achievement on each line, at most %(most)d.") % {
            "most": MAX_ACHIEVEMENTS
        }
    if fields.framework and (":" not in fields.framework or len(fields.framework) > ADDRESS_LENGTH):
        faults["framework"] = _("Write the address of the framework, such as https://skills.example/nursing.")
    return faults
