"""Frameworks by program, under ``/api/v1``; reading them needs no token: each address of a framework answers JSON."""

from typing import Any

from ninja import File, Form, Router
from ninja.files import UploadedFile

from openler.foundation.errors import MalformedInput
from openler.foundation.strict_json import parse_json_object
from openler.platform.frameworks.services import MAX_KEPT_FAULTS, import_framework
from openler.platform.organizations.access import MemberRequest
from openler.platform.organizations.bearer import Bearer
from openler.skills.frameworks import Kind

router = Router(tags=["frameworks"])
WRITE = Bearer("frameworks:write", "issuer")
_KINDS: dict[str, Kind] = {"case": "case", "rsd": "rsd", "csv": "csv"}


class UnknownFormat(MalformedInput):
    """A format was named that is not read here."""

    code = "unknown_format"
    default_advice = "Name case, rsd or csv, or leave it out: the content tells."


@router.post("/frameworks/files", auth=WRITE)
def import_file(
    request: MemberRequest,
    file: File[UploadedFile],
    kind: Form[str] = "",
    title: Form[str] = "",
    publisher: Form[str] = "",
    version: Form[str] = "",
    licence: Form[str] = "",
    attribution: Form[str] = "",
    columns: Form[str] = "",
) -> dict[str, Any]:
    """Import a framework (CASE, RSD or CSV); what cannot be used comes back with its place and remedy."""
    if kind and kind not in _KINDS:
        raise UnknownFormat(f"No format is called {kind[:40]!r}.")
    told = {name: str(column) for name, column in parse_json_object(columns).items()} if columns else None
    outcome = import_framework(
        request.act,
        tenant_id=request.organization.pk,
        data=file.read(),
        kind=_KINDS.get(kind),
        title=title,
        publisher=publisher,
        version=version,
        licence=licence,
        attribution=attribution,
        columns=told,
    )
    faults = [
        {
            "code": fault.code,
            "list": fault.list_name,
            "number": fault.number,
            "column": fault.column,
            "value": fault.value,
            "detail": fault.reason,
            "next_step": fault.remedy,
            "is_left_out": fault.is_left_out,
        }
        for fault in outcome.faults[:MAX_KEPT_FAULTS]
    ]
    return {
        "id": str(outcome.framework.pk),
        "uri": outcome.framework.uri,
        "title": outcome.framework.title,
        "counted": outcome.counted,
        "taken": outcome.taken,
        "fault_count": len(outcome.faults),
        "faults": faults,
    }
