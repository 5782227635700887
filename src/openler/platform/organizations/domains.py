"""How does an organization show that a domain is its own? By one line that only whoever runs the domain can put there.

The line stands in a file of its site, or in a text record of a name below the domain, whichever is easier to have done.
Part of this room's services. Both are asked through the room for the world outside, so that no name inside a network
is asked.

Spec: https://www.rfc-editor.org/rfc/rfc8615 (well-known addresses), https://www.rfc-editor.org/rfc/rfc8552 (names)
"""

import re
import secrets
from typing import Literal

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from openler.foundation.errors import ResolutionFailed
from openler.platform.audit.services import record
from openler.platform.base.acts import Act
from openler.platform.egress import GuardedClient, parse_target, text_records
from openler.platform.organizations.errors import BadDomain, DomainNotProven
from openler.platform.organizations.models import DomainProof, Organization

Way = Literal["file", "name"]
_TOKEN_BYTES = 16
_CONTENT_BYTES = 24
# The line has some forty characters; a server may add a line end or a byte order mark.
_MAX_FILE_BYTES = 1024
_DOMAIN = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]")
_MAX_DOMAIN_CHARACTERS = 253


def ask_for_proof(act: Act, *, organization: Organization, domain: str) -> DomainProof:
    """Begin to prove a domain: say which line must stand where. A name that was proven before stays so meanwhile.

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


def name_of(proof: DomainProof) -> str:
    """Give the DNS name whose text record must hold the line."""
    return f"_openler.{proof.domain}"


def prove_domain(act: Act, *, organization: Organization, way: Way = "file") -> Organization:
    """Look for the line where it was asked for; when it stands there, the domain is the organization's.

    Raises: DomainNotProven.
    """
    proof = DomainProof.objects.filter(organization=organization).first()
    if proof is None:
        raise DomainNotProven(_("No proof of a domain was begun."))
    if not settings.OPENLER_ONLINE:
        raise DomainNotProven(
            _("This installation asks nothing outside itself, so it cannot look for the line."),
            advice=_("Ask whoever runs the installation to let it go online (OPENLER_OFFLINE)."),
        )
    if way == "file":
        _require_file(proof)
    else:
        _require_name(proof)
    with transaction.atomic():
        organization.proven_domain = proof.domain
        organization.proven_at = act.at
        organization.save(update_fields=["proven_domain", "proven_at"])
        proof.delete()
        record(act, "domain.proven", kind="organization", object_id=organization.pk, detail={"way": way})
    return organization


def _require_file(proof: DomainProof) -> None:
    try:
        url = address_of(proof)
        parse_target(url, purpose="domain")
        # A client of its own: what was fetched a minute ago, before the file was put there, is not used again.
        found = GuardedClient().get(url, purpose="domain", max_bytes=_MAX_FILE_BYTES).decode("utf-8-sig", "replace")
    except ResolutionFailed as error:
        raise DomainNotProven(_("The file could not be read: %(why)s") % {"why": error.message}) from error
    if found.strip() != proof.content:
        raise DomainNotProven(_("The file was found, and it holds another text than the line that was given."))


def _require_name(proof: DomainProof) -> None:
    name = name_of(proof)
    advice = _("Check the name and the line with whoever runs your DNS. A new record may take an hour to be seen.")
    try:
        found = text_records(name)
    except ResolutionFailed as error:
        told = _("The DNS record could not be read: %(why)s") % {"why": error.message}
        raise DomainNotProven(told, advice=advice) from error
    if not found:
        raise DomainNotProven(_("%(name)s has no text record (TXT).") % {"name": name}, advice=advice)
    if proof.content not in (text.strip() for text in found):
        raise DomainNotProven(
            _("%(name)s has a text record, and none with the line that was given.") % {"name": name}, advice=advice
        )
