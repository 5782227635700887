"""How does a framework come in? Read, keep what is good, say what is not, in one transaction."""

import hashlib
import uuid
from collections.abc import Mapping
from dataclasses import asdict, dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from openler.foundation.errors import Conflict
from openler.platform.audit.services import record
from openler.platform.base.acts import Act
from openler.platform.frameworks.models import Framework, FrameworkEdge, FrameworkItem
from openler.skills.frameworks import (
    MAX_LABEL_CHARACTERS,
    FrameworkDraft,
    ImportFault,
    Item,
    Kind,
    NotAFramework,
    one_line,
)
from openler.skills.importing import read_framework
from openler.skills.words import fold, stems_of

# As many faults as somebody mends by hand; with more, the file is exported again.
MAX_KEPT_FAULTS = 500
_ROWS_A_STATEMENT = 500


class FrameworkThere(Conflict):
    """This very file was imported before, under the same title."""

    code = "framework_there"
    default_advice = "Open the framework that is there, or import the new edition."


@dataclass(frozen=True, slots=True)
class ImportOutcome:
    """What came of an import.

    Attributes:
        framework: as it is kept.
        counted: rows or items of the file.
        taken: those that came in.
        faults: everything the file got wrong, in its order.
    """

    framework: Framework
    counted: int
    taken: int
    faults: tuple[ImportFault, ...]


def import_framework(
    act: Act,
    *,
    tenant_id: uuid.UUID | None,
    data: bytes,
    kind: Kind | None = None,
    title: str = "",
    publisher: str = "",
    version: str = "",
    language: str = "",
    licence: str = "",
    attribution: str = "",
    columns: Mapping[str, str] | None = None,
) -> ImportOutcome:
    """Import a framework; what the file says about itself is used where nothing is told.

    Args:
        tenant_id: the organization that brings it, None for the installation itself.
        data: the whole file.
        kind: its format; told by its content where None.
        columns: of a plain table, field to column name; guessed where None.

    Raises:
        NotAFramework: no framework, no good item, or no title; and whatever ``read_framework`` raises.
        FrameworkThere: the same file is there already.
    """
    draft = read_framework(data, kind=kind, columns=columns)
    head, digest = draft.head, hashlib.sha256(data).hexdigest()
    told_title = one_line(title)[:MAX_LABEL_CHARACTERS] or head.title
    if not told_title:
        raise NotAFramework(_("The file does not say what the framework is called."), advice=_("Give it a title."))
    if not draft.items:
        first = draft.faults[0].reason if draft.faults else _("It has no rows under its column names.")
        raise NotAFramework(_("Nothing in the file can be used. %(first)s") % {"first": first})
    with transaction.atomic():
        if Framework.objects.filter(tenant_id=tenant_id, file_digest=digest, title=told_title).exists():
            raise FrameworkThere(_("This file was imported before under this title."))
        framework = Framework.objects.create(
            tenant_id=tenant_id,
            source_uri=head.uri,
            title=told_title,
            publisher=one_line(publisher)[:MAX_LABEL_CHARACTERS] or head.publisher,
            version=one_line(version)[:100] or head.version,
            language=one_line(language)[:35] or head.language,
            source_kind=head.kind,
            attribution=attribution.strip()[:2_000],
            licence=one_line(licence)[:MAX_LABEL_CHARACTERS] or head.licence,
            file_digest=digest,
            imported_at=act.at,
            counted=draft.counted,
            item_count=len(draft.items),
            faults=[asdict(fault) for fault in draft.faults[:MAX_KEPT_FAULTS]],
            fault_count=len(draft.faults),
            unused_columns=list(draft.unused_columns),
            encoding=draft.encoding,
            is_encoding_assumed=draft.is_encoding_assumed,
        )
        _keep_items(framework, draft)
        counts = {"items": len(draft.items), "left_out": draft.left_out, "faults": len(draft.faults)}
        record(act, "framework.imported", kind="framework", object_id=framework.pk, detail=counts)
    return ImportOutcome(framework, draft.counted, len(draft.items), draft.faults)


def _keep_items(framework: Framework, draft: FrameworkDraft) -> None:
    rows = {item.key: _row(framework, item, position) for position, item in enumerate(draft.items)}
    FrameworkItem.objects.bulk_create(rows.values(), batch_size=_ROWS_A_STATEMENT)
    edges = []
    for link in draft.links:
        target = rows.get(link.target)
        edges.append(
            FrameworkEdge(
                framework=framework,
                source=rows[link.source],
                relation=link.relation,
                target=target,
                target_uri="" if target else link.target,
                target_label="" if target else link.target_label,
                position=link.order,
            )
        )
    FrameworkEdge.objects.bulk_create(edges, batch_size=_ROWS_A_STATEMENT)


def _row(framework: Framework, item: Item, position: int) -> FrameworkItem:
    language = item.language or framework.language
    label_stems = stems_of([item.label], language)
    others = stems_of([item.statement, item.code, *item.alternatives, *item.groups], language)
    return FrameworkItem(
        # From the framework and the item's own name, so that the same row always has the same address.
        id=uuid.uuid5(framework.pk, item.key),
        framework=framework,
        position=position,
        source_uri=item.uri,
        code=item.code,
        label=item.label,
        statement=item.statement,
        kind=item.kind,
        language=language,
        alternatives=list(item.alternatives),
        groups=list(item.groups),
        label_key=fold(item.label)[: MAX_LABEL_CHARACTERS * 2],
        label_stems=f" {' '.join(label_stems)} ",
        all_stems=f" {' '.join(dict.fromkeys([*label_stems, *others]))} ",
    )
