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
