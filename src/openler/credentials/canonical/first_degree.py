"""What is the canonical text of a walk, if every blank node can be told by what stands right around it?

RDFC-1.0 gives each blank node a hash of its own statements. Where all differ, their order is the order of the labels,
and nothing else has to be computed; where two are equal, ``rdfc`` tells them apart.

Spec: https://www.w3.org/TR/rdf-canon/#hash-1d-quads
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain, groupby, islice
from operator import eq, itemgetter
from typing import Any, Final

from openler.credentials.canonical.emission import Node, Walk
from openler.credentials.canonical.n_degree import HashName, Neighbours, State
from openler.credentials.canonical.rdfc import label_alike

_HASHES: Final[dict[str, Callable[[bytes], Any]]] = {"sha256": hashlib.sha256, "sha384": hashlib.sha384}
_END: Final = " .\n"
# Records have some ten blank nodes, transcripts some hundreds.
_LABELS: Final = tuple(f"_:c14n{number}" for number in range(1024))


def write_canonical(walk: Walk, hash_name: HashName, max_calls: int) -> str:
    """Write a walk as canonical N-Quads.

    Raises:
        PoisonGraph: telling alike nodes apart costs more than ``max_calls``.
    """
    blank = walk.blank
    _label(walk, hash_name, max_calls)
    lines: list[str] = []
    add = lines.append
    for node in (*walk.named, *blank):
        before = f"{node.subject or node.label} "
        behind = "" if node.graph is None else " " + node.graph.label
        if behind:
            for tail in node.tails:
                add(before + tail + behind)
        else:
            for tail in node.tails:
                add(before + tail)
        for predicate, child in node.links:
            add(f"{before}{predicate}{child.label}{behind}")
    # Every line ends in the same way, and the space in front of that end is lower than what may continue a term, so
    # the lines stand in the same order without it.
    lines.sort()
    # A dataset is a set: what is said twice counts once.
    if any(map(eq, lines, islice(lines, 1, None))):
        lines = list(dict.fromkeys(lines))
    return _joined(lines)


def _label(walk: Walk, hash_name: HashName, max_calls: int) -> None:
    """Give every blank node its canonical label."""
    blank = walk.blank
    if len(blank) == 1:
        # It is the first one whatever its hash, as in the terms of most proofs.
        blank[0].label = _LABELS[0]
        return
    make = _HASHES[hash_name]
    hashes = [make(_lines_around(node, walk.graphs).encode()).hexdigest() for node in blank]
    ordered = sorted(zip(hashes, blank, strict=True), key=itemgetter(0))
    if len(set(hashes)) == len(blank):
        _label_in_order([node for _, node in ordered])
        return
    groups = [[*group] for _, group in groupby(ordered, key=itemgetter(0))]
    unique = [group[0][1] for group in groups if len(group) == 1]
    _label_in_order(unique)
    state = _WalkState(walk, hash_name, max_calls)
    state.canonical.issued = {node.label: node.label for node in unique}
    _label_alike([group for group in groups if len(group) > 1], state)


def _label_in_order(nodes: list[Node]) -> None:
    for number, node in enumerate(nodes):
        node.label = _LABELS[number] if number < len(_LABELS) else f"_:c14n{number}"


def _lines_around(node: Node, graphs: Mapping[Node, list[Node]]) -> str:
    """Write the statements around one blank node, itself as a and every other one as z (section 4.6.3)."""
    behind = "" if node.graph is None else " _:z"
    # What is said twice counts once; two nodes that are pointed at are two, though their lines are equal.
    lines = [f"_:a {tail}{behind}" for tail in set(node.tails)]
    if node.links:
        lines += [f"_:a {predicate}_:z{behind}" for predicate, _ in node.links]
    if node.origin:
        lines.append(f"{node.origin}_:a{behind}")
    if node in graphs:
        lines += _lines_within(graphs[node])
    lines.sort()
    return _joined(lines)


def _joined(lines: list[str]) -> str:
    # One joining, since a transcript has half a megabyte.
    lines.append("")
    return _END.join(lines)


def _lines_within(members: list[Node]) -> Iterator[str]:
    """Write the statements of a graph for the blank node that names it."""
    named: dict[str, None] = {}
    for node in members:
        if node.subject is None:
            for tail in dict.fromkeys(node.tails):
                yield f"_:z {tail} _:a"
        else:
            named.update((f"{node.subject} {tail} _:a", None) for tail in node.tails)
        for predicate, _ in node.links:
            yield f"{node.subject or '_:z'} {predicate}_:z _:a"
    yield from named


def _label_alike(groups: list[list[tuple[str, Node]]], state: "_WalkState") -> None:
    """Label the nodes that look alike by their hashes, once all others have labels (section 4.4.3, step 5)."""
    for number, (hash_, node) in enumerate(chain.from_iterable(groups)):
        node.label = f"_:b{number}"
        state.first_degree[node.label] = hash_
        state.alike[node.label] = node
    for group in groups:
        label_alike(state, [node.label for _, node in group])
    for name, node in state.alike.items():
        node.label = state.canonical.issued[name]


class _WalkState(State):
    """A canonicalization state that finds out from a walk what stands around the nodes that look alike.

    Attributes:
        alike: those nodes, by what they are called until they have their labels; every other node has its label.
    """

    __slots__ = ("_origins", "_walk", "alike")

    def __init__(self, walk: Walk, hash_name: HashName, max_calls: int) -> None:
        super().__init__(hash_name, max_calls)
        self._walk = walk
        self.alike: dict[str, Node] = {}
        self._origins: dict[str, tuple[Node, str]] | None = None

    def look(self, node: str) -> Neighbours:
        if self._origins is None:
            self._origins = {
                child.label: (one, predicate)
                for one in (*self._walk.named, *self._walk.blank)
                for predicate, child in one.links
                if child.label in self.alike
            }
        found = self.alike[node]
        own = len({*found.tails}) + len(found.links)
        joins = [(f"o{predicate[:-1]}", child.label) for predicate, child in found.links]
        origin, predicate = self._origins.get(node, (None, ""))
        if origin is not None:
            own += 1
            if origin.subject is None:
                joins.append((f"s{predicate[:-1]}", origin.label))
        if found.graph is not None:
            joins += [("g", found.graph.label)] * own
        within = _within(self._walk.graphs.get(found, ()))
        joins += [join for quad in within for join in quad]
        return Neighbours(own + len(within), joins)


def _within(members: Iterable[Node]) -> list[list[tuple[str, str]]]:
    """Give of each quad of a graph how it joins blank nodes to the one that names the graph."""
    named = {(node.subject, tail) for node in members if node.subject is not None for tail in node.tails}
    quads: list[list[tuple[str, str]]] = [[]] * len(named)
    for node in members:
        if node.subject is None:
            quads += [[(f"s{tail.partition(' ')[0]}", node.label)] for tail in {*node.tails}]
        for predicate, child in node.links:
            about = [(f"o{predicate[:-1]}", child.label)]
            if node.subject is None:
                about.append((f"s{predicate[:-1]}", node.label))
            quads.append(about)
    return quads
