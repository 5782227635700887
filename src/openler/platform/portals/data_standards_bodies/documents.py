"""How is a framework, and one of its terms, told to a program? In the words of CASE where it has them.

Spec: https://www.imsglobal.org/spec/case/v1p1 (CFDocument, CFItem); addresses are those of this installation, the
address at the source is `sourceURI`.
"""

from collections.abc import Iterable
from datetime import UTC

from openler.foundation.json_types import JsonObject
from openler.platform.frameworks.models import Framework, FrameworkEdge, FrameworkItem
from openler.skills.frameworks import PARENT


def write_framework(framework: Framework) -> JsonObject:
    """Tell what a framework is and where it comes from."""
    told = {
        "identifier": str(framework.pk),
        "uri": framework.uri,
        "title": framework.title,
        "creator": framework.publisher,
        "publisher": framework.publisher,
        "version": framework.version,
        "language": framework.language,
        "license": framework.licence,
        "notes": framework.attribution,
        "officialSourceURL": framework.source_uri,
        "lastChangeDateTime": _stamp(framework),
    }
    return _filled(told)


def write_item(item: FrameworkItem) -> JsonObject:
    """Tell one term."""
    told = {
        "identifier": str(item.pk),
        "uri": item.uri,
        "fullStatement": item.statement or item.label,
        "abbreviatedStatement": item.label if item.statement else "",
        "humanCodingScheme": item.code,
        "CFItemType": item.kind,
        "language": item.language,
        "conceptKeywords": item.alternatives,
        "groups": item.groups,
        "sourceURI": item.source_uri,
        "lastChangeDateTime": _stamp(item.framework),
        "CFDocumentURI": _link(item.framework.title, item.framework.uri),
    }
    return _filled(told)


def write_associations(
    item: FrameworkItem,
    parents: Iterable[FrameworkItem],
    children: Iterable[FrameworkItem],
    relations: Iterable[FrameworkEdge],
) -> list[JsonObject]:
    """Tell how a term stands to others; each statement is made by its framework."""
    here = _link(item.label, item.uri)
    told = [_association(PARENT, here, _link(parent.label, parent.uri)) for parent in parents]
    told += [_association(PARENT, _link(child.label, child.uri), here) for child in children]
    for edge in relations:
        target = edge.target
        end = (
            _link(target.label, target.uri) if target else _link(edge.target_label or edge.target_uri, edge.target_uri)
        )
        told.append(_association(edge.relation, here, end))
    return told


def _association(relation: str, origin: JsonObject, destination: JsonObject) -> JsonObject:
    return {"associationType": relation, "originNodeURI": origin, "destinationNodeURI": destination}


def _link(title: str, uri: str) -> JsonObject:
    return {"title": title, "uri": uri}


def _stamp(framework: Framework) -> str:
    return framework.imported_at.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _filled(told: JsonObject) -> JsonObject:
    return {name: value for name, value in told.items() if value}
