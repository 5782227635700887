"""How does a hostile client exchange, add, move or write out the contexts of a signed record (T1)?"""

from collections.abc import Iterator
from typing import Any

from openler.credentials.contexts import BUNDLED
from openler.testing.hostile.mutation import Mutation, walk, with_data, written
from openler.testing.hostile.mutation import put as put_at
from openler.testing.hostile.specimens import Specimen

SWAP_NAMES = {"name": "https://schema.org/description", "description": "https://schema.org/name"}
INLINE: tuple[Any, ...] = (
    SWAP_NAMES,
    {"firstName": "https://schema.org/familyName", "lastName": "https://schema.org/givenName"},
    {"@vocab": "https://evil.example/"},
    {"@vocab": ""},
    {"@base": "https://evil.example/"},
    {"@import": "https://evil.example/c"},
    {"@propagate": False},
    {"@protected": False, **SWAP_NAMES},
    {"@version": 1.1},
    {"@language": "en"},
    {"@direction": "rtl"},
    {"salary": "https://evil.example/salary"},
    {"salary": None, "issuer": None},
    {"type": "https://evil.example/type", "id": "https://evil.example/id"},
    {"proof": {"@id": "https://evil.example/p", "@container": "@graph"}},
    {"credentialSubject": {"@id": "@nest"}},
    {"issuer": {"@reverse": "https://evil.example/i"}},
    {"name": {"@id": "https://schema.org/name", "@type": "@json"}},
    {"name": {"@id": "https://schema.org/name", "@container": "@language"}},
    None,
    {},
)
STRANGERS = (
    "https://evil.example/context",
    "https://www.w3.org/ns/credentials/v2#",
    "https://www.w3.org/ns/credentials/v2/",
    "http://www.w3.org/ns/credentials/v2",
    "https://WWW.w3.org/ns/credentials/v2",
    "https://www.w3.org/ns/credentials/v2?x",
    "data:application/ld+json,%7B%7D",
    "file:///etc/passwd",
    "",
    "../v2",
)


def exchange_contexts(specimen: Specimen) -> Iterator[Mutation]:
    """Replace, append, prepend, drop, reorder and inline contexts of the record and of what stands inside."""
    document = specimen.data
    if isinstance(document, str):
        return
    contexts: list[Any] = document["@context"]
    for url in (*BUNDLED, *STRANGERS, *INLINE):
        for place in range(len(contexts) + 1):
            added = [*contexts[:place], url, *contexts[place:]]
            yield _changed(specimen, "context added", f"{url} at {place}", added)
        for place, present in enumerate(contexts):
            if url != present:
                replaced = [*contexts[:place], url, *contexts[place + 1 :]]
                yield _changed(specimen, "context replaced", f"{url} at {place}", replaced)
        yield _changed(specimen, "context replaced", f"{url} alone", url)
    for place in range(len(contexts)):
        yield _changed(specimen, "context left out", str(place), [*contexts[:place], *contexts[place + 1 :]])
    yield _changed(specimen, "context order", "turned round", contexts[::-1])
    yield _changed(specimen, "context order", "nested", [contexts])
    yield from _inside(specimen, document)


def _changed(specimen: Specimen, kind: str, detail: str, contexts: Any) -> Mutation:
    document = specimen.data
    assert isinstance(document, dict)
    return with_data(specimen, kind, detail, {**document, "@context": contexts})


def _inside(specimen: Specimen, document: dict[str, Any]) -> Iterator[Mutation]:
    for path, value in walk(document):
        if path and isinstance(value, dict) and path[-1] != "@context":
            for context in (*INLINE, *STRANGERS[:2], *document["@context"]):
                changed = put_at(document, path, {**value, "@context": context})
                yield with_data(specimen, "context inside", f"{written(path)}: {context}", changed)
