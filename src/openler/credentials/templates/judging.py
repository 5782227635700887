"""Which rules can the texts of a row break, once the rest of the record has been judged?

A rule is asked once, of a record that notes whatever is read of it. One that read no place of the template says the
same of every row; only the others are asked again.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import fields
from types import SimpleNamespace
from typing import Any, Final, TypeAlias, cast

from openler.credentials.model import CredentialShape, Part, read_credential
from openler.credentials.rules import RULES, Fault, Rule, published_schema, validate_published
from openler.credentials.schemas import is_free_in_bundled
from openler.credentials.templates.noting import Notes, noting
from openler.credentials.templates.slots import Place
from openler.foundation.json_types import JsonObject

_Judge: TypeAlias = Callable[[CredentialShape], Iterable[Fault]]
_DATES: Final = ("valid_from", "valid_until")
_PARTS: Final = ("subjects", "statuses", "schemas", "members", "endorsements")


class RowJudge:
    """Judges the records of one template, each by what its row decides."""

    def __init__(self, document: JsonObject, places: Sequence[Place]) -> None:
        """Take a record of the template that the general path has accepted; rows are written into it."""
        self._document = document
        self._holders = [place.holder(document) for place in places]
        self._shape = read_credential(document)
        schema = published_schema(self._shape)
        are_free = schema is None or all(_is_free(place, schema) for place in places)
        self._schema = None if are_free else schema
        pointers = frozenset(place.pointer for place in places)
        dates = ((name, getattr(self._shape, name).pointer) for name in _DATES)
        self._dates = tuple((name, pointer[1:]) for name, pointer in dates if pointer in pointers)
        # The parts of the shape are the document's own, so that they change with it; only its dates are set anew.
        self._row_shape = SimpleNamespace(
            **{field.name: getattr(self._shape, field.name) for field in fields(self._shape)}
        )
        # Whatever else the shape itself quotes from a place is read again for each row.
        texts = frozenset(holder[key] for holder, key in self._holders)
        self._is_quoted = any(
            _quotes(getattr(self._shape, field.name), texts)
            for field in fields(CredentialShape)
            if field.name not in (*_DATES, "document")
        )
        # Each fault of these is an error to whoever issues; a warning to readers only keeps no record from being issued.
        can_refuse = [rule for rule in RULES if rule.severity == "error" or rule.binds_issuers]
        self._judges = [judge for rule in can_refuse for judge in self._judges_of(rule)]

    def accepts(self, texts: Sequence[str]) -> bool:
        """Tell whether the record with these texts breaks no rule and fits its published schema."""
        for (holder, key), text in zip(self._holders, texts, strict=True):
            holder[key] = text
        shape = self._shape_now()
        for judge in self._judges:
            for _fault in judge(shape):
                return False
        if self._schema is None:
            return True
        return all(problem.severity != "error" for problem in validate_published(shape, self._schema))

    def _shape_now(self) -> CredentialShape:
        if self._is_quoted:
            return read_credential(self._document)
        for name, member in self._dates:
            setattr(self._row_shape, name, Part("/" + member, self._document[member]))
        return cast("CredentialShape", self._row_shape)

    def _judges_of(self, rule: Rule) -> list[_Judge]:
        """Give what has to be asked of each row for a rule: nothing, its judge, or first whether it applies."""
        if self._is_quoted:
            return [_whole(rule)]
        notes = Notes()
        document = noting(self._document, self._holders, notes)
        noted = read_credential(document)
        if any(len(getattr(noted, name)) != len(getattr(self._shape, name)) for name in _PARTS):
            # Whatever does not take a noting object for an object cannot be asked what it reads.
            return [_whole(rule)]
        shape: Any = _NotedShape(noted, {name for name, _ in self._dates}, notes)
        notes.was_read = False
        applies = rule.applies(shape)
        if notes.was_read:
            return [_whole(rule)]
        for _fault in rule.judge(shape) if applies else ():
            pass
        return [rule.judge] if notes.was_read else []


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

    def __init__(self, shape: CredentialShape, dates: set[str], notes: Notes) -> None:
        self._shape, self._dates, self._notes = shape, dates, notes

    def __getattr__(self, name: str) -> Any:
        if name in self._dates:
            self._notes.was_read = True
        return getattr(self._shape, name)


def _quotes(value: Any, texts: frozenset[str]) -> bool:
    if isinstance(value, str):
        return value in texts
    return isinstance(value, tuple) and any(_quotes(item, texts) for item in value)
