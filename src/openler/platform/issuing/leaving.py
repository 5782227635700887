"""How does an organization leave? With files that any web server can serve, by which its records verify for ever.

Files lie at the paths under which records look for them, so that they are put under the old address as they are. The
lists are signed for the last time, without an end. Private keys never leave.
Spec: https://w3c-ccg.github.io/did-method-web/ · https://www.w3.org/TR/vc-bitstring-status-list/
"""

import io
import json
import zipfile
from collections.abc import Iterator
from datetime import datetime

from django.template.loader import render_to_string

from openler.foundation.tables import write_table
from openler.platform.achievements.models import Version
from openler.platform.achievements.queries import achievement_json
from openler.platform.achievements.terms import ACHIEVEMENT_TYPES
from openler.platform.audit.services import record, record_many
from openler.platform.base.acts import Act
from openler.platform.issuing.models import Seat, StatusList
from openler.platform.issuing.status_lists import PURPOSES, signed_text
from openler.platform.keystore.models import IssuerKey
from openler.platform.keystore.services import keys_of
from openler.platform.organizations.identity import did_document_of, did_of
from openler.platform.organizations.models import Organization

_CONTEXT = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
_REGISTER_HEAD = (
    "award number",
    "name",
    "achievement",
    "state",
    "released",
    "valid until",
    "copies",
    "SHA-256 of copies",
)
_README = """\
These files let everybody verify the records of {name} when the server that issued them is gone.

Serve this folder at the address under which the organization issued:
  {place}/did.json        the public keys, as {did}
  status/...              which records were revoked or suspended, signed for the last time on {day}
  achievements/...        what could be earned, as pages and as data

Without any server, a record verifies with:
  openler credential verify --document {did}={place}/did.json --document URL=status/... RECORD.json

Keep to yourselves, and do not serve:
  private/register.csv    the register of all records
  private/keys.json       the history of the keys (public halves only)
"""


def export_organization(act: Act, organization: Organization) -> bytes:
    """Give the files of an organization as a ZIP.

    Raises: NoIssuerKey.
    """
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in _files(organization, act.at):
            archive.writestr(name, data)
    record(act, "organization.exported", kind="organization", object_id=organization.pk)
    # The register goes with the files, and each record of it names somebody.
    seats = Seat.objects.filter(organization=organization).values_list("pk", "holder_id")
    record_many(act, "record.left", "seat", seats, tenant_id=organization.pk)
    return out.getvalue()


def _files(organization: Organization, at: datetime) -> Iterator[tuple[str, bytes]]:
    did, slug = did_of(organization), organization.slug
    place = ".well-known" if organization.own_host_seen_at else f"o/{slug}"
    text = _README.format(name=organization.name, place=place, did=did, day=f"{at:%Y-%m-%d}")
    yield "README.txt", text.encode()
    yield f"{place}/did.json", _json(did_document_of(organization))
    for list_ in StatusList.objects.select_related("organization").filter(organization=organization):
        for purpose in PURPOSES:
            yield f"status/{list_.pk}/{purpose}", signed_text(list_, purpose, at=at, valid_for=None).encode()
    for version in _versions(organization):
        document = {"@context": [_CONTEXT], **achievement_json(version)}
        context = {
            "version": version,
            "organization": organization,
            "kind": ACHIEVEMENT_TYPES.get(version.achievement_type, version.achievement_type),
        }
        yield f"achievements/{version.pk}/index.json", _json(document)
        yield (
            f"achievements/{version.pk}/index.html",
            render_to_string("issuing/left_achievement.html", context).encode(),
        )
        if version.picture is not None:
            yield f"achievements/{version.pk}/picture", bytes(version.picture.content)
    yield "private/keys.json", _json({"keys": [_key(key) for key in keys_of(organization.pk)]})
    yield "private/register.csv", write_table(_REGISTER_HEAD, _register(organization))


def _versions(organization: Organization) -> Iterator[Version]:
    published = (Version.State.PUBLISHED, Version.State.REPLACED)
    yield from Version.objects.select_related("achievement__organization", "picture").filter(
        achievement__organization=organization, state__in=published
    )


def _register(organization: Organization) -> Iterator[tuple[str, ...]]:
    seats = Seat.objects.select_related("version").prefetch_related("copies").filter(organization=organization)
    for seat in seats.order_by("released_at", "award_number").iterator(chunk_size=500):
        copies = list(seat.copies.all())
        yield (
            seat.award_number,
            seat.name,
            seat.version.name,
            seat.state,
            seat.released_at.isoformat(),
            seat.valid_until.isoformat() if seat.valid_until else "",
            str(len(copies)),
            " ".join(copy.digest for copy in copies),
        )


def _key(key: IssuerKey) -> dict[str, str | None]:
    return {
        "name": key.fragment,
        "publicKeyMultibase": key.public_multikey,
        "created": key.created_at.isoformat(),
        "retired": key.retired_at.isoformat() if key.retired_at else None,
    }


def _json(document: object) -> bytes:
    return json.dumps(document, ensure_ascii=False, indent=2).encode()
