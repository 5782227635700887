"""What is the one text of a dataset, whatever its blank nodes were called? RDF Dataset Canonicalization, RDFC-1.0.

The work that a dataset may cost is counted in calls and permutations, never in seconds, so that one document has one
answer on every machine.

Spec: https://www.w3.org/TR/rdf-canon/
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from openler.credentials.canonical.errors import PoisonGraph
from openler.credentials.canonical.n_degree import Budget, Issuer, hash_n_degree_quads
from openler.credentials.canonical.nquads import Quad, write_line

HashName = Literal["sha256", "sha384"]

# The dearest case of the W3C's suite that is no poison costs a tenth of this; a clique of 12 passes any limit.
MAX_CALLS: Final = 20_000


@dataclass(frozen=True, slots=True)
class CanonicalResult:
    """A canonicalized dataset.

    Attributes:
        nquads: the canonical text.
        labels: canonical label by input label, both without ``_:``, in the order in which they were given.
    """

    nquads: str
    labels: Mapping[str, str]


@dataclass(slots=True)
class State:
    """The canonicalization state (section 4.2).

    Attributes:
        hash_name: the hash of all steps.
        quads_of: every quad in which a blank node stands.
        first_degree: the first-degree hash of each blank node.
        canonical: gives the canonical labels.
        budget: what may still be spent on blank nodes that look alike.
    """

    hash_name: str
    budget: Budget
    quads_of: dict[str, list[Quad]] = field(default_factory=lambda: defaultdict(list))
    first_degree: dict[str, str] = field(default_factory=dict)
    canonical: Issuer = field(default_factory=lambda: Issuer("c14n"))

    def hash(self, text: str) -> str:
        """Hash a text to lower-case hexadecimal."""
        return hashlib.new(self.hash_name, text.encode()).hexdigest()


def canonicalize_dataset(
    dataset: Iterable[Quad], *, hash_name: HashName = "sha256", max_calls: int = MAX_CALLS
) -> CanonicalResult:
    """Canonicalize a dataset (section 4.4.3).

    Args:
        dataset: quads; one that stands twice counts once.
        hash_name: "sha256", or "sha384" for P-384.
        max_calls: the most hashes and permutations that blank nodes which look alike may cost.

    Raises:
        PoisonGraph: the dataset costs more than ``max_calls``.
    """
    quads = list(dict.fromkeys(dataset))
    state = State(hash_name, Budget(max_calls))
    # Step 2.
    for quad in quads:
        for node in {term for term in (quad[0], quad[2], quad[3]) if term.startswith("_:")}:
            state.quads_of[node].append(quad)
    # Step 3.
    by_hash: dict[str, list[str]] = defaultdict(list)
    for node in state.quads_of:
        state.first_degree[node] = hash_first_degree_quads(state, node)
        by_hash[state.first_degree[node]].append(node)
    # Step 4.
    alike: list[list[str]] = []
    for hash_ in sorted(by_hash):
        if len(by_hash[hash_]) == 1:
            state.canonical.issue(by_hash[hash_][0])
        else:
            alike.append(by_hash[hash_])
    # Step 5.
    for nodes in alike:
        _label_alike(state, nodes)
    # Step 6.
    labels = state.canonical.issued
    lines = [write_line(tuple(labels.get(term, term) for term in quad)) for quad in quads]  # type: ignore[arg-type]
    return CanonicalResult("".join(sorted(lines)), {old[2:]: new[2:] for old, new in labels.items()})


def hash_first_degree_quads(state: State, node: str) -> str:
    """Hash a blank node by the quads in which it stands (section 4.6.3)."""
    lines = []
    for subject, predicate, object_, graph in state.quads_of[node]:
        # Step 3.1: itself is a, every other blank node z.
        line = (_masked(subject, node), predicate, _masked(object_, node), _masked(graph, node))
        lines.append(write_line(line))
    # Steps 4 and 5.
    return state.hash("".join(sorted(lines)))


def _masked(term: str, node: str) -> str:
    if not term.startswith("_:"):
        return term
    return "_:a" if term == node else "_:z"


def _label_alike(state: State, nodes: list[str]) -> None:
    # Steps 5.1 and 5.2.
    paths: list[tuple[str, Issuer]] = []
    for node in nodes:
        if node in state.canonical.issued:
            continue
        issuer = Issuer("b")
        issuer.issue(node)
        paths.append(hash_n_degree_quads(state, node, issuer))
    # Step 5.3; equal hashes mean that the nodes can be exchanged, so their order does not show.
    for _, issuer in sorted(paths, key=lambda path: path[0]):
        for node in issuer.issued:
            state.canonical.issue(node)


__all__ = ["MAX_CALLS", "CanonicalResult", "HashName", "PoisonGraph", "canonicalize_dataset"]
