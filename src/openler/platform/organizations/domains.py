"""How does an organization show that a domain is its own? By one file that only whoever runs the domain can put there.

Part of this room's services. The file is fetched through the guarded client, so that no name inside a network is
asked. DNS records are not asked: the guarded client looks up addresses only.

Spec: https://www.rfc-editor.org/rfc/rfc8615 (well-known addresses)
"""

import re
import secrets

from django.db import transaction
from django.utils.translation import gettext as _

from openler.foundation.errors import ResolutionFailed
from openler.platform.audit.services import record
from openler.platform.base.acts import Act
from openler.platform.egress import GuardedClient, parse_target
from openler.platform.organizations.errors import BadDomain, DomainNotProven
from openler.platform.organizations.models import DomainProof, Organization

_TOKEN_BYTES = 16
_CONTENT_BYTES = 24
# The line has some forty characters; a server may add a line end or a byte order mark.
_MAX_FILE_BYTES = 1024
_DOMAIN = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]")
_MAX_DOMAIN_CHARACTERS = 253


def ask_for_proof(act: Act, *, organization: Organization, domain: str) -> DomainProof:
    """Begin to prove a domain: say which file must stand where. A name that was proven before stays so meanwhile.

    Raises: BadDomain.
    """
    plain = domain.strip().lower().rstrip(".")
    if len(plain) > _MAX_DOMAIN_CHARACTERS or not _DOMAIN.fullmatch(plain):
        raise BadDomain(_("This is no domain."))
    with transaction.atomic():
        proof, _created = DomainProof.objects.update_or_create(
            organization=organization,
            defaults={
                "domain": plain,
                "token": secrets.token_hex(_TOKEN_BYTES),
                "content": f"openler-domain-proof={secrets.token_urlsafe(_CONTENT_BYTES)}",
                "asked_at": act.at,
            },
        )
        record(act, "domain.asked", kind="organization", object_id=organization.pk)
    return proof


def address_of(proof: DomainProof) -> str:
    """Give the address at which the file must stand."""
    return f"https://{proof.domain}/.well-known/openler-{proof.token}.txt"


def prove_domain(act: Act, *, organization: Organization) -> Organization:
    """Fetch the file; when it holds the line that was given, the domain is the organization's.

    Raises: DomainNotProven.
    """
    proof = DomainProof.objects.filter(organization=organization).first()
    if proof is None:
        raise DomainNotProven(_("No proof of a domain was begun."))
    found = _fetch(address_of(proof))
    if found.strip() != proof.content:
        raise DomainNotProven(_("The file was found, and it holds another text than the line that was given."))
    with transaction.atomic():
        organization.proven_domain = proof.domain
        organization.proven_at = act.at
        organization.save(update_fields=["proven_domain", "proven_at"])
        proof.delete()
        record(act, "domain.proven", kind="organization", object_id=organization.pk)
    return organization


def _fetch(url: str) -> str:
    try:
        parse_target(url, purpose="domain")
        # A client of its own: what was fetched a minute ago, before the file was put there, is not used again.
        return GuardedClient().get(url, purpose="domain", max_bytes=_MAX_FILE_BYTES).decode("utf-8-sig", "replace")
    except ResolutionFailed as error:
        raise DomainNotProven(_("The file could not be read: %(why)s") % {"why": error.message}) from error
