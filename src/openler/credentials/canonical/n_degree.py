"""How do blank nodes that look alike differ by their neighbours? Hash N-Degree Quads of RDFC-1.0.

The recursion of the standard runs on a stack of its own, so that a long chain of nodes that look alike meets the work
budget and not the interpreter's limit.

Spec: https://www.w3.org/TR/rdf-canon/#hash-nd-quads
"""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import permutations
from typing import Final, Literal, NamedTuple, TypeAlias

from openler.credentials.canonical.dataset import Quad
from openler.credentials.canonical.errors import PoisonGraph

# Copying sixteen labels takes about as long as one call.
LABELS_PER_CALL: Final = 16
HashName = Literal["sha256", "sha384"]
# Looked up here and not by name in the library, which takes longer than a short text does to hash.
_HASHES: Final[Mapping[HashName, Callable[[bytes], "hashlib._Hash"]]] = {
    "sha256": hashlib.sha256,
    "sha384": hashlib.sha384,
}


class Issuer:
    """Gives out labels in order and remembers to whom (section 4.5)."""

    __slots__ = ("_prefix", "issued")

    def __init__(self, prefix: str) -> None:
        self._prefix = prefix
        self.issued: dict[str, str] = {}

    def issue(self, node: str) -> str:
        """Return the node's label, a new one if it has none."""
        label = self.issued.get(node)
        if label is None:
            label = self.issued[node] = f"{self._prefix}{len(self.issued)}"
        return label

    def copy(self) -> "Issuer":
        """Return an issuer that goes on by itself."""
        other = Issuer(self._prefix)
        other.issued = self.issued.copy()
        return other


class Neighbours(NamedTuple):
    """What stands around a blank node.

    Attributes:
        quads: how many quads it stands in.
        joins: every blank node beside it, once for each quad that joins them: position and predicate as they are
            hashed, and the node.
    """

    quads: int
    joins: list[tuple[str, str]]


@dataclass(slots=True)
class State:
    """The canonicalization state (section 4.2).

    Attributes:
        hash_name: the hash of all steps.
        calls_left: what blank nodes that look alike may still cost.
        quads_of: every quad in which a blank node stands.
        first_degree: the first-degree hash of each blank node.
        canonical: gives the canonical labels.
        neighbours: what stands around each node that was looked at.
        joined: the hash of every join that was met; the budget bounds how many there are.
    """

    hash_name: HashName
    calls_left: int
    quads_of: dict[str, list[Quad]] = field(default_factory=lambda: defaultdict(list))
    first_degree: dict[str, str] = field(default_factory=dict)
    canonical: Issuer = field(default_factory=lambda: Issuer("_:c14n"))
    neighbours: dict[str, "Neighbours"] = field(default_factory=dict)
    joined: dict[str, str] = field(default_factory=dict)

    def hash(self, text: str) -> str:
        """Hash a text to lower-case hexadecimal."""
        return _HASHES[self.hash_name](text.encode()).hexdigest()

    def look(self, node: str) -> Neighbours:
        """Find out what stands around a node."""
        quads = self.quads_of[node]
        joins = [
            (position if position == "g" else position + quad.predicate, term)
            for quad in quads
            for term, position in ((quad.subject, "s"), (quad.object, "o"), (quad.graph, "g"))
            if term.startswith("_:") and term != node
        ]
        return Neighbours(len(quads), joins)

    def spend(self, calls: int) -> None:
        """Take from the budget.

        Raises:
            PoisonGraph: it is spent.
        """
        self.calls_left -= calls
        if self.calls_left < 0:
            raise PoisonGraph(
                "The record holds so many parts that look alike that telling them apart would cost far more work than "
                "any honest record needs."
            )


Result: TypeAlias = tuple[str, Issuer]
# A calculation that asks for the hash of another node by yielding it, and is sent the answer.
Calculation: TypeAlias = Generator[tuple[str, Issuer], Result | None, Result]
Walk: TypeAlias = Generator[tuple[str, Issuer], Result | None, Result | None]


def hash_n_degree_quads(state: State, node: str, issuer: Issuer) -> Result:
    """Hash a blank node by its neighbours, near and far (section 4.8).

    Raises:
        PoisonGraph: the budget is spent.
    """
    settled = _hash_settled(state, node)
    if settled is not None:
        return settled, issuer
    waiting = [_hash_neighbours(state, node, issuer)]
    answer: Result | None = None
    while True:
        try:
            request = waiting[-1].send(answer)
        except StopIteration as end:
            waiting.pop()
            answer = end.value
            if not waiting:
                return end.value  # type: ignore[no-any-return]
        else:
            waiting.append(_hash_neighbours(state, *request))
            answer = None


