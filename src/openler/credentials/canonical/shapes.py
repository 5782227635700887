"""How is a document with places made into a template of its canonical form?"""

from collections.abc import Iterator, Sequence
from typing import Any

from openler.credentials.canonical.n_degree import HashName
from openler.credentials.canonical.policy import Policy
from openler.credentials.canonical.templates import CanonicalTemplate, NotOneShape
from openler.credentials.canonical.transform import expand, to_nquads
from openler.credentials.canonical.written_form import DECISIVE
from openler.credentials.contexts import ContextSet
from openler.foundation.json_types import JsonObject, JsonValue


def canonical_template(
    document: JsonObject, markers: Sequence[str], *, contexts: ContextSet, hash_name: HashName = "sha256"
) -> CanonicalTemplate:
    """Make the template of a document in which a marker stands at each place.

    Args:
        document: JSON-LD with markers.
        markers: as ``CanonicalTemplate`` takes them.
        contexts: the contexts that may be used.
        hash_name: "sha256" or "sha384".

    Raises:
        NotOneShape: a text could change more than a value, or a context refers to further ones.
        JsonLdFault, UnknownContext: as of ``canonicalize``.
    """
    words = frozenset(word for url in _context_urls(document) for word in _words(contexts.get(url)))
    return CanonicalTemplate(
        to_nquads(document, contexts=contexts),
        markers,
        words=words,
        apart=_records(document, contexts),
        hash_name=hash_name,
    )


def _context_urls(value: JsonValue) -> Iterator[str]:
    if isinstance(value, dict):
        context = value.get("@context")
        yield from (url for url in (context if isinstance(context, list) else [context]) if isinstance(url, str))
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            yield from _context_urls(item)


def _words(context: JsonValue, *, inside: bool = False) -> Iterator[str]:
    # Every name at whatever depth: more than the words, and never fewer.
    if isinstance(context, dict):
        if inside and ("@import" in context or isinstance(context.get("@context"), str)):
            raise NotOneShape("A context of the template refers to another one.")
        for name, value in context.items():
            yield name
            yield from _words(value, inside=True)
    elif isinstance(context, list):
        for item in context:
            if isinstance(item, str) and item.startswith(("http:", "https:")):
                raise NotOneShape("A context of the template refers to another one.")
            yield from _words(item, inside=inside)


def _records(document: JsonObject, contexts: ContextSet) -> list[str]:
    """Give the identifiers of all objects that say something which decides about a record."""
    return list(_decided(expand(document, policy=Policy(load=contexts.get))))


def _decided(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        id_ = value.get("@id")
        if isinstance(id_, str) and not DECISIVE.isdisjoint(value):
            yield id_
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            yield from _decided(item)
