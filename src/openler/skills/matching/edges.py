"""How do the terms of frameworks hang together? Published edges only; an edge without a source is no edge.

Spec: https://www.w3.org/TR/skos-reference/#mapping , https://www.imsglobal.org/spec/case/v1p1 (associations)
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

Meaning = Literal["equal", "close", "broader", "narrower", "related"]

# What each published word says of the target, seen from the source.
MEANINGS: Mapping[str, Meaning] = {
    "exactMatch": "equal",
    "exactMatchOf": "equal",
    "exactAlignment": "equal",
    "closeMatch": "close",
    "majorAlignment": "close",
    "broader": "broader",
    "broadMatch": "broader",
    "broadAlignment": "broader",
    "isChildOf": "broader",
    "narrower": "narrower",
    "narrowMatch": "narrower",
    "narrowAlignment": "narrower",
    "hasChild": "narrower",
    "isParentOf": "narrower",
    "relatedMatch": "related",
    "isRelatedTo": "related",
    "isPeerOf": "related",
    "minorAlignment": "related",
}
_BACKWARDS: Mapping[Meaning, Meaning] = {
    "equal": "equal",
    "close": "close",
    "broader": "narrower",
    "narrower": "broader",
    "related": "related",
}


@dataclass(frozen=True, slots=True, order=True)
class Edge:
    """One published statement about two terms.

    Attributes:
        source, target: addresses of the terms.
        relation: the published word, kept as it came.
        framework: who says so: the address of the framework or crosswalk.
        version: which edition of it.
    """

    source: str
    relation: str
    target: str
    framework: str
    version: str = ""


@dataclass(frozen=True, slots=True)
class Hop:
    """One step along an edge, forwards or backwards; ``meaning`` is what the term reached is to the term left."""

    edge: Edge
    start: str
    end: str
    meaning: Meaning


class Edges:
    """The edges of some frameworks, by the term where a walk can leave. Words that nobody defined lead nowhere."""

    def __init__(self, edges: Iterable[Edge]) -> None:
        hops: dict[str, set[tuple[Edge, str, Meaning]]] = defaultdict(set)
        versions: dict[str, set[str]] = defaultdict(set)
        for edge in edges:
            meaning = MEANINGS.get(edge.relation)
            if meaning is None or not edge.framework:
                continue
            versions[edge.framework].add(edge.version)
            hops[edge.source].add((edge, edge.target, meaning))
            hops[edge.target].add((edge, edge.source, _BACKWARDS[meaning]))
        # In a fixed order, so that the order in which edges came changes nothing.
        self._hops = {
            start: tuple(Hop(edge, start, end, meaning) for edge, end, meaning in sorted(found))
            for start, found in hops.items()
        }
        self.versions = tuple(
            (framework, version) for framework in sorted(versions) for version in sorted(versions[framework])
        )

    def hops_from(self, uri: str) -> tuple[Hop, ...]:
        """Give every step that leaves a term."""
        return self._hops.get(uri, ())
