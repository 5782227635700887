"""What is the one text of a dataset, whatever its blank nodes were called? RDF Dataset Canonicalization, RDFC-1.0.

The work that a dataset may cost is counted in calls, never in seconds, so that one document has one answer on every
machine.

Spec: https://www.w3.org/TR/rdf-canon/
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from openler.credentials.canonical.dataset import Quad, blank_nodes
from openler.credentials.canonical.n_degree import HashName, Issuer, State, hash_n_degree_quads

MAX_CALLS: Final = 20_000


@dataclass(frozen=True, slots=True)
class CanonicalResult:
    """A canonicalized dataset.

    Attributes:
        nquads: the canonical text, all lines sorted by code point.
        labels: canonical label by input label, both without ``_:``, in the order in which they were given.
    """

    nquads: str
    labels: Mapping[str, str]


def canonicalize_dataset(
    dataset: Iterable[Quad], *, hash_name: HashName = "sha256", max_calls: int = MAX_CALLS
) -> CanonicalResult:
    """Canonicalize a dataset (section 4.4.3).

    Args:
        dataset: quads; one that stands twice counts once.
        hash_name: "sha256", or "sha384" for P-384.
        max_calls: most quads looked at and nodes put in order for the sake of blank nodes that look alike.

    Raises:
        PoisonGraph: the dataset costs more than ``max_calls``.
    """
    # Steps 1 and 2.
    quads = list(dict.fromkeys(dataset))
    state = State(hash_name, max_calls)
    for quad in quads:
        for node in dict.fromkeys(blank_nodes(quad)):
            state.quads_of[node].append(quad)
    # Step 3.
    for node in state.quads_of:
        state.first_degree[node] = _hash_first_degree_quads(state, node)
    # Steps 4 and 5.
    _label_nodes(state)
    # Step 6.
    labels = state.canonical.issued
    return CanonicalResult(_write(quads, labels), {old[2:]: new[2:] for old, new in labels.items()})


def _label_nodes(state: State) -> None:
    """Give every blank node its canonical label, once its quads and its first-degree hash are known (steps 3 to 5).

    Raises:
        PoisonGraph: the budget is spent.
    """
    by_hash: dict[str, list[str]] = defaultdict(list)
    for node, hash_ in state.first_degree.items():
        by_hash[hash_].append(node)
    # Step 4.
    for hash_ in sorted(by_hash):
        if len(by_hash[hash_]) == 1:
            state.canonical.issue(by_hash[hash_][0])
    # Step 5.
    for hash_ in sorted(by_hash):
        if len(by_hash[hash_]) > 1:
            label_alike(state, by_hash[hash_])


def _hash_first_degree_quads(state: State, node: str) -> str:
    # Section 4.6.3: the node itself is a, every other blank node z.
    lines = [
        Quad(_masked(quad.subject, node), quad.predicate, _masked(quad.object, node), _masked(quad.graph, node)).line()
        for quad in state.quads_of[node]
    ]
    return state.hash("".join(sorted(lines)))


def _masked(term: str, node: str) -> str:
    if not term.startswith("_:"):
        return term
    return "_:a" if term == node else "_:z"


def label_alike(state: State, nodes: list[str]) -> None:
    """Give the nodes of one first-degree hash their canonical labels, once all with a hash of their own have them.

    Raises:
        PoisonGraph: the budget is spent.
    """
    # Steps 5.1 and 5.2.
    results: list[tuple[str, Issuer]] = []
    for node in nodes:
        if node not in state.canonical.issued:
            issuer = Issuer("_:b")
            issuer.issue(node)
            results.append(hash_n_degree_quads(state, node, issuer))
    # Step 5.3; nodes with equal hashes can be exchanged, so their order does not show.
    for _, issuer in sorted(results, key=lambda result: result[0]):
        for node in issuer.issued:
            state.canonical.issue(node)


def _write(quads: list[Quad], labels: Mapping[str, str]) -> str:
    lines = [
        Quad(
            labels.get(quad.subject, quad.subject),
            quad.predicate,
            labels.get(quad.object, quad.object),
            labels.get(quad.graph, quad.graph),
        ).line()
        for quad in quads
    ]
    return "".join(sorted(lines))
