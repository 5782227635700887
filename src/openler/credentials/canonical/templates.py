"""What is the canonical form of many documents of one shape, where only the texts at some places differ?

A template is made from the statements of one document in which each place holds a marker instead of its text. Its
lines are written once. Filling it writes only the lines that hold a place, hashes only the blank nodes that stand in
one, and gives labels anew, since hashes order them. Where filled texts meet so that more than texts changes (two nodes
become one, two statements the same, two blank nodes alike), the filled statements go through RDFC-1.0 as any others do.

Spec: https://www.w3.org/TR/rdf-canon/#canon-algorithm
"""

import hashlib
import itertools
from bisect import insort
from collections.abc import Iterable, Iterator, Sequence
from operator import itemgetter
from typing import Any, Final, NamedTuple, TypeAlias

from openler.credentials.canonical.dataset import RDF, Quad, iri_term, literal_term
from openler.credentials.canonical.errors import JsonLdFault
from openler.credentials.canonical.iris import is_absolute
from openler.credentials.canonical.n_degree import HashName
from openler.credentials.canonical.rdfc import canonicalize_dataset

_TYPE: Final = f"<{RDF}type>"
# A piece of text, or the number of a place.
Piece: TypeAlias = str | int


def quote_plain(texts: Iterable[str]) -> list[bytes | None]:
    """Write texts in quotation marks, as N-Quads and JSON both write them; None for one in which either escapes."""
    return [
        f'"{text}"'.encode() if text.isprintable() and '"' not in text and "\\" not in text else None for text in texts
    ]


class NotOneShape(JsonLdFault):
    """A place whose text says more than a value: a type, a language, a part of a JSON literal, or nothing signed."""

    code = "not_one_shape"
    default_advice = "Write this text into the template itself, and use one template for each of its values."


class _Statement(NamedTuple):
    """A quad with places; ``suffix`` is the datatype or language behind a literal's text."""

    subject: Piece
    predicate: str
    object: Piece
    suffix: str
    graph: Piece

    def pieces(self) -> list[Piece]:
        graph = [" ", self.graph] if self.graph != "" else []
        return [self.subject, f" {self.predicate} ", self.object, self.suffix, *graph, " .\n"]

    def nodes(self) -> Iterator[str]:
        for term in (self.subject, self.object, self.graph):
            if isinstance(term, str) and term.startswith("_:"):
                yield term

    def has_place(self) -> bool:
        return any(isinstance(term, int) for term in (self.subject, self.object, self.graph))

    def filled(self, terms: Sequence[str]) -> Quad:
        subject, object_, graph = (
            terms[term] if isinstance(term, int) else term for term in (self.subject, self.object, self.graph)
        )
        return Quad(subject, self.predicate, object_ + self.suffix, graph)


class _Pieces:
    """Every piece of text that lines are joined of, by number: places first, then labels, then what never changes."""

    def __init__(self, is_iri: Sequence[bool], labels: int) -> None:
        self._first = len(is_iri) + labels
        # What is certain of the beginning of each piece that is filled in.
        self._starts = [*("<" if iri else '"' for iri in is_iri), *["_:c14n"] * labels]
        self._numbers: dict[bytes, int] = {}

    @property
    def fixed(self) -> list[bytes]:
        """The pieces that never change, in order of their numbers."""
        return list(self._numbers)

    def pick(self, pieces: Iterable[Piece]) -> Any:
        """Make what gives the pieces, in order, from the list of all of them."""
        numbers: list[int] = []
        for piece in _joined(pieces):
            if isinstance(piece, str):
                piece = self._first + self._numbers.setdefault(piece.encode(), len(self._numbers))
            numbers.append(piece)
        if len(numbers) == 1:
            # ``itemgetter`` gives one item bare.
            numbers.append(self._first + self._numbers.setdefault(b"", len(self._numbers)))
        return itemgetter(*numbers)

    def start(self, pieces: Iterable[Piece]) -> str:
        """Give what is certain of the beginning of a line, whatever is filled in."""
        start = ""
        for piece in pieces:
            if isinstance(piece, int):
                return start + self._starts[piece]
            start += piece
        return start


class _Lines:
    """Lines whose order is settled as far as no text can change it; the rest is sorted each time."""

    __slots__ = ("_parts", "only")

    def __init__(self, lines: Iterable[list[Piece]], pieces: _Pieces, *, after: int = 0) -> None:
        """Take lines as pieces; the first ``after`` pieces are the same in all of them."""
        ordered = sorted(((pieces.start(line[after:]), line) for line in lines), key=lambda pair: pair[0])
        # Texts can change the order of two lines only if what is certain of the one begins what is certain of the other.
        groups: list[list[list[Piece]]] = []
        first = ""
        for start, line in ordered:
            if groups and start.startswith(first):
                groups[-1].append(line)
            else:
                first = start
                groups.append([line])
        self._parts: list[tuple[bool, Any]] = []
        for is_settled, run in itertools.groupby(groups, key=lambda group: len(group) == 1):
            if is_settled:
                self._parts.append((True, pieces.pick(piece for group in run for line in group for piece in line)))
            else:
                self._parts += [(False, [pieces.pick(line) for line in group]) for group in run]
        # What gives all pieces of all lines, if their order is settled; so it mostly is, and then no call is spent.
        self.only: Any = self._parts[0][1] if len(self._parts) == 1 and self._parts[0][0] else None

    def add_to(self, texts: list[bytes], table: list[bytes]) -> bool:
        """Add all lines in order to a list of texts; tell whether two of them are the same."""
        are_doubled = False
        for is_settled, pick in self._parts:
            if is_settled:
                texts += pick(table)
            else:
                lines = sorted([b"".join(one(table)) for one in pick])
                are_doubled = are_doubled or any(map(bytes.__eq__, lines, lines[1:]))
                texts += lines
        return are_doubled


