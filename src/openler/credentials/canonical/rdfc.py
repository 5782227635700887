"""Which labels do the blank nodes of a dataset have, whoever wrote it? RDFC-1.0, complete, with a work budget.

The budget counts calls, not seconds, so that one document has one answer on every machine.

Spec: https://www.w3.org/TR/rdf-canon/#canon-algorithm
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import permutations

from openler.credentials.canonical.dataset import Quad, blank_nodes
from openler.credentials.canonical.errors import PoisonGraph

# Calls of Hash N-Degree Quads and permutations tried, together. The hardest case of the W3C suite that is to succeed
# needs 1,3xx; a clique of eight blank nodes would need more than 100,000.
MAX_WORK = 20_000


@dataclass(frozen=True, slots=True)
class CanonicalDataset:
    """A dataset in canonical form.

    Attributes:
        nquads: all lines, sorted by code point.
        labels: canonical label by the label that the input used, both without ``_:``.
    """

    nquads: str
    labels: dict[str, str]


@dataclass(slots=True)
class _Issuer:
    """Gives labels in the order in which it is asked (4.6)."""

    prefix: str
    issued: dict[str, str] = field(default_factory=dict)

    def issue(self, node: str) -> str:
        label = self.issued.get(node)
        if label is None:
            label = self.issued[node] = f"{self.prefix}{len(self.issued)}"
        return label

    def copy(self) -> "_Issuer":
        return _Issuer(self.prefix, dict(self.issued))


class _Canonicalizer:
    def __init__(self, quads: Iterable[Quad], hash_name: str, max_work: int) -> None:
        self.quads = list(dict.fromkeys(quads))
        self.hash_name = hash_name
        self.work_left = max_work
        self.canonical = _Issuer("_:c14n")
        self.first_degree: dict[str, str] = {}
        self.quads_of: dict[str, list[Quad]] = {}
        # 4.4.3, step 2.
        for quad in self.quads:
            for node in dict.fromkeys(blank_nodes(quad)):
                self.quads_of.setdefault(node, []).append(quad)

    def hash(self, text: str) -> str:
        return hashlib.new(self.hash_name, text.encode()).hexdigest()

    def spend(self) -> None:
        self.work_left -= 1
        if self.work_left < 0:
            raise PoisonGraph(
                "The record is built so that its canonical form costs far more work than any honest record needs; "
                "the limit was reached.",
                pointer="",
            )

    def run(self) -> CanonicalDataset:
        # Step 3.
        by_hash: dict[str, list[str]] = {}
        for node in self.quads_of:
            digest = self.first_degree[node] = self.hash_first_degree(node)
            by_hash.setdefault(digest, []).append(node)
        # Step 4.
        for digest in sorted(by_hash):
            if len(by_hash[digest]) == 1:
                self.canonical.issue(by_hash[digest][0])
        # Step 5.
        for digest in sorted(by_hash):
            if len(by_hash[digest]) > 1:
                self.label_group(by_hash[digest])
        # Steps 6 and 7.
        issued = self.canonical.issued
        lines = sorted(
            Quad(
                issued.get(quad.subject, quad.subject),
                quad.predicate,
                issued.get(quad.object, quad.object),
                issued.get(quad.graph, quad.graph),
            ).line()
            for quad in self.quads
        )
        return CanonicalDataset("".join(lines), {node[2:]: label[2:] for node, label in issued.items()})

    def label_group(self, nodes: list[str]) -> None:
        results: list[tuple[str, _Issuer]] = []
        for node in nodes:
            if node in self.canonical.issued:
                continue
            issuer = _Issuer("_:b")
            issuer.issue(node)
            results.append(self.hash_n_degree(node, issuer))
        for _, issuer in sorted(results, key=lambda result: result[0]):
            for node in issuer.issued:
                self.canonical.issue(node)

    def hash_first_degree(self, node: str) -> str:
        # 4.6.3.
        lines = []
        for quad in self.quads_of[node]:
            subject, predicate, object_, graph = quad
            lines.append(Quad(_masked(subject, node), predicate, _masked(object_, node), _masked(graph, node)).line())
        return self.hash("".join(sorted(lines)))

    def hash_related(self, related: str, quad: Quad, issuer: _Issuer, position: str) -> str:
        # 4.7.3.
        label = self.canonical.issued.get(related) or issuer.issued.get(related)
        text = position if position == "g" else position + quad.predicate
        return self.hash(text + (label if label is not None else self.first_degree[related]))

    def hash_n_degree(self, node: str, issuer: _Issuer) -> tuple[str, _Issuer]:
        # 4.8.3.
        self.spend()
        related_by_hash: dict[str, list[str]] = {}
        for quad in self.quads_of[node]:
            for term, position in ((quad.subject, "s"), (quad.object, "o"), (quad.graph, "g")):
                if term.startswith("_:") and term != node:
                    digest = self.hash_related(term, quad, issuer, position)
                    related_by_hash.setdefault(digest, []).append(term)
        data = []
        for digest in sorted(related_by_hash):
            path, issuer = self.shortest_path(related_by_hash[digest], issuer)
            data.append(digest + path)
        return self.hash("".join(data)), issuer

    def shortest_path(self, related: list[str], issuer: _Issuer) -> tuple[str, _Issuer]:
        # Steps 5.2 to 5.5: of all orders of the related nodes, the one whose path comes first.
        chosen_path = ""
        chosen_issuer = issuer
        for order in permutations(related):
            self.spend()
            walked = self.walk(order, issuer.copy(), chosen_path)
            if walked is not None and (not chosen_path or walked[0] < chosen_path):
                chosen_path, chosen_issuer = walked
        return chosen_path, chosen_issuer

    def walk(self, order: tuple[str, ...], issuer: _Issuer, chosen: str) -> tuple[str, _Issuer] | None:
        path = ""
        recursion: list[str] = []
        for node in order:
            label = self.canonical.issued.get(node)
            if label is None:
                if node not in issuer.issued:
                    recursion.append(node)
                label = issuer.issue(node)
            path += label
            if chosen and len(path) >= len(chosen) and path > chosen:
                return None
        for node in recursion:
            digest, returned = self.hash_n_degree(node, issuer)
            path += f"{issuer.issue(node)}<{digest}>"
            issuer = returned
            if chosen and len(path) >= len(chosen) and path > chosen:
                return None
        return path, issuer


def canonicalize_dataset(
    quads: Iterable[Quad], *, hash_name: str = "sha256", max_work: int = MAX_WORK
) -> CanonicalDataset:
    """Bring a dataset into canonical form (RDFC-1.0).

    Args:
        quads: statements; a repeated one counts once.
        hash_name: "sha256" or "sha384".
        max_work: most calls of Hash N-Degree Quads and orders tried, together.

    Raises:
        PoisonGraph: the budget is used up.
    """
    return _Canonicalizer(quads, hash_name, max_work).run()


def _masked(term: str, node: str) -> str:
    return ("_:a" if term == node else "_:z") if term.startswith("_:") else term
