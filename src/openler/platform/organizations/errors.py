"""Which faults belong to organizations and their members?"""

from openler.foundation.errors import Conflict, MalformedInput, NotFound, NotPermitted


class NotSignedIn(NotPermitted):
    """Something was asked for that only a signed-in person may have."""

    code = "not_signed_in"
    default_advice = "Sign in, then open the address again."


class RoleMissing(NotPermitted):
    """A member asked for something that their role does not allow."""

    code = "role_missing"
    default_mender = "operator"
    default_advice = "Ask an owner of the organization for the role."


class NoSuchOrganization(NotFound):
    """There is no such organization, or the person does not belong to it; which of both is not told."""

    code = "no_such_organization"
    default_advice = "Check the address, or ask the organization to invite you."


class SlugTaken(Conflict):
    """Another organization has this word in its address."""

    code = "slug_taken"
    default_advice = "Choose another word for the address."


class BadOrganization(MalformedInput):
    """The particulars of an organization cannot be taken."""

    code = "bad_organization"


class InvitationGone(NotFound):
    """An invitation was used, taken back or is too old, or there never was one."""

    code = "invitation_gone"
    default_mender = "operator"
    default_advice = "Ask whoever invited you for a new one."


class InvitationForAnother(NotPermitted):
    """An invitation was sent to an address that this account has not confirmed."""

    code = "invitation_for_another"
    default_advice = "Add the address that the invitation went to under Mail addresses, confirm it, and come back."


class TooManyInvitations(Conflict):
    """An organization has as many open invitations as it may."""

    code = "too_many_invitations"
    default_mender = "operator"
    default_advice = "Take back those that nobody needs any more."


class LastOwner(Conflict):
    """An organization would be left without an owner."""

    code = "last_owner"
    default_advice = "Make somebody else an owner first."


class NoSuchMember(NotFound):
    """Nobody of this number belongs to the organization."""

    code = "no_such_member"
    default_advice = "Open the list of members again."


class BadDomain(MalformedInput):
    """A text is not a domain that an organization can prove."""

    code = "bad_domain"
    default_advice = "Write it as in the address of your site, such as college.edu, without https and path."


class DomainNotProven(Conflict):
    """The file or DNS record that proves a domain was not found as it should be."""

    code = "domain_not_proven"
    default_mender = "operator"
    default_advice = "Check that the file opens in a browser without signing in, then try again."


class BadPeriod(MalformedInput):
    """Data cannot be kept for so many days or so few, or a contact is too long."""

    code = "bad_period"


class BadKeyChange(MalformedInput):
    """What was asked for an organization's key cannot be taken; `faults` names each field and what is wrong with it."""

    code = "bad_key_change"
    default_advice = "Mend the fields that are named; everything typed is kept."

    def __init__(self, faults: dict[str, str]) -> None:
        super().__init__(" ".join(faults.values()))
        self.faults = faults


class KeyChangeNotPossible(Conflict):
    """An organization's key cannot be changed in this way as things stand now."""

    code = "key_change_not_possible"
    default_advice = "Open the page Keys again and look at how it stands."


class NoSuchKeyChange(NotFound):
    """A change of keys is not open any more: decided, withdrawn or too old; or there never was one."""

    code = "no_such_key_change"
    default_advice = "Open the page Keys again; an owner may ask anew."


class OwnKeyChange(NotPermitted):
    """Somebody tried to approve a change of keys that they asked for themselves."""

    code = "own_key_change"
    default_mender = "operator"
    default_advice = "Ask a second owner to approve it, or a reviewer where there is no second owner."


class IdentifierFixed(Conflict):
    """The identifier under which an organization signs cannot be changed any more."""

    code = "identifier_fixed"
    default_advice = "Records name it for life. A new identifier needs a new organization."
