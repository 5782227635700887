"""Which statements does a record make, one by one, and which of them does a choice of pointers mean?

Spec: https://www.w3.org/TR/vc-di-ecdsa/#canonicalizeandgroup (sections 3.4.1 to 3.4.4 and 3.4.14 to 3.4.16)
"""

from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from openler.credentials.canonical import CanonicalResult, JsonLdFault, Quad, canonicalize_dataset, to_nquads
from openler.credentials.contexts import ContextSet
from openler.credentials.proofs.errors import BadPointer, CannotSelect
from openler.credentials.proofs.selective.identities import MARK, MarkedRecord
from openler.credentials.proofs.selective.selection import select
from openler.foundation.json_types import JsonObject

# Takes a canonical label, such as "c14n0"; gives the label that is signed in its place.
Relabel = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Statements:
    """The statements of one record in the order in which they are signed.

    Attributes:
        quads: each statement; its blank nodes have the same labels in every part of the record.
        lines: the same statements as lines of N-Quads with the labels that are signed, sorted by code point.
        labels: signed label by label of ``quads``, both without ``_:``.
        record: the record with the marks by which its objects are told apart.
    """

    quads: tuple[Quad, ...]
    lines: tuple[str, ...]
    labels: Mapping[str, str]
    record: MarkedRecord

    def indexes_of(self, pointers: Sequence[str]) -> frozenset[int]:
        """Return the positions of the statements that the pointers mean (sections 3.4.15 and 3.4.16).

        Raises:
            BadPointer: a pointer names nothing, or only a part of a list, whose statements would be others.
        """
        places = {quad: index for index, quad in enumerate(self.quads)}
        chosen = self._chosen(pointers)
        if not chosen <= places.keys():
            culprit = self._culprit(pointers, places.keys())
            raise BadPointer(
                f"The pointer {culprit} names a part of something that can only be shown whole, such as a list.",
                pointer=culprit,
                advice="Name the whole list.",
            )
        return frozenset(places[quad] for quad in chosen)

    def reader_labels(self, indexes: frozenset[int], shown: JsonObject, *, contexts: ContextSet) -> dict[str, str]:
        """Return the signed label by the canonical label that a reader gives to the objects of what is shown.

        Raises:
            CannotSelect: the statements of ``shown`` are not those of ``indexes``, or it is no document by itself.
            LerError: whatever the contexts and the canonicalization raise.
        """
        own = canonicalize_dataset(self.quads[index] for index in sorted(indexes))
        try:
            _, read = canonical_statements(shown, contexts=contexts)
        except JsonLdFault as fault:
            raise CannotSelect(
                f"What is chosen cannot stand by itself. {fault.message}",
                pointer=fault.pointer,
                mender="holder",
                advice="Choose more of what stands there, or nothing of it.",
            ) from None
        if read.nquads != own.nquads:
            raise CannotSelect("What is chosen cannot be shown in the way in which the record is written.")
        return {reader: self.labels[label] for label, reader in own.labels.items()}

    def _culprit(self, pointers: Sequence[str], known: AbstractSet[Quad]) -> str:
        """Find one pointer that makes other statements; by halves, so that many pointers cost little."""
        while len(pointers) > 1:
            half = len(pointers) // 2
            fails = not self._chosen(pointers[:half]) <= known
            pointers = pointers[:half] if fails else pointers[half:]
        return pointers[0]

    def _chosen(self, pointers: Sequence[str]) -> set[Quad]:
        selection = select(self.record.document, pointers, always=(MARK,))
        return set() if selection is None else set(self.record.quads(selection))


def part(document: JsonObject, *, contexts: ContextSet, relabel: Relabel) -> Statements:
    """Take a document apart into its statements.

    Raises:
        CannotSelect: its objects cannot be told apart.
        LerError: whatever the contexts and the canonicalization raise.
    """
    _, canonical = canonical_statements(document, contexts=contexts)
    record = MarkedRecord(document, contexts)
    quads = record.quads(record.document)
    own = canonicalize_dataset(quads)
    if own.nquads != canonical.nquads:
        # The marks have changed what the record says, so it is not this record whose parts would be signed.
        raise CannotSelect("The record is written in a way that cannot be parted into its statements.")
    labels = {label: relabel(reader) for label, reader in own.labels.items()}
    signed = sorted((_with_labels(quad, labels).line(), quad) for quad in quads)
    return Statements(tuple(quad for _, quad in signed), tuple(line for line, _ in signed), labels, record)


def canonical_statements(document: JsonObject, *, contexts: ContextSet) -> tuple[list[Quad], CanonicalResult]:
    """Return the statements of a document and what canonicalizing them gives.

    Raises:
        LerError: whatever the contexts and the canonicalization raise.
    """
    quads = to_nquads(document, contexts=contexts)
    result = canonicalize_dataset(quads)
    try:
        result.nquads.encode()
    except UnicodeEncodeError:
        raise JsonLdFault("A text holds half a surrogate pair, which is no character.") from None
    return quads, result


def signed_lines(quads: Sequence[Quad], labels: Mapping[str, str]) -> list[str]:
    """Write statements with other labels and sort them (section 3.4.2); ``labels`` knows every label of ``quads``."""
    return sorted(_with_labels(quad, labels).line() for quad in quads)


def _with_labels(quad: Quad, labels: Mapping[str, str]) -> Quad:
    subject, predicate, object_, graph = quad
    return Quad(_label(subject, labels), predicate, _label(object_, labels), _label(graph, labels))


def _label(term: str, labels: Mapping[str, str]) -> str:
    return f"_:{labels[term[2:]]}" if term.startswith("_:") else term
