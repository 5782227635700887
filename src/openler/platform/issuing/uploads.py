"""Where does a class list wait until somebody has said what its columns mean? Sealed, and not for long."""

import hashlib
import zlib
from collections.abc import Mapping
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from openler.foundation.jcs import canonicalize_json
from openler.foundation.tables import Table
from openler.platform.achievements.models import Version
from openler.platform.audit.services import record
from openler.platform.base.acts import Act
from openler.platform.issuing.batches import check_batch, read_class, require_check
from openler.platform.issuing.errors import NoSuchRecord
from openler.platform.issuing.models import Batch, Upload
from openler.platform.keystore.sealing import open_sealed, seal
from openler.platform.keystore.services import data_key
from openler.platform.organizations.models import Organization


def keep_upload(act: Act, version: Version, *, title: str, data: bytes, claim_check: int, form_token: str) -> Upload:
    """Keep a class list that can be read; the same form sent again gives the same upload.

    Raises: BadClassList, TooLarge, WrongEncoding, BadTable.
    """
    require_check(version, claim_check)
    read_class(data)
    organization = version.achievement.organization
    kept = Upload(
        organization=organization,
        version=version,
        title=title.strip()[:120] or version.name[:120],
        claim_check=claim_check,
        made_by=act.actor_id,
        made_at=act.at,
        form_token=form_token,
    )
    kept.sealed = seal(data_key(organization.pk), zlib.compress(data), kept.pk.bytes)
    try:
        with transaction.atomic():
            kept.save(force_insert=True)
            record(act, "upload.kept", kind="upload", object_id=kept.pk)
    except IntegrityError:
        return Upload.objects.get(form_token=form_token, organization=organization)
    return kept


def find_upload(organization: Organization, upload_id: UUID) -> Upload:
    """Find an upload of an organization.

    Raises: NoSuchRecord.
    """
    found = (
        Upload.objects.select_related("version__achievement__organization")
        .filter(organization=organization, pk=upload_id)
        .first()
    )
    if found is None:
        raise NoSuchRecord(_("This class list is not here any more; upload it again."))
    return found


def open_upload(upload: Upload) -> Table:
    """Read the class list again.

    Raises: BrokenSeal.
    """
    sealed = open_sealed(data_key(upload.organization_id), bytes(upload.sealed), upload.pk.bytes)
    return read_class(zlib.decompress(sealed))


def check_upload(act: Act, upload: Upload, columns: Mapping[str, str]) -> Batch:
    """Check every row by a mapping of columns; the same mapping sent again gives the same batch.

    Raises: BadClassList.
    """
    table = open_upload(upload)
    mapping = hashlib.sha256(canonicalize_json(dict(columns))).hexdigest()
    return check_batch(
        act,
        upload.version,
        title=upload.title,
        head=table.header,
        rows=[(row.number, row.cells) for row in table.rows],
        columns=columns,
        form_token=hashlib.sha256(f"{upload.pk} {mapping}".encode()).hexdigest(),
        problems=table.problems,
        claim_check=upload.claim_check,
    )
