"""How do blank nodes that look alike differ by their neighbours? Hash N-Degree Quads of RDFC-1.0.

The recursion of the standard runs on a stack of our own, so that a long chain of nodes that look alike meets the
work budget and not the interpreter's limit.

Spec: https://www.w3.org/TR/rdf-canon/#hash-nd-quads
"""

from collections import defaultdict
from collections.abc import Generator
from itertools import permutations
from typing import Protocol, TypeAlias

from openler.credentials.canonical.errors import PoisonGraph
from openler.credentials.canonical.nquads import Quad


class Issuer:
    """Gives out labels in order and remembers to whom (section 4.5)."""

    __slots__ = ("_prefix", "issued")

    def __init__(self, prefix: str) -> None:
        self._prefix = prefix
        self.issued: dict[str, str] = {}

    def issue(self, node: str) -> str:
        """Return the node's label, with ``_:``, issuing one if it has none."""
        label = self.issued.get(node)
        if label is None:
            label = self.issued[node] = f"_:{self._prefix}{len(self.issued)}"
        return label

    def copy(self) -> "Issuer":
        """Return an issuer that goes on by itself."""
        other = Issuer(self._prefix)
        other.issued = self.issued.copy()
        return other


class Budget:
    """What one dataset may cost, in calls and permutations."""

    __slots__ = ("left", "limit")

    def __init__(self, limit: int) -> None:
        self.limit = self.left = limit

    def spend(self, calls: int) -> None:
        """Take from the budget.

        Raises:
            PoisonGraph: it is spent.
        """
        self.left -= calls
        if self.left < 0:
            raise PoisonGraph(
                f"The record holds so many parts that look alike that telling them apart takes more than "
                f"{self.limit:,} steps.",
                pointer="",
            )


class State(Protocol):
    """What hashing needs of the canonicalization state."""

    @property
    def quads_of(self) -> dict[str, list[Quad]]:
        """Every quad in which a blank node stands."""

    @property
    def first_degree(self) -> dict[str, str]:
        """The first-degree hash of each blank node."""

    @property
    def canonical(self) -> Issuer:
        """Gives the canonical labels."""

    @property
    def budget(self) -> Budget:
        """What may still be spent."""

    def hash(self, text: str) -> str:
        """Hash a text to lower-case hexadecimal."""


Result: TypeAlias = tuple[str, Issuer]
# A call in progress: it asks for the hash of another node and gets it sent.
Call: TypeAlias = Generator[tuple[str, Issuer], Result, Result]


def hash_n_degree_quads(state: State, node: str, issuer: Issuer) -> Result:
    """Hash a blank node by its neighbours, near and far (section 4.8.3).

    Raises:
        PoisonGraph: the budget is spent.
    """
    stack: list[Call] = [_call(state, node, issuer)]
    request = next(stack[0], None)
    answer: Result | None = None
    while True:
        try:
            request = stack[-1].send(answer) if answer is not None else request
        except StopIteration as done:
            stack.pop()
            answer = done.value
            if not stack:
                return done.value  # type: ignore[no-any-return]
            continue
        answer = None
        assert request is not None
        stack.append(_call(state, *request))
