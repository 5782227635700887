"""Which kinds of wrong are there, and what can be done about each?

    LerError
    ├── MalformedInput        the bytes or the document are not what the standard asks for
    ├── InvalidProof          a seal does not hold, or was made by somebody without the right
    ├── NotAccepted           a policy declined a report
    ├── Undecided             cannot tell is not no
    │   ├── ResolutionFailed      a document, key or identifier could not be had
    │   ├── StatusUnavailable     a status list could not be had or used
    │   └── RegistryUnavailable   a registry could not be asked
    ├── ProtocolError         another party broke a protocol
    ├── NotPermitted          the actor may not do this
    ├── NotFound              no such thing, or none that this actor may know of
    ├── Conflict              somebody changed it in the meantime
    └── Misuse                the program or command was called wrongly

Every class has a stable ``code``; it is part of the public interface and listed in ``docs/reference/errors.md``.
"""

from typing import ClassVar


class LerError(Exception):
    """Something went wrong that a person can be told about.

    Attributes:
        code: stable identifier, snake case.
        pointer: RFC 6901 JSON pointer to the place, empty for the whole document, None where no place applies.
        mender: who can mend it: "issuer", "holder", "sender", "verifier" or "operator".
        advice: what to do next, one plain sentence.
    """

    code: ClassVar[str] = "error"
    default_mender: ClassVar[str] = "sender"
    default_advice: ClassVar[str] = ""

    def __init__(
        self,
        message: str,
        *,
        pointer: str | None = None,
        mender: str | None = None,
        advice: str | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.pointer = pointer
        self.mender = mender or self.default_mender
        self.advice = self.default_advice if advice is None else advice

    def __str__(self) -> str:
        return self.message if not self.pointer else f"{self.message} (at {self.pointer})"


class MalformedInput(LerError):
    """The input is not well-formed."""

    code = "malformed_input"
    default_advice = "Ask the sender for the original file."


class InvalidProof(LerError):
    """A proof does not hold."""

    code = "invalid_proof"
    default_mender = "issuer"
    default_advice = "Ask for the record again, straight from its issuer or the holder's wallet."


class NotAccepted(LerError):
    """A policy does not accept this report."""

    code = "not_accepted"
    default_mender = "verifier"


class Undecided(LerError):
    """The question cannot be answered with what is at hand; the answer is neither yes nor no."""

    code = "undecided"
    default_mender = "verifier"


class ResolutionFailed(Undecided):
    """A document, a key or an identifier could not be had."""

    code = "resolution_failed"
    default_advice = "Check again with network access, or give the document with --document."


class StatusUnavailable(Undecided):
    """A status list could not be had or cannot be relied on."""

    code = "status_unavailable"
    default_advice = "Check again later, or give the status list with --document."


class RegistryUnavailable(Undecided):
    """A registry could not be asked."""

    code = "registry_unavailable"
    default_advice = "Check again later."


class ProtocolError(LerError):
    """Another party broke a protocol; ``wire_code`` is the protocol's own word for it."""

    code = "protocol_error"

    def __init__(self, message: str, *, wire_code: str, pointer: str | None = None, advice: str | None = None) -> None:
        super().__init__(message, pointer=pointer, advice=advice)
        self.wire_code = wire_code


class NotPermitted(LerError):
    """The actor may not do this."""

    code = "not_permitted"


class NotFound(LerError):
    """There is no such thing, or none that this actor may know of."""

    code = "not_found"


class Conflict(LerError):
    """The thing was changed in the meantime, or exists already."""

    code = "conflict"


class Misuse(LerError):
    """The program was called in a way that cannot work."""

    code = "misuse"
    default_mender = "verifier"
