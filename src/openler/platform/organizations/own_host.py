"""How does an organization sign under a host of its own? The host leads to this platform, which serves the keys there.

It is chosen before the first key, because records name it for life. Part of this room's services.
Spec: https://w3c-ccg.github.io/did-method-web/#read-resolve
"""

import json

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from openler.foundation.errors import LerError
from openler.foundation.strict_json import parse_json_object
from openler.platform.audit.services import record
from openler.platform.base.acts import Act
from openler.platform.base.addresses import parse_public_url
from openler.platform.egress import GuardedClient
from openler.platform.keystore.services import keys_of
from openler.platform.organizations.errors import BadDomain, DomainNotProven, IdentifierFixed
from openler.platform.organizations.identity import did_document_of
from openler.platform.organizations.models import Organization

PATH = "/.well-known/did.json"
_MAX_DOCUMENT_BYTES = 64 * 1024


def choose_own_host(act: Act, organization: Organization, host: str) -> None:
    """Say under which host the organization wants to sign; an empty one goes back to the platform's.

    Raises: BadDomain, IdentifierFixed.
    """
    plain = host.strip().lower().rstrip(".")
    _require_no_key(organization)
    proven = organization.proven_domain
    if plain and not (proven and (plain == proven or plain.endswith(f".{proven}"))):
        raise BadDomain(
            _("The host is not under a domain that your organization has proven."),
            advice=_("Prove the domain first; then choose it, or a name below it such as id.%(domain)s.")
            % {"domain": proven or "college.example"},
        )
    if plain == parse_public_url(settings.OPENLER_PUBLIC_URL).host:
        raise BadDomain(_("This is the host of the platform itself."))
    try:
        with transaction.atomic():
            organization.own_host, organization.own_host_seen_at = plain, None
            organization.save(update_fields=["own_host", "own_host_seen_at"])
            record(act, "domain.own_host_chosen", kind="organization", object_id=organization.pk)
    except IntegrityError as error:
        raise BadDomain(_("Another organization has chosen this host.")) from error


def see_own_host(act: Act, organization: Organization) -> None:
    """Look whether the host leads here; from then on the organization signs under it.

    Raises: DomainNotProven, IdentifierFixed.
    """
    _require_no_key(organization)
    url = f"https://{organization.own_host}{PATH}"
    if not organization.own_host or not settings.OPENLER_ONLINE:
        raise DomainNotProven(_("There is no host to look at, or this installation asks nothing outside itself."))
    try:
        found = parse_json_object(GuardedClient().get(url, purpose="domain", max_bytes=_MAX_DOCUMENT_BYTES))
    except LerError as error:
        raise DomainNotProven(_("%(url)s could not be read: %(why)s") % {"url": url, "why": error.message}) from error
    if found != json.loads(json.dumps(did_document_of(organization, did=_did(organization)))):
        raise DomainNotProven(
            _("%(url)s holds another document than this platform serves.") % {"url": url},
            advice=_("Let the host lead to this platform, so that later keys stand there too, and look again."),
        )
    with transaction.atomic():
        organization.own_host_seen_at = act.at
        organization.save(update_fields=["own_host_seen_at"])
        record(act, "domain.own_host_seen", kind="organization", object_id=organization.pk)


def document_at(host: str) -> dict[str, object] | None:
    """Give the DID document that stands at a host of an organization's own; None for any other host."""
    organization = Organization.objects.exclude(own_host="").filter(own_host=host.lower()).first()
    if organization is None or (organization.own_host_seen_at is None and keys_of(organization.pk)):
        return None
    return dict(did_document_of(organization, did=_did(organization)))


def _did(organization: Organization) -> str:
    return f"did:web:{organization.own_host}"


def _require_no_key(organization: Organization) -> None:
    if keys_of(organization.pk):
        raise IdentifierFixed(_("This organization has keys, so its identifier stays as it is."))