def _hash_settled(state: State, node: str) -> str | None:
    """Do it in one go where every node beside this one has its canonical label already; None elsewhere."""
    canonical = state.canonical.issued
    around = _look(state, node)
    paths: dict[str, str] = {}
    for join, term in around.joins:
        label = canonical.get(term)
        if label is None:
            return None
        # Joins of one hash are joins with one node, whose label stands in the path once for each.
        hash_ = _hash_join(state, join + label)
        paths[hash_] = paths.get(hash_, "") + label
    state.spend(around.quads + len(around.joins))
    return state.hash("".join([hash_ + paths[hash_] for hash_ in sorted(paths)]))


def _hash_neighbours(state: State, node: str, issuer: Issuer) -> Calculation:
    # Section 4.8.3, steps 1 to 3.
    related = _group_related(state, node, issuer)
    # Step 4.
    data: list[str] = []
    # Step 5.
    for hash_ in sorted(related):
        # Steps 5.1 to 5.3.
        data.append(hash_)
        chosen: Result | None = None
        # Step 5.4: of all orders of these nodes, the one whose path comes first.
        is_only_order = len(set(related[hash_])) == 1
        for order in _orders(related[hash_]):
            # What is tried and may be given up needs labels of its own; they cost more the more there are.
            state.spend(len(order) if is_only_order else len(order) + len(issuer.issued) // LABELS_PER_CALL)
            trial = issuer if is_only_order else issuer.copy()
            walked = yield from _walk(state, order, trial, "" if chosen is None else chosen[0])
            if walked is not None and (chosen is None or walked[0] < chosen[0]):
                chosen = walked
        # Steps 5.5 and 5.6.
        if chosen is not None:
            data.append(chosen[0])
            issuer = chosen[1]
    # Step 6.
    return state.hash("".join(data)), issuer


def _orders(nodes: list[str]) -> Iterable[Sequence[str]]:
    """Give every order once, although a node stands in the list once for each quad that joins it.

    A node in a named graph meets the graph's name in every quad; orders of equal names give equal paths, and trying
    them all would make poison of honest proofs.
    """
    return permutations(nodes) if len(set(nodes)) == len(nodes) else _orders_with_repeats(nodes)


def _orders_with_repeats(nodes: list[str]) -> Iterator[Sequence[str]]:
    order = sorted(nodes)
    while True:
        yield tuple(order)
        # The next order by the alphabet: raise the last place that can be raised, and sort what is behind it.
        rise = next((at for at in range(len(order) - 2, -1, -1) if order[at] < order[at + 1]), None)
        if rise is None:
            return
        other = next(at for at in range(len(order) - 1, rise, -1) if order[at] > order[rise])
        order[rise], order[other] = order[other], order[rise]
        order[rise + 1 :] = reversed(order[rise + 1 :])


def _group_related(state: State, node: str, issuer: Issuer) -> dict[str, list[str]]:
    related: dict[str, list[str]] = defaultdict(list)
    canonical, issued = state.canonical.issued, issuer.issued
    around = _look(state, node)
    state.spend(around.quads)
    for join, term in around.joins:
        label = canonical.get(term) or issued.get(term) or state.first_degree[term]
        related[_hash_join(state, join + label)].append(term)
    return related


def _look(state: State, node: str) -> Neighbours:
    known = state.neighbours.get(node)
    if known is None:
        known = state.neighbours[node] = state.look(node)
    return known


def _hash_join(state: State, text: str) -> str:
    # Section 4.7.3.
    hash_ = state.joined.get(text)
    if hash_ is None:
        hash_ = state.joined[text] = state.hash(text)
    return hash_


def _walk(state: State, order: Sequence[str], issuer: Issuer, chosen_path: str) -> Walk:
    """Write the path of one order (steps 5.4.2 to 5.4.5); None when it cannot come before the chosen one."""
    path = ""
    unlabelled: list[str] = []
    # Step 5.4.4.
    for node in order:
        label = state.canonical.issued.get(node)
        if label is None:
            if node not in issuer.issued:
                unlabelled.append(node)
            label = issuer.issue(node)
        path += label
        if _comes_later(path, chosen_path):
            return None
    # Step 5.4.5.
    for node in unlabelled:
        result = yield node, issuer
        assert result is not None  # the stack answers every request
        path += f"{issuer.issue(node)}<{result[0]}>"
        issuer = result[1]
        if _comes_later(path, chosen_path):
            return None
    return path, issuer


def _comes_later(path: str, chosen_path: str) -> bool:
    return bool(chosen_path) and len(path) >= len(chosen_path) and path > chosen_path