class CanonicalTemplate:
    """The canonical form of one shape, with places for texts."""

    def __init__(
        self,
        quads: Iterable[Quad],
        markers: Sequence[str],
        *,
        words: frozenset[str],
        apart: Iterable[str] = (),
        hash_name: HashName = "sha256",
    ) -> None:
        """Write everything that no text can change.

        Args:
            quads: the statements of a document whose places hold the markers.
            markers: one for each place: absolute IRIs of letters, digits and colons, no part of one another nor of
                anything else in the document.
            words: every word that the document's contexts define, at whatever depth.
            apart: IRIs, some of them markers, that stand for different things and may not become one.
            hash_name: "sha256" or "sha384".

        Raises:
            NotOneShape: the text of a place would say more than a value.
        """
        self._words = words
        self._hash_name: HashName = hash_name
        self._new_hash = getattr(hashlib, hash_name)
        cut = _Cut(markers)
        self._statements = [cut.statement(quad) for quad in dict.fromkeys(quads)]
        self._is_iri = cut.roles()
        self._iri_places = [place for place, is_iri in enumerate(self._is_iri) if is_iri]
        self._apart = _Names(cut.iri(iri_term(iri)) for iri in dict.fromkeys(apart))
        nodes = dict.fromkeys(node for statement in self._statements for node in statement.nodes())
        self._numbers = {node: number for number, node in enumerate(nodes)}
        self._labels = [f"_:c14n{number}".encode() for number in range(len(nodes))]
        pieces = _Pieces(self._is_iri, len(nodes))
        self._prepare_hashes(pieces)
        self._prepare_lines(pieces)
        self._pieces = pieces.fixed

    def fill(self, texts: Sequence[str], quoted: Sequence[bytes | None]) -> bytes | None:
        """Write the canonical form with a text at each place.

        Args:
            texts: in order of the places.
            quoted: the same as ``quote_plain`` gives them.

        Returns: N-Quads, or None if only a reading of the whole document tells what a text means: at the place of an
            identifier it is no absolute IRI, or could be a word, or names what another identifier names.

        Raises:
            PoisonGraph: blank nodes are alike, and telling them apart costs more than any honest record needs.
            UnicodeEncodeError: a text holds half a surrogate pair.
        """
        terms = [plain or literal_term(text).encode() for plain, text in zip(quoted, texts, strict=True)]
        for place in self._iri_places:
            text = texts[place]
            if not _names_itself(text, self._words):
                return None
            terms[place] = iri_term(text).encode()
        if not self._apart.are_distinct(terms):
            return None
        assembled = self._assemble(terms)
        if assembled is not None:
            return assembled
        written = [term.decode() for term in terms]
        quads = [statement.filled(written) for statement in self._statements]
        return canonicalize_dataset(quads, hash_name=self._hash_name).nquads.encode()

    def _prepare_hashes(self, pieces: _Pieces) -> None:
        # RDFC-1.0, step 3, for each node in whose statements no place stands.
        fixed: dict[bytes, int] = {}
        self._touched: list[tuple[int, _Lines]] = []
        by_node: dict[str, list[_Statement]] = {node: [] for node in self._numbers}
        for statement in self._statements:
            for node in dict.fromkeys(statement.nodes()):
                by_node[node].append(statement)
        for node, statements in by_node.items():
            lines = [list(_masked(statement.pieces(), node)) for statement in statements]
            if any(statement.has_place() for statement in statements):
                self._touched.append((self._numbers[node], _Lines(lines, pieces)))
            else:
                text = "".join(sorted("".join(map(str, line)) for line in lines))
                fixed[self._new_hash(text.encode()).digest()] = self._numbers[node]
        self._fixed = dict(sorted(fixed.items()))

    def _prepare_lines(self, pieces: _Pieces) -> None:
        places: dict[Piece, int] = {node: len(self._is_iri) + number for node, number in self._numbers.items()}
        grouped: dict[Piece, list[list[Piece]]] = {}
        for statement in self._statements:
            line = [places.get(piece, piece) for piece in statement.pieces()]
            grouped.setdefault(statement.subject, []).append(line)
        written = {subject: _Lines(lines, pieces, after=1) for subject, lines in grouped.items()}
        self._blank: list[_Lines | None] = [written.get(node) for node in self._numbers]
        named = sorted((subject for subject in grouped if subject not in self._numbers), key=lambda term: f"{term} ")
        self._named = [(subject.encode(), written[subject]) for subject in named if isinstance(subject, str)]
        self._at_places = [(subject, written[subject]) for subject in named if isinstance(subject, int)]
        self._subjects = _Names(named)
        # Lines are sorted as text, so the label that ends in 10 comes before the one that ends in 2.
        self._in_text_order = sorted(range(len(places)), key=lambda number: f"{number} ")

    def _assemble(self, terms: list[bytes]) -> bytes | None:
        table = [*terms, *self._labels, *self._pieces]
        # Step 3 for the touched nodes.
        by_hash = self._fixed.copy()
        new_hash = self._new_hash
        for number, lines in self._touched:
            hashed: list[bytes] = []
            if lines.only is not None:
                hashed = lines.only(table)
            else:
                lines.add_to(hashed, table)
            by_hash[new_hash(b"".join(hashed)).digest()] = number
        if len(by_hash) < len(self._numbers) or not self._subjects.are_distinct(terms):
            return None
        # Step 4.
        order = [by_hash[hash_] for hash_ in sorted(by_hash)]
        for number, label in zip(order, self._labels, strict=True):
            table[len(terms) + number] = label
        # Step 6. Behind a subject stands a space, which is less than any letter of one, so that subjects with all
        # their lines are sorted as single lines are.
        named, blank, texts = self._named.copy(), self._blank, []
        for place, lines in self._at_places:
            insort(named, (terms[place], lines), key=itemgetter(0))
        for subject in [*[lines for _, lines in named], *[blank[order[place]] for place in self._in_text_order]]:
            # A blank node that is only spoken of has no lines of its own.
            if subject is None:
                continue
            if subject.only is not None:
                texts += subject.only(table)
            elif subject.add_to(texts, table):
                return None
        return b"".join(texts)


