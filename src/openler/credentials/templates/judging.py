"""Which rules can the texts of a row break, once the rest of the record has been judged?

A rule is asked once, of a record that notes whatever is read of it. One that read no place of the template says the
same of every row; only the others are asked again, and not twice about the same texts.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import fields
from operator import itemgetter
from typing import Any, Final, TypeAlias

from openler.credentials.model import CredentialShape, Part, read_credential
from openler.credentials.rules import RULES, Fault, Rule, published_schema, validate_published
from openler.credentials.schemas import is_free_in_bundled
from openler.credentials.templates.noting import Notes, noting
from openler.credentials.templates.slots import Place
from openler.foundation.json_types import JsonObject

_Judge: TypeAlias = Callable[[CredentialShape], Iterable[Fault]]
_DATES: Final = ("valid_from", "valid_until")
_PARTS: Final = ("subjects", "statuses", "schemas", "members", "endorsements")
# The days and grades of a class are fewer; noting costs several times as much as asking.
MOST_NOTED: Final = 32


class RowJudge:
    """Judges the records of one template, each by what its row decides."""

    def __init__(self, document: JsonObject, places: Sequence[Place]) -> None:
        """Take a record of the template that the general path has accepted; rows are written into it."""
        self._record = _Record(document, places, read_credential(document))
        shape = self._record.shape
        schema = published_schema(shape)
        are_free = schema is None or all(_is_free(place, schema) for place in places)
        self._schema = None if are_free else schema
        # Whatever the shape itself quotes from a place, beside its dates, is read again for each row.
        texts = frozenset(holder[key] for holder, key in self._record.holders)
        names = {field.name for field in fields(CredentialShape)} - {*_DATES, "document"} | {"endorsements"}
        self._is_quoted = any(_quotes(getattr(shape, name), texts) for name in names)
        # Each fault of these is an error to whoever issues; a warning to readers only keeps no record from being issued.
        can_refuse = [rule for rule in RULES if rule.severity == "error" or rule.binds_issuers]
        self._noted = None if self._is_quoted else _NotedRecord(document, places)
        self._judges = [judge for rule in can_refuse for judge in self._judges_of(rule)]

    def accepts(self, texts: Sequence[str]) -> bool:
        """Tell whether the record with these texts breaks no rule and fits its published schema."""
        record = self._record
        record.write(texts)
        shape = read_credential(record.document) if self._is_quoted else record.shape
        for judge in self._judges:
            if not judge.accepts(shape, texts):
                return False
        if self._schema is None:
            return True
        return all(problem.severity != "error" for problem in validate_published(shape, self._schema))

    def _judges_of(self, rule: Rule) -> list["_RowRule"]:
        """Give what has to be asked of each row for a rule: nothing, its judge, or first whether it applies."""
        noted = self._noted
        if noted is None or any(
            len(getattr(noted.shape, name)) != len(getattr(self._record.shape, name)) for name in _PARTS
        ):
            # Whatever does not take a noting object for an object cannot be asked what it reads.
            return [_RowRule(_whole(rule))]
        if noted.ask(rule.applies)[1]:
            return [_RowRule(_whole(rule))]
        if not rule.applies(self._record.shape):
            return []
        _, read = noted.ask(rule.judge)
        return [_RowRule(rule.judge, noted, read)] if read else []


class _Record:
    """The record of a template with the texts of one row after another.

    Attributes:
        document: the record; rows are written into it.
        holders: the object or list of each place, and its name or position there.
        shape: its shape, which changes with it.
    """

    def __init__(self, document: JsonObject, places: Sequence[Place], shape: CredentialShape) -> None:
        self.document = document
        self.holders = [place.holder(document) for place in places]
        self.shape = shape
        # The parts of the shape are the document's own, so that they change with it; only its dates are set anew.
        self._members = vars(shape)
        pointers = {place.pointer: number for number, place in enumerate(places)}
        dates = ((name, getattr(shape, name).pointer) for name in _DATES)
        self.dates = {name: (pointer, pointers[pointer]) for name, pointer in dates if pointer in pointers}

    def write(self, texts: Sequence[str]) -> None:
        """Write the texts of a row into the record."""
        for (holder, key), text in zip(self.holders, texts, strict=True):
            holder[key] = text
        for name, (pointer, number) in self.dates.items():
            self._members[name] = Part(pointer, texts[number])


class _NotedRecord(_Record):
    """A record that notes what is read of it."""

    def __init__(self, document: JsonObject, places: Sequence[Place]) -> None:
        self._notes = Notes()
        holders = [place.holder(document) for place in places]
        noted = noting(document, holders, self._notes)
        super().__init__(noted, places, read_credential(noted))
        self._asked: Any = _NotedShape(
            self.shape, {name: number for name, (_, number) in self.dates.items()}, self._notes
        )

    def ask(self, question: Callable[[CredentialShape], Any]) -> tuple[bool, frozenset[int]]:
        """Ask a rule whether it applies or how it judges; tell whether there is an answer, and which places were read."""
        self._notes.read.clear()
        answer = question(self._asked)
        found = answer if isinstance(answer, bool) else any(True for _ in answer)
        return found, frozenset(self._notes.read)


class _RowRule:
    """A rule that is asked of rows, and what it has accepted."""

    def __init__(self, judge: _Judge, noted: _NotedRecord | None = None, places: frozenset[int] = frozenset()) -> None:
        """Take a judge; and if what it reads can be noted, the record that notes it and the places that it read."""
        self._judge = judge
        self._noted = noted
        self._places = places
        self._pick: Any = itemgetter(*sorted(places)) if places else None
        self._accepted: set[Any] = set()
        self._chances = MOST_NOTED

    def accepts(self, shape: CredentialShape, texts: Sequence[str]) -> bool:
        """Tell whether a record breaks the rule in nothing."""
        if self._noted is not None:
            said = self._pick(texts)
            if said in self._accepted:
                return True
            if self._chances:
                self._chances -= 1
                return self._ask_noting(said, texts)
            # Rows hardly ever say the same here.
            self._noted = None
        for _fault in self._judge(shape):
            return False
        return True

    def _ask_noting(self, said: Any, texts: Sequence[str]) -> bool:
        assert self._noted is not None
        self._noted.write(texts)
        has_fault, read = self._noted.ask(self._judge)
        if not has_fault and read <= self._places:
            # What reads no more than this, and finds this there, comes to no other end.
            self._accepted.add(said)
        return not has_fault


def _is_free(place: Place, schema: str) -> bool:
    # A value may be written as a list of it, and a text with its language; the schema is asked of the value or the text.
    path = place.path
    without_list = tuple(step for step in path[:2] if isinstance(step, str)) + path[2:]
    without_language = path[:1] if path[-1] == "@value" else path
    return all(is_free_in_bundled(written, schema) for written in (path, without_list, without_language))


def _whole(rule: Rule) -> _Judge:
    return lambda shape: rule.judge(shape) if rule.applies(shape) else ()


class _NotedShape:
    """A record's shape that notes when one of its dates is read."""

    def __init__(self, shape: CredentialShape, dates: dict[str, int], notes: Notes) -> None:
        self._shape, self._dates, self._notes = shape, dates, notes

    def __getattr__(self, name: str) -> Any:
        if name in self._dates:
            self._notes.read.add(self._dates[name])
        return getattr(self._shape, name)


def _quotes(value: Any, texts: frozenset[str]) -> bool:
    if isinstance(value, str):
        return value in texts
    return isinstance(value, tuple) and any(_quotes(item, texts) for item in value)
