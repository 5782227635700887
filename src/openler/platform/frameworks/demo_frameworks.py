"""Which frameworks come with the program, and how does a demonstration load them? Through the service of all others."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from uuid import UUID

from openler.platform.base.acts import Act
from openler.platform.frameworks.models import Framework, FrameworkItem
from openler.platform.frameworks.services import import_framework


@dataclass(frozen=True, slots=True)
class DemoFramework:
    """A bundled file and what is said of it; source, licence and digest stand in data/SOURCE.txt."""

    file: str
    title: str
    publisher: str
    version: str
    licence: str
    attribution: str
    columns: Mapping[str, str]


DEMO_FRAMEWORKS = (
    DemoFramework(
        file="esco_nursing_and_care.csv",
        title="ESCO, nursing and care",
        publisher="European Commission",
        version="1.1.1",
        licence="European Union, free reuse with attribution (Decision 2011/833/EU)",
        attribution=(
            "This product uses the ESCO classification of the European Commission. A part of it: skills of nursing "
            "and care, with at most five alternative labels each."
        ),
        columns={
            "uri": "uri",
            "code": "code",
            "parent": "parent",
            "label": "label",
            "alternatives": "altLabels",
            "kind": "kind",
            "language": "language",
        },
    ),
    DemoFramework(
        file="onet_care_tasks.csv",
        title="O*NET tasks, care and logistics",
        publisher="U.S. Department of Labor (USDOL/ETA)",
        version="30.2",
        licence="CC BY 4.0",
        attribution=(
            "This product includes information from the O*NET 30.2 Database by the U.S. Department of Labor, "
            "Employment and Training Administration (USDOL/ETA). Used under the CC BY 4.0 license. O*NET® is a "
            "trademark of USDOL/ETA. USDOL/ETA has not approved, endorsed, or tested these modifications: tasks of "
            "seven occupations only."
        ),
        columns={
            "code": "code",
            "parent": "parent",
            "label": "label",
            "statement": "statement",
            "kind": "kind",
            "language": "language",
        },
    ),
)


def read_bundled(file: str) -> bytes:
    """Read a bundled file."""
    return resources.files("openler.platform.frameworks").joinpath("data", file).read_bytes()


def load_demo_frameworks(act: Act, *, tenant_id: UUID | None) -> list[Framework]:
    """Import the bundled frameworks that are not there yet, in the name of an organization, and list them all."""
    loaded = []
    for one in DEMO_FRAMEWORKS:
        data = read_bundled(one.file)
        there = Framework.objects.filter(
            tenant_id=tenant_id, file_digest=hashlib.sha256(data).hexdigest(), title=one.title
        ).first()
        loaded.append(
            there
            or import_framework(
                act,
                tenant_id=tenant_id,
                data=data,
                kind="csv",
                title=one.title,
                publisher=one.publisher,
                version=one.version,
                language="en",
                licence=one.licence,
                attribution=one.attribution,
                columns=one.columns,
            ).framework
        )
    return loaded


def alignments_by_label() -> dict[str, dict[str, str]]:
    """Give every loaded term as an achievement names it (uri, label, code, framework), by its label."""
    items = FrameworkItem.objects.select_related("framework").order_by("-framework__imported_at", "-position")
    return {
        item.label: {"uri": item.uri, "label": item.label, "code": item.code, "framework": item.framework.title}
        for item in items
    }
