"""Which faults belong to registries?"""

from openler.foundation.errors import Conflict, MalformedInput, NotFound, NotPermitted


class BadEntry(MalformedInput):
    """What was typed of an entry, or of a change of it, cannot be taken."""

    code = "bad_entry"
    default_advice = "Mend the fields that are named; everything else is kept."

    def __init__(self, message: str, *, faults: dict[str, str] | None = None, advice: str | None = None) -> None:
        super().__init__(message, advice=advice)
        self.faults = faults or {}


class OwnIssuer(NotPermitted):
    """An issuer and the registry have an owner in common, so the registry may not vouch for it."""

    code = "own_issuer"
    default_advice = "Ask a registry that is kept by others to recognize this issuer."


class NoGovernance(NotPermitted):
    """Only a governance organization keeps a registry."""

    code = "no_governance"
    default_mender = "operator"
    default_advice = "Add governance to what the organization does, or ask one that is."


class NoSuchRegistry(NotFound):
    """There is no registry, or no entry, at this address."""

    code = "no_such_registry"
    default_advice = "Check the address."


class ChangeNotPossible(Conflict):
    """An entry cannot change in this way from where it stands."""

    code = "change_not_possible"
    default_advice = "Open the entry again and see how it stands now."
