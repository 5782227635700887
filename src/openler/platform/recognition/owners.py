"""Do an issuer and a registry have an owner in common? Then the one may not vouch for the other."""

from openler.platform.organizations.identity import did_of
from openler.platform.organizations.models import Membership, Organization


def related_dids(organization: Organization) -> "RelatedDids":
    """Find the identifiers of an organization and of every organization that shares an owner with it."""
    owners = {
        membership.user_id
        for membership in Membership.objects.filter(organization=organization)
        if "owner" in membership.roles
    }
    places = Membership.objects.select_related("organization").filter(user_id__in=owners)
    related = {place.organization_id: place.organization for place in places if "owner" in place.roles}
    return RelatedDids([organization, *related.values()])


class RelatedDids:
    """Identifiers under which related organizations issue: here, and under a domain that they proved."""

    def __init__(self, organizations: list[Organization]) -> None:
        self._here = {did_of(one).lower() for one in organizations}
        self._domains = {f"did:web:{one.proven_domain}".lower() for one in organizations if one.proven_domain}

    def __contains__(self, did: object) -> bool:
        # The host of a did:web is told without regard to case, as DNS has it; a path here is an organization's word.
        text = str(did).lower().partition("#")[0]
        return text in self._here or any(text == one or text.startswith(f"{one}:") for one in self._domains)