class _Names:
    """Names of different things, some of them places."""

    def __init__(self, names: Iterable[Piece]) -> None:
        every = list(names)
        self.places = [name for name in every if isinstance(name, int)]
        self._others = frozenset(name.encode() for name in every if isinstance(name, str))

    def are_distinct(self, terms: Sequence[bytes]) -> bool:
        """Tell whether no two of them are one with these terms at the places."""
        filled = {terms[place] for place in self.places}
        return len(filled) == len(self.places) and filled.isdisjoint(self._others)


class _Cut:
    """Cuts statements into pieces at the markers, and remembers whether each place is an identifier or a text."""

    def __init__(self, markers: Sequence[str]) -> None:
        self._markers = markers
        self._iris = {iri_term(marker): number for number, marker in enumerate(markers)}
        self._texts = {literal_term(marker): number for number, marker in enumerate(markers)}
        self._roles: dict[int, set[bool]] = {number: set() for number in range(len(markers))}

    def statement(self, quad: Quad) -> _Statement:
        """Cut one statement.

        Raises:
            NotOneShape: a marker stands where no value does.
        """
        object_, suffix = self._object(quad.object)
        cut = _Statement(self.iri(quad.subject), quad.predicate, object_, suffix, self.iri(quad.graph))
        rest = "".join(piece for piece in cut.pieces() if isinstance(piece, str))
        if any(marker in rest for marker in self._markers) or (quad.predicate == _TYPE and isinstance(object_, int)):
            raise NotOneShape("A place of the template decides what other parts mean, so it is not one value.")
        return cut

    def roles(self) -> list[bool]:
        """Tell of each place whether it is an identifier.

        Raises:
            NotOneShape: a place that is in no statement, or both.
        """
        if any(len(role) != 1 for role in self._roles.values()):
            raise NotOneShape("A place of the template is not signed as one value.")
        return [True in role for role in self._roles.values()]

    def iri(self, term: str) -> Piece:
        """Give the place of a term that is no literal, or the term."""
        number = self._iris.get(term)
        if number is None:
            return term
        self._roles[number].add(True)
        return number

    def _object(self, term: str) -> tuple[Piece, str]:
        if not term.startswith('"'):
            return self.iri(term), ""
        end = term.rindex('"') + 1
        number = self._texts.get(term[:end])
        if number is None:
            return term, ""
        self._roles[number].add(False)
        return number, term[end:]


def _names_itself(text: str, words: frozenset[str]) -> bool:
    """Tell whether a text is an IRI that no word or prefix of any context could turn into another."""
    if not is_absolute(text):
        return False
    scheme, _, rest = text.partition(":")
    return (rest.startswith("//") or scheme not in words) and text not in words


def _masked(pieces: Iterable[Piece], node: str) -> Iterator[Piece]:
    # Section 4.6.3: the node itself is a, every other blank node z.
    for piece in pieces:
        if isinstance(piece, str) and piece.startswith("_:"):
            yield "_:a" if piece == node else "_:z"
        else:
            yield piece


def _joined(pieces: Iterable[Piece]) -> list[Piece]:
    joined: list[Piece] = []
    for piece in pieces:
        before = joined[-1] if joined else 0
        if isinstance(piece, str) and isinstance(before, str):
            joined[-1] = before + piece
        else:
            joined.append(piece)
    return joined
