"""What is the canonical text of a walk, if every blank node can be told by what stands right around it?

RDFC-1.0 gives each blank node a hash of its own statements. Where all differ, their order is the order of the labels,
and nothing else has to be computed; where two are equal, ``rdfc`` tells them apart.

Spec: https://www.w3.org/TR/rdf-canon/#hash-1d-quads
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from itertools import islice
from operator import eq, itemgetter
from typing import Any, Final

from openler.credentials.canonical.dataset import Quad
from openler.credentials.canonical.emission import Node, Walk
from openler.credentials.canonical.n_degree import HashName, State
from openler.credentials.canonical.rdfc import label_nodes

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
    if len(set(hashes)) < len(blank):
        _label_alike(walk, hashes, State(hash_name, max_calls))
        return
    for number, (_, node) in enumerate(sorted(zip(hashes, blank, strict=True), key=itemgetter(0))):
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


def _label_alike(walk: Walk, hashes: list[str], state: State) -> None:
    """Label the nodes where some look alike by themselves."""
    for number, (node, hash_) in enumerate(zip(walk.blank, hashes, strict=True)):
        node.label = f"_:b{number}"
        state.first_degree[node.label] = hash_
    state.quads_of = _QuadsOf(walk)
    label_nodes(state)
    for node in walk.blank:
        node.label = state.canonical.issued[node.label]


class _QuadsOf(dict[str, list[Quad]]):
    """Gives the quads in which a blank node stands, for those that are asked for: they are few."""

    def __init__(self, walk: Walk) -> None:
        super().__init__()
        self._graphs = walk.graphs
        self._nodes = {node.label: node for node in walk.blank}
        self._origins = {
            child: (node, predicate) for node in (*walk.named, *walk.blank) for predicate, child in node.links
        }

    def __missing__(self, label: str) -> list[Quad]:
        node = self._nodes[label]
        found = dict.fromkeys(_quads_about(node))
        if node in self._origins:
            origin, predicate = self._origins[node]
            found[Quad(origin.subject or origin.label, predicate[:-1], label, _graph_of(origin))] = None
        for member in self._graphs.get(node, ()):
            found.update(dict.fromkeys(_quads_about(member)))
        quads = self[label] = list(found)
        return quads


def _quads_about(node: Node) -> Iterator[Quad]:
    subject, graph = node.subject or node.label, _graph_of(node)
    for predicate, child in node.links:
        yield Quad(subject, predicate[:-1], child.label, graph)
    for tail in node.tails:
        predicate, _, object_ = tail.partition(" ")
        yield Quad(subject, predicate, object_, graph)


def _graph_of(node: Node) -> str:
    return "" if node.graph is None else node.graph.label
