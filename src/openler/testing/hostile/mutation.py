"""What is one hostile change, and how is a JSON document changed in one place?"""

import copy
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from openler.foundation.json_types import JsonObject
from openler.testing.hostile.specimens import AT, CHALLENGE, DOMAIN, Specimen, serialize

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Mutation:
    """One changed input, with what a verifier is told about it.

    Attributes:
        kind: the class of mutation, as the table names it.
        detail: what was changed, for the reader of a failure.
        specimen: what it was made from.
        content: the changed record: bytes, or JSON that ``data`` writes.
        documents: what DIDs and addresses stand for, as bytes or JSON.
        at: the time at which it is judged.
        challenge, domain: what the verifier asked the presenter.
        means_the_same: why it must still verify; empty where it must not.
    """

    kind: str
    detail: str
    specimen: Specimen
    content: Any
    documents: Mapping[str, Any]
    at: datetime = AT
    challenge: str | None = None
    domain: str | None = None
    means_the_same: str = ""

    @property
    def data(self) -> bytes:
        """The bytes that a verifier is given; written when they are asked for, since most streams are only counted."""
        return _write(self.content)

    @property
    def surroundings(self) -> dict[str, bytes]:
        """What DIDs and addresses stand for, as bytes."""
        return {url: _write(document) for url, document in self.documents.items()}


def _write(content: Any) -> bytes:
    return content if isinstance(content, bytes) else serialize(content)


Mutator = Callable[[Specimen], Iterator[Mutation]]


def start(specimen: Specimen) -> Mutation:
    """Give the specimen itself as the mutation that changes nothing."""
    mutation = Mutation("none", "", specimen, specimen.serialize(), specimen.documents)
    return replace(mutation, challenge=CHALLENGE, domain=DOMAIN) if specimen.presented else mutation


def with_data(specimen: Specimen, kind: str, detail: str, data: Any, **more: Any) -> Mutation:
    """Give a mutation whose record is another one: bytes, text or JSON."""
    content = data.encode() if isinstance(data, str) else data
    asked = {"challenge": CHALLENGE, "domain": DOMAIN} if specimen.presented else {}
    return Mutation(kind, detail, specimen, content, specimen.documents, **{**asked, **more})


def with_document(specimen: Specimen, kind: str, detail: str, url: str, document: Any) -> Mutation:
    """Give a mutation in whose surroundings another document is answered for an address; None answers nothing."""
    given = {name: known for name, known in specimen.documents.items() if name != url}
    if document is not None:
        given[url] = document
    return replace(start(specimen), kind=kind, detail=detail, documents=given)


def walk(value: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Give every place of a JSON value with what stands there, the whole first."""
    yield path, value
    if isinstance(value, dict):
        for name, member in value.items():
            yield from walk(member, (*path, name))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from walk(item, (*path, index))


def at_path(value: Any, path: Path) -> Any:
    """Give what stands at a place."""
    for step in path:
        value = value[step]
    return value


def put(value: Any, path: Path, new: Any) -> Any:
    """Give a copy with something else at a place; what lies beside the way there is shared, not copied."""
    if not path:
        return new
    changed = copy.copy(value)
    changed[path[0]] = put(value[path[0]], path[1:], new)
    return changed


def drop(value: Any, path: Path) -> Any:
    """Give a copy without what stands at a place."""
    changed = copy.copy(at_path(value, path[:-1]))
    del changed[path[-1]]
    return put(value, path[:-1], changed)


def rename(document: JsonObject, path: Path, name: str) -> Any:
    """Give a copy in which the member at a place has another name, and the same position."""
    around = at_path(document, path[:-1])
    changed = {name if key == path[-1] else key: member for key, member in around.items()}
    return put(document, path[:-1], changed)


def written(path: Path) -> str:
    """Write a place for a reader."""
    return "/" + "/".join(map(str, path))
