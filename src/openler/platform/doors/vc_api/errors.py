"""Which faults belong to the door of the VC API?"""

from openler.foundation.errors import Conflict, MalformedInput, Misuse, NotFound, NotPermitted


class DoorClosed(NotFound):
    """This installation does not offer the VC API."""

    code = "door_closed"
    default_mender = "operator"
    default_advice = "Whoever runs the installation can open it with OPENLER_VC_API=1."


class NoSuchInstance(NotFound):
    """There is no such instance, or it is another organization's; which of both is not told."""

    code = "no_such_instance"
    default_mender = "operator"
    default_advice = "See what there is with 'openler vc-api instance list'."


class OnlyOnThisMachine(NotPermitted):
    """An open instance was asked from elsewhere."""

    code = "only_on_this_machine"
    default_mender = "operator"
    default_advice = "Ask it from the machine it runs on, or make an instance of an organization, which takes tokens."


class BadInstance(Misuse):
    """An instance cannot be made like this."""

    code = "bad_instance"
    default_mender = "operator"
    default_advice = "See 'openler vc-api instance create --help'."


class BadVcApiRequest(MalformedInput):
    """A request is not one of the VC API."""

    code = "bad_vc_api_request"
    default_advice = "See the description of this door at /vc-api/openapi.json."


class WrongKind(MalformedInput):
    """Something else was sent than what is checked at this address."""

    code = "wrong_kind"
    default_advice = "Send records to /credentials/verify, and presentations to /presentations/verify."


class IssuedAlready(Conflict):
    """The instance has issued a record with this identifier."""

    code = "issued_already"
    default_mender = "issuer"
    default_advice = "Give each record an identifier of its own."


class NoSuchCredential(NotFound):
    """The instance issued no record with this identifier and a status entry."""

    code = "no_such_credential"
    default_mender = "issuer"
    default_advice = "Name the record by its id, or by the credentialId that it was issued with."


class RevokedForGood(Conflict):
    """A revocation cannot be taken back."""

    code = "revoked_for_good"
    default_mender = "issuer"
    default_advice = "Issue a new record. For what may come back, use the purpose suspension."
