"""Which way leads from what was learned to what is asked, and what is it worth?

At most two steps; the best way wins, and of equal ones the first in the order of addresses, whatever order they came in.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from openler.skills.matching.edges import Edges, Hop
from openler.skills.matching.policy import MatchPolicy, rounded

MAX_HOPS = 2


@dataclass(frozen=True, slots=True)
class Path:
    """The steps from evidence to requirement; none where both are the same address."""

    hops: tuple[Hop, ...]
    value: Decimal


def value_of(hops: tuple[Hop, ...], policy: MatchPolicy) -> Decimal:
    """Multiply the steps of a way; an equality after the first counts a little less."""
    value, equals = Decimal(1), 0
    for hop in hops:
        is_equal = hop.meaning == "equal"
        value *= policy.further_equal if is_equal and equals else policy.hops[hop.meaning]
        equals += is_equal
    return rounded(value)


def best_path(start: str, end: str, edges: Edges, policy: MatchPolicy) -> Path | None:
    """Find the best way from a term of the evidence to the term asked; None if there is none of at most two steps.

    A way that only says that two terms are related is given as well, at its value of nothing, so that it can be shown.
    """
    if start == end:
        return Path((), Decimal(1))
    found = (Path(hops, value_of(hops, policy)) for hops in _ways(start, end, edges))
    return min(found, key=_rank, default=None)


def _rank(path: Path) -> tuple[Decimal, int, tuple[tuple[str, str, str], ...]]:
    names = tuple((hop.start, hop.edge.relation, hop.end) for hop in path.hops)
    return (-path.value, len(path.hops), names)


def _ways(start: str, end: str, edges: Edges) -> Iterator[tuple[Hop, ...]]:
    for first in edges.hops_from(start):
        if first.end == end:
            yield (first,)
        # A cycle, or a step back, leads nowhere that a shorter way does not.
        elif first.end != start:
            yield from ((first, second) for second in edges.hops_from(first.end) if second.end == end)
